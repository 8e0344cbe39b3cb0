//! The role by which AWS Backup acts in an account.

use std::collections::BTreeSet;

use super::Held;

const ROLE: &str = "AWSServiceRoleForBackup";

/// Every account with a vault, and the management account, has the role; made before the first key
/// and the first vault, or there before everything. The calls are in the order in which they ended.
pub(super) fn there_first(held: &Held<'_>) -> usize {
    let calls = held.double.calls();
    let vaults = calls
        .iter()
        .filter(|call| call.operation == "CreateBackupVault");
    let mut accounts: BTreeSet<&str> = vaults.map(|call| call.account.as_str()).collect();
    assert!(accounts.len() > 1, "{}: {accounts:?}", held.name);
    accounts.insert(held.topology.organization.management.id.as_str());
    // The alerts topic has a key as well, which needs no role.
    let hub = held.topology.events.as_ref();
    let hub = hub.map(|route| route.account.id.as_str());
    for account in &accounts {
        // An account that joined a unit is none of the places that are read.
        let roles = &held.held["accounts"][account];
        assert!(
            roles.is_null() || roles[ROLE].is_object(),
            "{}: {account}",
            held.name
        );
        let mut own = calls
            .iter()
            .filter(|call| call.account == **account && call.status == 200);
        let first = own.find(|call| {
            let operation = call.operation.as_str();
            ["CreateServiceLinkedRole", "CreateBackupVault"].contains(&operation)
                || operation == "CreateKey" && hub != Some(account)
        });
        let was_there = held.before["service_linked_roles"].as_array();
        if was_there.is_some_and(|all| all.iter().any(|one| one == account)) {
            continue;
        }
        let first = first.unwrap_or_else(|| panic!("{}: nothing in {account}", held.name));
        assert_eq!(
            first.operation, "CreateServiceLinkedRole",
            "{}: {account}",
            held.name
        );
    }
    accounts.len()
}
