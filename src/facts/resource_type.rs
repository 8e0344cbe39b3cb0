//! The resource types that AWS Backup protects, as the spec names them.

use std::borrow::Cow;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};

use super::spelling;

/// Declares the types once: the variant and the name by which AWS Backup's settings call it.
macro_rules! resource_types {
    ($($variant:ident = $name:literal, $meaning:literal;)*) => {
        /// A resource type of AWS Backup, by the name of its service opt-in; ordered by that name.
        ///
        /// What AWS Backup can do with it is in `facts/resource_types.toml`.
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
        )]
        #[serde(try_from = "String", into = "String")]
        pub enum ResourceType {
            $(#[doc = $meaning] $variant,)*
        }

        impl ResourceType {
            /// Every resource type, ordered by name.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            const NAMES: &'static [&'static str] = &[$($name,)*];

            /// The name in AWS's spelling, such as `DynamoDB` or `Storage Gateway`.
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)*
                }
            }
        }
    };
}

resource_types! {
    Aurora = "Aurora", "Amazon Aurora clusters.";
    CloudFormation = "CloudFormation", "CloudFormation stacks, with what is in them.";
    Dsql = "DSQL", "Amazon Aurora DSQL clusters.";
    DocumentDb = "DocumentDB", "Amazon DocumentDB clusters.";
    DynamoDb = "DynamoDB", "Amazon DynamoDB tables.";
    Ebs = "EBS", "Amazon EBS volumes.";
    Ec2 = "EC2", "Amazon EC2 instances.";
    Efs = "EFS", "Amazon EFS file systems.";
    Eks = "EKS", "Amazon EKS clusters.";
    Fsx = "FSx", "Amazon FSx file systems, and ONTAP volumes.";
    Neptune = "Neptune", "Amazon Neptune clusters.";
    Rds = "RDS", "Amazon RDS instances, and Multi-AZ DB clusters where `resources` names them.";
    Redshift = "Redshift", "Amazon Redshift provisioned clusters.";
    RedshiftServerless = "Redshift Serverless", "Amazon Redshift Serverless namespaces.";
    S3 = "S3", "Amazon S3 buckets.";
    SapHana = "SAP HANA on Amazon EC2", "SAP HANA databases on Amazon EC2.";
    StorageGateway = "Storage Gateway", "Storage Gateway volumes.";
    Timestream = "Timestream", "Amazon Timestream for LiveAnalytics tables.";
    VirtualMachine = "VirtualMachine", "VMware virtual machines behind a Backup gateway.";
}

/// A text that is not the name of a resource type.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "expected {}, found `{found}`{}",
    expected(*suggestion),
    spelling::did_you_mean(*suggestion)
)]
pub struct UnknownResourceType {
    /// The text as it was written.
    pub found: String,
    /// The name that is nearest in spelling, if one is near.
    pub suggestion: Option<&'static str>,
}

/// All names, unless a near one is suggested.
fn expected(suggestion: Option<&str>) -> String {
    match suggestion {
        Some(_) => "a resource type as AWS Backup writes it".to_owned(),
        None => format!(
            "one of the resource types `{}`",
            ResourceType::NAMES.join("`, `")
        ),
    }
}

impl ResourceType {
    /// Reads a name in AWS's own spelling.
    ///
    /// # Errors
    /// [`UnknownResourceType`] for any other spelling: AWS compares these names case by case.
    pub fn parse(text: &str) -> Result<Self, UnknownResourceType> {
        let known = Self::ALL.iter().find(|known| known.as_str() == text);
        known.copied().ok_or_else(|| UnknownResourceType {
            found: text.to_owned(),
            suggestion: suggestion(text),
        })
    }
}

/// The name someone meant: a near spelling, or the long name that a short one begins.
fn suggestion(text: &str) -> Option<&'static str> {
    spelling::nearest(text, ResourceType::NAMES).or_else(|| {
        let lower = text.to_lowercase();
        let begins = |name: &&&str| lower.len() > 2 && name.to_lowercase().starts_with(&lower);
        ResourceType::NAMES.iter().find(begins).copied()
    })
}

impl fmt::Display for ResourceType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl std::str::FromStr for ResourceType {
    type Err = UnknownResourceType;

    fn from_str(text: &str) -> Result<Self, UnknownResourceType> {
        Self::parse(text)
    }
}

impl TryFrom<String> for ResourceType {
    type Error = UnknownResourceType;

    fn try_from(text: String) -> Result<Self, UnknownResourceType> {
        Self::parse(&text)
    }
}

impl From<ResourceType> for String {
    fn from(resource_type: ResourceType) -> Self {
        resource_type.as_str().to_owned()
    }
}

impl JsonSchema for ResourceType {
    fn schema_name() -> Cow<'static, str> {
        "ResourceType".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "A resource type of AWS Backup, in AWS's spelling.",
            "type": "string",
            "enum": Self::NAMES,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_spelling_of_aws_is_read() {
        let cases: &[(&str, Result<ResourceType, Option<&str>>)] = &[
            ("DynamoDB", Ok(ResourceType::DynamoDb)),
            ("SAP HANA on Amazon EC2", Ok(ResourceType::SapHana)),
            ("Storage Gateway", Ok(ResourceType::StorageGateway)),
            ("dynamodb", Err(Some("DynamoDB"))),
            ("Dynamo DB", Err(Some("DynamoDB"))),
            ("StorageGateway", Err(Some("Storage Gateway"))),
            ("SAP HANA", Err(Some("SAP HANA on Amazon EC2"))),
            ("redshift-serverless", Err(Some("Redshift Serverless"))),
            ("fsx", Err(Some("FSx"))),
            ("Lambda", Err(None)),
            ("", Err(None)),
        ];
        for (text, expected) in cases {
            let found = ResourceType::parse(text).map_err(|error| error.suggestion);
            assert_eq!(&found, expected, "{text}");
        }
    }

    #[test]
    fn the_error_names_the_near_type_or_all() {
        let near = ResourceType::parse("dynamodb").unwrap_err();
        assert_eq!(
            near.to_string(),
            "expected a resource type as AWS Backup writes it, found `dynamodb`; did you mean `DynamoDB`?"
        );
        let far = ResourceType::parse("Lambda").unwrap_err();
        assert_eq!(
            far.to_string(),
            "expected one of the resource types `Aurora`, `CloudFormation`, `DSQL`, `DocumentDB`, \
             `DynamoDB`, `EBS`, `EC2`, `EFS`, `EKS`, `FSx`, `Neptune`, `RDS`, `Redshift`, \
             `Redshift Serverless`, `S3`, `SAP HANA on Amazon EC2`, `Storage Gateway`, \
             `Timestream`, `VirtualMachine`, found `Lambda`"
        );
    }

    #[test]
    fn types_are_ordered_by_name_and_travel_as_it() {
        assert!(ResourceType::ALL.is_sorted_by_key(|known| known.as_str()));
        for known in ResourceType::ALL {
            let json = serde_json::to_string(known).unwrap();
            assert_eq!(json, format!("\"{known}\""));
            assert_eq!(serde_json::from_str::<ResourceType>(&json).unwrap(), *known);
        }
    }
}
