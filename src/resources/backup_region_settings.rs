//! AWS Backup's settings of one account and region.

use super::{CloudFormation, Form, Properties, Resource, Value};

/// The resource types that are opted in, and those that AWS Backup manages in full.
///
/// <https://docs.aws.amazon.com/aws-backup/latest/devguide/API_UpdateRegionSettings.html>
#[derive(Debug)]
pub struct RegionSettings {
    /// Types that are opted in.
    pub opted_in: Vec<String>,
    /// Types that are managed in full.
    pub full_management: Vec<String>,
}

impl Resource for RegionSettings {
    fn terraform_type(&self) -> &'static str {
        "aws_backup_region_settings"
    }

    fn terraform(&self) -> Form {
        let on =
            |types: &Vec<String>| Value::map(types.iter().map(|name| (name, Value::Bool(true))));
        let form = Form::new().argument("resource_type_opt_in_preference", on(&self.opted_in));
        if self.full_management.is_empty() {
            return form;
        }
        form.blank().argument(
            "resource_type_management_preference",
            on(&self.full_management),
        )
    }

    fn cloudformation(&self) -> CloudFormation {
        let types = |types: &Vec<String>| Value::texts(types);
        let managed = (!self.full_management.is_empty()).then(|| types(&self.full_management));
        CloudFormation::Switches {
            noun: "RegionSettings",
            properties: Properties::new()
                .set("Region", Value::Region)
                .set("OptIn", types(&self.opted_in))
                .maybe("FullManagement", managed),
        }
    }
}
