//! The differences are shown so that people can review them and tools apply them.

#![allow(clippy::unwrap_used)]

mod patches;
mod printers;
#[path = "../unproven/mod.rs"]
mod unproven;

use offsite::diff::DiffReport;
use offsite::tree::{Change, TreePath};

fn change<'a>(path: &str, old: Option<&str>, new: Option<&'a str>) -> Change<'a> {
    Change {
        path: TreePath::parse(path).unwrap(),
        old: old.map(|text| text.as_bytes().to_vec()),
        new: new.map(str::as_bytes),
    }
}

/// Two stacks, a module and a file of no stack.
fn report() -> DiffReport {
    let lines = |text: &str| format!("1\n2\n3\n4\n{text}\n6\n7\n8\n9\n");
    let changed = lines("keep = 90");
    DiffReport::of(&[
        change("README.md", Some("old\n"), Some("new\n")),
        change(
            "terraform/1-management/main.tf",
            None,
            Some("a = 1\nb = 2\n"),
        ),
        change("terraform/3-source-orders/gone.tf", Some("x = 1\n"), None),
        change(
            "terraform/3-source-orders/main.tf",
            Some(&lines("keep = 30")),
            Some(&changed),
        ),
        change(
            "terraform/modules/source-region/main.tf",
            Some(""),
            Some("a\n"),
        ),
    ])
}
