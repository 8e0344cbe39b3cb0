//! What AWS Backup offers in each region: `facts/regions.toml`, typed.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use serde::Deserialize;

use super::{Partition, Region, ResourceType};

/// The column that says whether Multi-AZ DB clusters are supported; not a resource type itself.
const MULTI_AZ_CLUSTERS: &str = "RDS(multi-az)";

/// The confidence of facts on which sources contradict each other.
const LOW: &str = "low";

/// Whether accounts must enable a region before they can use it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub enum OptIn {
    /// On in every account.
    #[serde(rename = "no")]
    NotNeeded,
    /// Enabled account by account.
    #[serde(rename = "yes")]
    Needed,
    /// The partition has accounts of its own, for which its regions are on.
    #[serde(rename = "n/a")]
    OwnPartition,
}

/// How far copies may go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Reach {
    /// To every other region of the partition, or to other accounts.
    Yes,
    /// Only to the one other region of the same partition.
    Pair,
    /// Nowhere.
    No,
}

/// What AWS Backup offers in one region.
#[derive(Debug, Clone)]
pub struct RegionFacts {
    /// AWS's name for the place, such as `Europe (Ireland)`.
    pub name: String,
    /// Whether accounts must enable the region first.
    pub opt_in: OptIn,
    /// Copies to other regions.
    pub cross_region_copy: Reach,
    /// Copies to other accounts.
    pub cross_account_copy: Reach,
    /// Whether backup policies and cross-account monitoring work here.
    pub cross_account_management: bool,
    /// Whether logically air-gapped vaults exist here.
    pub logically_air_gapped: bool,
    /// The `AWS::Backup` types that CloudFormation lacks here.
    pub cloudformation_lacks: Vec<String>,
    /// Whether the sources agree on this region.
    pub certain: bool,
    /// The page of AWS that says so.
    pub source_url: String,
    resource_types: BTreeSet<ResourceType>,
    multi_az_clusters: bool,
}

#[derive(Deserialize)]
struct File {
    types_always: Vec<ResourceType>,
    region: Vec<Row>,
    copy_rule: Vec<CopyRule>,
    event_buses: EventBuses,
    pipes: Pipes,
}

/// Where EventBridge has pipes.
#[derive(Deserialize)]
struct Pipes {
    /// Regions that have none.
    missing: Vec<Region>,
}

/// Where the buses of EventBridge take events from.
#[derive(Deserialize)]
struct EventBuses {
    /// Partitions in which they take none from other regions.
    not_across_regions: Vec<String>,
}

#[derive(Deserialize)]
struct Row {
    code: Region,
    name: String,
    opt_in: OptIn,
    copy_xr: Reach,
    copy_xa: Reach,
    xam: Reach,
    lag: Reach,
    types_here: Vec<String>,
    cfn_missing: Vec<String>,
    source: String,
    confidence: Option<String>,
}

/// A rule about copies between regions; its id is its meaning, which the code knows.
#[derive(Deserialize)]
pub(super) struct CopyRule {
    id: String,
    /// The types that the rule is about.
    #[serde(default)]
    pub(super) types: Vec<ResourceType>,
    /// The regions that the rule names.
    #[serde(default)]
    pub(super) regions: Vec<Region>,
    pub(super) source: String,
    confidence: Option<String>,
}

struct Facts {
    regions: BTreeMap<Region, RegionFacts>,
    copy_rules: BTreeMap<String, CopyRule>,
    event_buses: EventBuses,
    pipes: Pipes,
}

static FACTS: LazyLock<Facts> = LazyLock::new(|| {
    let file: File =
        toml::from_str(super::REGIONS_TOML).expect("the tests read the embedded facts");
    let always = file.types_always;
    let facts = |row: Row| (row.code.clone(), RegionFacts::from_row(row, &always));
    Facts {
        event_buses: file.event_buses,
        pipes: file.pipes,
        regions: file.region.into_iter().map(facts).collect(),
        copy_rules: file
            .copy_rule
            .into_iter()
            .map(|rule| (rule.id.clone(), rule))
            .collect(),
    }
});

impl CopyRule {
    /// The rule with this id, which is one of the file's.
    pub(super) fn of(id: &'static str) -> &'static Self {
        &FACTS.copy_rules[id]
    }

    /// Whether the sources agree on the rule.
    pub(super) fn certain(&self) -> bool {
        self.confidence.as_deref() != Some(LOW)
    }
}

impl Partition {
    /// Whether an event bus takes events from other regions of the partition.
    ///
    /// <https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-cross-region.html>
    pub fn events_cross_regions(self) -> bool {
        let none = &FACTS.event_buses.not_across_regions;
        !none.iter().any(|name| name == self.as_str())
    }
}

impl Region {
    /// Whether EventBridge has pipes in the region; taken as given of regions that are newer than this program.
    ///
    /// <https://docs.aws.amazon.com/eventbridge/latest/userguide/feature-availability.html>
    pub fn has_pipes(&self) -> bool {
        !FACTS.pipes.missing.contains(self)
    }

