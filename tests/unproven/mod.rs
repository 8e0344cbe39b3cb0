//! How a test says that it has proven nothing here.

use std::io::Write as _;

/// Says which claim is not proven, and why. Straight to the stream: what a passing test prints with a
/// macro is not shown.
pub(crate) fn say(claim: &str, why: &str) {
    let line = format!("not proven: {claim} ({why})\n");
    std::io::stderr().write_all(line.as_bytes()).unwrap();
}
