//! Checks of tags.

pub(super) mod unusable_tag;
