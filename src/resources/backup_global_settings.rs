//! AWS Backup's organization-wide settings.

use indexmap::IndexMap;

use super::{Form, Resource, Value};

/// All three settings; AWS returns three, and a map with fewer never settles.
///
/// <https://docs.aws.amazon.com/aws-backup/latest/devguide/API_UpdateGlobalSettings.html>
#[derive(Debug)]
pub struct GlobalSettings {
    /// The settings by AWS's own keys; their values are the texts `true` and `false`.
    pub settings: IndexMap<&'static str, bool>,
}

impl Resource for GlobalSettings {
    fn terraform_type(&self) -> &'static str {
        "aws_backup_global_settings"
    }

    fn terraform(&self) -> Form {
        let settings = self
            .settings
            .iter()
            .map(|(key, on)| (*key, Value::from(on.to_string())));
        Form::new().argument("global_settings", Value::map(settings))
    }
}
