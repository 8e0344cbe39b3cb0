//! AWS Backup's organization-wide settings.

use indexmap::IndexMap;

use super::{CloudFormation, Form, Properties, Resource, Value};

/// All three settings; AWS returns three, and a map with fewer never settles.
///
/// <https://docs.aws.amazon.com/aws-backup/latest/devguide/API_UpdateGlobalSettings.html>
#[derive(Debug)]
pub struct GlobalSettings {
    /// The settings by AWS's own keys; their values are the texts `true` and `false`.
    /// `None` keeps the value that a setting has.
    pub settings: IndexMap<&'static str, Option<bool>>,
}

impl Resource for GlobalSettings {
    fn terraform_type(&self) -> &'static str {
        "aws_backup_global_settings"
    }

    fn terraform(&self) -> Form {
        let settings = self
            .settings
            .iter()
            .map(|(key, on)| (*key, Value::from(on.unwrap_or(false).to_string())));
        Form::new().argument("global_settings", Value::map(settings))
    }

    fn cloudformation(&self) -> CloudFormation {
        // The custom resource only adds; what a spec says is off, it leaves to people.
        let on = self.settings.iter().filter(|(_, on)| **on == Some(true));
        let on = on.map(|(key, _)| (*key, Value::from("true")));
        CloudFormation::Switches {
            noun: "GlobalSettings",
            properties: Properties::new().set("GlobalSettings", Value::map(on)),
        }
    }
}
