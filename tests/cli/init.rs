//! `offsite init`: the first spec.

use std::fs;

use snapbox::str;

use crate::{run, stdout};

#[test]
fn the_first_spec_is_valid_and_renders() {
    let dir = tempfile::tempdir().unwrap();
    run(dir.path(), &["init"])
        .code(0)
        .stdout_eq(str![[r#"
created offsite.yaml

"#]])
        .stderr_eq(str![[r#"
next: fill in your accounts, then `offsite check offsite.yaml`

"#]]);
    run(dir.path(), &["check", "offsite.yaml"])
        .code(0)
        .stdout_eq(str![[""]])
        .stderr_eq(str![[r#"
no findings

"#]]);
    run(dir.path(), &["render", "offsite.yaml"]).code(0);
    run(dir.path(), &["render", "--check", "offsite.yaml"]).code(0);
}

#[test]
fn a_spec_that_exists_is_never_replaced() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("mine.yaml");
    fs::write(&path, "mine\n").unwrap();
    run(dir.path(), &["init", "mine.yaml"])
        .code(2)
        .stdout_eq(str![[""]])
        .stderr_eq(str![[r#"
error: `mine.yaml` exists and is not replaced
help: name another file, or remove this one

"#]]);
    assert_eq!(fs::read_to_string(path).unwrap(), "mine\n");
}

#[test]
fn a_link_that_leads_nowhere_is_not_followed() {
    let dir = tempfile::tempdir().unwrap();
    let link = dir.path().join("offsite.yaml");
    std::os::unix::fs::symlink(dir.path().join("elsewhere"), &link).unwrap();
    let said = run(dir.path(), &["init"]).code(2);
    assert!(stdout(&said).is_empty());
    assert!(!dir.path().join("elsewhere").exists());
}
