//! A directory holds exactly what was rendered, whatever happened before, and nothing else is touched.

#![allow(clippy::unwrap_used)]

mod comparing;
mod interruptions;
mod manifests;
mod properties;
mod refusals;
#[path = "../unproven/mod.rs"]
mod unproven;
mod writing;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use offsite::tree::{Origin, Tree, TreePath};

/// A scratch directory and the path in it that trees are written to.
struct Place {
    scratch: tempfile::TempDir,
    dir: PathBuf,
}

impl Place {
    fn new() -> Self {
        let scratch = tempfile::tempdir().unwrap();
        let dir = scratch.path().join("acme");
        Self { scratch, dir }
    }

    fn path(&self, path: &str) -> PathBuf {
        self.dir.join(path)
    }

    fn put(&self, path: &str, text: &str) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn text(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap()
    }

    fn has(&self, path: &str) -> bool {
        fs::symlink_metadata(self.path(path)).is_ok()
    }

    /// What an error says, without the scratch directory's name.
    fn said(&self, error: impl std::fmt::Display) -> String {
        error
            .to_string()
            .replace(&format!("{}/", self.scratch.path().display()), "")
    }

    /// Whether nothing but the tree directory is in the scratch directory.
    fn assert_nothing_left_over(&self) {
        let names: Vec<_> = fs::read_dir(self.scratch.path())
            .unwrap()
            .map(|entry| entry.unwrap().file_name())
            .collect();
        assert!(names.is_empty() || names == ["acme"], "{names:?}");
    }

    fn assert_holds_exactly(&self, tree: &Tree) {
        assert_eq!(snapshot(&self.dir), expected(tree));
        assert!(tree.compare(&self.dir).unwrap().is_exact());
        self.assert_nothing_left_over();
    }
}

fn path(text: &str) -> TreePath {
    TreePath::parse(text).unwrap()
}

fn tree(files: &[(&str, &str)]) -> Tree {
    let mut tree = Tree::new(Origin::new("0.1.0", "acme", b"name: acme"));
    for (name, text) in files {
        tree.insert(path(name), *text).unwrap();
    }
    tree
}

/// Everything below `dir`: files with their content, links with their target, directories with `None`.
fn snapshot(dir: &Path) -> BTreeMap<String, Option<Vec<u8>>> {
    fn walk(dir: &Path, prefix: &str, all: &mut BTreeMap<String, Option<Vec<u8>>>) {
        for entry in fs::read_dir(dir).unwrap() {
            let entry = entry.unwrap();
            let name = format!("{prefix}{}", entry.file_name().to_str().unwrap());
            let kind = entry.file_type().unwrap();
            if kind.is_symlink() {
                let target = fs::read_link(entry.path()).unwrap();
                all.insert(name, Some(format!("-> {}", target.display()).into_bytes()));
            } else if kind.is_dir() {
                walk(&entry.path(), &format!("{name}/"), all);
                all.insert(name, None);
            } else {
                all.insert(name, Some(fs::read(entry.path()).unwrap()));
            }
        }
    }
    let mut all = BTreeMap::new();
    if dir.exists() {
        walk(dir, "", &mut all);
    }
    all
}

fn expected(tree: &Tree) -> BTreeMap<String, Option<Vec<u8>>> {
    let mut all = BTreeMap::new();
    for (path, bytes) in tree.iter() {
        all.insert(path.to_string(), Some(bytes.to_vec()));
        for (end, _) in path.as_str().match_indices('/') {
            all.insert(path.as_str()[..end].to_owned(), None);
        }
    }
    all.insert(
        "manifest.json".to_owned(),
        Some(tree.manifest().to_text().into_bytes()),
    );
    all
}
