//! Findings of checks, on a spec written as text and on one built in Rust.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use offsite::Color;
use offsite::diagnostics::{
    Diagnostic, Place, Report, Severity, Sources, render_github, render_json, render_sarif,
    render_text,
};
use offsite::place::{Path, RustOrigins};
use offsite::spec::yaml;
use serde::Deserialize;
use snapbox::{IntoData, assert_data_eq, str};

mod program;

#[derive(Debug, Deserialize)]
struct Spec {
    #[serde(rename = "plans")]
    _plans: std::collections::BTreeMap<String, Plan>,
}

#[derive(Debug, Deserialize)]
struct Plan {
    #[serde(rename = "keep")]
    _keep: String,
    #[serde(rename = "copy_to")]
    _copy_to: std::collections::BTreeMap<String, String>,
}

const TEXT: &str = "\
plans:
  daily:
    keep: 14d
    copy_to:
      central: 7d
";

fn plan() -> Path {
    Path::root().key("plans").key("daily")
}

fn copy_expires_first() -> Diagnostic {
    Diagnostic::new(
        "CPY003",
        "copy-expires-first",
        Severity::Error,
        "the copy in `central` expires before its original",
    )
    .at(plan().key("copy_to").key("central"), "kept 7d")
    .related(plan().key("keep"), "the original is kept 14d")
    .note("AWS deletes the copy first")
    .help("keep the copy at least 14d")
}

fn on_text(report: &Report) -> String {
    let (_, document) = yaml::read::<Spec>(TEXT.as_bytes()).unwrap();
    render_text(
        report,
        Sources::text("acme.yaml", document.text(), &document),
        Color::Never,
    )
}

/// A spec built in Rust: the places of two calls.
fn origins() -> RustOrigins {
    let mut origins = RustOrigins::new();
    origins.record(plan(), program::daily());
    origins.record(plan().key("copy_to"), program::copy_to());
    origins
}

