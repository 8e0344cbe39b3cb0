//! Mistakes that the compiler finds in a spec written in Rust, and what it says about them.
//!
//! A case is a file of `cases/`. A line that ends in `//~ one ~ other` is where the compiler has to
//! complain, in a text that holds both phrases; it may complain nowhere else. The rest of its
//! wording is the compiler's own and changes from release to release.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

#[test]
fn mistakes_are_named_at_their_line() {
    let library = library();
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/compile_fail/cases");
    let cases: Vec<PathBuf> = std::fs::read_dir(cases)
        .unwrap()
        .map(|case| case.unwrap().path())
        .collect();
    let at_once = std::thread::available_parallelism().map_or(1, usize::from);
    let share = cases.len().div_ceil(at_once);
    let failures: Vec<String> = std::thread::scope(|scope| {
        let threads: Vec<_> = cases
            .chunks(share)
            .map(|cases| {
                let library = &library;
                scope.spawn(move || {
                    cases
                        .iter()
                        .flat_map(|case| failures(case, library))
                        .collect()
                })
            })
            .collect();
        let joined = threads.into_iter().map(|thread| thread.join().unwrap());
        joined.collect::<Vec<Vec<_>>>().concat()
    });
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

/// Where the compiler does not say what a case expects.
fn failures(case: &Path, library: &Path) -> Vec<String> {
    let text = std::fs::read_to_string(case).unwrap();
    let (marks, errors) = (marks(&text), errors(case, library));
    let name = case.file_stem().unwrap().to_string_lossy();
    let mut failures = Vec::new();
    if marks.is_empty() {
        failures.push(format!("{name} expects nothing"));
    }
    for (line, phrases) in &marks {
        let said = errors.get(line).map_or("", String::as_str);
        for phrase in phrases.iter().filter(|phrase| !said.contains(**phrase)) {
            failures.push(format!("{name}:{line} lacks `{phrase}`:\n{said}"));
        }
    }
    for (line, said) in errors.iter().filter(|(line, _)| !marks.contains_key(line)) {
        failures.push(format!("{name}:{line} is not expected:\n{said}"));
    }
    failures
}

/// The library that was built for this very test, by Cargo's own word.
fn library() -> PathBuf {
    let mut cargo = Command::new(env!("CARGO"));
    cargo
        .args(["test", "--no-run", "--test=compile_fail", "--offline"])
        .arg("--message-format=json")
        .current_dir(env!("CARGO_MANIFEST_DIR"));
    if !cfg!(debug_assertions) {
        cargo.arg("--release");
    }
    let output = cargo.output().unwrap();
    assert!(output.status.success(), "the library does not build");
    messages(&output.stdout)
        .filter(|message| message["target"]["name"] == "offsite")
        .flat_map(|message| message["filenames"].as_array().cloned().unwrap_or_default())
        .filter_map(|file| file.as_str().map(PathBuf::from))
        .find(|file| {
            file.extension()
                .is_some_and(|extension| extension == "rlib")
        })
        .unwrap()
}

/// What the compiler says about a program, by line. Only metadata is made, as by `cargo check`: a
/// constant that is wrong has to be found by an editor already.
fn errors(case: &Path, library: &Path) -> BTreeMap<usize, String> {
    let scratch = tempfile::tempdir().unwrap();
    let mut dependencies = OsString::from("dependency=");
    let folder = library.parent().unwrap();
    dependencies.push(if folder.ends_with("deps") {
        folder.to_owned()
    } else {
        folder.join("deps")
    });
    let mut offsite = OsString::from("offsite=");
    offsite.push(library);
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let output = Command::new(rustc)
        .args([
            "--edition=2024",
            "--emit=metadata",
            "--error-format=json",
            "--out-dir",
        ])
        .arg(scratch.path())
        .arg("-L")
        .arg(dependencies)
        .arg("--extern")
        .arg(offsite)
        .arg(case)
        .output()
        .unwrap();
    let mut errors: BTreeMap<usize, String> = BTreeMap::new();
    for message in messages(&output.stderr).filter(|message| message["level"] == "error") {
        let spans = message["spans"].as_array().unwrap();
        let file = case.to_str().unwrap();
        // A constant fails inside the library; the user's line is where that was called from.
        let spans = spans.iter().filter(|span| span["file_name"] == file);
        let line = spans
            .max_by_key(|span| span["is_primary"].as_bool())
            .and_then(|span| span["line_start"].as_u64());
        let Some(line) = line else { continue };
        collect(
            &message,
            errors.entry(usize::try_from(line).unwrap()).or_default(),
        );
    }
    errors
}

/// A message's own words, one phrase a line: without the program's text, which holds what is
/// expected.
fn collect(message: &Value, said: &mut String) {
    let spans = message["spans"].as_array().into_iter().flatten();
    let of_spans = spans.flat_map(|span| [&span["label"], &span["suggested_replacement"]]);
    for phrase in of_spans
        .chain([&message["message"]])
        .filter_map(Value::as_str)
    {
        said.push_str(phrase);
        said.push('\n');
    }
    for child in message["children"].as_array().into_iter().flatten() {
        collect(child, said);
    }
}

fn messages(lines: &[u8]) -> impl Iterator<Item = Value> {
    let lines = lines.split(|byte| *byte == b'\n');
    lines.filter_map(|line| serde_json::from_slice(line).ok())
}

/// The lines that are marked, from 1, with the phrases expected there.
fn marks(text: &str) -> BTreeMap<usize, Vec<&str>> {
    let lines = text.lines().enumerate();
    let marked = lines.filter_map(|(index, line)| {
        let (_, phrases) = line.split_once("//~ ")?;
        Some((index + 1, phrases.split(" ~ ").collect()))
    });
    marked.collect()
}
