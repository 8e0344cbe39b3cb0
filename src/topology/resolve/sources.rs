//! Source groups: accounts, regions, exceptions, shapes.

use std::collections::BTreeMap;

use indexmap::IndexMap;

use super::super::faults::Faults;
use super::super::{Account, Group, Lock, Member, Role, Shape};
use super::Resolver;
use super::central::keys_by_region;
use crate::diagnostics::Place;
use crate::facts::Region;
use crate::place::Path;
use crate::spec::OneOrNamed;
use crate::spec::ids::{KeyArn, Name, RoleArn, VaultName};
use crate::spec::model::{Exception, SourceGroup};

impl Resolver<'_> {
    /// The groups with their names and places; a single one is called `source`.
    pub(super) fn source_groups(&self) -> Vec<(Name, Path, &SourceGroup)> {
        let path = Path::root().key("sources");
        match &self.spec.sources {
            OneOrNamed::One(one) => vec![(Name::new("source"), path, one)],
            OneOrNamed::Named(named) => named
                .iter()
                .map(|(name, group)| (name.clone(), path.key(name.to_string()), group))
                .collect(),
        }
    }

    /// The groups, with every account in the shape it belongs to; plans are added later.
    pub(super) fn groups(
        &self,
        accounts: &IndexMap<Name, Account>,
        faults: &mut Faults,
    ) -> Vec<Group> {
        let mut seen: BTreeMap<Name, Path> = BTreeMap::new();
        let mut groups = Vec::new();
        for (name, path, spec) in self.source_groups() {
            for (list, empty) in [
                ("accounts", spec.accounts.is_empty()),
                ("regions", spec.regions.is_empty()),
            ] {
                if empty {
                    faults.choice(
                        path.key(list),
                        format!("source group `{name}` has no {list}"),
                        "the list is empty",
                        "name at least one, or remove the group",
                    );
                }
            }
            for (account, _) in &spec.exceptions {
                if !spec.accounts.contains(account) {
                    faults.not_of_group(
                        Place::key(path.key("exceptions").key(account.to_string())),
                        "account",
                        account.as_str(),
                        spec.accounts.iter().map(Name::as_str),
                    );
                }
            }
            let default = || VaultName::parse(&self.names.local_vault()).ok();
            // A spec name has at most 20 characters, so the default always fits.
            let Some(vault) = spec.vault.clone().or_else(default) else {
                continue;
            };
            let regions = once_each(&spec.regions, &path.key("regions"), faults);
            let source = (&name, &path, spec, regions.as_slice());
            let shapes = self.shapes(source, accounts, &mut seen, faults);
            let lock = spec.lock.as_ref();
            groups.push(Group {
                lock: lock.map(|lock| Lock::of(lock, path.key("lock"))),
                name,
                path,
                vault,
                regions,
                copy_back: spec.copy_back,
                protect: spec.protect,
                shapes,
            });
        }
        // The account of an exception makes a shape of its own, which is called after both.
        let shapes = groups.iter().flat_map(|group| {
            let shapes = group.shapes.iter();
            shapes.map(|shape| (shape.label.as_str(), group.path.clone()))
        });
        faults.alike("source groups", shapes);
        groups
    }

    fn shapes(
        &self,
        (name, path, spec, group_regions): (&Name, &Path, &SourceGroup, &[Region]),
        accounts: &IndexMap<Name, Account>,
        seen: &mut BTreeMap<Name, Path>,
        faults: &mut Faults,
    ) -> Vec<Shape> {
        let mut common = Shape {
            label: name.to_string(),
            members: Vec::new(),
            role: self.role(spec.role.as_ref(), &path.key("role")),
            keys: BTreeMap::new(),
            plans: Vec::new(),
        };
        let mut others = Vec::new();
        for (index, account_name) in spec.accounts.iter().enumerate() {
            let place = path.key("accounts").index(index);
            let Some(account) = self.account(accounts, account_name, place.clone(), faults) else {
                continue;
            };
            if let Some(first) = seen.get(account_name) {
                faults.repeated(
                    place,
                    format!("account `{account_name}` is a source twice"),
                    first.clone(),
                );
                continue;
            }
            seen.insert(account_name.clone(), place.clone());
            let exception = spec.exceptions.get(account_name);
            let exception_path = path.key("exceptions").key(account_name.to_string());
            let (regions, regions_path) = match exception.and_then(|one| one.regions.as_ref()) {
                Some(regions) => {
                    let place = exception_path.key("regions");
                    (once_each(regions, &place, faults), place)
                }
                None => (group_regions.to_vec(), path.key("regions")),
            };
            let role = match exception.and_then(|one| one.role.as_ref()) {
                Some(role) => Some((role, exception_path.key("role"))),
                None => spec.role.as_ref().map(|role| (role, path.key("role"))),
            };
            if let Some((role, path)) = role {
                of_the_account(role, path, &account, faults);
            }
            let member = Member {
                account,
                regions,
                path: place,
                regions_path,
            };
            let Some(one) = exception.filter(|one| changes_shape(one)) else {
                common.members.push(member);
                continue;
            };
            others.push(Shape {
                label: format!("{name}-{account_name}"),
                role: match &one.role {
                    Some(role) => self.role(Some(role), &exception_path.key("role")),
                    None => common.role.clone(),
                },
                keys: own_keys(one, &exception_path.key("keys"), &member, faults),
                members: vec![member],
                plans: Vec::new(),
            });
        }
        let common = (!common.members.is_empty()).then_some(common);
        common.into_iter().chain(others).collect()
    }

    fn role(&self, existing: Option<&RoleArn>, path: &Path) -> Role {
        match existing {
            Some(arn) => Role::Existing {
                arn: arn.clone(),
                path: path.clone(),
            },
            None => Role::Made(self.names.backup_role()),
        }
    }
}

