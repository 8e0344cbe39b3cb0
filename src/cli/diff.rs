//! `offsite diff`: what a spec changes in its committed tree.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::failure::Failure;
use super::render::{Engine, engines};
use super::source::{self, Given};
use super::streams::{Outcome, Streams};
use crate::diff::{DiffReport, MarkdownOptions};
use crate::stages;

/// What GitHub takes as a comment, in bytes.
const COMMENT: usize = 65_536;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The spec: a YAML or JSON file, or `-` for standard input; default: `offsite.yaml` here or above
    spec: Option<PathBuf>,
    /// Where the committed tree is: in a directory of this one, named after the spec; default: `output`
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Compare one engine's files only
    #[arg(long, value_enum)]
    only: Option<Engine>,
    /// How to print the differences
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    /// A unified diff and a line for each stack
    Text,
    /// For a comment on a pull request
    Markdown,
    /// For programs
    Json,
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
    let report = DiffReport::between(&out.join(spec.name.as_str()), &tree)?;
    let text = match arguments.format {
        Format::Text => report.to_text(streams.out_color),
        Format::Markdown => report.to_markdown(&MarkdownOptions {
            title: format!("Backups of {}", spec.name),
            limit: COMMENT,
        }),
        Format::Json => report.to_json(),
    };
    write!(streams.out, "{text}")?;
    Ok(if report.is_empty() {
        Outcome::Fine
    } else {
        Outcome::Findings
    })
}