#[test]
fn a_check_points_into_the_text() {
    let report = [copy_expires_first()].into_iter().collect();
    assert_data_eq!(
        on_text(&report),
        str![[r#"
error[CPY003]: the copy in `central` expires before its original
 --> acme.yaml:5:16
  |
3 |     keep: 14d
  |           --- the original is kept 14d
4 |     copy_to:
5 |       central: 7d
  |                ^^ kept 7d
  |
  = note: AWS deletes the copy first
  = help: keep the copy at least 14d

"#]]
        .raw()
    );
}

#[test]
fn a_place_of_several_lines_shows_its_key() {
    let report = [copy_expires_first().at(plan(), "here").help("")]
        .into_iter()
        .map(|found| Diagnostic {
            fix: None,
            notes: Vec::new(),
            ..found
        })
        .collect();
    assert_data_eq!(
        on_text(&report),
        str![[r#"
error[CPY003]: the copy in `central` expires before its original
 --> acme.yaml:2:3
  |
2 |   daily:
  |   ^^^^^ here
3 |     keep: 14d
  |           --- the original is kept 14d

"#]]
        .raw()
    );
}

#[test]
fn a_place_that_was_not_written_shows_its_nearest_ancestor() {
    let found = Diagnostic::new(
        "PLN001",
        "no-schedule",
        Severity::Warning,
        "plan `daily` runs at the default time",
    )
    .at(plan().key("schedule"), "has no schedule");
    let report = [found].into_iter().collect();
    assert_data_eq!(
        on_text(&report),
        str![[r#"
warning[PLN001]: plan `daily` runs at the default time
 --> acme.yaml:2:3
  |
2 |   daily:
  |   ^^^^^ has no schedule

"#]]
        .raw()
    );
}

#[test]
fn a_check_points_into_a_rust_program() {
    let origins = origins();
    let read = |file: &str| {
        (file == program::daily().file()).then(|| include_str!("program/mod.rs").to_owned())
    };
    let report = [copy_expires_first()].into_iter().collect();
    let shown = render_text(&report, Sources::rust(&origins, &read), Color::Never);
    assert_data_eq!(
        shown,
        str![[r#"
error[CPY003]: the copy in `central` expires before its original
  --> tests/program/mod.rs:15:5
   |
11 |     plan("daily", 14)
   |     ---- the original is kept 14d
...
15 |     plan("copy", 7)
   |     ^^^^ kept 7d
   |
   = note: AWS deletes the copy first
   = help: keep the copy at least 14d

"#]]
        .raw()
    );
}

#[test]
fn without_the_text_of_a_rust_program_its_line_is_named() {
    let origins = origins();
    let report = [copy_expires_first()].into_iter().collect();
    let shown = render_text(&report, Sources::rust(&origins, &|_| None), Color::Never);
    assert_data_eq!(
        shown,
        str![[r#"
error[CPY003]: the copy in `central` expires before its original
--> tests/program/mod.rs:15:5
 = note: kept 7d
 = note: the original is kept 14d (tests/program/mod.rs:11:5)
 = note: AWS deletes the copy first
 = help: keep the copy at least 14d

"#]]
        .raw()
    );
}

#[test]
fn a_finding_without_any_place_is_its_message() {
    let origins = RustOrigins::new();
    let report = [copy_expires_first()].into_iter().collect();
    let shown = render_text(&report, Sources::rust(&origins, &|_| None), Color::Never);
    assert_data_eq!(
        shown,
        str![[r#"
error[CPY003]: the copy in `central` expires before its original
 |
 = note: kept 7d
 = note: the original is kept 14d
 = note: AWS deletes the copy first
 = help: keep the copy at least 14d

"#]]
        .raw()
    );
}

#[test]
fn findings_are_sorted_by_place_and_code_and_identical_ones_merge() {
    let hint = |code, name, path| {
        Diagnostic::new(code, name, Severity::Hint, "look here").at(Place::key(path), "")
    };
    let mut report = Report::new();
    report.add(hint("B002", "second", plan()));
    report.add(hint("C003", "whole", Path::root()).at(Place::Whole, ""));
    report.add(hint("A001", "late", plan().key("keep")));
    report.add(hint("B001", "first", plan()));
    report.add(hint("B002", "second", plan()));
    assert_eq!((report.len(), report.has_errors()), (5, false));
    assert_data_eq!(
        on_text(&report),
        str![[r#"
hint[C003]: look here
--> acme.yaml

hint[B001]: look here
 --> acme.yaml:2:3
  |
2 |   daily:
  |   ^^^^^

hint[B002]: look here
 --> acme.yaml:2:3
  |
2 |   daily:
  |   ^^^^^

hint[A001]: look here
 --> acme.yaml:3:5
  |
3 |     keep: 14d
  |     ^^^^

"#]]
        .raw()
    );
}

#[test]
fn color_is_only_added_when_asked_for() {
    let (_, document) = yaml::read::<Spec>(TEXT.as_bytes()).unwrap();
    let report = [copy_expires_first()].into_iter().collect();
    let sources = Sources::text("acme.yaml", document.text(), &document);
    let (plain, colored) = (
        render_text(&report, sources, Color::Never),
        render_text(&report, sources, Color::Always),
    );
    assert!(!plain.contains('\u{1b}') && colored.contains('\u{1b}'));
}

#[test]
fn terminal_escapes_in_a_spec_stay_harmless() {
    let found = Diagnostic::new("X", "x", Severity::Error, "found `\u{1b}[31m`")
        .at(plan(), "\u{1b}]0;title\u{7}")
        .note("\u{1b}[2J")
        .patch("write `\u{1b}[0m`", plan().key("keep"), "\u{1b}[1m");
    let shown = on_text(&[found].into_iter().collect());
    assert!(
        !shown.contains('\u{1b}') && !shown.contains('\u{7}'),
        "{shown}"
    );
}

#[test]
fn json_of_a_rust_spec_has_line_and_column() {
    let origins = origins();
    let report = [copy_expires_first()].into_iter().collect();
    assert_data_eq!(
        render_json(&report, Sources::rust(&origins, &|_| None)),
        str![[r#"
{
  "version": 1,
  "diagnostics": [
    {
      "code": "CPY003",
      "name": "copy-expires-first",
      "severity": "error",
      "message": "the copy in `central` expires before its original",
      "label": "kept 7d",
      "file": "tests/program/mod.rs",
      "line": 15,
      "column": 5,
      "end_line": null,
      "end_column": null,
      "path": "plans.daily.copy_to.central",
      "related": [
        {
          "text": "the original is kept 14d",
          "file": "tests/program/mod.rs",
          "line": 11,
          "column": 5,
          "end_line": null,
          "end_column": null,
          "path": "plans.daily.keep"
        }
      ],
      "notes": [
        "AWS deletes the copy first"
      ],
      "help": "keep the copy at least 14d",
      "replacement": null,
      "accepted": null
    }
  ]
}

"#]]
        .raw()
    );
}

/// A finding whose texts would end a workflow command, or a property of it, early.
fn hostile() -> Report {
    let found = Diagnostic::new(
        "CPY003",
        "copy-expires-first",
        Severity::Hint,
        "50% of: a, b\r\nc",
    );
    [found.at(plan().key("keep"), "here").help("do: this")]
        .into_iter()
        .collect()
}

#[test]
fn a_workflow_command_is_one_line_whatever_the_texts() {
    let (_, document) = yaml::read::<Spec>(TEXT.as_bytes()).unwrap();
    let sources = || Sources::text("a,b:c.yaml", document.text(), &document);
    let both = [copy_expires_first()].into_iter().collect();
    assert_data_eq!(
        render_github(&both, sources()),
        str![[r#"
::error file=a%2Cb%3Ac.yaml,line=5,col=16,endLine=5,endColumn=18,title=CPY003 copy-expires-first::the copy in `central` expires before its original%0AAWS deletes the copy first%0Akeep the copy at least 14d

"#]]
    );
    assert_data_eq!(
        render_github(&hostile(), sources()),
        str![[r#"
::notice file=a%2Cb%3Ac.yaml,line=3,col=11,endLine=3,endColumn=14,title=CPY003 copy-expires-first::50%25 of: a, b%0D%0Ac%0Ado: this

"#]]
    );
}

#[test]
fn a_sarif_log_names_each_rule_once_and_every_place() {
    let (_, document) = yaml::read::<Spec>(TEXT.as_bytes()).unwrap();
    let report = [copy_expires_first()]
        .into_iter()
        .chain(hostile().iter().cloned())
        .collect();
    let sources = Sources::text("acme.yaml", document.text(), &document);
    assert_data_eq!(render_sarif(&report, sources), str![[r#"
{
  "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
  "runs": [
    {
      "results": [
        {
          "level": "note",
          "locations": [
            {
              "physicalLocation": {
                "artifactLocation": {
                  "uri": "acme.yaml"
                },
                "region": {
                  "endColumn": 14,
                  "endLine": 3,
                  "startColumn": 11,
                  "startLine": 3
                }
              }
            }
          ],
          "message": {
            "text": "50% of: a, b\r\nc\ndo: this"
          },
          "relatedLocations": [],
          "ruleId": "CPY003"
        },
        {
          "level": "error",
          "locations": [
            {
              "physicalLocation": {
                "artifactLocation": {
                  "uri": "acme.yaml"
                },
                "region": {
                  "endColumn": 18,
                  "endLine": 5,
                  "startColumn": 16,
                  "startLine": 5
                }
              }
            }
          ],
          "message": {
            "text": "the copy in `central` expires before its original\nAWS deletes the copy first\nkeep the copy at least 14d"
          },
          "relatedLocations": [
            {
              "message": {
                "text": "the original is kept 14d"
              },
              "physicalLocation": {
                "artifactLocation": {
                  "uri": "acme.yaml"
                },
                "region": {
                  "endColumn": 14,
                  "endLine": 3,
                  "startColumn": 11,
                  "startLine": 3
                }
              }
            }
          ],
          "ruleId": "CPY003"
        }
      ],
      "tool": {
        "driver": {
          "name": "offsite",
          "rules": [
            {
              "id": "CPY003",
              "name": "copy-expires-first"
            }
          ],
          "version": "0.1.0"
        }
      }
    }
  ],
  "version": "2.1.0"
}

"#]].raw());
}
