//! A Python that has what a test imports.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The first interpreter that has these modules: that in `OFFSITE_PYTHON`, or else of the engines'
/// virtual environment, which is made when it is not there yet, or `python3`. Without one, what is
/// claimed is said not to be proven, and that is a failure where `OFFSITE_REQUIRE_ENGINES=1`.
pub(crate) fn with(modules: &str, claim: &str) -> Option<PathBuf> {
    let candidates = match env::var_os("OFFSITE_PYTHON") {
        Some(chosen) => vec![PathBuf::from(chosen)],
        None => of_the_engines()
            .into_iter()
            .chain([PathBuf::from("python3")])
            .collect(),
    };
    let mut candidates = candidates.into_iter();
    let found = candidates.find(|python| has(python, modules));
    if found.is_none() {
        let why = format!("no Python with {modules} was found; OFFSITE_PYTHON names one");
        crate::unproven::say(claim, &why);
        let required = env::var_os("OFFSITE_REQUIRE_ENGINES").is_some_and(|set| set == "1");
        assert!(!required, "OFFSITE_REQUIRE_ENGINES=1, and {why}");
    }
    found
}

fn of_the_engines() -> Option<PathBuf> {
    let temporary = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let double = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/double");
    let made = Command::new("python3")
        .arg(double.join("provision.py"))
        .arg(temporary.parent()?.join("engines"))
        .arg(double.join("requirements.txt"))
        .output()
        .ok()?;
    let line = String::from_utf8(made.stdout).ok()?;
    made.status.success().then(|| PathBuf::from(line.trim()))
}

fn has(python: &Path, modules: &str) -> bool {
    Command::new(python)
        .args(["-c", &format!("import {modules}")])
        .output()
        .is_ok_and(|output| output.status.success())
}
