//! Runs that are killed, run out of space or meet each other.

use std::fs;
use std::process::{Command, Stdio};
use std::sync::Barrier;
use std::time::Duration;

use offsite::tree::{Tree, WriteError};

use super::{Place, path, snapshot, tree};

fn old() -> Tree {
    tree(&[
        ("same", "1"),
        ("changed", "1"),
        ("gone", "1"),
        ("deep/gone/too", "1"),
        ("file", "1"),
        ("directory/a", "1"),
        ("directory/b/c", "1"),
    ])
}

fn new() -> Tree {
    tree(&[
        ("same", "1"),
        ("changed", "2"),
        ("added", "1"),
        ("deep/added/too", "1"),
        ("deep/added/more", "1"),
        ("file/inside", "1"),
        ("directory", "1"),
    ])
}

/// Stops a run of `tree` after `steps` steps, as a kill would; says whether there were more.
fn stop_after(place: &Place, tree: &Tree, steps: usize) -> bool {
    let mut pending = tree.prepare(&place.dir).unwrap();
    for _ in 0..steps {
        pending.advance().unwrap();
    }
    let more = pending.remaining() > 0;
    // What a killed process does not do is drop.
    std::mem::forget(pending);
    more
}

#[test]
fn a_run_stopped_at_any_step_is_mended_by_the_next_of_any_tree() {
    for next in [old(), new(), tree(&[("other", "1")]), tree(&[])] {
        let mut steps = 0;
        loop {
            let place = Place::new();
            old().write(&place.dir).unwrap();
            let more = stop_after(&place, &new(), steps);
            next.write(&place.dir).unwrap();
            place.assert_holds_exactly(&next);
            if !more {
                break;
            }
            steps += 1;
        }
        assert!(steps > 8, "{steps}");
    }
}

#[test]
fn a_first_run_stopped_at_any_step_is_mended_also_in_a_directory_of_the_user() {
    for steps in 0..8 {
        let place = Place::new();
        place.put("mine", "1");
        stop_after(&place, &new(), steps);
        old().write(&place.dir).unwrap();
        assert_eq!(place.text("mine"), "1");
        fs::remove_file(place.path("mine")).unwrap();
        place.assert_holds_exactly(&old());
    }
}

#[test]
fn a_tree_that_was_not_there_comes_in_one_step() {
    let place = Place::new();
    let mut pending = new().prepare(&place.dir).unwrap();
    assert_eq!(pending.remaining(), 1);
    assert!(!place.dir.exists());
    pending.advance().unwrap();
    assert!(new().compare(&place.dir).unwrap().is_exact());
}

#[test]
fn a_file_edited_after_a_killed_run_is_still_kept() {
    let place = Place::new();
    old().write(&place.dir).unwrap();
    stop_after(&place, &new(), 1);
    place.put("gone", "edited");
    let error = new().write(&place.dir).unwrap_err();
    assert!(
        place
            .said(error)
            .contains("`acme/gone` is no longer part of the tree, but was edited by hand")
    );
}

#[test]
fn preparing_changes_nothing_and_leaves_nothing_when_dropped() {
    let place = Place::new();
    old().write(&place.dir).unwrap();
    let before = snapshot(place.scratch.path());
    drop(new().prepare(&place.dir).unwrap());
    assert_eq!(snapshot(place.scratch.path()), before);
}

#[test]
fn leftovers_of_killed_runs_go_and_others_stay() {
    let place = Place::new();
    let beside = |name: &str| place.scratch.path().join(name);
    let others = [
        ".acme.offsite-staging-backup",
        ".acme2.offsite-staging-abcdefghij",
        "acme.offsite-staging-abcdefghij",
    ];
    for name in others.iter().chain(&[".acme.offsite-staging-abcdefghij"]) {
        fs::create_dir_all(beside(name).join("new/a")).unwrap();
    }
    let tree = tree(&[("a", "1")]);
    tree.write(&place.dir).unwrap();
    assert!(!beside(".acme.offsite-staging-abcdefghij").exists());
    for name in others {
        assert!(beside(name).exists(), "{name}");
    }
}

#[test]
fn the_later_of_two_runs_wins_at_every_step_of_the_earlier() {
    for steps in 0..12 {
        let place = Place::new();
        old().write(&place.dir).unwrap();
        let mut earlier = new().prepare(&place.dir).unwrap();
        for _ in 0..steps {
            earlier.advance().unwrap();
        }
        let more = earlier.remaining() > 0;
        let later = tree(&[("deep/later", "1"), ("changed", "3")]);
        later.write(&place.dir).unwrap();
        match earlier.finish() {
            Err(WriteError::Superseded { dir }) => assert_eq!(dir, place.dir),
            Ok(_) => assert!(!more),
            Err(error) => panic!("{error}"),
        }
        place.assert_holds_exactly(&later);
    }
}

