//! Where the vaults lie: apart from what they protect.

pub(super) mod central_account_is_management;
pub(super) mod central_account_is_source;
pub(super) mod default_vault;
