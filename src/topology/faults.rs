//! What a spec can get wrong before it means anything: names that are not defined, choices that
//! are missing or made twice.

use crate::diagnostics::{Diagnostic, Place, Report, Severity, suggest};
use crate::spec::Path;

/// Collects the faults of one resolution.
#[derive(Debug, Default)]
pub(super) struct Faults(pub(super) Report);

impl Faults {
    /// A name that the spec uses but does not define.
    pub(super) fn undefined<'a>(
        &mut self,
        path: Path,
        kind: &str,
        name: &str,
        known: impl IntoIterator<Item = &'a str>,
    ) {
        let known: Vec<&str> = known.into_iter().collect();
        let label = match known.as_slice() {
            [] => format!("the spec defines no {kind}"),
            few if few.len() <= 8 => format!("expected one of {}", quoted(few)),
            _ => format!("no {kind} has this name"),
        };
        let mut fault = Diagnostic::new(
            "SPC013",
            "undefined-name",
            Severity::Error,
            format!("{kind} `{name}` is not defined"),
        )
        .at(path.clone(), label);
        if let Some(near) = suggest(name, known.iter().copied()) {
            fault = fault.patch(
                format!("a similar name is defined: `{near}`"),
                Place::key(path),
                near,
            );
        }
        self.0.add(fault);
    }

    /// Keys that exclude one another, or of which one is needed.
    pub(super) fn choice(&mut self, path: Path, message: String, label: &str, help: &str) {
        let fault = Diagnostic::new("SPC014", "unclear-choice", Severity::Error, message)
            .at(path, label)
            .help(help);
        self.0.add(fault);
    }

    /// Something that may be said once and is said twice.
    pub(super) fn repeated(&mut self, path: Path, message: String, first: Path) {
        let fault = Diagnostic::new("SPC015", "said-twice", Severity::Error, message)
            .at(path, "said again here")
            .related(first, "said first here");
        self.0.add(fault);
    }

    /// A value that contradicts another part of the spec.
    pub(super) fn mismatch(&mut self, path: Path, message: String, label: String, help: &str) {
        let fault = Diagnostic::new("SPC016", "contradiction", Severity::Error, message)
            .at(path, label)
            .help(help);
        self.0.add(fault);
    }
}

fn quoted(names: &[&str]) -> String {
    names
        .iter()
        .map(|name| format!("`{name}`"))
        .collect::<Vec<_>>()
        .join(", ")
}
