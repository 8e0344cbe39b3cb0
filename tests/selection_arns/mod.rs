//! The ARN pattern by which a selection chooses every resource of a type, as AWS writes it, and as
//! a plan of one account and region has it.

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

/// What stands for a type in a selection of this account and region.
pub(crate) fn selection_arn(of: ResourceType, account: &str, region: &str) -> String {
    let mut patterns = PATTERNS.iter();
    let found = patterns.find(|(name, _)| *name == of.as_str());
    let pattern = found.unwrap_or_else(|| panic!("no pattern for {of}")).1;
    here(pattern, account, region)
}

/// A pattern with account and region where it has `*`: in a selection, AWS documents `*` only as the
/// last character.
///
/// <https://docs.aws.amazon.com/aws-backup/latest/devguide/API_BackupSelection.html>
pub(crate) fn here(pattern: &str, account: &str, region: &str) -> String {
    let mut fields: Vec<&str> = pattern.split(':').collect();
    for (field, known) in [(3, region), (4, account)] {
        if fields[field] == "*" {
            fields[field] = known;
        }
    }
    fields.join(":")
}
