//! What is printed is a patch that `git apply` and `patch` take.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use offsite::Color;
use offsite::diff::{DiffReport, Status};
use offsite::tree::{Origin, Tree, TreePath};
use proptest::prelude::*;

use super::change;

type Files = BTreeMap<String, String>;

fn tree(files: &Files) -> Tree {
    let mut tree = Tree::new(Origin::new("0.1.0", "acme", b"name: acme"));
    for (path, text) in files {
        tree.insert(TreePath::parse(path).unwrap(), text.as_str())
            .unwrap();
    }
    tree
}

fn files(files: &[(&str, &str)]) -> Files {
    files
        .iter()
        .map(|(path, text)| ((*path).to_owned(), (*text).to_owned()))
        .collect()
}

fn is_installed(tool: &str) -> bool {
    let found = Command::new(tool)
        .arg("--version")
        .stdout(Stdio::null())
        .status()
        .is_ok();
    if !found {
        crate::unproven::say(&format!("a patch applies with {tool}"), "it is missing");
    }
    found
}

fn run(tool: &str, arguments: &[&str], dir: &Path) {
    let output = Command::new(tool)
        .args(arguments)
        .current_dir(dir)
        // Neither a repository around the scratch directory nor the user's settings may matter.
        .env("GIT_CEILING_DIRECTORIES", dir.parent().unwrap())
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{tool} {arguments:?}: {}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
}

/// Writes `old`, applies the diff to `new` with the tool, and asserts that what is there is `new`.
fn assert_applies(tool: &str, old: &Files, new: &Files) {
    let scratch = tempfile::tempdir().unwrap();
    let dir = scratch.path().join("acme");
    tree(old).write(&dir).unwrap();
    let new = tree(new);
    let report = DiffReport::between(&dir, &new).unwrap();
    let text = report.to_text(Color::Never);
    fs::write(scratch.path().join("diff"), &text).unwrap();
    if !report.is_empty() {
        match tool {
            "git" => {
                run(
                    "git",
                    &["apply", "--check", "--whitespace=nowarn", "../diff"],
                    &dir,
                );
                run("git", &["apply", "--whitespace=nowarn", "../diff"], &dir);
            }
            _ => run(tool, &["--quiet", "-p1", "-i", "../diff"], &dir),
        }
    }
    let comparison = new.compare(&dir).unwrap();
    let only_manifest = comparison
        .changed
        .iter()
        .all(|path| path.as_str() == "manifest.json");
    assert!(
        only_manifest && comparison.missing.is_empty() && comparison.stale.is_empty(),
        "{comparison:?}\n{text}"
    );
    assert!(comparison.unexpected.is_empty(), "{comparison:?}\n{text}");
}

fn old() -> Files {
    files(&[
        (
            "README.md",
            "one\ntwo\nthree\nfour\nfive\nsix\nseven\neight\nnine\nten\n",
        ),
        ("terraform/1-management/gone.tf", "a = 1\n"),
        ("terraform/1-management/newline-lost", "a\n"),
        ("terraform/1-management/newline-found", "a"),
        ("terraform/1-management/return", "a\rb\r\nc\n"),
        ("with a blank.tf", "a\n"),
        ("ünïcode.tf", "ä\n"),
    ])
}

fn new() -> Files {
    files(&[
        (
            "README.md",
            "one\n2\nthree\nfour\nfive\nsix\nseven\neight\nnine\n10\neleven\n",
        ),
        ("terraform/1-management/added.tf", "a = 1\nno newline"),
        ("terraform/1-management/newline-lost", "a"),
        ("terraform/1-management/newline-found", "a\n"),
        ("terraform/1-management/return", "a\rB\r\nc\n"),
        ("with a blank.tf", "b\n"),
        ("ünïcode.tf", "ö\n"),
    ])
}

#[test]
fn git_applies_a_diff() {
    if !is_installed("git") {
        return;
    }
    let (mut old, mut new) = (old(), new());
    // These are known to git alone: empty files, and names in quotes.
    old.insert("empty-gone".to_owned(), String::new());
    new.insert("terraform/empty-added".to_owned(), String::new());
    old.insert("with \"quotes\"".to_owned(), "a\n".to_owned());
    new.insert("with \"quotes\"".to_owned(), "b\n".to_owned());
    assert_applies("git", &old, &new);
    assert_applies("git", &new, &old);
}

#[test]
fn patch_applies_a_diff() {
    if is_installed("patch") {
        assert_applies("patch", &old(), &new());
        assert_applies("patch", &new(), &old());
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn git_applies_any_diff(old in contents(), new in contents()) {
        if is_installed("git") {
            assert_applies("git", &old, &new);
        }
    }
}

fn contents() -> impl Strategy<Value = Files> {
    prop::collection::btree_map(
        "[ab] ?c/[a-d]",
        "[ab@+\\-\\\\ \n\r]{0,12}(a\n){0,9}[ab\n]{0,4}",
        0..5,
    )
}

#[test]
fn the_manifest_is_left_out() {
    let scratch = tempfile::tempdir().unwrap();
    let dir = scratch.path().join("acme");
    tree(&files(&[("a", "1")])).write(&dir).unwrap();
    let mut next = Tree::new(Origin::new("0.1.0", "acme", b"name: acme # with a comment"));
    next.insert(TreePath::parse("a").unwrap(), "1").unwrap();
    assert!(DiffReport::between(&dir, &next).unwrap().is_empty());
    assert!(!next.compare(&dir).unwrap().is_current());
}

#[test]
fn content_that_is_no_text_is_only_said_to_differ() {
    let binary = b"\xff\xfe".as_slice();
    let mut image = change("a b/image", Some("text"), None);
    image.new = Some(binary);
    let mut icon = change("a b/icon", None, Some("nul \0"));
    let report = DiffReport::of(&[icon.clone(), image]);
    let unified: Vec<_> = report
        .stacks
        .iter()
        .flat_map(|stack| &stack.files)
        .map(|file| &file.unified)
        .collect();
    assert_eq!(
        unified,
        [
            "diff --git a/a b/icon b/a b/icon\nnew file mode 100644\nBinary files /dev/null and b/a b/icon differ\n",
            "diff --git a/a b/image b/a b/image\nBinary files a/a b/image and b/a b/image differ\n",
        ]
    );
    icon.old = Some(binary.to_vec());
    icon.new = None;
    let report = DiffReport::of(&[icon]);
    assert_eq!(report.stacks[0].files[0].status, Status::Removed);
}

#[test]
fn files_that_have_nothing_in_common_are_compared_in_time() {
    let long = |from: u32| {
        (from..from + 40_000)
            .map(|line| format!("{line}\n"))
            .collect::<String>()
    };
    let (old, new) = (long(0), long(1_000_000));
    let report = DiffReport::of(&[change("a", Some(&old), Some(&new))]);
    assert_eq!(report.counts().to_string(), "1 changed (+40000 -40000)");
}
