//! Identities that can only hold values AWS accepts.
//!
//! Each has a `const fn new` for values known when the program is written (bind them as `const`,
//! so that a wrong one is a compile error) and a `parse` for values known at run time.

use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};

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

const fn all(text: &[u8], from: usize, to: usize, class: fn_class::Class) -> bool {
    let mut at = from;
    while at < to {
        if !fn_class::holds(class, text[at]) {
            return false;
        }
        at += 1;
    }
    true
}

/// Classes of characters that can be tested in constants.
mod fn_class {
    #[derive(Clone, Copy)]
    pub(super) enum Class {
        Digit,
        LowerOrDigit,
        Word,
        WordDot,
        LowerDash,
        RolePath,
        RoleName,
        RegionOrStar,
    }

    pub(super) const fn holds(class: Class, byte: u8) -> bool {
        let lower = byte.is_ascii_lowercase();
        let digit = byte.is_ascii_digit();
        let alphanumeric = lower || digit || byte.is_ascii_uppercase();
        match class {
            Class::Digit => digit,
            Class::LowerOrDigit => lower || digit,
            Class::Word => alphanumeric || matches!(byte, b'-' | b'_'),
            Class::WordDot => alphanumeric || matches!(byte, b'-' | b'_' | b'.'),
            Class::LowerDash => lower || digit || byte == b'-',
            Class::RolePath => {
                alphanumeric
                    || matches!(byte, b'+' | b'=' | b',' | b'.' | b'@' | b'_' | b'-' | b'/')
            }
            Class::RoleName => {
                alphanumeric || matches!(byte, b'+' | b'=' | b',' | b'.' | b'@' | b'_' | b'-')
            }
            Class::RegionOrStar => lower || digit || matches!(byte, b'-' | b'*'),
        }
    }
}

use fn_class::Class;

const fn starts(text: &[u8], prefix: &[u8]) -> bool {
    if text.len() < prefix.len() {
        return false;
    }
    let mut at = 0;
    while at < prefix.len() {
        if text[at] != prefix[at] {
            return false;
        }
        at += 1;
    }
    true
}

const fn within(length: usize, least: usize, most: usize) -> bool {
    length >= least && length <= most
}

const fn is_account_id(text: &[u8]) -> bool {
    text.len() == 12 && all(text, 0, 12, Class::Digit)
}

const fn is_org_id(text: &[u8]) -> bool {
    starts(text, b"o-")
        && within(text.len() - 2, 10, 32)
        && all(text, 2, text.len(), Class::LowerOrDigit)
}

const fn is_root_id(text: &[u8]) -> bool {
    starts(text, b"r-")
        && within(text.len() - 2, 4, 32)
        && all(text, 2, text.len(), Class::LowerOrDigit)
}

const fn is_unit_id(text: &[u8]) -> bool {
    if !starts(text, b"ou-") {
        return false;
    }
    let dash = find(text, 3, b'-');
    dash < text.len()
        && within(dash - 3, 4, 32)
        && all(text, 3, dash, Class::LowerOrDigit)
        && within(text.len() - dash - 1, 8, 32)
        && all(text, dash + 1, text.len(), Class::LowerOrDigit)
}

/// The index of `byte` in `text` from `from` on; the text's length when it is not there.
const fn find(text: &[u8], from: usize, byte: u8) -> usize {
    let mut at = from;
    while at < text.len() && text[at] != byte {
        at += 1;
    }
    at
}

/// The bounds of the colon-separated parts of an ARN; `None` unless there are at least six, the
/// first is `arn` and the second names a partition. The last part runs to the end.
const fn arn_parts(text: &[u8]) -> Option<[usize; 6]> {
    let mut starts_at = [0; 6];
    let mut part = 1;
    while part < 6 {
        let colon = find(text, starts_at[part - 1], b':');
        if colon == text.len() {
            return None;
        }
        starts_at[part] = colon + 1;
        part += 1;
    }
    if !starts(text, b"arn:aws") || !all(text, 4, starts_at[2] - 1, Class::LowerDash) {
        return None;
    }
    Some(starts_at)
}

const fn part_is(text: &[u8], from: usize, to: usize, expected: &[u8]) -> bool {
    if to - from != expected.len() {
        return false;
    }
    let mut at = 0;
    while at < expected.len() {
        if text[from + at] != expected[at] {
            return false;
        }
        at += 1;
    }
    true
}

/// Whether the text is an ARN of `service` with a region, a twelve-digit account and a last part
/// of `prefix` followed by at least one character of `class`.
const fn is_regional_arn(text: &[u8], service: &[u8], prefix: &[u8], class: Class) -> bool {
    let Some(parts) = arn_parts(text) else {
        return false;
    };
    let last = parts[5];
    if !part_is(text, parts[2], parts[3] - 1, service)
        || parts[4] - 1 == parts[3]
        || !all(text, parts[3], parts[4] - 1, Class::LowerDash)
        || last - 1 - parts[4] != 12
        || !all(text, parts[4], last - 1, Class::Digit)
        || text.len() <= last + prefix.len()
    {
        return false;
    }
    part_is(text, last, last + prefix.len(), prefix)
        && all(text, last + prefix.len(), text.len(), class)
}

const fn is_key_arn(text: &[u8]) -> bool {
    is_regional_arn(text, b"kms", b"key/", Class::Word)
}

const fn is_topic_arn(text: &[u8]) -> bool {
    is_regional_arn(text, b"sns", b"", Class::Word)
}

const fn is_role_arn(text: &[u8]) -> bool {
    let Some(parts) = arn_parts(text) else {
        return false;
    };
    let last = parts[5];
    let account = part_is(text, parts[4], last - 1, b"$account")
        || (last - 1 - parts[4] == 12 && all(text, parts[4], last - 1, Class::Digit));
    part_is(text, parts[2], parts[3] - 1, b"iam")
        && parts[4] - 1 == parts[3]
        && account
        && text.len() > last + 5
        && part_is(text, last, last + 5, b"role/")
        && all(text, last + 5, text.len(), Class::RolePath)
}

const fn is_resource_arn(text: &[u8]) -> bool {
    let Some(parts) = arn_parts(text) else {
        return false;
    };
    let (account, last) = (parts[4], parts[5]);
    let account_fits = account == last - 1
        || part_is(text, account, last - 1, b"*")
        || (last - 1 - account == 12 && all(text, account, last - 1, Class::Digit));
    parts[3] - 1 > parts[2]
        && all(text, parts[2], parts[3] - 1, Class::LowerDash)
        && all(text, parts[3], account - 1, Class::RegionOrStar)
        && account_fits
        && text.len() > last
        && text.len() <= 2048
}

const fn is_spec_name(text: &[u8]) -> bool {
    within(text.len(), 1, 20)
        && text[0].is_ascii_lowercase()
        && text[text.len() - 1] != b'-'
        && all(text, 0, text.len(), Class::LowerDash)
}

const fn is_name(text: &[u8]) -> bool {
    within(text.len(), 1, 50)
        && text[0].is_ascii_alphanumeric()
        && all(text, 0, text.len(), Class::Word)
}

const fn is_plan_name(text: &[u8]) -> bool {
    within(text.len(), 1, 50)
        && text[0].is_ascii_alphanumeric()
        && all(text, 0, text.len(), Class::WordDot)
}

const fn is_vault_name(text: &[u8]) -> bool {
    within(text.len(), 2, 50) && all(text, 0, text.len(), Class::Word)
}

const fn is_role_name(text: &[u8]) -> bool {
    within(text.len(), 1, 64) && all(text, 0, text.len(), Class::RoleName)
}
