//! Identities that can only hold values AWS accepts.
//!
//! Each has a `const fn new` for values known when the program is written (bind them as `const`,
//! so that a wrong one is a compile error) and a `parse` for values known at run time.

mod forms;

use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};

use forms::{
    is_account_id, is_bucket_name, is_check_code, is_key_arn, is_key_prefix, is_name, is_org_id,
    is_plan_name, is_reason, is_resource_arn, is_role_arn, is_role_name, is_root_id, is_spec_name,
    is_topic_arn, is_unit_id, is_vault_name,
};

/// Why a text is not the identity it should be: what was expected and what was found.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("expected {expected}, found `{found}`")]
pub struct IdentityError {
    /// What the text should have been.
    pub expected: &'static str,
    /// The text as it was written.
    pub found: String,
}

/// Defines a text newtype with one validity rule, used by `new`, `parse` and the JSON Schema.
macro_rules! identity {
    ($(#[$doc:meta])* $name:ident, $rule:path, $expected:literal, $pattern:literal) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(std::borrow::Cow<'static, str>);

        impl $name {
            /// A value known when the program is written; bind it as a `const`, so that a wrong
            /// one does not compile.
            ///
            /// # Panics
            ///
            /// When the text does not have the form; in a constant that is a compile error.
            #[must_use]
            pub const fn new(text: &'static str) -> Self {
                assert!($rule(text.as_bytes()), concat!("expected ", $expected));
                Self(std::borrow::Cow::Borrowed(text))
            }

            /// A value known only at run time.
            ///
            /// # Errors
            ///
            /// When the text does not have the form.
            pub fn parse(text: &str) -> Result<Self, IdentityError> {
                Self::try_from(text.to_owned())
            }

            /// The text as AWS writes it.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl TryFrom<String> for $name {
            type Error = IdentityError;

            fn try_from(text: String) -> Result<Self, IdentityError> {
                if $rule(text.as_bytes()) {
                    Ok(Self(std::borrow::Cow::Owned(text)))
                } else {
                    Err(IdentityError { expected: $expected, found: text })
                }
            }
        }

        impl From<$name> for String {
            fn from(value: $name) -> Self {
                value.0.into_owned()
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl JsonSchema for $name {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                json_schema!({ "type": "string", "pattern": $pattern, "description": $expected })
            }
        }
    };
}

identity!(
    /// An AWS account's id: exactly twelve digits, kept as text because zeros may lead.
    ///
    /// <https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-identifiers.html>
    AccountId,
    is_account_id,
    "an account id of exactly 12 digits",
    "^[0-9]{12}$"
);

identity!(
    /// An organization's id, as `o-a1b2c3d4e5`.
    ///
    /// <https://docs.aws.amazon.com/organizations/latest/APIReference/API_Organization.html>
    OrgId,
    is_org_id,
    "an organization id such as `o-a1b2c3d4e5` (`o-` and 10 to 32 lower-case letters or digits)",
    "^o-[a-z0-9]{10,32}$"
);

identity!(
    /// The id of an organization's root, as `r-ab12`.
    ///
    /// <https://docs.aws.amazon.com/organizations/latest/APIReference/API_Root.html>
    RootId,
    is_root_id,
    "a root id such as `r-ab12` (`r-` and 4 to 32 lower-case letters or digits)",
    "^r-[a-z0-9]{4,32}$"
);

identity!(
    /// The id of an organizational unit, as `ou-ab12-c3d4e5f6`.
    ///
    /// <https://docs.aws.amazon.com/organizations/latest/APIReference/API_OrganizationalUnit.html>
    UnitId,
    is_unit_id,
    "an organizational unit's id such as `ou-ab12-c3d4e5f6`",
    "^ou-[a-z0-9]{4,32}-[a-z0-9]{8,32}$"
);

identity!(
    /// The ARN of a KMS key, in any partition.
    ///
    /// <https://docs.aws.amazon.com/kms/latest/developerguide/concepts.html#key-id-key-ARN>
    KeyArn,
    is_key_arn,
    "the ARN of a KMS key such as `arn:aws:kms:eu-central-1:222222222222:key/<key id>`",
    "^arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/[A-Za-z0-9-]+$"
);

identity!(
    /// The ARN of an IAM role; `$account` may stand for the id of the account that uses it.
    ///
    /// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html>
    RoleArn,
    is_role_arn,
    "the ARN of a role such as `arn:aws:iam::333333333333:role/backup` (`$account` may stand for the account id)",
    "^arn:aws[a-z-]*:iam::([0-9]{12}|\\$account):role/[A-Za-z0-9+=,.@_/-]+$"
);

identity!(
    /// The ARN of an SNS standard topic.
    ///
    /// <https://docs.aws.amazon.com/sns/latest/dg/sns-create-topic.html>
    TopicArn,
    is_topic_arn,
    "the ARN of an SNS topic such as `arn:aws:sns:eu-central-1:222222222222:backup-alerts`",
    "^arn:aws[a-z-]*:sns:[a-z0-9-]+:[0-9]{12}:[A-Za-z0-9_-]+$"
);

identity!(
    /// The ARN, or a pattern of ARNs with `*`, of resources to protect.
    ///
    /// <https://docs.aws.amazon.com/aws-backup/latest/devguide/assigning-resources.html>
    ResourceArn,
    is_resource_arn,
    "the ARN of a resource, `*` allowed, such as `arn:aws:dynamodb:*:*:table/orders`",
    "^arn:aws[a-z-]*:[a-z0-9-]+:[a-z0-9*-]*:([0-9]{12}|\\*)?:.+$"
);

identity!(
    /// The name of a spec: the first part of every name that offsite gives, and of its tree.
    SpecName,
    is_spec_name,
    "a name of 1 to 20 lower-case letters, digits and `-`, a letter first",
    "^[a-z]([a-z0-9-]{0,18}[a-z0-9])?$"
);

identity!(
    /// A name that a spec gives to an account, a group, a vault or a unit.
    Name,
    is_name,
    "a name of 1 to 50 letters, digits, `-` and `_`, a letter or digit first",
    "^[A-Za-z0-9][A-Za-z0-9_-]{0,49}$"
);

identity!(
    /// The name of a backup plan, a rule or a selection.
    ///
    /// <https://docs.aws.amazon.com/aws-backup/latest/devguide/API_BackupRuleInput.html>
    PlanName,
    is_plan_name,
    "a name of 1 to 50 letters, digits, `-`, `_` and `.`, a letter or digit first",
    "^[A-Za-z0-9][A-Za-z0-9_.-]{0,49}$"
);

identity!(
    /// The code of a check, as `CPY003`.
    CheckCode,
    is_check_code,
    "the code of a finding such as `CPY003`",
    "^[A-Z]{3}[0-9]{3}$"
);

identity!(
    /// Why something is as it is, in words.
    Reason,
    is_reason,
    "a reason in words",
    "[^\\s]"
);

identity!(
    /// The name of a backup vault, unique in its account and region; case counts.
    ///
    /// <https://docs.aws.amazon.com/aws-backup/latest/devguide/API_CreateBackupVault.html>
    VaultName,
    is_vault_name,
    "a vault name of 2 to 50 letters, digits, `-` and `_`",
    "^[A-Za-z0-9_-]{2,50}$"
);

identity!(
    /// The name of an IAM role, without a path.
    ///
    /// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html>
    RoleName,
    is_role_name,
    "a role name of 1 to 64 letters, digits and `+=,.@_-`",
    "^[A-Za-z0-9+=,.@_-]{1,64}$"
);

identity!(
    /// The name of a general purpose bucket. A dot is a part of many; those are addressed by path, since
    /// the certificate of S3 holds for no host below it with a dot in its own name.
    ///
    /// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html>
    BucketName,
    is_bucket_name,
    "a bucket name of 3 to 63 lower-case letters, digits, `-` and single `.`, a letter or digit first and last, no IP address and nothing that S3 reserves",
    "^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$"
);

identity!(
    /// What the keys of objects begin with, of characters that need no encoding in a URL.
    ///
    /// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html>
    KeyPrefix,
    is_key_prefix,
    "a prefix of 1 to 512 letters, digits, `-`, `_`, `.` and `/`, with no `/` first, no `//` and no part that is `.` or `..`",
    "^[A-Za-z0-9_.-]+(/[A-Za-z0-9_.-]+)*/?$"
);

impl KeyArn {
    /// The region that the key lives in.
    #[must_use]
    pub fn region(&self) -> &str {
        self.0.split(':').nth(3).unwrap_or_default()
    }

    /// The account that owns the key.
    #[must_use]
    pub fn account(&self) -> &str {
        self.0.split(':').nth(4).unwrap_or_default()
    }
}

impl RoleArn {
    /// The account in the ARN; `None` when it is the variable `$account`.
    #[must_use]
    pub fn account(&self) -> Option<&str> {
        self.0
            .split(':')
            .nth(4)
            .filter(|account| *account != "$account")
    }
}

impl TopicArn {
    /// The region that the topic lives in.
    #[must_use]
    pub fn region(&self) -> &str {
        self.0.split(':').nth(3).unwrap_or_default()
    }

    /// The account that owns the topic.
    #[must_use]
    pub fn account(&self) -> &str {
        self.0.split(':').nth(4).unwrap_or_default()
    }
}
