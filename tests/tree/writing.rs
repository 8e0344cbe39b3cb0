//! What a write does when nothing is in its way.

use std::fs;

use offsite::tree::{InsertError, Written};

use super::{Place, path, tree};

#[test]
fn a_tree_is_written_where_nothing_was() {
    let place = Place::new();
    let tree = tree(&[
        ("README.md", "hello"),
        ("terraform/1-management/main.tf", "a = 1\n"),
        ("empty", ""),
    ]);
    let written = tree.write(&place.dir).unwrap();
    assert_eq!(
        written,
        Written {
            created: [
                "README.md",
                "empty",
                "manifest.json",
                "terraform/1-management/main.tf"
            ]
            .map(path)
            .to_vec(),
            ..Written::default()
        }
    );
    place.assert_holds_exactly(&tree);
}

#[test]
fn missing_parent_directories_are_made() {
    let place = Place::new();
    let tree = tree(&[("a", "1")]);
    let dir = place.dir.join("deeply/inside");
    tree.write(&dir).unwrap();
    assert!(tree.compare(&dir).unwrap().is_exact());
}

#[test]
fn a_tree_is_written_into_an_empty_directory() {
    let place = Place::new();
    fs::create_dir(&place.dir).unwrap();
    let tree = tree(&[("README.md", "hello"), ("a/b/c", "1")]);
    tree.write(&place.dir).unwrap();
    place.assert_holds_exactly(&tree);
}

#[test]
fn only_what_changed_is_written() {
    let place = Place::new();
    tree(&[("same", "1"), ("other", "1"), ("gone/for/good", "1")])
        .write(&place.dir)
        .unwrap();
    let modified = |name: &str| fs::metadata(place.path(name)).unwrap().modified().unwrap();
    let before = modified("same");
    let next = tree(&[("same", "1"), ("other", "2"), ("new/file", "1")]);
    let written = next.write(&place.dir).unwrap();
    assert_eq!(
        written,
        Written {
            created: vec![path("new/file")],
            changed: vec![path("manifest.json"), path("other")],
            removed: vec![path("gone/for/good")],
            unchanged: 1,
        }
    );
    assert_eq!(modified("same"), before);
    place.assert_holds_exactly(&next);
}

#[cfg(unix)]
#[test]
fn writing_twice_touches_nothing() {
    use std::os::unix::fs::MetadataExt;

    let place = Place::new();
    let tree = tree(&[("README.md", "hello"), ("a/b/c", "1")]);
    tree.write(&place.dir).unwrap();
    let look = || {
        ["", "README.md", "a", "a/b", "a/b/c", "manifest.json"].map(|name| {
            let found = fs::metadata(place.path(name)).unwrap();
            (
                found.ino(),
                found.mtime(),
                found.mtime_nsec(),
                found.ctime(),
                found.ctime_nsec(),
            )
        })
    };
    let before = look();
    let written = tree.write(&place.dir).unwrap();
    assert_eq!(
        written,
        Written {
            unchanged: 3,
            ..Written::default()
        }
    );
    assert_eq!(look(), before);
    place.assert_nothing_left_over();
}

#[test]
fn another_spec_text_changes_the_manifest_alone() {
    let place = Place::new();
    tree(&[("a", "1")]).write(&place.dir).unwrap();
    let origin = offsite::tree::Origin::new("0.1.0", "acme", b"name: acme # with a comment");
    let mut next = offsite::tree::Tree::new(origin);
    next.insert(path("a"), "1").unwrap();
    assert_eq!(
        next.compare(&place.dir).unwrap().changed,
        [path("manifest.json")]
    );
    let written = next.write(&place.dir).unwrap();
    assert_eq!(written.changed, [path("manifest.json")]);
    assert_eq!(written.unchanged, 1);
    place.assert_holds_exactly(&next);
}

#[test]
fn a_file_edited_by_hand_is_restored() {
    let place = Place::new();
    let tree = tree(&[("a", "1111"), ("b", "2")]);
    tree.write(&place.dir).unwrap();
    place.put("a", "1112");
    fs::remove_file(place.path("b")).unwrap();
    let written = tree.write(&place.dir).unwrap();
    assert_eq!(
        (written.changed, written.created),
        (vec![path("a")], vec![path("b")])
    );
    place.assert_holds_exactly(&tree);
}

