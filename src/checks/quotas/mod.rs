//! Numbers and sizes that AWS does not take.

pub(super) mod key_policy_too_large;
pub(super) mod quota_exceeded;
