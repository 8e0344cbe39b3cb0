//! AWS Backup's settings of one account and region.

use super::{Address, Arguments, CloudFormation, Properties, Resource, Value};

const OPT_IN: &str = "resource_type_opt_in_preference";
const MANAGEMENT: &str = "resource_type_management_preference";

/// The settings as they are, to read: adopted, and changed by nobody.
///
/// The provider compares whole maps, and has no data source for them. So what a region has is read by a
/// resource that ignores every difference, and [`RegionSettings`] adds to it. A type that AWS brings later is
/// in both, and no difference.
#[derive(Debug)]
pub struct FoundRegionSettings;

/// The resource types that are opted in, and those that AWS Backup manages in full, besides what is so already.
///
/// <https://docs.aws.amazon.com/aws-backup/latest/devguide/API_UpdateRegionSettings.html>
#[derive(Debug)]
pub struct RegionSettings {
    /// Where the settings are read as they are: the address of [`FoundRegionSettings`].
    pub found: Address,
    /// Types that are opted in: a map of `true`s by type, or the row of a table of such maps.
    pub opted_in: Value,
    /// Types that are managed in full: a map of `true`s by type; `None` when there are none.
    pub full_management: Option<Value>,
}

impl FoundRegionSettings {
    /// The arguments of which every difference is ignored.
    pub const ARGUMENTS: [&'static str; 2] = [OPT_IN, MANAGEMENT];
}

impl Resource for FoundRegionSettings {
    fn terraform_type(&self) -> &'static str {
        "aws_backup_region_settings"
    }

    fn terraform(&self) -> Arguments {
        // The provider requires the argument; what it says is ignored.
        Arguments::new().argument(OPT_IN, Value::Map(indexmap::IndexMap::new()))
    }

    fn cloudformation(&self) -> CloudFormation {
        CloudFormation::Nothing
    }
}

impl Resource for RegionSettings {
    fn terraform_type(&self) -> &'static str {
        "aws_backup_region_settings"
    }

    fn terraform(&self) -> Arguments {
        let merged = |argument, types: &Value| Value::Merged {
            with: Box::new(self.found.attribute(argument)),
            entries: Box::new(types.clone()),
        };
        let form = Arguments::new().argument(OPT_IN, merged(OPT_IN, &self.opted_in));
        match &self.full_management {
            None => form,
            Some(types) => form.blank().argument(MANAGEMENT, merged(MANAGEMENT, types)),
        }
    }

    fn cloudformation(&self) -> CloudFormation {
        CloudFormation::Switches {
            noun: "RegionSettings",
            properties: Properties::new()
                .set("Region", Value::Region)
                .set("OptIn", names(&self.opted_in))
                .maybe("FullManagement", self.full_management.as_ref().map(names)),
        }
    }
}

/// The types of a map of `true`s; the row of a table stays one.
fn names(types: &Value) -> Value {
    match types {
        Value::Map(types) => Value::texts(types.keys()),
        row => row.clone(),
    }
}
