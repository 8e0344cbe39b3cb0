//! The manifest that stands while a tree is being written.

use super::Manifest;

/// The files of both manifests with all the digests they may have until `new` is written whole.
///
/// It stands in the directory before the first change. Were `new` put there first, a killed run would leave stale
/// files that no manifest lists; were it put there last without a journal, new files that none lists.
pub(super) fn journal(old: Option<&Manifest>, new: &Manifest) -> Manifest {
    let mut journal = new.clone();
    for (path, digest) in old.iter().flat_map(|old| &old.files) {
        let now = *journal.files.entry(path.clone()).or_insert(*digest);
        if now != *digest {
            journal
                .replacing
                .entry(path.clone())
                .or_default()
                .insert(*digest);
        }
    }
    // What an earlier killed run did not finish may still be there as well.
    for (path, digests) in old.iter().flat_map(|old| &old.replacing) {
        journal
            .replacing
            .entry(path.clone())
            .or_default()
            .extend(digests);
    }
    journal
}