/// A fault when the role is another account's.
fn of_the_account(role: &RoleArn, path: Path, account: &Account, faults: &mut Faults) {
    if role
        .account()
        .is_some_and(|owner| owner != account.id.as_str())
    {
        faults.mismatch(
            path,
            format!(
                "the role of account `{}` belongs to another account",
                account.name
            ),
            format!("not a role of {}", account.id),
            "write `$account` for the account's id, or give the account an exception",
        );
    }
}

/// The keys that an account has of its own, by region: none, or one for each.
fn own_keys(
    exception: &Exception,
    path: &Path,
    member: &Member,
    faults: &mut Faults,
) -> BTreeMap<Region, KeyArn> {
    let keys = keys_by_region(
        &exception.keys,
        path,
        &member.account,
        &member.regions,
        faults,
    );
    let without_key = member
        .regions
        .iter()
        .find(|region| !keys.contains_key(region));
    if let (false, Some(region)) = (keys.is_empty(), without_key) {
        faults.mismatch(
            path.clone(),
            format!(
                "account `{}` has keys of its own, but none for {region}",
                member.account.name
            ),
            "not every region has one".to_owned(),
            "name a key for each region of the account, or none",
        );
    }
    keys
}

/// Whether an account with this exception needs blueprints of its own; other regions alone do not.
fn changes_shape(exception: &Exception) -> bool {
    !(exception.without.is_empty()
        && exception.keep.is_empty()
        && exception.role.is_none()
        && exception.keys.is_empty())
}

fn once_each(regions: &[Region], path: &Path, faults: &mut Faults) -> Vec<Region> {
    let mut once: Vec<Region> = Vec::new();
    for (index, region) in regions.iter().enumerate() {
        match once.iter().position(|known| known == region) {
            None => once.push(region.clone()),
            Some(first) => faults.repeated(
                path.index(index),
                format!("region {region} is listed twice"),
                path.index(first),
            ),
        }
    }
    once
}
