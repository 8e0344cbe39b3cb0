//! `offsite render`: writes the tree of a spec, or says whether it is up to date.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::failure::Failure;
use super::source::{self, Given};
use super::streams::{Outcome, Streams};
use crate::spec::model::Spec;
use crate::stages;
use crate::tree::{Comparison, TreePath};

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The spec: a YAML or JSON file, or `-` for standard input; default: `offsite.yaml` here or above
    spec: Option<PathBuf>,
    /// Where the tree goes: into a directory of this one, named after the spec; default: `output`
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Write nothing; exit with 1 and list the files when the tree is out of date
    #[arg(long)]
    check: bool,
    /// Write one engine's files only
    #[arg(long, value_enum)]
    only: Option<Engine>,
}

/// What a tree is for.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(super) enum Engine {
    /// Terraform
    Terraform,
    /// CloudFormation
    #[value(name = "cloudformation")]
    CloudFormation,
}

/// The engines of a spec, or the one of them that a command line asks for.
pub(super) fn engines(spec: &Spec, only: Option<Engine>) -> Result<Vec<stages::Engine>, Failure> {
    let written_for = spec.engines();
    let only = match only {
        None => return Ok(written_for),
        Some(Engine::Terraform) => stages::Engine::Terraform,
        Some(Engine::CloudFormation) => stages::Engine::CloudFormation,
    };
    if written_for.contains(&only) {
        Ok(vec![only])
    } else {
        Err(Failure::OtherEngine)
    }
}

pub(super) fn run(
    arguments: &Arguments,
    given: Option<&Given>,
    streams: &mut Streams<'_>,
) -> Result<Outcome, Failure> {
    let loaded = source::load(arguments.spec.as_deref(), given)?;
    loaded.say_which(streams)?;
    let Some(spec) = &loaded.spec else {
        loaded.tell(&loaded.report, streams)?;
        return Ok(Outcome::Findings);
    };
    let rendering = stages::render_for(spec, &engines(spec, arguments.only)?)?;
    loaded.tell(&rendering.report, streams)?;
    let Some(tree) = rendering.tree else {
        return Ok(Outcome::Findings);
    };
    let out = arguments.out.clone().unwrap_or_else(|| loaded.output());
    let dir = out.join(spec.name.as_str());
    if arguments.check {
        let comparison = tree.compare(&dir)?;
        list(&comparison, streams)?;
        return Ok(if comparison.is_current() {
            Outcome::Fine
        } else {
            Outcome::Findings
        });
    }
    let written = tree.write(&dir)?;
    let name = |label: &str, paths: &[TreePath], streams: &mut Streams<'_>| {
        paths
            .iter()
            .try_for_each(|path| writeln!(streams.out, "{label} {path}"))
    };
    name("created", &written.created, streams)?;
    name("changed", &written.changed, streams)?;
    name("removed", &written.removed, streams)?;
    streams.out.flush()?;
    writeln!(
        streams.err,
        "{}: {} created, {} changed, {} removed, {} unchanged",
        dir.display(),
        written.created.len(),
        written.changed.len(),
        written.removed.len(),
        written.unchanged
    )?;
    Ok(Outcome::Fine)
}

fn list(comparison: &Comparison, streams: &mut Streams<'_>) -> Result<(), Failure> {
    let kinds = [
        ("changed", &comparison.changed),
        ("missing", &comparison.missing),
        ("stale", &comparison.stale),
    ];
    for (kind, paths) in kinds {
        for path in paths {
            writeln!(streams.out, "{kind} {path}")?;
        }
    }
    let verdict = if comparison.is_current() {
        "up to date"
    } else {
        "out of date: run `offsite render`"
    };
    streams.out.flush()?;
    writeln!(streams.err, "{verdict}")?;
    Ok(())
}
