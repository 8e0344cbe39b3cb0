//! Findings that a person accepts: they are marked, and an acceptance that is of no use is a finding itself.

pub(super) mod accepts_nothing;
