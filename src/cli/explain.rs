//! `offsite explain`: the page of a check.

use clap::{Args, ValueEnum};
use serde::Serialize;

use super::failure::Failure;
use super::streams::{Outcome, Streams};
use crate::checks::{self, Check};

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The check's code or name, as `CPY001`; all of them are listed without one
    check: Option<String>,
    /// How to print it
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    /// For people: Markdown, or a list
    Text,
    /// For programs
    Json,
}

/// The version of the form for programs.
const VERSION: u32 = 1;

/// Checks in the form for programs.
#[derive(Serialize)]
struct JsonChecks<'a> {
    version: u32,
    checks: Vec<JsonCheck<'a>>,
}

#[derive(Serialize)]
struct JsonCheck<'a> {
    code: &'a str,
    name: &'a str,
    severity: &'a str,
    page: &'a str,
}

pub(super) fn run(arguments: &Arguments, streams: &mut Streams<'_>) -> Result<Outcome, Failure> {
    let asked: Vec<&Check> = match &arguments.check {
        None => checks::index().collect(),
        Some(name) => vec![checks::explain(name).ok_or_else(|| Failure::UnknownCheck {
            name: name.clone(),
            near: checks::near(name),
        })?],
    };
    match (arguments.format, &arguments.check) {
        (Format::Json, _) => {
            let checks = asked.iter().map(|check| JsonCheck {
                code: check.code,
                name: check.name,
                severity: check.severity.word(),
                page: check.page,
            });
            let checks = JsonChecks {
                version: VERSION,
                checks: checks.collect(),
            };
            serde_json::to_writer_pretty(&mut *streams.out, &checks)
                .map_err(std::io::Error::from)?;
            writeln!(streams.out)?;
        }
        (Format::Text, Some(_)) => {
            for check in asked {
                write!(streams.out, "{}", check.page)?;
            }
        }
        (Format::Text, None) => {
            for check in asked {
                writeln!(
                    streams.out,
                    "{:<8} {:<7} {}",
                    check.code,
                    check.severity.word(),
                    check.name
                )?;
            }
        }
    }
    Ok(Outcome::Fine)
}
