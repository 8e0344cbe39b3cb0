//! `offsite completions`: the completions for a shell.

use clap::{Args, CommandFactory};
use clap_complete::Shell;

use super::{Failure, Outcome, Streams};

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The shell
    #[arg(value_enum)]
    shell: Shell,
}

pub(super) fn run(arguments: &Arguments, streams: &mut Streams<'_>) -> Result<Outcome, Failure> {
    let mut command = super::Arguments::command();
    // Into memory first: the generator would panic on a stream that nobody reads.
    let mut text = Vec::new();
    clap_complete::generate(arguments.shell, &mut command, "offsite", &mut text);
    streams.out.write_all(&text)?;
    Ok(Outcome::Fine)
}
