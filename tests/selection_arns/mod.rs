//! The ARN pattern by which a selection chooses every resource of a type, as AWS writes it.

use offsite::facts::ResourceType;

/// Written a second time, after AWS and not after our facts, so that a wrong fact is seen.
///
/// <https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_backup_syntax.html>
const PATTERNS: [(&str, &str); 19] = [
    ("Aurora", "arn:aws:rds:*:*:cluster:*"),
    ("CloudFormation", "arn:aws:cloudformation:*:*:stack/*"),
    ("DSQL", "arn:aws:dsql:*:*:cluster/*"),
    ("DocumentDB", "arn:aws:rds:*:*:cluster:*"),
    ("DynamoDB", "arn:aws:dynamodb:*:*:table/*"),
    ("EBS", "arn:aws:ec2:*:*:volume/*"),
    ("EC2", "arn:aws:ec2:*:*:instance/*"),
    ("EFS", "arn:aws:elasticfilesystem:*:*:file-system/*"),
    ("EKS", "arn:aws:eks:*:*:cluster/*"),
    ("FSx", "arn:aws:fsx:*:*:file-system/*"),
    ("Neptune", "arn:aws:rds:*:*:cluster:*"),
    ("RDS", "arn:aws:rds:*:*:db:*"),
    ("Redshift", "arn:aws:redshift:*:*:cluster:*"),
    (
        "Redshift Serverless",
        "arn:aws:redshift-serverless:*:*:namespace/*",
    ),
    ("S3", "arn:aws:s3:::*"),
    ("SAP HANA on Amazon EC2", "arn:aws:ssm-sap:*:*:HANA/*"),
    ("Storage Gateway", "arn:aws:storagegateway:*:*:gateway/*"),
    ("Timestream", "arn:aws:timestream:*:*:database/*"),
    ("VirtualMachine", "arn:aws:backup-gateway:*:*:vm/*"),
];

/// What stands for a type in a selection.
pub(crate) fn selection_arn(of: ResourceType) -> &'static str {
    let mut patterns = PATTERNS.iter();
    let found = patterns.find(|(name, _)| *name == of.as_str());
    found.unwrap_or_else(|| panic!("no pattern for {of}")).1
}
