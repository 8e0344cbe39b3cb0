//! Groups of source accounts, and what differs in single ones.

use std::panic::Location;

use indexmap::IndexMap;

use super::called::{Called, named};
use super::notes::Notes;
use super::{Account, Lock, OneOrMore};
use crate::facts::Region;
use crate::place::Path;
use crate::spec::OneOrNamed;
use crate::spec::ids::{Name, RoleArn, VaultName};
use crate::spec::model::{self, SourceGroups};

/// Source accounts that look alike; a handle for the plans that only some groups get.
#[derive(Debug, Clone)]
#[must_use = "source accounts belong into a `spec`"]
pub struct SourceGroup {
    pub(super) called: Called<Name>,
    pub(super) model: model::SourceGroup,
    pub(super) notes: Notes,
    /// Whether the program gave it a name of its own.
    pub(super) is_named: bool,
}

/// The source accounts of a spec that has one group of them, and the regions that are protected.
#[track_caller]
pub fn sources<'a>(
    accounts: impl IntoIterator<Item = &'a Account>,
    regions: impl IntoIterator<Item = Region>,
) -> SourceGroup {
    SourceGroup {
        is_named: false,
        ..source_group("source", accounts, regions)
    }
}

/// A group of source accounts, called `name` in the spec, and the regions that are protected.
#[track_caller]
pub fn source_group<'a>(
    name: &str,
    accounts: impl IntoIterator<Item = &'a Account>,
    regions: impl IntoIterator<Item = Region>,
) -> SourceGroup {
    let call = Location::caller();
    let mut notes = Notes::of(call);
    let accounts = accounts.into_iter().map(|account| {
        notes.account(account);
        account.called.name.clone()
    });
    SourceGroup {
        called: named(name, call),
        model: model::SourceGroup {
            accounts: accounts.collect(),
            regions: regions.into_iter().collect(),
            vault: None,
            role: None,
            copy_back: false,
            protect: false,
            lock: None,
            exceptions: IndexMap::new(),
        },
        notes,
        is_named: true,
    }
}

impl SourceGroup {
    /// Name of the local vault in each account and region. Default: `<spec name>-local`.
    #[track_caller]
    pub fn vault_name(mut self, name: &str) -> Self {
        let call = Location::caller();
        self.model.vault = self.notes.parsed("vault", name, VaultName::parse, call);
        self
    }

    /// Bounds for the retention of recovery points, enforced by the local vaults.
    pub fn lock(mut self, lock: Lock) -> Self {
        self.notes.add(&Path::root().key("lock"), lock.notes);
        self.model.lock = Some(lock.model);
        self
    }

    /// An existing role that AWS Backup assumes, `$account` standing for the account's id. Default:
    /// a role with the policies that the protected types need, and beside it one for restores.
    #[track_caller]
    pub fn role(mut self, role: RoleArn) -> Self {
        self.notes.key("role", Location::caller());
        self.model.role = Some(role);
        self
    }

    /// Lets the central account copy recovery points back into the local vaults: a restore runs
    /// only in the account and region where its recovery point lies.
    #[track_caller]
    pub fn copy_back(mut self) -> Self {
        self.notes.key("copy_back", Location::caller());
        self.model.copy_back = true;
        self
    }

    /// Lets only the roles of the spec's `administration` delete recovery points of the local vaults,
    /// shorten their retention and lift this protection, as in central vaults.
    #[track_caller]
    pub fn protect(mut self) -> Self {
        self.notes.key("protect", Location::caller());
        self.model.protect = true;
        self
    }
}

/// The source accounts of a spec: one group, or several as `[&one, &other]`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no group of source accounts",
    label = "expected `sources(…)`, or groups as `[&one, &other]`"
)]
pub trait Sources {
    /// The groups that this means.
    #[doc(hidden)]
    fn groups(self) -> OneOrMore<SourceGroup>;
}

impl Sources for SourceGroup {
    fn groups(self) -> OneOrMore<SourceGroup> {
        if self.is_named {
            OneOrMore::More(vec![self])
        } else {
            OneOrMore::One(self)
        }
    }
}

impl Sources for &SourceGroup {
    fn groups(self) -> OneOrMore<SourceGroup> {
        self.clone().groups()
    }
}

impl<'a, I: IntoIterator<Item = &'a SourceGroup>> Sources for I {
    fn groups(self) -> OneOrMore<SourceGroup> {
        OneOrMore::More(self.into_iter().cloned().collect())
    }
}

impl OneOrMore<SourceGroup> {
    /// As they stand at `path` of the model.
    pub(super) fn write(self, path: &Path, notes: &mut Notes) -> SourceGroups {
        match self {
            Self::One(group) => {
                notes.add(path, group.notes);
                OneOrNamed::One(group.model)
            }
            Self::More(groups) => {
                let mut named = IndexMap::new();
                for group in groups {
                    notes.insert(&mut named, path, &group.called, group.model, group.notes);
                }
                OneOrNamed::Named(named)
            }
        }
    }
}
