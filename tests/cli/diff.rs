//! `offsite diff`: what a spec changes in its committed tree.

use snapbox::str;

use crate::{edit, run, stdout, workplace};

#[test]
fn a_tree_that_is_up_to_date_has_no_difference() {
    let dir = workplace();
    run(dir.path(), &["render", "spec.yaml"]).code(0);
    run(dir.path(), &["diff", "spec.yaml"])
        .code(0)
        .stderr_eq(str![[""]]);
}

#[test]
fn one_retention_is_one_line() {
    let dir = workplace();
    run(dir.path(), &["render", "spec.yaml"]).code(0);
    edit(dir.path(), "keep: 90d", "keep: 120d");
    run(dir.path(), &["diff", "spec.yaml"])
        .code(1)
        .stderr_eq(str![[""]])
        .stdout_eq(str![[r#"
...
--- a/terraform/modules/source-region/plans.tf
+++ b/terraform/modules/source-region/plans.tf
@@ [..] @@
[..]
[..]
       lifecycle {
-        delete_after = 90
+        delete_after = 120
       }
[..]
[..]

README.md: 1 changed (+1 -1)
cloudformation/3-source-region.yaml: 1 changed (+1 -1)
cloudformation/stacksets-source.yaml: 1 changed (+1 -1)
terraform/modules/source-region: 1 changed (+1 -1)
total: 4 changed (+4 -4)

"#]]);
}

#[test]
fn markdown_is_a_comment_for_a_pull_request() {
    let dir = workplace();
    run(dir.path(), &["render", "spec.yaml"]).code(0);
    edit(dir.path(), "keep: 90d", "keep: 120d");
    run(dir.path(), &["diff", "spec.yaml", "--format", "markdown"])
        .code(1)
        .stdout_eq(str![[r#"
## Backups of quickstart

4 changed (+4 -4)

| stack | changed | added | removed | lines |
| --- | ---: | ---: | ---: | ---: |
| README.md | 1 | 0 | 0 | +1 -1 |
| cloudformation/3-source-region.yaml | 1 | 0 | 0 | +1 -1 |
...
"#]]);
}

#[test]
fn json_is_one_document() {
    let dir = workplace();
    let json = |code| {
        let said = run(dir.path(), &["diff", "spec.yaml", "--format", "json"]).code(code);
        serde_json::from_str::<serde_json::Value>(&stdout(&said)).unwrap()
    };
    assert!(json(1).is_object());
    run(dir.path(), &["render", "spec.yaml"]).code(0);
    assert!(json(0).is_object());
}

#[test]
fn a_spec_with_errors_is_explained_and_not_compared() {
    let dir = workplace();
    edit(dir.path(), "[eu-west-1]", "[]");
    let said = run(dir.path(), &["diff", "spec.yaml"]).code(1);
    assert!(stdout(&said).is_empty());
}
