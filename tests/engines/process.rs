//! Programs that end when their starter does.

use std::ffi::OsStr;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Output, Stdio};
use std::time::Duration;

use crate::environment::python_for;
use crate::warm::prepared;

/// How often a program may be found at rest without a sign of progress, a look being taken every five
/// seconds, and how much processor time it may use without one, in seconds. Nothing here comes near
/// either, however busy the machine is: no time that merely passes is counted.
const PATIENCE: [&str; 4] = ["--idle", "60", "--used", "900"];

/// The variable that names the journal of the double that a program calls: its signs of progress.
pub(crate) const CALLS: &str = "SUPERVISED_CALLS";

/// What a program said, and how it ended.
#[derive(Debug, Clone)]
pub(crate) struct Ended {
    pub(crate) status: i32,
    pub(crate) said: String,
    pub(crate) complained: String,
}

impl Ended {
    fn of(output: &Output) -> Self {
        Self {
            status: output.status.code().unwrap_or(-1),
            said: String::from_utf8_lossy(&output.stdout).into_owned(),
            complained: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }

    /// Everything it said.
    pub(crate) fn all(&self) -> String {
        format!("exit {}\n{}{}", self.status, self.said, self.complained)
    }
}

/// The directory of the double's programs.
pub(crate) fn scripts() -> PathBuf {
    crate::examples::project().join("tests/double")
}

/// A program under supervision: killed with all it started once this process ends, however it ends,
/// since the supervisor then sees its standard input close. `bounds` says when it is given up before.
pub(crate) fn supervised(program: &OsStr, bounds: &[&str]) -> Command {
    let mut command = Command::new("python3");
    // Without the interpreter's search for packages: a supervisor starts for each program.
    command
        .arg("-IS")
        .arg(scripts().join("supervise.py"))
        .args(bounds)
        .arg(program)
        .stdin(Stdio::piped());
    command
}

/// Runs a program to its end, unless it comes to a standstill: `tests/double/supervise.py` says when.
pub(crate) fn run(program: &OsStr, arguments: &[&str], set_up: impl FnOnce(&mut Command)) -> Ended {
    let mut command = supervised(program, &PATIENCE);
    command
        .args(arguments)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    set_up(&mut command);
    let mut child = command.spawn().unwrap();
    // `wait_with_output` would close the input, which ends the program.
    let held = child.stdin.take();
    let output = child.wait_with_output().unwrap();
    drop(held);
    Ended::of(&output)
}

/// Gives a Python program a JSON document and returns the one it prints.
pub(crate) fn ask(
    python: &Path,
    script: &str,
    arguments: &[&str],
    question: &serde_json::Value,
) -> serde_json::Value {
    let mut command = Command::new(python);
    command.arg(scripts().join(script));
    answer(command, arguments, question)
}

/// As `ask`, of a program that is prepared.
pub(crate) fn ask_prepared(
    python: &Path,
    script: &str,
    arguments: &[&str],
    question: &serde_json::Value,
) -> serde_json::Value {
    let mut command = Command::new(python);
    command.args(prepared(python).run()).arg(script);
    answer(command, arguments, question)
}

fn answer(
    mut command: Command,
    arguments: &[&str],
    question: &serde_json::Value,
) -> serde_json::Value {
    let mut child = command
        .args(arguments)
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let text = question.to_string();
    let writer = std::thread::spawn(move || stdin.write_all(text.as_bytes()));
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap().unwrap();
    let complained = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{command:?}: {complained}");
    serde_json::from_slice(&output.stdout).unwrap()
}

/// A server in the background; killed when dropped, and when this process ends.
pub(crate) struct Server {
    child: Child,
    input: Option<ChildStdin>,
}

impl Server {
    /// Starts a server and reads the first line it prints.
    pub(crate) fn start(mut command: Command) -> (Self, String) {
        let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
        let input = child.stdin.take();
        let mut output = BufReader::new(child.stdout.take().unwrap());
        let server = Self { child, input };
        let mut line = String::new();
        output.read_line(&mut line).unwrap();
        (server, line.trim().to_owned())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.input.take();
        // The supervisor ends by itself once its input is closed.
        let _ = self.child.wait();
    }
}

#[test]
fn nothing_that_a_test_started_outlives_it() {
    if python_for("nothing that a test started outlives it").is_none() {
        return;
    }
    let mut command = supervised(OsStr::new("sh"), &[]);
    // A program that has started another and answers to no polite signal.
    command.args(["-c", "trap '' TERM INT HUP; sleep 300 & echo $!; wait"]);
    let (server, grandchild) = Server::start(command);
    let alive = || {
        // A process that has ended is listed until somebody asks how; that may be nobody's hurry.
        let state = std::fs::read_to_string(format!("/proc/{grandchild}/stat"));
        if state.is_ok_and(|state| state.contains(") Z ")) {
            return false;
        }
        let asked = Command::new("kill")
            .args(["-0", &grandchild])
            .stderr(Stdio::null())
            .status();
        asked.unwrap().success()
    };
    assert!(alive());
    // What the system does when this process ends, however it ends.
    drop(server);
    // It is ended at once, but a busy machine may take its time over it.
    let mut tries = 0..200;
    while alive() && tries.next().is_some() {
        std::thread::sleep(Duration::from_millis(100));
    }
    assert!(!alive());
}
