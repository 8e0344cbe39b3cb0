//! `offsite check`: what AWS would refuse, or silently not do.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::failure::Failure;
use super::render::{Engine, engines};
use super::source::{self, Given};
use super::streams::{Outcome, Streams};
use crate::diagnostics::{render_github, render_json, render_sarif, render_text};
use crate::stages;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The spec: a YAML or JSON file, or `-` for standard input; default: `offsite.yaml` here or above
    spec: Option<PathBuf>,
    /// Leave out what only the other engine's files would meet
    #[arg(long, value_enum)]
    only: Option<Engine>,
    /// How to print the findings
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    /// For people
    Text,
    /// For programs
    Json,
    /// For code scanning services: SARIF 2.1.0
    Sarif,
    /// For GitHub Actions: annotations of the lines
    Github,
}

pub(super) fn run(
    arguments: &Arguments,
    given: Option<&Given>,
    streams: &mut Streams<'_>,
) -> Result<Outcome, Failure> {
    let loaded = source::load(arguments.spec.as_deref(), given)?;
    loaded.say_which(streams)?;
    let mut report = loaded.report.clone();
    if let Some(spec) = &loaded.spec {
        stages::analyze_for(spec, &engines(spec, arguments.only)?)
            .1
            .iter()
            .for_each(|finding| report.add(finding.clone()));
    }
    let text = loaded.with_sources(|sources| match arguments.format {
        Format::Json => render_json(&report, sources),
        Format::Sarif => render_sarif(&report, sources),
        Format::Github => render_github(&report, sources),
        Format::Text => render_text(&report, sources, streams.out_color),
    });
    if !text.is_empty() {
        writeln!(streams.out, "{}", text.trim_end())?;
    }
    streams.out.flush()?;
    writeln!(streams.err, "{}", source::summary(&report))?;
    Ok(if report.has_errors() {
        Outcome::Findings
    } else {
        Outcome::Fine
    })
}
