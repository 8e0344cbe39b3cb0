//! What AWS Backup can do with resources, as answers that know whether they are certain.

use serde::Deserialize;

/// Whether AWS Backup can do something with a resource type.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Feature {
    /// With every resource.
    #[serde(alias = "only-advanced")]
    Yes,
    /// With none.
    No,
    /// With some, by variant, settings or nested resources.
    Conditional,
}

/// An answer, and whether AWS's pages agree on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Answer {
    /// What AWS Backup can do.
    pub feature: Feature,
    /// `false` when sources contradict each other: good for a hint only.
    pub certain: bool,
}

impl Answer {
    /// Whether it works with no resource at all.
    pub fn is_no(self) -> bool {
        self.feature == Feature::No
    }

    /// Whether it works with every resource.
    pub fn is_yes(self) -> bool {
        self.feature == Feature::Yes
    }

    /// The answer for two kinds of resource together.
    pub(super) fn and(self, other: Self) -> Self {
        let same = self.feature == other.feature;
        Self {
            feature: if same {
                self.feature
            } else {
                Feature::Conditional
            },
            certain: self.certain && other.certain,
        }
    }
}

/// Whether DynamoDB tables are backed up with AWS Backup's advanced features, which is a setting of
/// the account and region.
///
/// <https://docs.aws.amazon.com/aws-backup/latest/devguide/advanced-ddb-backup.html>
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DynamoDbBackups {
    /// Encrypted with the vault's key, copyable, movable to cold storage.
    Advanced,
    /// Backups as DynamoDB itself makes them: they cannot be copied anywhere.
    Plain,
}

/// What AWS Backup can do with a resource type, or with one variant of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Features {
    /// Recovery points have ARNs of AWS Backup and the encryption of the vault.
    pub fully_managed: Answer,
    /// Recovery points can be copied to another region.
    pub cross_region_copy: Answer,
    /// Recovery points can be copied to another account.
    pub cross_account_copy: Answer,
    /// One copy action may change region and account at once.
    pub both_in_one_copy_action: Answer,
    /// Recovery points can move to cold storage.
    pub lifecycle_to_cold: Answer,
    /// Continuous backups, for recovery to a point in time.
    pub continuous: Answer,
    /// Copies can be kept in a logically air-gapped vault.
    pub logically_air_gapped: Answer,
}

impl Features {
    /// Whether no recovery point of the type can be copied, not even within an account and region.
    ///
    /// <https://docs.aws.amazon.com/aws-backup/latest/devguide/backup-dashboards.html>
    pub fn cannot_be_copied(&self) -> bool {
        self.cross_region_copy.is_no() && self.cross_account_copy.is_no()
    }

    pub(super) fn and(self, other: Self) -> Self {
        Self {
            fully_managed: self.fully_managed.and(other.fully_managed),
            cross_region_copy: self.cross_region_copy.and(other.cross_region_copy),
            cross_account_copy: self.cross_account_copy.and(other.cross_account_copy),
            both_in_one_copy_action: self
                .both_in_one_copy_action
                .and(other.both_in_one_copy_action),
            lifecycle_to_cold: self.lifecycle_to_cold.and(other.lifecycle_to_cold),
            continuous: self.continuous.and(other.continuous),
            logically_air_gapped: self.logically_air_gapped.and(other.logically_air_gapped),
        }
    }
}
