//! AWS Backup's settings of one account and region.

use super::{CloudFormation, Form, Properties, Resource, Value};

/// The resource types that are opted in, and those that AWS Backup manages in full.
///
/// <https://docs.aws.amazon.com/aws-backup/latest/devguide/API_UpdateRegionSettings.html>
#[derive(Debug)]
pub struct RegionSettings {
    /// Types that are opted in: a map of `true`s by type, or the row of a table of such maps.
    pub opted_in: Value,
    /// Types that are managed in full: a map of `true`s by type; `None` when there are none.
    pub full_management: Option<Value>,
}

impl Resource for RegionSettings {
    fn terraform_type(&self) -> &'static str {
        "aws_backup_region_settings"
    }

    fn terraform(&self) -> Form {
        let form = Form::new().argument("resource_type_opt_in_preference", self.opted_in.clone());
        match &self.full_management {
            None => form,
            Some(types) => form
                .blank()
                .argument("resource_type_management_preference", types.clone()),
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
