//! Commands to which no spec is named, and specs for one engine.

use std::fs;

use snapbox::str;

use crate::{SPEC, run, stdout};

#[test]
fn the_spec_that_init_writes_needs_no_naming_here_or_below() {
    let dir = tempfile::tempdir().unwrap();
    let below = dir.path().join("some/where");
    fs::create_dir_all(&below).unwrap();
    run(dir.path(), &["init"]).code(0);
    run(dir.path(), &["check"])
        .code(0)
        .stderr_eq("using `offsite.yaml`\nno findings\n");
    let said = run(&below, &["render"]).code(0);
    let said = String::from_utf8(said.get_output().stderr.clone()).unwrap();
    assert!(said.starts_with("using `../../offsite.yaml`\n"), "{said}");
    assert!(dir.path().join("output/backups/manifest.json").exists());
    run(&below, &["render", "--check"]).code(0);
    run(dir.path(), &["diff"]).code(0);
}

#[test]
fn a_named_spec_is_not_looked_for() {
    let dir = tempfile::tempdir().unwrap();
    run(dir.path(), &["init"]).code(0);
    fs::write(dir.path().join("spec.yaml"), SPEC).unwrap();
    run(dir.path(), &["check", "spec.yaml"])
        .code(0)
        .stderr_eq("no findings\n");
}

#[test]
fn without_a_spec_there_is_nothing_to_do() {
    let dir = tempfile::tempdir().unwrap();
    run(dir.path(), &["check"]).code(2).stderr_eq(str![[r#"
error: no spec is named, and there is no `offsite.yaml` here or above
help: name a YAML or JSON file, or `-` for standard input; `offsite init` writes `offsite.yaml`, which needs no naming

"#]]);
}

#[test]
fn a_spec_for_one_engine_has_the_files_of_that_engine() {
    let dir = tempfile::tempdir().unwrap();
    let spec = format!("{SPEC}engines: [terraform]\n");
    fs::write(dir.path().join("spec.yaml"), spec).unwrap();
    let said = run(dir.path(), &["render", "spec.yaml"]).code(0);
    let said = stdout(&said);
    assert!(
        said.contains("created terraform/") && !said.contains("cloudformation"),
        "{said}"
    );
    run(dir.path(), &["render", "--check", "spec.yaml"]).code(0);
    run(
        dir.path(),
        &["render", "--only", "terraform", "--check", "spec.yaml"],
    )
    .code(0);
    run(
        dir.path(),
        &["check", "--only", "cloudformation", "spec.yaml"],
    )
    .code(2)
    .stderr_eq(str![[r#"
error: the spec is not written for this engine
help: remove `--only`, or add the engine to `engines` in the spec

"#]]);
}
