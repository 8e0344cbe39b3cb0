//! `offsite explain`: the page of a check.

use clap::Args;

use super::{Failure, Outcome, Streams};
use crate::checks;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The check's code or name, as `CPY001`; all of them are listed without one
    check: Option<String>,
}

pub(super) fn run(arguments: &Arguments, streams: &mut Streams<'_>) -> Result<Outcome, Failure> {
    let Some(name) = &arguments.check else {
        for entry in checks::index() {
            writeln!(
                streams.out,
                "{:<8} {:<7} {}",
                entry.code,
                entry.severity.word(),
                entry.name
            )?;
        }
        return Ok(Outcome::Fine);
    };
    match checks::explain(name) {
        Some(check) => {
            write!(streams.out, "{}", check.page)?;
            Ok(Outcome::Fine)
        }
        None => Err(Failure::UnknownCheck {
            name: name.clone(),
            near: checks::near(name),
        }),
    }
}
