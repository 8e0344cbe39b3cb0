//! Vaults with their keys, policies and locks.

use offsite::engines::Engine;
use offsite::spec::model::LockMode;
use offsite::topology::Lock;
use serde_json::{Value, json};

use super::{Held, names, says};

/// Central vaults: in their account and regions, with policy, key and lock.
pub(crate) fn central(held: &Held<'_>) -> usize {
    let mut seen = 0;
    for vault in &held.topology.central_vaults {
        for region in &vault.regions {
            seen += 1;
            let place = held.place(vault.account.id.as_str(), region.as_str());
            let found = &place["vaults"][vault.vault.as_str()];
            let label = format!("{}: {} in {region}: {found:#}", held.name, vault.vault);
            let expected = format!(
                "arn:aws:backup:{region}:{}:backup-vault:{}",
                vault.account.id, vault.vault
            );
            assert_eq!(found["arn"], expected, "{label}");
            assert!(
                says(&found["policy"], "backup:CopyIntoBackupVault"),
                "{label}"
            );
            assert!(
                says(&found["policy"], held.topology.organization.id.as_str()),
                "{label}"
            );
            assert_eq!(
                says(&found["policy"], "OnlyBreakGlassDeletes"),
                vault.protect,
                "{label}"
            );
            match vault.keys.get(region) {
                Some(existing) => assert_eq!(found["key"], existing.to_string(), "{label}"),
                None => {
                    let keys = place["keys"].as_object().unwrap().values();
                    let mut own = keys.filter(|key| key["arn"] == found["key"]);
                    let own = own.next().unwrap_or_else(|| panic!("no key: {label}"));
                    assert_eq!(own["rotation"], true, "{label}");
                    assert!(says(&own["policy"], "AWSServiceRoleForBackup"), "{label}");
                }
            }
            let expected = lock(held, vault.lock.as_ref());
            assert_eq!(found["lock"], expected, "{label}");
        }
    }
    seen
}

/// A vault's lock as the double has it.
fn lock(held: &Held<'_>, said: Option<&Lock>) -> Value {
    match said {
        None => json!({ "locked": false, "min": null, "max": null, "final": false }),
        Some(lock) => json!({
            "locked": true,
            // CloudFormation wants a bound, and one day is the shortest retention there is.
            "min": match (lock.min, held.engine) {
                (None, Engine::CloudFormation) => Some(1),
                (min, _) => min.map(|days| days.0),
            },
            "max": lock.max.map(|days| days.0),
            "final": lock.mode == LockMode::Compliance,
        }),
    }
}

/// Local vaults: one a region in every source account, under a key of its own.
pub(crate) fn local(held: &Held<'_>) -> usize {
    let mut seen = 0;
    for (group, shape, member) in held.sources() {
        for region in &member.regions {
            seen += 1;
            let account = member.account.id.as_str();
            let place = held.place(account, region.as_str());
            let label = format!("{}: {account} in {region}", held.name);
            assert_eq!(
                names(&place["vaults"]),
                [group.vault.as_str()].into(),
                "{label}"
            );
            let found = &place["vaults"][group.vault.as_str()];
            assert_eq!(found["lock"], lock(held, group.lock.as_ref()), "{label}");
            match shape.keys.get(region) {
                Some(existing) => assert_eq!(found["key"], existing.to_string(), "{label}"),
                None => {
                    let key = found["key"].as_str().unwrap();
                    assert!(
                        key.starts_with(&format!("arn:aws:kms:{region}:{account}:key/")),
                        "{label}"
                    );
                }
            }
            let central = held
                .topology
                .central_vaults
                .iter()
                .map(|vault| vault.account.id.as_str());
            if group.copy_back {
                for central in central {
                    assert!(says(&found["policy"], central), "{label}: {found:#}");
                }
            } else if !group.protect {
                assert_eq!(found["policy"], Value::Null, "{label}");
            }
            assert_eq!(
                says(&found["policy"], "OnlyBreakGlassDeletes"),
                group.protect,
                "{label}"
            );
        }
    }
    seen
}
