//! The `offsite` command.

use std::process::ExitCode;

fn main() -> ExitCode {
    offsite::cli::main(None)
}
