//! A program is given up when it comes to a standstill, and never because it takes long.
//!
//! Each look is taken by hand and its answer awaited, so that no clock has a part in this.

use std::ffi::OsStr;
use std::fs::{File, OpenOptions};
use std::io::{BufRead, BufReader, Read, Write};
use std::path::PathBuf;
use std::process::{Child, ChildStderr, ChildStdin, ChildStdout, Command, Stdio};

use crate::environment::python_for;
use crate::process::{CALLS, supervised};

/// What a supervisor ends with when it has given its program up.
const GAVE_UP: i32 = 124;

/// Three times at rest, and more processor time than any of these programs uses unless it is meant to.
const BOUNDS: [&str; 4] = ["--idle", "3", "--used", "900"];

/// More looks than any of these programs may be found at rest.
const MANY: usize = 12;

/// A shell script that does something for each word it is given.
struct Program {
    child: Child,
    looks: ChildStdin,
    words: File,
    said: BufReader<ChildStdout>,
    complained: BufReader<ChildStderr>,
    journal: PathBuf,
    _scratch: tempfile::TempDir,
}

impl Program {
    /// Starts a script; with a double, its calls are its progress.
    fn start(script: &str, bounds: [&str; 4], with_double: bool) -> Self {
        let scratch = tempfile::tempdir().unwrap();
        let pipe = scratch.path().join("words");
        let made = Command::new("mkfifo").arg(&pipe).status().unwrap();
        assert!(made.success());
        let journal = scratch.path().join("calls.jsonl");
        let mut by_hand = bounds.to_vec();
        by_hand.push("--by-hand");
        let mut command = supervised(OsStr::new("sh"), &by_hand);
        command
            .args(["-c", script])
            .current_dir(scratch.path())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        if with_double {
            command.env(CALLS, &journal);
        }
        let mut child = command.spawn().unwrap();
        Self {
            looks: child.stdin.take().unwrap(),
            // Waits until the script reads.
            words: OpenOptions::new().write(true).open(&pipe).unwrap(),
            said: BufReader::new(child.stdout.take().unwrap()),
            complained: BufReader::new(child.stderr.take().unwrap()),
            child,
            journal,
            _scratch: scratch,
        }
    }

    /// Gives the script a word, and waits until it has answered.
    fn step(&mut self) {
        self.words.write_all(b"on\n").unwrap();
        let mut answer = String::new();
        self.said.read_line(&mut answer).unwrap();
        assert_eq!(answer, "on\n");
    }

    /// As the double does with each call.
    fn call(&self) {
        let journal = OpenOptions::new()
            .create(true)
            .append(true)
            .open(&self.journal);
        journal.unwrap().write_all(b"{}\n").unwrap();
    }

    /// Takes a look: how often the program has been found at rest.
    fn look(&mut self) -> usize {
        self.looks.write_all(b".").unwrap();
        let mut answer = String::new();
        self.complained.read_line(&mut answer).unwrap();
        let times = answer.trim().strip_prefix("at rest ");
        times.expect(&answer).parse().unwrap()
    }

    /// Looks until the program is given up; gives what is said of it.
    fn given_up(mut self) -> String {
        while self.child.try_wait().unwrap().is_none() {
            // It may have ended in between.
            let _ = self.looks.write_all(b".");
            std::thread::yield_now();
        }
        assert_eq!(self.child.wait().unwrap().code(), Some(GAVE_UP));
        let mut complained = String::new();
        self.complained.read_to_string(&mut complained).unwrap();
        complained.lines().last().unwrap().to_owned()
    }
}

const ANSWERS: &str = "while read word; do echo $word; done < words";

#[test]
fn a_program_that_waits_for_ever_is_given_up() {
    if python_for("a program that waits for ever is given up").is_none() {
        return;
    }
    let program = Program::start("read word < words", BOUNDS, false);
    let said = program.given_up();
    assert_eq!(said, "sh was found at rest 3 times without a word");
}

#[test]
fn a_program_that_computes_for_ever_is_given_up() {
    if python_for("a program that computes for ever is given up").is_none() {
        return;
    }
    // Looks by hand may follow so close on each other that it seems to rest between them.
    let bounds = ["--idle", "1000000000", "--used", "0.5"];
    let said = Program::start("exec < words; while :; do :; done", bounds, false).given_up();
    assert!(said.starts_with("sh used "), "{said}");
    assert!(
        said.ends_with(" s of processor time without a word"),
        "{said}"
    );
}

#[test]
fn a_program_that_says_something_now_and_then_may_take_as_long_as_it_likes() {
    if python_for("a program that says something now and then may take as long as it likes")
        .is_none()
    {
        return;
    }
    let mut program = Program::start(ANSWERS, BOUNDS, false);
    for _ in 0..MANY {
        program.step();
        assert!(program.look() < 3);
    }
}

#[test]
fn a_program_that_computes_may_take_as_long_as_it_likes() {
    if python_for("a program that computes may take as long as it likes").is_none() {
        return;
    }
    let script = "while read word; do i=0; while [ $i -lt 400000 ]; do i=$((i+1)); done; \
                  echo $word; done < words";
    // What it says is no progress here, since it makes no call.
    let mut program = Program::start(script, BOUNDS, true);
    for _ in 0..MANY {
        program.step();
        assert!(program.look() < 3);
    }
}

#[test]
fn a_program_whose_calls_arrive_may_take_as_long_as_it_likes() {
    if python_for("a program whose calls arrive may take as long as it likes").is_none() {
        return;
    }
    let mut program = Program::start(ANSWERS, BOUNDS, true);
    // From now on it is watched.
    program.look();
    for _ in 0..MANY {
        program.call();
        assert_eq!(program.look(), 0);
    }
}

#[test]
fn a_program_that_only_says_that_it_waits_for_an_answer_is_given_up() {
    if python_for("a program that only says that it waits for an answer is given up").is_none() {
        return;
    }
    let mut program = Program::start(ANSWERS, BOUNDS, true);
    program.call();
    while program.look() < 2 {
        program.step();
    }
    let said = program.given_up();
    assert_eq!(said, "sh was found at rest 3 times without a call");
}