#[test]
fn only_files_of_ours_are_pruned() {
    let place = Place::new();
    tree(&[("a/main.tf", "1"), ("a/b/main.tf", "1"), ("c/main.tf", "1")])
        .write(&place.dir)
        .unwrap();
    place.put("a/notes.md", "mine");
    place.put("c/.terraform/providers/x", "terraform's");
    let next = tree(&[("d/main.tf", "1")]);
    next.write(&place.dir).unwrap();
    assert_eq!(place.text("a/notes.md"), "mine");
    assert_eq!(place.text("c/.terraform/providers/x"), "terraform's");
    assert!(!place.has("a/main.tf") && !place.has("a/b") && !place.has("c/main.tf"));
    let comparison = next.compare(&place.dir).unwrap();
    assert!(comparison.is_current());
    assert_eq!(comparison.unexpected, [std::path::Path::new("a/notes.md")]);
}

#[test]
fn the_same_file_is_adopted_whoever_wrote_it() {
    let place = Place::new();
    place.put("a", "1");
    let written = tree(&[("a", "1")]).write(&place.dir).unwrap();
    assert_eq!(
        (written.created, written.unchanged),
        (vec![path("manifest.json")], 1)
    );
    tree(&[("b", "1")]).write(&place.dir).unwrap();
    assert!(!place.has("a"));
}

#[test]
fn files_and_directories_change_places() {
    let place = Place::new();
    tree(&[("a", "file"), ("b/c/d", "deep"), ("b/e", "1")])
        .write(&place.dir)
        .unwrap();
    fs::create_dir(place.path("b/empty")).unwrap();
    let next = tree(&[("a/x/y", "deep"), ("b", "file")]);
    next.write(&place.dir).unwrap();
    place.assert_holds_exactly(&next);
}

#[test]
fn a_directory_that_the_user_made_is_filled() {
    let place = Place::new();
    place.put("terraform/mine.tf", "mine");
    let tree = tree(&[("terraform/main.tf", "1"), ("terraform/a/main.tf", "1")]);
    tree.write(&place.dir).unwrap();
    assert!(tree.compare(&place.dir).unwrap().is_current());
    assert_eq!(place.text("terraform/mine.tf"), "mine");
}

#[cfg(unix)]
#[test]
fn written_files_and_directories_are_as_readable_as_any_other() {
    use std::os::unix::fs::PermissionsExt;

    let place = Place::new();
    tree(&[("a/b", "1")]).write(&place.dir).unwrap();
    fs::create_dir(place.scratch.path().join("plain")).unwrap();
    fs::write(place.scratch.path().join("plain/file"), "").unwrap();
    let mode = |path: &std::path::Path| fs::metadata(path).unwrap().permissions().mode();
    for directory in [place.dir.clone(), place.path("a")] {
        assert_eq!(mode(&directory), mode(&place.scratch.path().join("plain")));
    }
    for file in [place.path("a/b"), place.path("manifest.json")] {
        assert_eq!(mode(&file), mode(&place.scratch.path().join("plain/file")));
    }
}

#[test]
fn two_files_cannot_have_one_place() {
    let mut tree = tree(&[("a/b", "1"), ("c", "1")]);
    let before = tree.clone();
    let (ab, c, manifest) = (path("a/b"), path("c"), path("manifest.json"));
    let cases = [
        ("a/b", InsertError::Duplicate { path: ab.clone() }),
        (
            "a",
            InsertError::FileAndDirectory {
                file: path("a"),
                inside: ab,
            },
        ),
        (
            "c/d/e",
            InsertError::FileAndDirectory {
                file: c,
                inside: path("c/d/e"),
            },
        ),
        (manifest.as_str(), InsertError::Manifest),
        ("manifest.json/a", InsertError::Manifest),
    ];
    for (taken, error) in cases {
        assert_eq!(tree.insert(path(taken), "2"), Err(error));
    }
    assert_eq!(tree, before);
    tree.insert(path("a-b"), "1").unwrap();
    tree.insert(path("a/c"), "1").unwrap();
}
