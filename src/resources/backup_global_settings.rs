//! AWS Backup's organization-wide settings.

use indexmap::IndexMap;

use super::{Address, Arguments, CloudFormation, Properties, Resource, Value};

const ARGUMENT: &str = "global_settings";

/// The settings as they are, to read: adopted, and changed by nobody.
///
/// A map with fewer settings than AWS returns never settles, and AWS brings more of them. So what there is
/// is read by a resource that ignores every difference, and [`GlobalSettings`] adds to it.
#[derive(Debug)]
pub struct FoundGlobalSettings;

/// The settings that the spec decides; the others keep the value that they have.
///
/// <https://docs.aws.amazon.com/aws-backup/latest/devguide/API_UpdateGlobalSettings.html>
#[derive(Debug)]
pub struct GlobalSettings {
    /// Where the settings are read as they are: the address of [`FoundGlobalSettings`].
    pub found: Address,
    /// The settings by AWS's own keys; their values at AWS are the texts `true` and `false`.
    pub settings: IndexMap<&'static str, bool>,
}

impl FoundGlobalSettings {
    /// The argument of which every difference is ignored.
    pub const ARGUMENT: &'static str = ARGUMENT;
}

impl Resource for FoundGlobalSettings {
    fn terraform_type(&self) -> &'static str {
        "aws_backup_global_settings"
    }

    fn terraform(&self) -> Arguments {
        // The provider requires the argument; what it says is ignored.
        Arguments::new().argument(ARGUMENT, Value::Map(IndexMap::new()))
    }

    fn cloudformation(&self) -> CloudFormation {
        CloudFormation::Nothing
    }
}

impl Resource for GlobalSettings {
    fn terraform_type(&self) -> &'static str {
        "aws_backup_global_settings"
    }

    fn terraform(&self) -> Arguments {
        let settings = self.settings.iter();
        let settings = settings.map(|(key, on)| (*key, Value::from(on.to_string())));
        let merged = Value::Merged {
            with: Box::new(self.found.attribute(ARGUMENT)),
            entries: Box::new(Value::map(settings)),
        };
        Arguments::new().argument(ARGUMENT, merged)
    }

    fn cloudformation(&self) -> CloudFormation {
        // The custom resource only adds; what a spec says is off, it leaves to people.
        let on = self.settings.iter().filter(|(_, on)| **on);
        let on = on.map(|(key, _)| (*key, Value::from("true")));
        CloudFormation::Switches {
            noun: "GlobalSettings",
            properties: Properties::new().set("GlobalSettings", Value::map(on)),
        }
    }
}
