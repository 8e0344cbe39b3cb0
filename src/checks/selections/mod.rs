//! What plans protect.

pub(super) mod only_opted_in_types;
pub(super) mod selects_everything;