#[test]
fn runs_at_the_same_time_leave_one_tree_whole() {
    for _ in 0..20 {
        let place = Place::new();
        old().write(&place.dir).unwrap();
        let trees = [old(), new(), tree(&[("deep/other", "1")])];
        let start = Barrier::new(trees.len());
        std::thread::scope(|scope| {
            for tree in &trees {
                scope.spawn(|| {
                    start.wait();
                    // Which of them fails, and how, is the scheduler's choice.
                    let _either = tree.write(&place.dir);
                });
            }
        });
        new().write(&place.dir).unwrap();
        place.assert_holds_exactly(&new());
    }
}

#[cfg(unix)]
fn large(text: &str) -> Tree {
    let mut tree = tree(&[]);
    for number in 0..150 {
        let directory = if number % 2 == 0 { "both" } else { text };
        tree.insert(path(&format!("{directory}/{number}")), text.repeat(100))
            .unwrap();
    }
    tree
}

/// Whether a run of the program has begun to write beside the tree.
#[cfg(unix)]
fn is_staging(place: &Place) -> bool {
    let mut beside = fs::read_dir(place.scratch.path()).unwrap();
    beside.any(|entry| {
        let name = entry.unwrap().file_name();
        name.to_string_lossy().starts_with(".acme.offsite-staging")
    })
}

/// Whether a program was killed or ended by itself, only Unix tells.
#[cfg(unix)]
#[test]
fn a_killed_program_is_mended_by_the_next_run() {
    let place = Place::new();
    let spec = concat!(env!("CARGO_MANIFEST_DIR"), "/specs/acme.yaml");
    let spec = fs::read_to_string(spec).unwrap();
    let file = tempfile::NamedTempFile::new().unwrap();
    let mut delay = Duration::ZERO;
    let mut killed = 0;
    for round in 0.. {
        assert!(
            round < 200,
            "no run was slow enough to be killed while it writes"
        );
        // Each run has files to change: a tag that is in all of them.
        let other = spec.replace("owner: platform", &format!("owner: round-{round}"));
        fs::write(file.path(), other).unwrap();
        let mut program = Command::new(env!("CARGO_BIN_EXE_offsite"))
            .args([
                "render".as_ref(),
                file.path(),
                "--out".as_ref(),
                place.scratch.path(),
            ])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        while !is_staging(&place) && program.try_wait().unwrap().is_none() {
            std::thread::sleep(Duration::from_micros(200));
        }
        std::thread::sleep(delay);
        program.kill().unwrap();
        // A run that had ended by itself is none of those that count, and the next is killed sooner.
        if program.wait().unwrap().code().is_none() {
            killed += 1;
            delay += Duration::from_micros(700);
        } else {
            delay /= 2;
        }
        let next = large(if round % 2 == 0 { "three" } else { "one" });
        next.write(&place.dir).unwrap();
        place.assert_holds_exactly(&next);
        if killed == 12 {
            break;
        }
    }
}

/// A full disk, which needs a file system of its own and so the right to mount one.
#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_leaves_the_tree_as_it_was() {
    struct Mount(tempfile::TempDir);
    impl Drop for Mount {
        fn drop(&mut self) {
            let _gone_anyway = Command::new("umount").arg(self.0.path()).status();
        }
    }

    let scratch = tempfile::tempdir().unwrap();
    let mounted = Command::new("mount")
        .args(["-t", "tmpfs", "-o", "size=256k", "tmpfs"])
        .arg(scratch.path())
        .stderr(Stdio::null())
        .status();
    if !mounted.is_ok_and(|status| status.success()) {
        crate::unproven::say(
            "a full disk leaves the tree as it was",
            "no right to mount a file system",
        );
        return;
    }
    let mount = Mount(scratch);
    let dir = mount.0.path().join("acme");
    let before = tree(&[("a", "1"), ("stale", "1")]);
    before.write(&dir).unwrap();
    let error = tree(&[("a", "2"), ("big", &"x".repeat(1 << 20))])
        .write(&dir)
        .unwrap_err();
    let WriteError::Io {
        action: "stage",
        path: place,
        source,
    } = &error
    else {
        panic!("{error}")
    };
    assert_eq!(place, &dir.join("big"));
    assert_eq!(source.kind(), std::io::ErrorKind::StorageFull);
    assert!(before.compare(&dir).unwrap().is_exact());
    assert_eq!(fs::read_dir(mount.0.path()).unwrap().count(), 1);
}

/// Needs a user whom permissions bind.
#[cfg(unix)]
#[test]
fn a_directory_that_cannot_be_written_is_named() {
    use std::os::unix::fs::PermissionsExt;

    let place = Place::new();
    old().write(&place.dir).unwrap();
    let before = snapshot(&place.dir);
    let lock =
        |mode| fs::set_permissions(place.scratch.path(), fs::Permissions::from_mode(mode)).unwrap();
    lock(0o555);
    if fs::write(place.scratch.path().join("probe"), "").is_ok() {
        lock(0o755);
        crate::unproven::say(
            "a directory that cannot be written is named",
            "permissions do not bind this user",
        );
        return;
    }
    let error = new().write(&place.dir).unwrap_err();
    lock(0o755);
    let WriteError::Io { source, .. } = &error else {
        panic!("{error}")
    };
    assert_eq!(source.kind(), std::io::ErrorKind::PermissionDenied);
    assert_eq!(snapshot(&place.dir), before);
}
