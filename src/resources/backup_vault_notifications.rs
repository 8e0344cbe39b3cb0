//! What a backup vault tells a topic.

use super::{Address, Arguments, CloudFormation, Part, Properties, Resource, Value};

/// Events of a vault that AWS Backup publishes to a topic of the same account and region; a vault has one topic at
/// most, and it is a standard one.
///
/// <https://docs.aws.amazon.com/aws-backup/latest/devguide/API_PutBackupVaultNotifications.html>
#[derive(Debug)]
pub struct VaultNotifications {
    /// The vault.
    pub vault: Address,
    /// The topic's ARN; it must be there first.
    pub topic: Value,
    /// The events, in AWS's words.
    pub events: Vec<String>,
}

impl Resource for VaultNotifications {
    fn terraform_type(&self) -> &'static str {
        "aws_backup_vault_notifications"
    }

    fn terraform(&self) -> Arguments {
        Arguments::new()
            .argument("backup_vault_name", self.vault.attribute("name"))
            .argument("sns_topic_arn", self.topic.clone())
            .argument("backup_vault_events", Value::texts(self.events.clone()))
    }

    fn cloudformation(&self) -> CloudFormation {
        let notifications = Properties::new()
            .set("SNSTopicArn", self.topic.clone())
            .set("BackupVaultEvents", Value::texts(self.events.clone()));
        CloudFormation::part(
            &self.vault,
            Part::Set("Notifications", notifications.into()),
        )
    }
}
