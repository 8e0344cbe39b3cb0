//! What a comparison tells.

use std::fs;
use std::path::Path;

use offsite::tree::{Change, Comparison};

use super::{Place, path, tree};

#[test]
fn a_directory_that_is_not_there_misses_everything() {
    let place = Place::new();
    let comparison = tree(&[("z", "1"), ("a", "1")]).compare(&place.dir).unwrap();
    assert_eq!(
        comparison,
        Comparison {
            missing: ["a", "manifest.json", "z"].map(path).to_vec(),
            ..Comparison::default()
        }
    );
    assert!(!comparison.is_current());
    assert!(!place.dir.exists());
}

#[test]
fn changed_missing_stale_and_unexpected_files_are_told_apart() {
    let place = Place::new();
    tree(&[
        ("same", "1"),
        ("changed", "1"),
        ("edited", "22"),
        ("lost", "1"),
        ("stale/a", "1"),
        ("stale/b", "1"),
    ])
    .write(&place.dir)
    .unwrap();
    place.put("edited", "23");
    place.put("x/mine", "1");
    fs::remove_file(place.path("lost")).unwrap();
    fs::remove_file(place.path("stale/b")).unwrap();
    let next = tree(&[
        ("same", "1"),
        ("changed", "2"),
        ("edited", "22"),
        ("lost", "1"),
        ("new/file", "1"),
    ]);
    assert_eq!(
        next.compare(&place.dir).unwrap(),
        Comparison {
            changed: ["changed", "edited", "manifest.json"].map(path).to_vec(),
            missing: ["lost", "new/file"].map(path).to_vec(),
            stale: vec![path("stale/a")],
            unexpected: vec![Path::new("x/mine").to_owned()],
        }
    );
    assert_eq!(
        next.changes(&place.dir).unwrap(),
        [
            Change {
                path: path("changed"),
                old: Some(b"1".to_vec()),
                new: Some(b"2")
            },
            Change {
                path: path("edited"),
                old: Some(b"23".to_vec()),
                new: Some(b"22")
            },
            Change {
                path: path("lost"),
                old: None,
                new: Some(b"1")
            },
            Change {
                path: path("new/file"),
                old: None,
                new: Some(b"1")
            },
            Change {
                path: path("stale/a"),
                old: Some(b"1".to_vec()),
                new: None
            },
        ]
    );
}

#[test]
fn what_terraform_leaves_behind_is_expected() {
    let place = Place::new();
    let tree = tree(&[("a/main.tf", "1")]);
    tree.write(&place.dir).unwrap();
    for left in [
        "a/.terraform/providers/x",
        "a/.terraform.lock.hcl",
        "a/terraform.tfstate",
        "a/terraform.tfstate.backup",
    ] {
        place.put(left, "1");
    }
    assert!(tree.compare(&place.dir).unwrap().is_exact());
    place.put("a/.terraformrc", "1");
    place.put("a/terraform.tfvars", "1");
    assert_eq!(
        tree.compare(&place.dir).unwrap().unexpected,
        ["a/.terraformrc", "a/terraform.tfvars"].map(Path::new)
    );
}

#[test]
fn a_lock_file_that_is_rendered_counts() {
    let place = Place::new();
    let tree = tree(&[("a/.terraform.lock.hcl", "1")]);
    tree.write(&place.dir).unwrap();
    place.put("a/.terraform.lock.hcl", "2");
    assert_eq!(
        tree.compare(&place.dir).unwrap().changed,
        [path("a/.terraform.lock.hcl")]
    );
}

#[test]
fn without_a_manifest_nothing_is_stale() {
    let place = Place::new();
    tree(&[("a", "1"), ("b", "1")]).write(&place.dir).unwrap();
    fs::remove_file(place.path("manifest.json")).unwrap();
    assert_eq!(
        tree(&[("a", "1")]).compare(&place.dir).unwrap(),
        Comparison {
            missing: vec![path("manifest.json")],
            unexpected: vec![Path::new("b").to_owned()],
            ..Comparison::default()
        }
    );
}

#[test]
fn a_file_in_the_place_of_a_directory_hides_what_is_missing() {
    let place = Place::new();
    tree(&[("a/b", "1"), ("c", "1")]).write(&place.dir).unwrap();
    fs::remove_dir_all(place.path("a")).unwrap();
    place.put("a", "mine");
    fs::remove_file(place.path("c")).unwrap();
    fs::create_dir(place.path("c")).unwrap();
    assert_eq!(
        tree(&[("a/b", "1"), ("c", "1")])
            .compare(&place.dir)
            .unwrap(),
        Comparison {
            missing: ["a/b", "c"].map(path).to_vec(),
            unexpected: vec![Path::new("a").to_owned()],
            ..Comparison::default()
        }
    );
}

#[test]
fn a_file_in_the_place_of_the_tree_is_an_error() {
    let place = Place::new();
    fs::write(&place.dir, "mine").unwrap();
    let error = tree(&[("a", "1")]).compare(&place.dir).unwrap_err();
    assert_eq!(place.said(error), "`acme` is not a directory");
}

#[cfg(target_os = "linux")]
#[test]
fn a_name_that_is_not_text_is_unexpected() {
    use std::os::unix::ffi::OsStrExt;

    let place = Place::new();
    let tree = tree(&[("a", "1")]);
    tree.write(&place.dir).unwrap();
    let name = std::ffi::OsStr::from_bytes(b"\xff.tf");
    fs::write(place.dir.join(name), "").unwrap();
    assert_eq!(
        tree.compare(&place.dir).unwrap().unexpected,
        [Path::new(name)]
    );
}
