//! The code of the CloudFormation custom resource: its size, and its own tests, which are Python.
//!
//! They need `boto3` and `moto`, as in `tests/double/requirements.txt`.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod python;
mod unproven;

use std::path::Path;
use std::process::Command;

const SOURCE: &str = include_str!("../templates/switches.py");
const POLICY_SOURCE: &str = include_str!("../templates/resource_policy.py");

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
    for (name, source) in [
        ("switches.py", SOURCE),
        ("resource_policy.py", POLICY_SOURCE),
    ] {
        assert!(source.is_ascii());
        assert!(source.ends_with('\n') && !source.ends_with("\n\n"));
        assert!(
            !source.contains("${"),
            "Fn::Sub would take it for a reference"
        );
        for (number, line) in source.lines().enumerate() {
            let place = format!("templates/{name}:{}", number + 1);
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
}

#[test]
fn the_code_does_what_it_says_on_create_update_and_delete() {
    let claim = "the code does what it says on create, update and delete";
    let Some(python) = python::with("boto3, moto.organizations", claim) else {
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
