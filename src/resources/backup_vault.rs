//! Backup vaults, their access policies and their locks.

use super::{
    Address, Arguments, ArnReference, CloudFormation, OwnResource, Part, Properties, Resource,
    Value,
};
use crate::policies::iam::Policy;

/// A backup vault. Its name and its key are fixed when it is made.
///
/// <https://docs.aws.amazon.com/aws-backup/latest/devguide/API_CreateBackupVault.html>
#[derive(Debug)]
pub struct Vault {
    /// The vault's name.
    pub name: String,
    /// The ARN of its key.
    pub key: Value,
}

/// Who may do what with a vault, beyond its own account.
///
/// <https://docs.aws.amazon.com/aws-backup/latest/devguide/create-a-vault-access-policy.html>
#[derive(Debug)]
pub struct VaultPolicy {
    /// The vault.
    pub vault: Address,
    /// The whole document; AWS takes no wildcard among its actions.
    pub policy: Policy,
}

/// Bounds for the retention of recovery points, in days.
///
/// <https://docs.aws.amazon.com/aws-backup/latest/devguide/vault-lock.html>
#[derive(Debug)]
pub struct VaultLock {
    /// The vault.
    pub vault: Address,
    /// Shortest retention.
    pub min: Option<u32>,
    /// Longest retention.
    pub max: Option<u32>,
    /// Days until a compliance lock is final; without it the lock is one of governance.
    pub changeable_for: Option<u32>,
}

impl Resource for Vault {
    fn terraform_type(&self) -> &'static str {
        "aws_backup_vault"
    }

    fn terraform(&self) -> Arguments {
        Arguments::new()
            .argument("name", self.name.as_str())
            .argument("kms_key_arn", self.key.clone())
    }

    fn cloudformation(&self) -> CloudFormation {
        OwnResource::new(
            "AWS::Backup::BackupVault",
            Properties::new()
                .set("BackupVaultName", self.name.as_str())
                .set("EncryptionKeyArn", self.key.clone()),
        )
        .arn(ArnReference::Attribute("BackupVaultArn"))
        .output("The backup vault.")
        .into()
    }
}

impl Resource for VaultPolicy {
    fn terraform_type(&self) -> &'static str {
        "aws_backup_vault_policy"
    }

    fn terraform(&self) -> Arguments {
        Arguments::new()
            .argument("backup_vault_name", self.vault.attribute("name"))
            .argument("policy", self.policy.value().json())
    }

    fn cloudformation(&self) -> CloudFormation {
        CloudFormation::part(&self.vault, Part::Set("AccessPolicy", self.policy.value()))
    }
}

impl Resource for VaultLock {
    fn terraform_type(&self) -> &'static str {
        "aws_backup_vault_lock_configuration"
    }

    fn terraform(&self) -> Arguments {
        Arguments::new()
            .argument("backup_vault_name", self.vault.attribute("name"))
            .maybe("min_retention_days", self.min)
            .maybe("max_retention_days", self.max)
            .maybe("changeable_for_days", self.changeable_for)
    }

    fn cloudformation(&self) -> CloudFormation {
        let lock = Properties::new()
            // Required here; one day is the shortest retention there is.
            .set("MinRetentionDays", self.min.unwrap_or(1))
            .maybe("MaxRetentionDays", self.max)
            .maybe("ChangeableForDays", self.changeable_for);
        CloudFormation::part(&self.vault, Part::Set("LockConfiguration", lock.into()))
    }
}
