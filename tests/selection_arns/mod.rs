//! The ARN pattern by which a selection chooses every resource of a type, as AWS writes it, and as
//! a plan of one account and region has it.

use offsite::facts::ResourceType;

/// Written a second time, after AWS and not after our facts, so that a wrong fact is seen.
///
/// <https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_backup_syntax.html>
const PATTERNS: [(&str, &str); 20] = [
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
    // Of FSx for ONTAP it is volumes that are backed up.
    ("FSx", "arn:aws:fsx:*:*:volume/*"),
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
pub(crate) fn selection_arns(of: ResourceType, account: &str, region: &str) -> Vec<String> {
    let patterns = PATTERNS.iter().filter(|(name, _)| *name == of.as_str());
    let found: Vec<String> = patterns
        .map(|(_, pattern)| here(pattern, account, region))
        .collect();
    assert!(!found.is_empty(), "no pattern for {of}");
    found
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
