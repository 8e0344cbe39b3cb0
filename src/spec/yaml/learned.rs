//! What earlier readings of a document have learned about the values that stand in for missing ones.

use std::collections::BTreeMap;

/// A text of each form that a scalar of a spec has.
pub(super) const TEXTS: [&str; 10] = [
    "daily",
    "14d",
    "111111111111",
    "eu-west-1",
    "daily 03:00",
    "o-a1b2c3d4e5",
    "r-ab12",
    "arn:aws:sns:eu-west-1:111111111111:topic",
    "1",
    "S3",
];

/// What stand-ins have been learned about, by struct and key.
#[derive(Debug, Default)]
pub(super) struct StandIns {
    /// Which text is tried.
    attempts: BTreeMap<(&'static str, &'static str), usize>,
    /// The keys that a struct cannot do without.
    required: BTreeMap<&'static str, Vec<&'static str>>,
}

impl StandIns {
    /// The position in [`TEXTS`] of the text that is tried; behind the last one, an empty mapping is.
    pub(super) fn attempt(&self, owner: &'static str, field: &'static str) -> usize {
        let attempt = self.attempts.get(&(owner, field));
        attempt.copied().unwrap_or_default()
    }

    /// The keys that a struct cannot do without, as far as readings have found out.
    pub(super) fn required(&self, owner: &str) -> &[&'static str] {
        self.required.get(owner).map_or(&[], Vec::as_slice)
    }

    /// Goes on to the next text; false when none is left.
    pub(super) fn advance(&mut self, owner: &'static str, field: &'static str) -> bool {
        let attempt = self.attempts.entry((owner, field)).or_default();
        *attempt += 1;
        // One more than there are texts: an empty mapping.
        *attempt <= TEXTS.len()
    }

    /// Remembers that a struct cannot do without a key; false when that was known already.
    pub(super) fn require(&mut self, owner: &'static str, field: &'static str) -> bool {
        let required = self.required.entry(owner).or_default();
        let new = !required.contains(&field);
        if new {
            required.push(field);
        }
        new
    }
}
