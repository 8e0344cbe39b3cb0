//! The report as text, Markdown and JSON, whole.

use offsite::Color;
use offsite::diff::{DiffReport, MarkdownOptions};

use super::{change, report};

fn markdown(report: &DiffReport, limit: usize) -> String {
    report.to_markdown(&MarkdownOptions {
        title: "Backups of acme".to_owned(),
        limit,
    })
}

#[test]
fn text_ends_with_a_line_per_stack_and_the_total() {
    assert_eq!(
        report().to_text(Color::Never),
        "\
diff --git a/README.md b/README.md
--- a/README.md
+++ b/README.md
@@ -1 +1 @@
-old
+new
diff --git a/terraform/1-management/main.tf b/terraform/1-management/main.tf
new file mode 100644
--- /dev/null
+++ b/terraform/1-management/main.tf
@@ -0,0 +1,2 @@
+a = 1
+b = 2
diff --git a/terraform/3-source-orders/gone.tf b/terraform/3-source-orders/gone.tf
deleted file mode 100644
--- a/terraform/3-source-orders/gone.tf
+++ /dev/null
@@ -1 +0,0 @@
-x = 1
diff --git a/terraform/3-source-orders/main.tf b/terraform/3-source-orders/main.tf
--- a/terraform/3-source-orders/main.tf
+++ b/terraform/3-source-orders/main.tf
@@ -2,7 +2,7 @@
 2
 3
 4
-keep = 30
+keep = 90
 6
 7
 8
diff --git a/terraform/modules/source-region/main.tf b/terraform/modules/source-region/main.tf
--- a/terraform/modules/source-region/main.tf
+++ b/terraform/modules/source-region/main.tf
@@ -0,0 +1 @@
+a

README.md: 1 changed (+1 -1)
terraform/1-management: 1 added (+2 -0)
terraform/3-source-orders: 1 changed, 1 removed (+1 -2)
terraform/modules/source-region: 1 changed (+1 -0)
total: 3 changed, 1 added, 1 removed (+5 -3)
"
    );
}

#[test]
fn color_adds_nothing_but_color() {
    let report = report();
    let colored = report.to_text(Color::Always);
    assert!(colored.contains("\u{1b}[1m--- a/README.md\u{1b}[0m\n"));
    assert!(colored.contains(
        "\u{1b}[36m@@ -1 +1 @@\u{1b}[0m\n\u{1b}[31m-old\u{1b}[0m\n\u{1b}[32m+new\u{1b}[0m\n"
    ));
    let plain = ["1", "31", "32", "36", "0"]
        .iter()
        .fold(colored, |text, code| {
            text.replace(&format!("\u{1b}[{code}m"), "")
        });
    assert_eq!(plain, report.to_text(Color::Never));
}

#[test]
fn nothing_is_said_as_nothing() {
    let report = DiffReport::default();
    assert_eq!(report.to_text(Color::Never), "");
    assert_eq!(
        markdown(&report, 1000),
        "## Backups of acme\n\nnothing changed\n"
    );
    assert!(report.to_json().contains("\"files\": []"));
}

#[test]
fn markdown_has_a_table_and_a_diff_to_unfold_per_stack() {
    let report = DiffReport::of(&[
        change("README.md", Some("a ```` fence\n"), Some("b\n")),
        change("terraform/1-a_b|c<d>/main.tf", None, Some("a = 1\n")),
    ]);
    assert_eq!(
        markdown(&report, 65_536),
        "\
## Backups of acme

1 changed, 1 added (+2 -1)

| stack | changed | added | removed | lines |
| --- | ---: | ---: | ---: | ---: |
| README.md | 1 | 0 | 0 | +1 -1 |
| terraform/1-a&#95;b&#124;c&#60;d&#62; | 0 | 1 | 0 | +1 -0 |

<details><summary>README.md: 1 changed (+1 -1)</summary>

`````diff
diff --git a/README.md b/README.md
--- a/README.md
+++ b/README.md
@@ -1 +1 @@
-a ```` fence
+b
`````

</details>

<details><summary>terraform/1-a&#95;b&#124;c&#60;d&#62;: 1 added (+1 -0)</summary>

```diff
diff --git a/terraform/1-a_b|c<d>/main.tf b/terraform/1-a_b|c<d>/main.tf
new file mode 100644
--- /dev/null
+++ b/terraform/1-a_b|c<d>/main.tf
@@ -0,0 +1 @@
+a = 1
```

</details>
"
    );
}

#[test]
fn markdown_never_exceeds_its_limit_and_says_what_it_left_out() {
    let long = "a line of the file\n".repeat(20);
    let changes: Vec<_> = (100..400)
        .map(|number| {
            change(
                &format!("terraform/3-source-{number}/main.tf"),
                None,
                Some(&long),
            )
        })
        .collect();
    let report = DiffReport::of(&changes);
    let mut before = 0;
    for limit in [200, 400, 2_000, 20_000, 65_536, 1_000_000] {
        let text = markdown(&report, limit);
        assert!(
            text.len() <= limit && text.len() >= before,
            "{} of {limit}",
            text.len()
        );
        assert!(text.contains("300 added (+6000 -0)"));
        before = text.len();
    }
    assert_eq!(
        markdown(&report, 400),
        "\
## Backups of acme

300 added (+6000 -0)

| stack | changed | added | removed | lines |
| --- | ---: | ---: | ---: | ---: |
| terraform/3-source-100 | 0 | 1 | 0 | +20 -0 |
| terraform/3-source-101 | 0 | 1 | 0 | +20 -0 |

298 more stacks are not listed.

The diffs of 300 stacks are too long to be shown.
"
    );
    assert!(!markdown(&report, 1_000_000).contains("more stacks"));
}

#[test]
fn json_is_versioned_and_complete() {
    let report = DiffReport::of(&[
        change("README.md", Some("old\n"), Some("new\n")),
        change("terraform/1-management/main.tf", None, Some("a = \"ü\"")),
    ]);
    assert_eq!(
        report.to_json(),
        r#"{
  "version": 1,
  "total": {
    "files_changed": 1,
    "files_added": 1,
    "files_removed": 0,
    "lines_added": 2,
    "lines_removed": 1
  },
  "stacks": [
    {
      "name": "README.md",
      "files_changed": 1,
      "files_added": 0,
      "files_removed": 0,
      "lines_added": 1,
      "lines_removed": 1
    },
    {
      "name": "terraform/1-management",
      "files_changed": 0,
      "files_added": 1,
      "files_removed": 0,
      "lines_added": 1,
      "lines_removed": 0
    }
  ],
  "files": [
    {
      "path": "README.md",
      "stack": "README.md",
      "status": "changed",
      "lines_added": 1,
      "lines_removed": 1,
      "diff": "diff --git a/README.md b/README.md\n--- a/README.md\n+++ b/README.md\n@@ -1 +1 @@\n-old\n+new\n"
    },
    {
      "path": "terraform/1-management/main.tf",
      "stack": "terraform/1-management",
      "status": "added",
      "lines_added": 1,
      "lines_removed": 0,
      "diff": "diff --git a/terraform/1-management/main.tf b/terraform/1-management/main.tf\nnew file mode 100644\n--- /dev/null\n+++ b/terraform/1-management/main.tf\n@@ -0,0 +1 @@\n+a = \"ü\"\n\\ No newline at end of file\n"
    }
  ]
}
"#
    );
}
