//! The commands, one file each, over the library.
//!
//! A command writes its result to one stream and everything else to another, and gives the exit
//! code: 0 fine, 1 findings, 2 not carried out. To add one: the file with its arguments and `run`,
//! and one line in `Command`.

mod check;
mod completions;
mod diff;
mod explain;
mod failure;
mod init;
mod render;
mod schema;
mod source;
mod streams;

use std::ffi::OsString;
use std::io::Write;
use std::process::ExitCode;

use clap::{CommandFactory, Parser, Subcommand};

use crate::color::Color;
pub use source::Given;
use streams::Outcome;
pub use streams::Streams;

/// Organization-wide AWS Backup on the 3-2-1 rule, from one compact spec.
#[derive(Debug, Parser)]
#[command(name = "offsite", version, max_term_width = 100)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Write a first spec: valid and commented
    Init(init::Arguments),
    /// Say what AWS would refuse, or silently not do
    Check(check::Arguments),
    /// Write the Terraform and the CloudFormation of a spec
    Render(render::Arguments),
    /// Show what a spec changes in its committed tree
    Diff(diff::Arguments),
    /// Explain a check: what it finds, why, and how to fix it
    Explain(explain::Arguments),
    /// Print the JSON Schema of the spec language
    Schema,
    /// Print the completions for a shell
    Completions(completions::Arguments),
}

/// Runs a command line. `given` is the spec of a program that builds one itself; without it, the
/// commands read a file.
pub fn run(
    arguments: impl IntoIterator<Item = OsString>,
    given: Option<&Given>,
    streams: &mut Streams<'_>,
) -> u8 {
    let arguments = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => arguments,
        Err(error) => return usage(&error, streams),
    };
    let outcome = match arguments.command {
        Command::Init(arguments) => init::run(&arguments, streams),
        Command::Check(arguments) => check::run(&arguments, given, streams),
        Command::Render(arguments) => render::run(&arguments, given, streams),
        Command::Diff(arguments) => diff::run(&arguments, given, streams),
        Command::Explain(arguments) => explain::run(&arguments, streams),
        Command::Schema => schema::run(streams),
        Command::Completions(arguments) => {
            completions::run(&arguments, Arguments::command(), streams)
        }
    };
    match outcome {
        Ok(Outcome::Fine) => 0,
        Ok(Outcome::Findings) => 1,
        // Nobody reads any more: `offsite diff | head` is no failure.
        Err(failure) if failure.is_broken_pipe() => 0,
        Err(failure) => {
            // When even this cannot be written, the exit code alone has to say it.
            let _ = failure.write(streams);
            2
        }
    }
}

/// Runs the command line of this process on a spec that a program has built.
#[allow(
    clippy::disallowed_methods,
    reason = "the edge of the program: its command line comes in here and nowhere else"
)]
pub fn main(given: Option<&Given>) -> ExitCode {
    let color = |choice| match choice {
        anstream::ColorChoice::Never => Color::Never,
        _ => Color::Always,
    };
    let (stdout, stderr) = (std::io::stdout(), std::io::stderr());
    let out_color = color(anstream::AutoStream::choice(&stdout));
    let err_color = color(anstream::AutoStream::choice(&stderr));
    let mut out = std::io::BufWriter::new(stdout.lock());
    let mut err = stderr.lock();
    let mut streams = Streams {
        out: &mut out,
        err: &mut err,
        out_color,
        err_color,
    };
    let code = run(std::env::args_os(), given, &mut streams);
    match out.flush() {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => ExitCode::from(2),
        _ => ExitCode::from(code),
    }
}

/// Help and version are results; anything else is a usage that cannot be carried out.
fn usage(error: &clap::Error, streams: &mut Streams<'_>) -> u8 {
    let rendered = error.render();
    let (stream, color): (&mut dyn Write, Color) = if error.use_stderr() {
        (streams.err, streams.err_color)
    } else {
        (streams.out, streams.out_color)
    };
    let written = match color {
        Color::Always => write!(stream, "{}", rendered.ansi()),
        Color::Never => write!(stream, "{rendered}"),
    };
    match written {
        Ok(()) if !error.use_stderr() => 0,
        _ => 2,
    }
}
