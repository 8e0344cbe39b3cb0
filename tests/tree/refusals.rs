//! What is refused, and that a refusal leaves everything as it was.

use std::fs;

use offsite::tree::{Refusal, Tree, WriteError};

use super::{Place, snapshot, tree};

/// Asserts that `tree` is refused with exactly this message, and that nothing was touched.
fn assert_refused(place: &Place, tree: &Tree, message: &str) {
    let before = snapshot(place.scratch.path());
    let error = tree.write(&place.dir).unwrap_err();
    assert_eq!(place.said(error), message);
    assert_eq!(snapshot(place.scratch.path()), before);
}

#[test]
fn a_foreign_file_is_refused_by_name() {
    let place = Place::new();
    place.put("b/main.tf", "mine");
    place.put("c", "mine");
    assert_refused(
        &place,
        &tree(&[("a", "1"), ("b/main.tf", "1"), ("c", "1")]),
        "nothing was written to `acme`
  `acme/b/main.tf` was not written by offsite and differs from what would be written there; move it or delete it
  `acme/c` was not written by offsite and differs from what would be written there; move it or delete it",
    );
}

#[test]
fn a_stale_file_edited_by_hand_is_kept() {
    let place = Place::new();
    tree(&[("a", "1"), ("b", "1")]).write(&place.dir).unwrap();
    place.put("b", "edited");
    assert_refused(
        &place,
        &tree(&[("a", "2")]),
        "nothing was written to `acme`
  `acme/b` is no longer part of the tree, but was edited by hand; move it or delete it",
    );
    fs::remove_file(place.path("b")).unwrap();
    tree(&[("a", "2")]).write(&place.dir).unwrap();
    place.assert_holds_exactly(&tree(&[("a", "2")]));
}

#[test]
fn a_directory_in_the_place_of_a_file_is_refused() {
    let place = Place::new();
    tree(&[("a/ours", "1")]).write(&place.dir).unwrap();
    place.put("a/mine", "1");
    let next = tree(&[("a", "file")]);
    assert_refused(
        &place,
        &next,
        "nothing was written to `acme`
  `acme/a` is a directory with files that offsite did not write, where a file must go; move it or delete it",
    );
    fs::remove_file(place.path("a/mine")).unwrap();
    next.write(&place.dir).unwrap();
    place.assert_holds_exactly(&next);
}

#[test]
fn a_file_in_the_place_of_a_directory_is_refused_once() {
    let place = Place::new();
    place.put("a", "mine");
    assert_refused(
        &place,
        &tree(&[("a/b", "1"), ("a/c/d", "1")]),
        "nothing was written to `acme`
  `acme/a` was not written by offsite and stands where a directory must go; move it or delete it",
    );
}

#[test]
fn a_file_in_the_place_of_the_tree_is_refused() {
    let place = Place::new();
    fs::write(&place.dir, "mine").unwrap();
    assert_refused(
        &place,
        &tree(&[("a", "1")]),
        "nothing was written to `acme`
  `acme` was not written by offsite and stands where a directory must go; move it or delete it",
    );
}

#[test]
fn a_directory_in_the_place_of_the_manifest_is_refused() {
    let place = Place::new();
    fs::create_dir_all(place.path("manifest.json")).unwrap();
    let error = tree(&[("a", "1")]).write(&place.dir).unwrap_err();
    let WriteError::Refused { refusals, .. } = error else {
        panic!("{error}")
    };
    assert_eq!(
        refusals,
        [Refusal::Directory {
            path: place.path("manifest.json")
        }]
    );
}

#[test]
fn a_path_without_a_name_is_refused() {
    for dir in ["..", "/", "."] {
        let error = tree(&[("a", "1")]).write(dir.as_ref()).unwrap_err();
        assert!(matches!(error, WriteError::Unnamed { .. }), "{error}");
    }
}

#[test]
fn a_parent_that_is_a_file_is_a_failure_with_its_path() {
    let place = Place::new();
    fs::write(&place.dir, "mine").unwrap();
    let error = tree(&[("a", "1")])
        .write(&place.dir.join("inside"))
        .unwrap_err();
    assert_eq!(place.said(&error), "cannot read `acme/inside`");
    assert!(std::error::Error::source(&error).is_some());
    assert_eq!(fs::read_to_string(&place.dir).unwrap(), "mine");
}

#[cfg(unix)]
mod links {
    use std::os::unix::fs::symlink;

    use super::*;

    const WHY: &str = "is a symbolic link, which is not followed; move it or delete it";

    fn assert_link_refused(place: &Place, tree: &Tree, link: &str) {
        assert_refused(
            place,
            tree,
            &format!("nothing was written to `acme`\n  `{link}` {WHY}"),
        );
        let error = tree.compare(&place.dir).unwrap_err();
        assert_eq!(
            place.said(error),
            format!(
                "`{link}` is a symbolic link, which is not followed; replace it by what it points to"
            )
        );
    }

