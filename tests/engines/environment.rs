//! The engines: which are there, and where.

use std::collections::BTreeSet;
use std::io::Write as _;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::{Mutex, OnceLock};

use crate::process;
use crate::provider::{Provider, provider};

/// The engines, all of them.
pub(crate) struct Engines {
    /// A Python with moto and boto3.
    pub(crate) python: PathBuf,
    pub(crate) provider: Provider,
}

/// Where the engines' own files are kept between runs.
pub(crate) fn kept() -> PathBuf {
    let temporary = PathBuf::from(env!("CARGO_TARGET_TMPDIR"));
    temporary.parent().unwrap().join("engines")
}

/// The Python environment, or why there is none.
fn python() -> &'static Result<PathBuf, String> {
    static PYTHON: OnceLock<Result<PathBuf, String>> = OnceLock::new();
    PYTHON.get_or_init(|| {
        let made = Command::new("python3")
            .arg(process::scripts().join("provision.py"))
            .arg(kept())
            .arg(process::scripts().join("requirements.txt"))
            .output()
            .map_err(|error| format!("python3: {error}"))?;
        if made.status.success() {
            let line = String::from_utf8_lossy(&made.stdout);
            Ok(PathBuf::from(line.trim()))
        } else {
            Err(String::from_utf8_lossy(&made.stderr).trim().to_owned())
        }
    })
}

fn terraform() -> Result<(), String> {
    let ran = Command::new("terraform")
        .arg("version")
        .env("CHECKPOINT_DISABLE", "1")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    match ran {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("terraform: {status}")),
        Err(error) => Err(format!("terraform: {error}")),
    }
}

/// Straight to the stream: what a passing test prints with a macro is not shown.
pub(crate) fn say(text: &str) {
    std::io::stderr()
        .write_all(format!("{text}\n").as_bytes())
        .unwrap();
}

/// The engines; or nothing, after saying what is not proven.
pub(crate) fn engines(claim: &str) -> Option<Engines> {
    let found = terraform().and_then(|()| provider());
    let found =
        found.and_then(|provider| python().clone().map(|python| Engines { python, provider }));
    proven(claim, found)
}

/// Python alone; or nothing, after saying what is not proven.
pub(crate) fn python_for(claim: &str) -> Option<PathBuf> {
    proven(claim, python().clone())
}

/// What was found; or nothing, after saying what is not proven and why.
pub(crate) fn proven<T>(claim: &str, found: Result<T, String>) -> Option<T> {
    match found {
        Ok(found) => Some(found),
        Err(why) => {
            let required = std::env::var_os("OFFSITE_REQUIRE_ENGINES");
            assert!(
                required.is_none_or(|set| set != "1"),
                "not proven: {claim}\n{why}"
            );
            // Each engine asks for itself; what is not proven is said once.
            static SAID: Mutex<BTreeSet<String>> = Mutex::new(BTreeSet::new());
            if SAID.lock().unwrap().insert(claim.to_owned()) {
                say(&format!("not proven: {claim} ({why})"));
            }
            None
        }
    }
}
