//! Central vaults.

use std::panic::Location;

use indexmap::IndexMap;

use super::called::{Called, named};
use super::notes::Notes;
use super::{Account, Lock, OneOrMore};
use crate::facts::Region;
use crate::place::Path;
use crate::spec::OneOrNamed;
use crate::spec::ids::{KeyArn, Name, VaultName};
use crate::spec::model::{self, Access, CentralVaults};

/// A vault in a central account; a handle for the copies of plans.
#[derive(Debug, Clone)]
#[must_use = "a vault belongs into a `spec`"]
pub struct CentralVault {
    pub(super) called: Called<Name>,
    pub(super) model: model::CentralVault,
    pub(super) notes: Notes,
}

/// A vault in a central account, called `name` in the spec.
///
/// `regions` is the vault's region, or pairs of a source region and the central region that it
/// copies to.
#[track_caller]
pub fn vault(name: &str, account: &Account, regions: impl VaultRegions) -> CentralVault {
    let call = Location::caller();
    let mut notes = Notes::of(call);
    notes.account(account);
    let mut model = model::CentralVault {
        account: account.called.name.clone(),
        region: None,
        regions: IndexMap::new(),
        vault: None,
        keys: Vec::new(),
        lock: None,
        access: Access::default(),
        protect: true,
    };
    regions.write(&mut model);
    CentralVault {
        called: named(name, call),
        model,
        notes,
    }
}

/// Where a vault is: one region, or pairs of a source region and a central region.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not say where a vault is",
    label = "expected a region such as `EuCentral1`, or pairs such as `[(EuWest1, EuCentral1)]`"
)]
pub trait VaultRegions {
    /// Writes the regions into the vault.
    #[doc(hidden)]
    fn write(self, vault: &mut model::CentralVault);
}

impl VaultRegions for Region {
    fn write(self, vault: &mut model::CentralVault) {
        vault.region = Some(self);
    }
}

impl<I: IntoIterator<Item = (Region, Region)>> VaultRegions for I {
    fn write(self, vault: &mut model::CentralVault) {
        vault.regions = self.into_iter().collect();
    }
}

impl CentralVault {
    /// The vault's name in AWS. Default: `<spec name>-<name>`.
    #[track_caller]
    pub fn vault_name(mut self, name: &str) -> Self {
        let call = Location::caller();
        self.model.vault = self.notes.parsed("vault", name, VaultName::parse, call);
        self
    }

    /// Existing customer-managed keys of the account, one for each region of the vault that shall
    /// not get a key of its own.
    #[track_caller]
    pub fn keys(mut self, keys: impl IntoIterator<Item = KeyArn>) -> Self {
        self.notes.key("keys", Location::caller());
        self.model.keys.extend(keys);
        self
    }

    /// Bounds for the retention of recovery points, enforced by the vault.
    pub fn lock(mut self, lock: Lock) -> Self {
        let path = Path::root().key("lock");
        self.notes.add(&path, lock.notes);
        self.model.lock = Some(lock.model);
        self
    }

    /// Leaves deleting recovery points to whoever the account's own IAM policies allow it. Default:
    /// the roles of the spec's `administration` alone may.
    #[track_caller]
    pub fn unprotected(mut self) -> Self {
        self.notes.key("protect", Location::caller());
        self.model.protect = false;
        self
    }

    /// Lets every account of the organization copy into the vault. Default: the spec's sources.
    #[track_caller]
    pub fn access_for_organization(mut self) -> Self {
        self.notes.key("access", Location::caller());
        self.model.access = Access::Organization;
        self
    }
}

/// The central vaults of a spec: `&vault`, or several as `[&one, &other]`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no central vault",
    label = "expected `&vault`, or several as `[&one, &other]`"
)]
pub trait Central {
    /// The vaults that this means.
    #[doc(hidden)]
    fn vaults(self) -> OneOrMore<CentralVault>;
}

impl Central for &CentralVault {
    fn vaults(self) -> OneOrMore<CentralVault> {
        if self.called.name.as_str() == ONLY {
            OneOrMore::One(self.clone())
        } else {
            OneOrMore::More(vec![self.clone()])
        }
    }
}

impl<'a, I: IntoIterator<Item = &'a CentralVault>> Central for I {
    fn vaults(self) -> OneOrMore<CentralVault> {
        OneOrMore::More(self.into_iter().cloned().collect())
    }
}

/// No central vault: nothing leaves the source accounts, and `check` says what is missing of 3-2-1.
pub fn no_central_vault() -> [&'static CentralVault; 0] {
    []
}

/// The name by which a spec with a single vault calls it.
const ONLY: &str = "central";

impl OneOrMore<CentralVault> {
    /// As they stand at `path` of the model.
    pub(super) fn write(self, path: &Path, notes: &mut Notes) -> CentralVaults {
        match self {
            Self::One(vault) => {
                notes.add(path, vault.notes);
                OneOrNamed::One(vault.model)
            }
            Self::More(vaults) => {
                let mut named = IndexMap::new();
                for CentralVault {
                    called,
                    model,
                    notes: own,
                } in vaults
                {
                    notes.insert(&mut named, path, &called, model, own);
                }
                OneOrNamed::Named(named)
            }
        }
    }
}
