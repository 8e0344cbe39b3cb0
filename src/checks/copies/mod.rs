//! Copies into the central vaults: what can be copied, where to, how often and for how long.

pub(super) mod copies_more_often_than_they_finish;
pub(super) mod copy_expires_first;
pub(super) mod copy_without_retention;
pub(super) mod fewer_than_3_2_1;
pub(super) mod joining_accounts_not_admitted;
pub(super) mod key_of_resource_not_shared;
pub(super) mod region_cannot_copy;
pub(super) mod source_region_without_destination;
pub(super) mod type_cannot_be_copied;

use crate::facts::CopyAccounts;
use crate::topology::{CentralVault, CopyPath, Member};

/// Whether a copy leaves its account.
fn accounts(path: &CopyPath<'_>) -> CopyAccounts {
    accounts_between(path.member, path.vault)
}

/// Whether what a source account copies into a vault leaves the account.
fn accounts_between(member: &Member, vault: &CentralVault) -> CopyAccounts {
    if member.account.id == vault.account.id {
        CopyAccounts::Same
    } else {
        CopyAccounts::Different
    }
}
