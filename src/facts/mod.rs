//! What AWS does, as data: typed access to the files of `facts/`, which are embedded in the
//! program and read on first use.
//!
//! A fact knows its source and whether the sources agree on it; a check of an uncertain fact can
//! only be a hint. This module knows nothing of specs or of engines. To add a fact, add it to the
//! file with its source, and read here only what the program uses.

mod arn_pattern;
mod copies;
mod deploying;
mod events;
mod features;
pub mod limits;
mod notices;
mod partition;
mod permissions;
mod region;
mod region_facts;
mod resource_type;
pub mod spelling;
mod type_facts;

pub use copies::{CopyAccounts, Obstacle, copy_obstacle, region_obstacle};
pub use deploying::{DeployStatement, deploy_statements};
pub use events::{JobEvents, JobType, Source};
pub use features::{Answer, DynamoDbBackups, Feature, Features};
pub use notices::{Change, Notice, Part};
pub use partition::Partition;
pub use permissions::{CopyPermission, for_copies};
pub use region::{OtherRegion, Region, UnknownRegion};
pub use region_facts::{OptIn, Reach, RegionFacts};
pub use resource_type::{ResourceType, UnknownResourceType};
pub use type_facts::TypeFacts;

const DEPLOYING_TOML: &str = include_str!("../../facts/deploying.toml");
const EVENTS_TOML: &str = include_str!("../../facts/events.toml");
const PERMISSIONS_TOML: &str = include_str!("../../facts/permissions.toml");
const REGIONS_TOML: &str = include_str!("../../facts/regions.toml");
const RESOURCE_TYPES_TOML: &str = include_str!("../../facts/resource_types.toml");
