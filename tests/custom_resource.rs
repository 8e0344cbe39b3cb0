//! The code of the CloudFormation custom resource: its size, and its own tests, which are Python.
//!
//! They need `boto3` and `moto` (5.2.1): of the interpreter in `OFFSITE_PYTHON`, of the engines'
//! virtual environment, or of `python3`. Without them the behavior is not proven, which is said,
//! and is a failure where `OFFSITE_REQUIRE_ENGINES=1`.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

const SOURCE: &str = include_str!("../templates/switches.py");

/// CloudFormation takes inline code whose archive is up to 4 MB, yet the body of a template that
/// is not in a bucket ends at 51,200 bytes. A fifth of that is what the code may take.
///
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-lambda-function-code.html>
const INLINE_CHARACTERS: usize = 51_200 / 5;

/// Longer lines would be folded in the YAML around them.
const LINE_CHARACTERS: usize = 100;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The interpreter of the engines' virtual environment, which is made when it is not there yet.
fn engines_python() -> Option<PathBuf> {
    let temporary = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let double = root().join("tests/double");
    let made = Command::new("python3")
        .arg(double.join("provision.py"))
        .arg(temporary.parent()?.join("engines"))
        .arg(double.join("requirements.txt"))
        .output()
        .ok()?;
    let line = String::from_utf8(made.stdout).ok()?;
    made.status.success().then(|| PathBuf::from(line.trim()))
}

fn has_modules(python: &Path) -> bool {
    Command::new(python)
        .args(["-c", "import boto3, moto.organizations"])
        .output()
        .is_ok_and(|output| output.status.success())
}

/// The first interpreter that has what the tests import.
fn python() -> Option<PathBuf> {
    let candidates = match env::var_os("OFFSITE_PYTHON") {
        Some(chosen) => vec![PathBuf::from(chosen)],
        None => engines_python()
            .into_iter()
            .chain([PathBuf::from("python3")])
            .collect(),
    };
    candidates.into_iter().find(|python| has_modules(python))
}

#[test]
fn the_code_fits_into_a_template() {
    let characters = SOURCE.chars().count();
    assert!(
        characters <= INLINE_CHARACTERS,
        "templates/switches.py has {characters} characters; {INLINE_CHARACTERS} are allowed"
    );
}

#[test]
fn the_code_is_plain_in_yaml_json_and_sub() {
    assert!(SOURCE.is_ascii());
    assert!(SOURCE.ends_with('\n') && !SOURCE.ends_with("\n\n"));
    assert!(
        !SOURCE.contains("${"),
        "Fn::Sub would take it for a reference"
    );
    for (number, line) in SOURCE.lines().enumerate() {
        let place = format!("templates/switches.py:{}", number + 1);
        assert_eq!(
            line.trim_end(),
            line,
            "{place}: blanks at the end prevent a block scalar"
        );
        assert!(!line.contains('\t'), "{place}: a tab");
        assert!(
            line.len() <= LINE_CHARACTERS,
            "{place}: more than {LINE_CHARACTERS} characters"
        );
    }
}

#[test]
#[allow(clippy::print_stderr, reason = "a test that cannot run says so")]
fn the_code_does_what_it_says_on_create_update_and_delete() {
    let Some(python) = python() else {
        let missing = "not proven: create, update, delete, throttling and answers of \
                       templates/switches.py; no Python with boto3 and moto 5.2.1 was found \
                       (OFFSITE_PYTHON names one)";
        assert!(
            env::var_os("OFFSITE_REQUIRE_ENGINES").is_none_or(|required| required != "1"),
            "{missing}"
        );
        eprintln!("{missing}");
        return;
    };
    let output = Command::new(&python)
        .args(["-B", "-m", "unittest", "discover", "--buffer"])
        .current_dir(root().join("tests/lambda"))
        .output()
        .unwrap();
    let report = String::from_utf8_lossy(&output.stderr);
    assert!(
        output.status.success(),
        "{} in tests/lambda:\n{report}",
        python.display()
    );
    assert!(
        !report.contains("Ran 0 tests"),
        "no test was found:\n{report}"
    );
}