    /// What AWS Backup offers in the region; `None` when the region is newer than this program.
    pub fn facts(&self) -> Option<&'static RegionFacts> {
        RegionFacts::of(self)
    }

    /// Whether AWS Backup protects this type of resource in the region; `None` when the region is
    /// newer than this program.
    pub fn supports(&self, resource_type: ResourceType) -> Option<bool> {
        Some(self.facts()?.supports(resource_type))
    }
}

impl RegionFacts {
    /// The facts of a region; `None` when it is newer than this program.
    pub(crate) fn of(region: &Region) -> Option<&'static Self> {
        FACTS.regions.get(region)
    }

    /// Whether AWS Backup protects this type of resource here, provided the service exists here.
    pub fn supports(&self, resource_type: ResourceType) -> bool {
        self.resource_types.contains(&resource_type)
    }

    /// Whether AWS Backup protects Multi-AZ DB clusters of RDS here.
    pub fn supports_multi_az_clusters(&self) -> bool {
        self.multi_az_clusters
    }

    /// The resource types that AWS Backup protects here, ordered by name.
    pub fn resource_types(&self) -> impl Iterator<Item = ResourceType> + '_ {
        self.resource_types.iter().copied()
    }

    fn from_row(row: Row, always: &[ResourceType]) -> Self {
        let here = row
            .types_here
            .iter()
            .filter_map(|name| ResourceType::parse(name).ok());
        Self {
            name: row.name,
            opt_in: row.opt_in,
            cross_region_copy: row.copy_xr,
            cross_account_copy: row.copy_xa,
            cross_account_management: row.xam == Reach::Yes,
            logically_air_gapped: row.lag == Reach::Yes,
            cloudformation_lacks: row.cfn_missing,
            certain: row.confidence.as_deref() != Some(LOW),
            source_url: row.source,
            resource_types: always.iter().copied().chain(here).collect(),
            multi_az_clusters: row.types_here.iter().any(|name| name == MULTI_AZ_CLUSTERS),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_known_region_has_facts_and_the_reverse() {
        let with_facts: Vec<&Region> = FACTS.regions.keys().collect();
        let known: Vec<&Region> = Region::KNOWN.iter().collect();
        assert_eq!(with_facts, known);
        assert!(Region::other("xx-new-1").unwrap().facts().is_none());
    }

    #[test]
    fn names_partitions_and_columns_agree_with_the_types() {
        let file: toml::Table = toml::from_str(super::super::REGIONS_TOML).unwrap();
        for row in file["region"].as_array().unwrap() {
            let region = Region::parse(row["code"].as_str().unwrap()).unwrap();
            assert_eq!(
                region.partition().as_str(),
                row["partition"].as_str().unwrap(),
                "{region}"
            );
            assert!(region.partition().is_documented(), "{region}");
            for name in row["types_here"].as_array().unwrap() {
                let name = name.as_str().unwrap();
                let is_type = ResourceType::parse(name).is_ok();
                assert!(is_type || name == MULTI_AZ_CLUSTERS, "{region}: {name}");
            }
        }
    }

    #[test]
    fn regions_support_the_types_ticked_for_them() {
        for (region, resource_type, expected) in [
            (Region::EuWest1, ResourceType::DynamoDb, true),
            (Region::EuWest1, ResourceType::Timestream, true),
            (Region::EuCentral2, ResourceType::Timestream, false),
            (Region::EuscDeEast1, ResourceType::Rds, true),
            (Region::EuscDeEast1, ResourceType::Fsx, false),
        ] {
            assert_eq!(
                region.supports(resource_type),
                Some(expected),
                "{region} {resource_type}"
            );
        }
        let new = Region::other("xx-new-1").unwrap();
        assert_eq!(new.supports(ResourceType::S3), None);
        assert!(
            Region::EuWest1
                .facts()
                .unwrap()
                .supports_multi_az_clusters()
        );
        assert!(
            !Region::UsWest1
                .facts()
                .unwrap()
                .supports_multi_az_clusters()
        );
        assert_eq!(Region::EuSouth1.facts().unwrap().opt_in, OptIn::Needed);
        assert_eq!(
            Region::CnNorth1.facts().unwrap().cross_region_copy,
            Reach::Pair
        );
    }
}
