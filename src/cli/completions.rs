//! `offsite completions`: the completions for a shell.

use clap::{Args, Command};
use clap_complete::Shell;

use super::failure::Failure;
use super::streams::{Outcome, Streams};

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The shell
    #[arg(value_enum)]
    shell: Shell,
}

/// Writes the completions of `command`, the whole command line of the program.
pub(super) fn run(
    arguments: &Arguments,
    mut command: Command,
    streams: &mut Streams<'_>,
) -> Result<Outcome, Failure> {
    // Into memory first: the generator would panic on a stream that nobody reads.
    let mut text = Vec::new();
    clap_complete::generate(arguments.shell, &mut command, "offsite", &mut text);
    streams.out.write_all(&text)?;
    Ok(Outcome::Fine)
}
