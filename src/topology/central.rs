//! Central vaults, resolved.

use std::collections::BTreeMap;

use indexmap::IndexMap;

use super::{Account, Lock};
use crate::facts::Region;
use crate::place::{Path, Step};
use crate::spec::ids::{KeyArn, Name, VaultName};
use crate::spec::model::Access;

/// A vault in a central account, in one region or several.
#[derive(Debug, Clone)]
pub struct CentralVault {
    /// The vault's name in the spec; `central` for a single one.
    pub name: Name,
    /// The vault's place.
    pub path: Path,
    /// The account that owns it.
    pub account: Account,
    /// The vault's name at AWS, the same in every region.
    pub vault: VaultName,
    /// Source region to the region it copies to, in the spec's order.
    pub pairs: IndexMap<Region, Region>,
    /// The place of `region`, or of `regions` where source regions copy to different ones.
    pub regions_path: Path,
    /// The regions in which the vault exists, each once, in the spec's order.
    pub regions: Vec<Region>,
    /// Existing keys, by region; other regions get a key of their own.
    pub keys: BTreeMap<Region, KeyArn>,
    /// The lock.
    pub lock: Option<Lock>,
    /// Who may copy into the vault.
    pub access: Access,
    /// Whether nobody but the administration's roles may delete from it.
    pub protect: bool,
}

impl CentralVault {
    /// The region that `source` copies to.
    pub fn region_for(&self, source: &Region) -> Option<&Region> {
        self.pairs.get(source)
    }

    /// The place that says where `source` copies to.
    pub fn destination_path(&self, source: &Region) -> Path {
        match self.regions_path.steps().last() {
            Some(Step::Key(key)) if key == "regions" => self.regions_path.key(source.to_string()),
            _ => self.regions_path.clone(),
        }
    }

    /// The source regions that copy to `region`.
    pub fn sources_of<'a>(&'a self, region: &'a Region) -> impl Iterator<Item = &'a Region> {
        self.pairs
            .iter()
            .filter(move |(_, central)| *central == region)
            .map(|(source, _)| source)
    }
}
