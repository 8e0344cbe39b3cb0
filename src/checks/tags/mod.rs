//! Checks of tags.

mod signs;
pub(super) mod unusable_tag;

pub(crate) use signs::{on_one_line, refused_signs};
