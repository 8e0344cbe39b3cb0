//! The corpus of malformed specs: each file of `tests/bad_inputs` with, beside it, everything that
//! a person sees when checking it.
//!
//! Files below 100 are no YAML that a spec may use, below 200 of the wrong shape, below 300 have
//! values that their keys refuse, below 400 use names that are not defined, below 500 contradict
//! themselves, and the rest have several faults. To add one: the file, and `cargo bless`.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use snapbox::cmd::Command;
use snapbox::data::DataFormat;
use snapbox::{Assert, Data};

/// Seconds of processor time, far more than any of them takes: what computes for ever is a failure, not a
/// wait, and what a busy machine keeps waiting is neither.
const TIME: u32 = 20;
const PARTS: usize = 2;

fn corpus() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/bad_inputs")
}

/// The names of the malformed specs, in order.
fn inputs() -> Vec<String> {
    let names = fs::read_dir(corpus()).unwrap();
    let names = names.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let inputs: BTreeSet<String> = names.filter(|name| !name.ends_with(".txt")).collect();
    inputs.into_iter().collect()
}

fn offsite() -> Command {
    Command::new("sh")
        .args(["-c", &format!("ulimit -t {TIME} && exec \"$0\" \"$@\"")])
        .arg(snapbox::cmd::cargo_bin!("offsite"))
        .current_dir(corpus())
        .env_remove("CLICOLOR_FORCE")
}

/// What a person sees: the findings and, after them, their number.
fn seen(name: &str) -> String {
    let output = offsite().args(["check", name]).output().unwrap();
    let seen = [output.stdout, output.stderr].concat();
    let seen = String::from_utf8(seen).unwrap();
    assert_eq!(output.status.code(), Some(1), "{name}: {seen}");
    seen
}

#[test]
fn every_malformed_spec_is_explained_as_reviewed() {
    let inputs = inputs();
    assert!(inputs.len() >= 60, "{} files", inputs.len());
    let assert = Assert::new().action_env("SNAPSHOTS");
    let check = |name: &String| {
        let expected = corpus().join(name).with_extension("txt");
        let expected = Data::read_from(&expected, Some(DataFormat::Text)).raw();
        assert.try_eq(Some(name), seen(name).into(), expected)
    };
    let failures: Vec<String> = std::thread::scope(|scope| {
        let parts = inputs.chunks(inputs.len().div_ceil(PARTS));
        let workers: Vec<_> = parts
            .map(|part| {
                scope.spawn(move || {
                    let failed = part.iter().filter_map(|name| check(name).err());
                    failed.map(|failure| failure.to_string()).collect()
                })
            })
            .collect();
        let results = workers.into_iter().map(|worker| worker.join().unwrap());
        results.collect::<Vec<Vec<String>>>().concat()
    });
    assert!(
        failures.is_empty(),
        "{}\n{} of the messages changed; `cargo bless` accepts them",
        failures.join("\n"),
        failures.len()
    );
}

#[test]
fn every_reviewed_text_has_its_spec() {
    let inputs: BTreeSet<String> = inputs().into_iter().collect();
    for entry in fs::read_dir(corpus()).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        let Some(stem) = name.strip_suffix(".txt") else {
            continue;
        };
        let specs = ["yaml", "json", "bin"].map(|suffix| format!("{stem}.{suffix}"));
        let found = specs.iter().filter(|spec| inputs.contains(*spec)).count();
        assert_eq!(found, 1, "{name}");
    }
}

#[test]
fn a_malformed_spec_renders_nothing() {
    let out = tempfile::tempdir().unwrap();
    for name in inputs().iter().step_by(3) {
        let rendered = offsite()
            .args(["render", name, "--out"])
            .arg(out.path())
            .output()
            .unwrap();
        assert_eq!(rendered.status.code(), Some(1), "{name}");
        assert!(rendered.stdout.is_empty(), "{name}");
        assert!(!rendered.stderr.is_empty(), "{name}");
        let written = fs::read_dir(out.path()).unwrap().count();
        assert_eq!(written, 0, "{name}");
    }
}

#[test]
fn fifty_megabytes_are_refused_before_they_are_read() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("large.yaml");
    fs::write(&path, "a: [x, x, x, x, x, x, x, x]\n".repeat(1_900_000)).unwrap();
    let output = offsite().arg("check").arg(&path).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    let seen = String::from_utf8(output.stdout).unwrap();
    assert!(seen.starts_with("error[SPC010]: "), "{seen}");
}
