//! Central vaults: pairs of regions, names, keys, locks.

use std::collections::BTreeMap;

use indexmap::IndexMap;

use super::super::faults::Faults;
use super::super::names::ALERTS;
use super::super::{Account, CentralVault, Lock};
use super::Resolver;
use crate::diagnostics::Place;
use crate::facts::Region;
use crate::place::Path;
use crate::spec::OneOrNamed;
use crate::spec::ids::{KeyArn, Name, VaultName};
use crate::spec::model;

impl Resolver<'_> {
    /// The central vaults with their names and places; a single one is called `central`.
    pub(super) fn central_specs(&self) -> Vec<(Name, Path, &model::CentralVault)> {
        let path = Path::root().key("central");
        match &self.spec.central {
            OneOrNamed::One(one) => vec![(Name::new("central"), path, one)],
            OneOrNamed::Named(named) => named
                .iter()
                .map(|(name, vault)| (name.clone(), path.key(name.to_string()), vault))
                .collect(),
        }
    }

    pub(super) fn central_vaults(
        &self,
        accounts: &IndexMap<Name, Account>,
        source_regions: &[Region],
        faults: &mut Faults,
    ) -> Vec<CentralVault> {
        let mut vaults: Vec<CentralVault> = Vec::new();
        for (name, path, spec) in self.central_specs() {
            let pairs = region_pairs(spec, &path, &name, source_regions, faults);
            let account = self.account(accounts, &spec.account, path.key("account"), faults);
            let Some(account) = account else { continue };
            let mut regions: Vec<Region> = Vec::new();
            for region in pairs.values() {
                if !regions.contains(region) {
                    regions.push(region.clone());
                }
            }
            let regions_path = match &spec.region {
                Some(_) if spec.regions.is_empty() => path.key("region"),
                _ => path.key("regions"),
            };
            let named = spec
                .vault
                .clone()
                .or_else(|| VaultName::parse(&self.names.central_vault(name.as_str())).ok());
            let Some(vault) = named else {
                faults.mismatch(
                    path,
                    format!(
                        "`{}` is too long for a vault's name",
                        self.names.central_vault(name.as_str())
                    ),
                    "at most 50 characters".to_owned(),
                    "give the vault a name of its own with `vault`",
                );
                continue;
            };
            let twin = vaults.iter().find(|other| {
                other.vault == vault
                    && other.account == account
                    && other.regions.iter().any(|region| regions.contains(region))
            });
            if let Some(twin) = twin {
                faults.repeated(
                    path.clone(),
                    format!(
                        "two central vaults are called `{vault}` in the same account and region"
                    ),
                    twin.path.clone(),
                );
            }
            let keys = keys_by_region(&spec.keys, &path.key("keys"), &account, &regions, faults);
            let lock = spec.lock.as_ref();
            let lock = lock.map(|lock| Lock::of(lock, path.key("lock")));
            vaults.push(CentralVault {
                name,
                path,
                account,
                vault,
                pairs,
                regions_path,
                regions,
                keys,
                lock,
                access: spec.access,
                protect: spec.protect,
            });
        }
        // The alias of a vault's key has the vault's name.
        for vault in vaults.iter().filter(|vault| vault.name.as_str() == ALERTS) {
            faults.mismatch(
                Place::key(vault.path.clone()),
                format!("a central vault cannot be called `{ALERTS}`"),
                "the alias of its key is that of the key of the alerts".to_owned(),
                "choose another name",
            );
        }
        let names = vaults.iter();
        faults.alike(
            "central vaults",
            names.map(|vault| (vault.name.as_str(), vault.path.clone())),
        );
        vaults
    }
}

/// Source region to central region. Every source region needs one only where a plan copies, so a
/// missing pair is the resolver of plans' business.
fn region_pairs(
    spec: &model::CentralVault,
    path: &Path,
    name: &Name,
    source_regions: &[Region],
    faults: &mut Faults,
) -> IndexMap<Region, Region> {
    match (&spec.region, spec.regions.is_empty()) {
        (Some(region), true) => source_regions
            .iter()
            .map(|source| (source.clone(), region.clone()))
            .collect(),
        (None, false) => spec.regions.clone(),
        (Some(_), false) => {
            faults.choice(
                path.key("regions"),
                format!("central vault `{name}` has both `region` and `regions`"),
                "one of the two is enough",
                "keep `region` when every source region copies to the same one, else `regions`",
            );
            spec.regions.clone()
        }
        (None, true) => {
            faults.choice(
                Place::key(path.clone()),
                format!("central vault `{name}` has no region"),
                "neither `region` nor `regions` is here",
                "add `region: eu-central-1`, or `regions: { eu-west-1: eu-central-1 }` for pairs",
            );
            IndexMap::new()
        }
    }
}

/// Existing keys by the region in their ARN; a fault for a key of another account, of a region
/// without a vault, or a second one for a region.
pub(super) fn keys_by_region(
    keys: &[KeyArn],
    path: &Path,
    account: &Account,
    regions: &[Region],
    faults: &mut Faults,
) -> BTreeMap<Region, KeyArn> {
    let mut by_region: BTreeMap<Region, (usize, KeyArn)> = BTreeMap::new();
    for (index, key) in keys.iter().enumerate() {
        let place = path.index(index);
        if key.account() != account.id.as_str() {
            faults.mismatch(
                place,
                format!(
                    "the key of a vault in account `{}` belongs to another account",
                    account.name
                ),
                format!("a key of {}, the vault is in {}", key.account(), account.id),
                "a vault takes a key of its own account and region",
            );
            continue;
        }
        let Some(region) = regions
            .iter()
            .find(|region| region.as_str() == key.region())
        else {
            faults.mismatch(
                place,
                format!(
                    "no vault of account `{}` is in the region of this key",
                    account.name
                ),
                format!("a key in {}", key.region()),
                "name a key of a region that has a vault, or remove it",
            );
            continue;
        };
        if let Some((first, _)) = by_region.get(region) {
            faults.repeated(place, format!("two keys for {region}"), path.index(*first));
            continue;
        }
        by_region.insert(region.clone(), (index, key.clone()));
    }
    by_region
        .into_iter()
        .map(|(region, (_, key))| (region, key))
        .collect()
}
