//! Locks of vaults, resolved.

use super::Topology;
use crate::place::Path;
use crate::spec::model::{self, LockMode};
use crate::spec::time::duration::Days;

/// A vault lock, in days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lock {
    /// The lock's place.
    pub path: Path,
    /// Governance or compliance.
    pub mode: LockMode,
    /// Shortest retention that the vault accepts.
    pub min: Option<Days>,
    /// Longest retention that the vault accepts.
    pub max: Option<Days>,
    /// How long a compliance lock can be lifted.
    pub changeable_for: Option<Days>,
    /// Whether the spec has the explicit word for a compliance lock.
    pub irreversible: bool,
}

impl Lock {
    /// The lock that stands at `path` of the spec.
    pub(super) fn of(spec: &model::Lock, path: Path) -> Self {
        Self {
            path,
            mode: spec.mode,
            min: spec.min.map(|length| length.days()),
            max: spec.max.map(|length| length.days()),
            changeable_for: spec.changeable_for.map(|length| length.days()),
            irreversible: spec.irreversible,
        }
    }
}

impl Topology {
    /// Every lock, with what it locks in words: central vaults, then the local vaults of groups.
    pub fn locks(&self) -> impl Iterator<Item = (String, &Lock)> {
        let central = self.central_vaults.iter();
        let central = central.map(|vault| (format!("`{}`", vault.name), &vault.lock));
        let local = self.groups.iter();
        let local =
            local.map(|group| (format!("the local vaults of `{}`", group.name), &group.lock));
        central
            .chain(local)
            .filter_map(|(name, lock)| Some((name, lock.as_ref()?)))
    }
}
