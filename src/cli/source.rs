//! Where a command gets its spec from: a file, standard input, or the program itself.

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use super::failure::Failure;
use super::streams::Streams;
use crate::diagnostics::{Diagnostic, Report, Severity, Sources, render_text};
use crate::place::{Origins, RustOrigins};
use crate::spec::dsl;
use crate::spec::model::Spec;
use crate::spec::yaml::{self, Document};

/// The spec of a program, with the places of its calls.
#[derive(Debug)]
pub struct Given {
    /// The spec.
    pub spec: Spec,
    /// Where each part of it was said.
    pub origins: RustOrigins,
    /// What keeps it from being a spec, as the faults of a text do.
    pub faults: Vec<Diagnostic>,
}

impl From<dsl::Spec> for Given {
    fn from(spec: dsl::Spec) -> Self {
        Self {
            spec: spec.model().clone(),
            origins: spec.origins().clone(),
            faults: spec.faults(),
        }
    }
}

/// A spec that was read, or the faults that kept it from being read, with its places.
pub(super) struct Loaded<'a> {
    /// The spec, unless it has faults.
    pub(super) spec: Option<Spec>,
    /// The faults of reading it.
    pub(super) report: Report,
    /// The directory of the default spec, when that was taken.
    found_in: Option<PathBuf>,
    file: String,
    document: Option<Document>,
    given: Option<&'a Given>,
}

/// The spec that a command takes when none is named: in the current directory, or in the nearest one above.
pub(super) const DEFAULT_SPEC: &str = "offsite.yaml";

/// The default spec, if there is one, as a path from the current directory.
fn default_spec() -> Option<PathBuf> {
    let here = fs::canonicalize(".").ok()?;
    let mut way = PathBuf::new();
    for _ in here.ancestors() {
        let path = way.join(DEFAULT_SPEC);
        if path.is_file() {
            return Some(path);
        }
        way.push("..");
    }
    None
}

/// Reads the spec that a command names, or takes the program's own, or the default one.
pub(super) fn load<'a>(
    path: Option<&Path>,
    given: Option<&'a Given>,
) -> Result<Loaded<'a>, Failure> {
    let found;
    let is_default = path.is_none() && given.is_none();
    let path = match (path, given) {
        (None, Some(given)) => {
            let mut report = Report::new();
            for fault in &given.faults {
                report.add(fault.clone());
            }
            return Ok(Loaded {
                spec: (!report.has_errors()).then(|| given.spec.clone()),
                report,
                found_in: None,
                file: String::new(),
                document: None,
                given: Some(given),
            });
        }
        (Some(path), Some(_)) => {
            return Err(Failure::SpecGiven {
                spec: path.display().to_string(),
            });
        }
        (None, None) => {
            found = default_spec().ok_or(Failure::NoSpec)?;
            found.as_path()
        }
        (Some(path), None) => path,
    };
    let bytes = read(path)?;
    let file = if path == Path::new("-") {
        "<stdin>".to_owned()
    } else {
        path.display().to_string()
    };
    let mut report = Report::new();
    let (spec, document) = match yaml::read::<Spec>(&bytes) {
        Ok((spec, document)) => (Some(spec), document),
        Err(unreadable) => {
            unreadable
                .faults
                .into_iter()
                .for_each(|fault| report.add(fault));
            (None, unreadable.document)
        }
    };
    for fault in yaml::unquoted_account_ids(&document) {
        report.add(fault);
    }
    let spec = spec.filter(|_| !report.has_errors());
    Ok(Loaded {
        spec,
        report,
        found_in: is_default.then(|| path.parent().map(PathBuf::from).unwrap_or_default()),
        file,
        document: Some(document),
        given: None,
    })
}

/// A byte more than the reader takes is enough for it to say that there are too many.
fn read(path: &Path) -> Result<Vec<u8>, Failure> {
    let failed = |source| Failure::Read {
        path: PathBuf::from(path),
        source,
    };
    let limit = u64::try_from(yaml::MAX_BYTES)
        .unwrap_or(u64::MAX)
        .saturating_add(1);
    let mut bytes = Vec::new();
    if path == Path::new("-") {
        std::io::stdin()
            .lock()
            .take(limit)
            .read_to_end(&mut bytes)
            .map_err(failed)?;
    } else {
        let file = fs::File::open(path).map_err(failed)?;
        file.take(limit).read_to_end(&mut bytes).map_err(failed)?;
    }
    Ok(bytes)
}

impl Loaded<'_> {
    /// Where trees are, when the command line does not say it: beside a default spec, else here.
    pub(super) fn output(&self) -> PathBuf {
        let found_in = self.found_in.as_deref().unwrap_or(Path::new(""));
        found_in.join("output")
    }

    /// Says which spec was taken, when none was named.
    pub(super) fn say_which(&self, streams: &mut Streams<'_>) -> Result<(), Failure> {
        if self.found_in.is_some() {
            writeln!(streams.err, "using `{}`", self.file)?;
        }
        Ok(())
    }

    /// Calls `show` with the texts that findings point into.
    pub(super) fn with_sources<T>(&self, show: impl FnOnce(Sources<'_>) -> T) -> T {
        match (&self.document, self.given) {
            (Some(document), _) => show(Sources::text(
                &self.file,
                document.text(),
                document as &dyn Origins,
            )),
            (None, Some(given)) => show(Sources::rust(&given.origins, &|file| {
                fs::read_to_string(file).ok()
            })),
            (None, None) => show(Sources::rust(&RustOrigins::new(), &|_| None)),
        }
    }

    /// Writes findings for people to a stream that does not carry the result.
    pub(super) fn tell(&self, report: &Report, streams: &mut Streams<'_>) -> Result<(), Failure> {
        if report.is_empty() {
            return Ok(());
        }
        let color = streams.err_color;
        let text = self.with_sources(|sources| render_text(report, sources, color));
        writeln!(streams.err, "{text}")?;
        writeln!(streams.err, "{}", summary(report))?;
        Ok(())
    }
}

/// How many findings of each severity there are, in one line.
pub(super) fn summary(report: &Report) -> String {
    let count = |severity, word: &str| match report.count(severity) {
        0 => None,
        1 => Some(format!("1 {word}")),
        many => Some(format!("{many} {word}s")),
    };
    let counts = [
        count(Severity::Error, "error"),
        count(Severity::Warning, "warning"),
        count(Severity::Hint, "hint"),
    ];
    let mut counts: Vec<String> = counts.into_iter().flatten().collect();
    if report.accepted() > 0 {
        counts.push(format!("{} accepted", report.accepted()));
    }
    if counts.is_empty() {
        "no findings".to_owned()
    } else {
        counts.join(", ")
    }
}
