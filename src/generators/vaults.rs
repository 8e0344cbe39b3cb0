//! Backup vaults and their locks.

use crate::blueprint::Placed;
use crate::resources::backup_vault::{Vault, VaultLock};
use crate::spec::model::LockMode;
use crate::topology::Lock;
use crate::value::Value;

const CONCERN: &str = "vaults";

/// A vault under a customer-managed key: copies of most types refuse the key of AWS Backup itself.
pub(super) fn vault(label: &str, name: String, key: Value) -> Placed {
    Placed::new(CONCERN, label, Vault { name, key })
        .comment("Name and key of a vault are fixed when it is made.")
        .protected()
}

/// The lock of the vault with this label.
pub(super) fn lock(vault: &Placed, lock: &Lock) -> Placed {
    let changeable_for = match lock.mode {
        LockMode::Compliance => lock.changeable_for.map(|days| days.0),
        LockMode::Governance => None,
    };
    let resource = VaultLock {
        vault: vault.address(),
        min: lock.min.map(|days| days.0),
        max: lock.max.map(|days| days.0),
        changeable_for,
    };
    let placed = Placed::new(CONCERN, vault.label.as_str(), resource);
    match lock.mode {
        LockMode::Governance => placed.comment(
            "Jobs whose retention is out of these bounds fail. Those who may can lift this lock; a change \
             of its bounds replaces it, and for that moment the vault is without.",
        ),
        LockMode::Compliance => {
            let mut placed = placed.protected().comment(
                "After `changeable_for_days` nobody, AWS included, can lift this lock or delete a recovery \
                 point early. The value reads back as nothing once the lock is final, so it is not compared.",
            );
            placed.left_alone.push(("changeable_for_days", String::new()));
            placed
        }
    }
}
