//! `offsite render`: writing a tree, and holding it to its spec.

use std::fs;

use snapbox::str;

use crate::{SPEC, edit, offsite, run, stdout, workplace};

#[test]
fn a_second_render_changes_nothing() {
    let dir = workplace();
    let first = run(dir.path(), &["render", "spec.yaml"]).code(0);
    assert!(
        stdout(&first)
            .lines()
            .all(|line| line.starts_with("created "))
    );
    let readme = dir.path().join("output/quickstart/README.md");
    let written = fs::metadata(&readme).unwrap().modified().unwrap();
    let second = run(dir.path(), &["render", "spec.yaml"])
        .code(0)
        .stdout_eq(str![[""]]);
    let said = String::from_utf8(second.get_output().stderr.clone()).unwrap();
    assert!(
        said.starts_with("output/quickstart: 0 created, 0 changed, 0 removed, "),
        "{said}"
    );
    assert_eq!(fs::metadata(&readme).unwrap().modified().unwrap(), written);
}

#[test]
fn the_tree_goes_where_it_is_told() {
    let dir = workplace();
    run(
        dir.path(),
        &[
            "render",
            "spec.yaml",
            "--out",
            "there",
            "--only",
            "terraform",
        ],
    )
    .code(0);
    assert!(dir.path().join("there/quickstart/manifest.json").exists());
    assert!(!dir.path().join("output").exists());
}

#[test]
fn check_lists_what_is_changed_missing_and_stale() {
    let dir = workplace();
    run(dir.path(), &["render", "spec.yaml"]).code(0);
    run(dir.path(), &["render", "--check", "spec.yaml"])
        .code(0)
        .stdout_eq(str![[""]])
        .stderr_eq(str![[r#"
up to date

"#]]);
    let tree = dir.path().join("output/quickstart");
    fs::remove_file(tree.join("terraform/1-management/versions.tf")).unwrap();
    fs::write(tree.join("terraform/1-management/organization.tf"), "").unwrap();
    edit(dir.path(), "[orders, billing]", "[orders]");
    run(dir.path(), &["render", "--check", "spec.yaml"])
        .code(1)
        .stdout_eq(str![[r#"
changed README.md
changed cloudformation/2-central-vault.eu-central-1.yaml
changed cloudformation/deploy.sh
changed cloudformation/stacksets-source.yaml
changed manifest.json
changed terraform/1-management/organization.tf
changed terraform/2-central-vault/keys.tf
changed terraform/2-central-vault/vaults.tf
missing terraform/1-management/versions.tf
stale terraform/3-source-billing/imports.tf
stale terraform/3-source-billing/main.tf
stale terraform/3-source-billing/providers.tf
stale terraform/3-source-billing/versions.tf

"#]])
        .stderr_eq(str![[r#"
out of date: run `offsite render`

"#]]);
    assert!(tree.join("terraform/3-source-billing/main.tf").exists());
}

#[test]
fn a_spec_with_errors_writes_nothing() {
    let dir = workplace();
    run(dir.path(), &["render", "spec.yaml"]).code(0);
    let manifest = dir.path().join("output/quickstart/manifest.json");
    let before = fs::read(&manifest).unwrap();
    // What AWS refuses: a retention of more than a hundred years.
    edit(dir.path(), "keep: 14d", "keep: 40000d");
    run(dir.path(), &["render", "spec.yaml"])
        .code(1)
        .stdout_eq(str![[""]])
        .stderr_eq(str![[r#"
error[LCY003]: [..]
...
1 error, 1 hint

"#]]);
    assert_eq!(fs::read(manifest).unwrap(), before);
}

#[test]
fn what_cannot_be_written_is_a_failure() {
    let dir = workplace();
    fs::write(dir.path().join("output"), "a file\n").unwrap();
    run(dir.path(), &["render", "spec.yaml"])
        .code(2)
        .stdout_eq(str![[""]]);
    assert_eq!(
        fs::read_to_string(dir.path().join("output")).unwrap(),
        "a file\n"
    );
}

#[test]
fn files_of_others_stay() {
    let dir = workplace();
    let foreign = dir
        .path()
        .join("output/quickstart/terraform/1-management/mine.tf");
    fs::create_dir_all(foreign.parent().unwrap()).unwrap();
    fs::write(&foreign, "# mine\n").unwrap();
    run(dir.path(), &["render", "spec.yaml"]).code(0);
    run(dir.path(), &["render", "spec.yaml"]).code(0);
    assert_eq!(fs::read_to_string(foreign).unwrap(), "# mine\n");
}

/// Names lead to paths, so none of them may lead out of the tree.
#[test]
fn hostile_names_never_become_paths() {
    let names = [
        "../out", "/etc", "a/b", ".", "..", "a\\\\b", "con\\0", "-rf", "a b", "${x}", "é",
        "\\u202e", "",
    ];
    for name in names {
        for key in ["quickstart", "orders", "daily"] {
            let dir = workplace();
            let spec = SPEC.replace(&format!("name: {key}"), &format!("name: \"{name}\""));
            let spec = spec.replace(&format!("  {key}:"), &format!("  \"{name}\":"));
            let spec = spec.replace(&format!("[{key}, "), &format!("[\"{name}\", "));
            assert_ne!(spec, SPEC);
            offsite(dir.path(), &["render", "-"])
                .stdin(spec)
                .assert()
                .code(1)
                .stdout_eq(str![[""]]);
            assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1, "{name}");
        }
    }
}

/// Texts that are free reach the Terraform as texts, never as expressions.
#[test]
fn hostile_texts_stay_texts() {
    let dir = workplace();
    let hostile = r#"${file(\"/etc/passwd\")} %{ if true } \" \\ \n </script>"#;
    edit(
        dir.path(),
        "{ backup: daily }",
        &format!("{{ \"{hostile}\": \"{hostile}\" }}"),
    );
    run(dir.path(), &["render", "spec.yaml"]).code(0);
    let plans = "output/quickstart/terraform/modules/source-region/plans.tf";
    let plans = fs::read_to_string(dir.path().join(plans)).unwrap();
    let escaped = r#"$${file(\"/etc/passwd\")} %%{ if true } \" \\ \n </script>"#;
    assert!(plans.contains(escaped), "{plans}");
    assert!(!plans.replace("$${", "").contains("${file"), "{plans}");
}
