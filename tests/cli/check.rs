//! `offsite check`, `explain`, `schema`.

use std::fs;
use std::path::Path;

use snapbox::str;

use crate::{SPEC, edit, offsite, run, stdout, workplace};

#[test]
fn a_spec_without_findings_is_fine() {
    let dir = workplace();
    run(dir.path(), &["check", "spec.yaml"])
        .code(0)
        .stdout_eq(str![[""]])
        .stderr_eq(str![[r#"
no findings

"#]]);
}

#[test]
fn findings_go_to_the_result_and_their_number_beside_it() {
    let dir = workplace();
    edit(dir.path(), "account: vault", "account: valt");
    run(dir.path(), &["check", "spec.yaml"])
        .code(1)
        .stdout_eq(str![[r#"
error[SPC013]: account `valt` is not defined
  --> spec.yaml:13:21
   |
13 | central: { account: valt, region: eu-central-1 }
   |                     ^^^^ expected one of `vault`, `orders`, `billing`
   |
help: a similar name is defined: `vault`
   |
13 | central: { account: vault, region: eu-central-1 }
   |                       +

"#]])
        .stderr_eq(str![[r#"
1 error

"#]]);
}

#[test]
fn a_warning_alone_is_fine() {
    let dir = workplace();
    edit(dir.path(), "    keep: 14d\n", "");
    run(dir.path(), &["check", "spec.yaml"])
        .code(0)
        .stderr_eq(str![[r#"
1 warning

"#]]);
}

#[test]
fn a_dash_is_standard_input() {
    let dir = workplace();
    offsite(dir.path(), &["check", "-"])
        .stdin(SPEC.replace("account: vault", "account: valt"))
        .assert()
        .code(1)
        .stdout_eq(str![[r#"
error[SPC013]: account `valt` is not defined
  --> <stdin>:13:21
...
"#]]);
}

#[test]
fn findings_as_json_are_one_document_and_nothing_else() {
    let dir = workplace();
    let fine = run(dir.path(), &["check", "spec.yaml", "--format", "json"]).code(0);
    let fine: serde_json::Value = serde_json::from_str(&stdout(&fine)).unwrap();
    assert_eq!(fine["diagnostics"], serde_json::json!([]));

    edit(dir.path(), "account: vault", "account: valt");
    let faulty = run(dir.path(), &["check", "spec.yaml", "--format", "json"]).code(1);
    let faulty: serde_json::Value = serde_json::from_str(&stdout(&faulty)).unwrap();
    assert_eq!(faulty["diagnostics"][0]["code"], "SPC013");
}

#[test]
fn a_file_that_cannot_be_read_is_a_failure() {
    let dir = workplace();
    run(dir.path(), &["check", "none.yaml"])
        .code(2)
        .stdout_eq(str![[""]])
        .stderr_eq(str![[r#"
error: cannot read `none.yaml`: No such file or directory (os error 2)

"#]]);
    run(dir.path(), &["check", "."]).code(2).stderr_eq(str![[r#"
error: cannot read `.`: Is a directory (os error 21)

"#]]);
}

#[test]
fn no_spec_is_a_failure_with_advice() {
    let dir = workplace();
    run(dir.path(), &["check"])
        .code(2)
        .stdout_eq(str![[""]])
        .stderr_eq(str![[r#"
error: no spec is named, and there is no `offsite.yaml` here or above
help: name a YAML or JSON file, or `-` for standard input; `offsite init` writes `offsite.yaml`, which needs no naming

"#]]);
}

#[test]
fn every_listed_check_is_explained() {
    let dir = workplace();
    let listed = stdout(&run(dir.path(), &["explain"]).code(0));
    let codes: Vec<&str> = listed
        .lines()
        .filter_map(|line| line.split(' ').next())
        .collect();
    assert!(codes.contains(&"CPY001"), "{listed}");
    for code in codes {
        let page = stdout(
            &run(dir.path(), &["explain", code])
                .code(0)
                .stderr_eq(str![[""]]),
        );
        assert!(page.starts_with("# ") && page.contains(code), "{page}");
    }
}

#[test]
fn an_unknown_check_has_a_near_one() {
    let dir = workplace();
    run(dir.path(), &["explain", "CPY01"])
        .code(2)
        .stdout_eq(str![[""]])
        .stderr_eq(str![[r#"
error: there is no check `CPY01`
help: a check with a similar name exists: `CPY001`

"#]]);
}

#[test]
fn the_schema_is_a_document_of_its_own() {
    let dir = workplace();
    let schema = run(dir.path(), &["schema"]).code(0).stderr_eq(str![[""]]);
    let schema: serde_json::Value = serde_json::from_str(&stdout(&schema)).unwrap();
    assert!(schema["properties"]["offsite"].is_object());
}

#[test]
fn what_is_accepted_is_counted_and_not_shown() {
    let dir = workplace();
    edit(dir.path(), "    copy_to: { central: { keep: 90d } }\n", "");
    let shown = run(dir.path(), &["check", "spec.yaml"]).code(0);
    assert!(stdout(&shown).contains("warning[TTO001]"));
    accept(dir.path(), "TTO001");
    run(dir.path(), &["check", "spec.yaml"])
        .code(0)
        .stdout_eq("")
        .stderr_eq("1 accepted\n");
    let json = run(dir.path(), &["check", "--format", "json", "spec.yaml"]).code(0);
    assert!(stdout(&json).contains("\"accepted\": \"weighed\""));
    let sarif = run(dir.path(), &["check", "--format", "sarif", "spec.yaml"]).code(0);
    assert!(stdout(&sarif).contains("\"justification\": \"weighed\""));
    run(dir.path(), &["check", "--format", "github", "spec.yaml"])
        .code(0)
        .stdout_eq("");
}

#[test]
fn an_error_cannot_be_accepted() {
    let dir = workplace();
    edit(dir.path(), "keep: 14d", "keep: 40000d");
    accept(dir.path(), "LCY003");
    let shown = run(dir.path(), &["check", "spec.yaml"]).code(1);
    assert!(stdout(&shown).contains("error[LCY003]"));
    assert!(stdout(&shown).contains("`LCY003` is an error, which nobody can accept"));
}

fn accept(dir: &Path, code: &str) {
    let spec = dir.join("spec.yaml");
    let text = fs::read_to_string(&spec).unwrap();
    let entry = format!("accept: [{{ code: {code}, reason: weighed }}]\n");
    fs::write(&spec, text + &entry).unwrap();
}
