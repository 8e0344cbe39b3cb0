//! Vault locks.

pub(super) mod compliance_lock_unacknowledged;
pub(super) mod retention_outside_lock;
pub(super) mod unusable_lock;
