//! Names that offsite gives, all from the spec's own name, so that two specs can share an
//! organization.

use crate::spec::ids::SpecName;

/// What is left of a name where it names files and resources: some file systems know no case, and
/// labels of resources have no sign but `_`. Two names of a kind must differ in it.
pub(super) fn collision_key(name: &str) -> String {
    name.to_ascii_lowercase().replace(['-', '.'], "_")
}

/// What the key of the topics is called after the spec's name, and no central vault is.
pub(crate) const ALERTS: &str = "alerts";

/// How many characters the name of a selection may have.
/// <https://docs.aws.amazon.com/aws-backup/latest/devguide/API_BackupSelection.html>
const LONGEST_SELECTION: usize = 50;

const BY_TAG: &str = "-by-tag";

/// The names that follow from a spec's name.
#[derive(Debug, Clone, Copy)]
pub struct Names<'a>(pub &'a SpecName);

impl Names<'_> {
    /// The stack by which Terraform makes the organization's switches.
    pub fn organization_stack(self) -> String {
        format!("{}-organization", self.0).replace('_', "-")
    }

    /// The role that AWS Backup assumes in a source account to back up and copy.
    pub fn backup_role(self) -> String {
        format!("{}-backup", self.0)
    }

    /// The role that is passed to AWS Backup for restores in a source account.
    pub fn restore_role(self) -> String {
        format!("{}-restore", self.0)
    }

    /// The role that copies recovery points back, in a central account.
    pub fn copy_back_role(self) -> String {
        format!("{}-backup-copy-back", self.0)
    }

    /// The role with which EventBridge puts events on the central bus.
    pub fn forward_role(self) -> String {
        format!("{}-backup-events", self.0)
    }

    /// The bus that collects job events.
    pub fn bus(self) -> String {
        format!("{}-backup-events", self.0)
    }

    /// The rule for one kind of event, such as `backup-jobs`, forwarding or notifying.
    pub fn event_rule(self, events: &str) -> String {
        format!("{}-{events}", self.0)
    }

    /// How the names of all alarms begin that are reported by way of the bus, and of no other alarm.
    pub fn alarms(self) -> String {
        format!("{}-backup-alarm-", self.0)
    }

    /// An alarm that is reported by way of the bus.
    pub fn alarm(self, what: &str) -> String {
        format!("{}{what}", self.alarms())
    }

    /// An alarm on what is reported by way of the bus, which is not reported by that way itself.
    pub fn alarm_on_hub(self, what: &str) -> String {
        format!("{}-backup-hub-{what}", self.0)
    }

    /// The topic that people subscribe to.
    pub fn topic(self) -> String {
        format!("{}-backup-alerts", self.0)
    }

    /// The topic that chat channels are connected to.
    pub fn chat_topic(self) -> String {
        format!("{}-backup-chat", self.0)
    }

    /// The queue that programs read.
    pub fn queue(self) -> String {
        format!("{}-backup-alerts", self.0)
    }

    /// The queue beside the bus for events that could not be delivered to those who hear of them.
    pub fn alerts_dead_letter_queue(self) -> String {
        format!("{}-undelivered", self.queue())
    }

    /// The queue for events that could not be delivered.
    pub fn dead_letter_queue(self) -> String {
        format!("{}-backup-events-undelivered", self.0)
    }

    /// The topic of a vault in a source account, its queue, its pipe, and the role of the pipe.
    pub fn vault_notifications(self) -> String {
        format!("{}-backup-notifications", self.0)
    }

    /// The log group; EventBridge writes to groups under `/aws/events/`.
    pub fn log_group(self) -> String {
        format!("/aws/events/{}-backup-jobs", self.0)
    }

    /// The local vault.
    pub fn local_vault(self) -> String {
        format!("{}-local", self.0)
    }

    /// A central vault, by its name in the spec.
    pub fn central_vault(self, central: &str) -> String {
        format!("{}-{central}", self.0)
    }

    /// The alias of a key, for what it protects.
    pub fn key_alias(self, purpose: &str) -> String {
        format!("alias/{}-backup-{purpose}", self.0)
    }

    /// A plan in the accounts, or a plan or policy of the organization.
    pub fn plan(self, plan: &str) -> String {
        format!("{}-{plan}", self.0)
    }

    /// The selection of a plan in the accounts. One with conditions says so in its name, so that the
    /// selection is made anew when the last of them goes: Terraform would keep them otherwise.
    pub fn selection(self, plan: &str, with_conditions: bool) -> String {
        let mut name = self.plan(plan);
        if with_conditions {
            // A plan has one selection, so nothing is lost with the end of a long name.
            name.truncate(LONGEST_SELECTION - BY_TAG.len());
            name.push_str(BY_TAG);
        }
        name
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::Names;
    use crate::spec::ids::SpecName;

    #[test]
    fn a_selection_with_conditions_has_another_name_that_aws_takes() {
        let name = SpecName::new("acme");
        let names = Names(&name);
        for (plan, plain, by_tag) in [
            (
                "daily",
                "acme-daily".to_owned(),
                "acme-daily-by-tag".to_owned(),
            ),
            (
                &"p".repeat(45),
                format!("acme-{}", "p".repeat(45)),
                format!("acme-{}-by-tag", "p".repeat(38)),
            ),
        ] {
            assert_eq!(names.selection(plan, false), plain);
            assert_eq!(names.selection(plan, true), by_tag);
            assert!(by_tag.len() <= 50);
        }
    }

    #[test]
    fn no_two_roles_or_queues_of_an_account_have_one_name() {
        let name = SpecName::new("acme");
        let names = Names(&name);
        let roles = BTreeSet::from([
            names.backup_role(),
            names.restore_role(),
            names.copy_back_role(),
            names.forward_role(),
            names.vault_notifications(),
        ]);
        assert_eq!(roles.len(), 5);
        let queues = BTreeSet::from([
            names.queue(),
            names.dead_letter_queue(),
            names.vault_notifications(),
        ]);
        assert_eq!(queues.len(), 3);
        assert!(!names.alarm_on_hub("alarm-x").starts_with(&names.alarms()));
    }
}
