//! The roles that may touch what is protected.

pub(super) mod break_glass_role_out_of_reach;
pub(super) mod deploying_role_unknown;
pub(super) mod vault_without_break_glass_role;
