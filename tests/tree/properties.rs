//! What holds for all trees.

use offsite::tree::{Manifest, Origin, Tree, TreePath};
use proptest::prelude::*;

use super::Place;

/// Trees over few short names, so that two of them meet in files and directories.
fn trees() -> impl Strategy<Value = Tree> {
    let files = prop::collection::btree_map("[abc](/[abc]){0,3}", "[x\n]{0,2}", 0..12);
    (files, "[st]").prop_map(|(files, text)| {
        let mut tree = Tree::new(Origin::new("0.1.0", "acme", text.as_bytes()));
        for (name, text) in files {
            // A name that is both a file and a directory is left out.
            let _taken = tree.insert(TreePath::parse(&name).unwrap(), text);
        }
        tree
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_last_tree_written_is_exactly_what_is_there(one in trees(), other in trees()) {
        let place = Place::new();
        one.write(&place.dir).unwrap();
        other.write(&place.dir).unwrap();
        place.assert_holds_exactly(&other);
    }

    #[test]
    fn two_runs_stopped_anywhere_are_mended_by_a_third(
        one in trees(), two in trees(), three in trees(), four in trees(), stops in [0..30_usize, 0..30],
    ) {
        let place = Place::new();
        one.write(&place.dir).unwrap();
        for (tree, stop) in [&two, &three].into_iter().zip(stops) {
            let mut pending = tree.prepare(&place.dir).unwrap();
            for _ in 0..stop {
                pending.advance().unwrap();
            }
            std::mem::forget(pending);
        }
        four.write(&place.dir).unwrap();
        place.assert_holds_exactly(&four);
    }

    #[test]
    fn any_text_is_a_path_that_stays_below_or_none(text in any::<String>()) {
        if let Ok(path) = TreePath::parse(&text) {
            let below = path.below("root".as_ref());
            prop_assert!(below.starts_with("root"));
            prop_assert!(below.components().all(|part| matches!(part, std::path::Component::Normal(_))));
        }
    }

    #[test]
    fn any_bytes_are_a_manifest_or_an_error(bytes in prop::collection::vec(any::<u8>(), 0..64)) {
        let _either = Manifest::parse(&bytes, "0.1.0");
    }
}