    #[test]
    fn a_link_in_the_place_of_the_tree_is_refused_also_with_a_slash() {
        let place = Place::new();
        let real = place.scratch.path().join("real");
        fs::create_dir(&real).unwrap();
        symlink(&real, &place.dir).unwrap();
        for end in ["", "/", "/."] {
            let dir = format!("{}{end}", place.dir.display());
            let error = tree(&[("a", "1")]).write(dir.as_ref()).unwrap_err();
            assert_eq!(
                place.said(error),
                format!("nothing was written to `acme`\n  `acme` {WHY}")
            );
            assert!(tree(&[("a", "1")]).compare(dir.as_ref()).is_err());
        }
        assert_eq!(fs::read_dir(real).unwrap().count(), 0);
    }

    #[test]
    fn a_link_in_the_place_of_a_file_is_refused_even_when_it_dangles() {
        let place = Place::new();
        let next = tree(&[("a", "1"), ("b/c", "1")]);
        next.write(&place.dir).unwrap();
        fs::remove_file(place.path("b/c")).unwrap();
        let outside = place.scratch.path().join("outside");
        symlink(&outside, place.path("b/c")).unwrap();
        let error = next.write(&place.dir).unwrap_err();
        assert_eq!(
            place.said(error),
            format!("nothing was written to `acme`\n  `acme/b/c` {WHY}")
        );
        assert!(!outside.exists());
        fs::write(&outside, "1").unwrap();
        assert_link_refused(&place, &next, "acme/b/c");
    }

    #[test]
    fn a_link_in_the_place_of_a_directory_is_refused() {
        let place = Place::new();
        let next = tree(&[("a", "1"), ("b/c/d", "1")]);
        next.write(&place.dir).unwrap();
        fs::rename(place.path("b"), place.scratch.path().join("outside")).unwrap();
        symlink(place.scratch.path().join("outside"), place.path("b")).unwrap();
        assert_link_refused(&place, &next, "acme/b");
        // Pruning must not reach through it either.
        assert_link_refused(&place, &tree(&[("a", "1")]), "acme/b");
        assert!(place.scratch.path().join("outside/c/d").exists());
    }

    #[test]
    fn a_link_in_the_place_of_the_manifest_is_refused() {
        let place = Place::new();
        let next = tree(&[("a", "1")]);
        next.write(&place.dir).unwrap();
        fs::rename(
            place.path("manifest.json"),
            place.scratch.path().join("outside"),
        )
        .unwrap();
        symlink(
            place.scratch.path().join("outside"),
            place.path("manifest.json"),
        )
        .unwrap();
        assert_link_refused(&place, &next, "acme/manifest.json");
    }

    #[test]
    fn a_link_on_the_way_to_the_tree_is_followed() {
        let place = Place::new();
        fs::create_dir(place.scratch.path().join("real")).unwrap();
        let link = place.scratch.path().join("link");
        symlink(place.scratch.path().join("real"), &link).unwrap();
        let next = tree(&[("a", "1")]);
        next.write(&link.join("acme")).unwrap();
        assert!(
            next.compare(&place.scratch.path().join("real/acme"))
                .unwrap()
                .is_exact()
        );
    }

    #[test]
    fn a_link_that_is_none_of_ours_is_left_alone() {
        let place = Place::new();
        let next = tree(&[("a/b", "1")]);
        next.write(&place.dir).unwrap();
        symlink("/nowhere", place.path("a/link")).unwrap();
        next.write(&place.dir).unwrap();
        let comparison = next.compare(&place.dir).unwrap();
        assert!(comparison.is_current());
        assert_eq!(comparison.unexpected, [std::path::Path::new("a/link")]);
    }

    #[test]
    fn a_pipe_is_refused_and_never_opened() {
        let place = Place::new();
        let next = tree(&[("a", "1")]);
        next.write(&place.dir).unwrap();
        fs::remove_file(place.path("a")).unwrap();
        let made = std::process::Command::new("mkfifo")
            .arg(place.path("a"))
            .status();
        if !made.is_ok_and(|status| status.success()) {
            crate::unproven::say("a pipe is refused and never opened", "no mkfifo");
            return;
        }
        let error = next.write(&place.dir).unwrap_err();
        let WriteError::Refused { refusals, .. } = error else {
            panic!("{error}")
        };
        assert_eq!(
            refusals,
            [Refusal::Foreign {
                path: place.path("a")
            }]
        );
        assert_eq!(
            place.said(next.compare(&place.dir).unwrap_err()),
            "`acme/a` is not a file"
        );
    }
}
