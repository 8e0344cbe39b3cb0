//! When a backup is made, how long it is kept, and where copies of it go.

use indexmap::IndexMap;

use crate::value::Value;

/// A rule, as a backup plan of an account and a backup policy of the organization both have it.
///
/// <https://docs.aws.amazon.com/aws-backup/latest/devguide/API_BackupRuleInput.html>
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// The rule's name.
    pub name: String,
    /// The name of the local vault.
    pub vault: Value,
    /// `cron(...)`.
    pub schedule: String,
    /// Time zone of the schedule, as the time zone database names it. A backup policy has none: its schedules
    /// are in UTC.
    pub timezone: String,
    /// Minutes within which a backup starts.
    pub start_window: u32,
    /// Minutes within which a started backup completes.
    pub completion_window: u32,
    /// Whether continuous backups are made too.
    pub continuous: bool,
    /// How long local recovery points are kept.
    pub lifecycle: Lifecycle,
    /// The copies.
    pub copies: Vec<CopyAction>,
    /// Tags of the recovery points.
    pub recovery_point_tags: IndexMap<String, String>,
}

/// How long a recovery point is kept, in days.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Lifecycle {
    /// Days until it moves to cold storage.
    pub cold_after: Option<u32>,
    /// Days until it is deleted.
    pub delete_after: Option<u32>,
}

/// A copy of a rule's recovery points.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CopyAction {
    /// The ARN of the vault that receives the copy.
    pub destination: Value,
    /// How long the copy is kept.
    pub lifecycle: Lifecycle,
}

impl Lifecycle {
    /// Whether recovery points stay warm and are never deleted.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self == Self::default()
    }
}
