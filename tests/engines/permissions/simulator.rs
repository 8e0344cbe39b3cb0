//! The simulator, installed.

use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::OnceLock;

use crate::environment::kept;
use crate::examples;

/// The directory with the simulator, or why there is none.
pub(super) fn directory() -> Result<PathBuf, String> {
    static SIMULATOR: OnceLock<Result<PathBuf, String>> = OnceLock::new();
    let made = SIMULATOR.get_or_init(|| {
        let directory = kept().join("node");
        let manifest = examples::project().join("tests/permissions/package.json");
        let wanted = std::fs::read_to_string(&manifest).unwrap();
        let ready = directory.join("ready");
        if std::fs::read_to_string(&ready).is_ok_and(|made| made == wanted) {
            return Ok(directory);
        }
        std::fs::create_dir_all(&directory).unwrap();
        std::fs::copy(&manifest, directory.join("package.json")).unwrap();
        let installed = Command::new("npm")
            .args([
                "install",
                "--no-audit",
                "--no-fund",
                "--ignore-scripts",
                "--silent",
            ])
            .current_dir(&directory)
            .stdin(Stdio::null())
            .output()
            .map_err(|error| format!("npm: {error}"))?;
        if !installed.status.success() {
            return Err(format!(
                "npm install: {}",
                String::from_utf8_lossy(&installed.stderr)
            ));
        }
        std::fs::write(&ready, wanted).unwrap();
        Ok(directory)
    });
    made.clone()
}
