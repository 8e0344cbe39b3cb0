//! What AWS Backup can do with each resource type: `facts/resource_types.toml`, typed.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use super::arn_pattern;
use super::{Answer, DynamoDbBackups, Feature, Features, Partition, ResourceType};

/// The facts of a resource type, or of one variant of it that behaves differently.
#[derive(Debug, Clone)]
pub struct TypeFacts {
    /// The variant, such as `ontap` or `multi-az-cluster`; `None` when the type has only one kind.
    pub variant: Option<String>,
    /// What a person calls it, such as `Amazon EBS volume`.
    pub display: String,
    /// What AWS Backup can do with it.
    pub features: Features,
    /// Whether naming its ARN in a selection protects it even where the type is not opted in.
    pub named_arn_bypasses_opt_in: bool,
    /// The page of AWS that says so.
    pub source_url: String,
    selection_arn: String,
    backup_policy_resource_type: String,
}

impl TypeFacts {
    /// The ARN pattern that selects every such resource in a backup plan.
    pub fn selection_arn(&self, partition: Partition) -> String {
        arn_pattern::in_partition(&self.selection_arn, partition)
    }
}

#[derive(Deserialize)]
struct File {
    management_preference_names: Vec<ResourceType>,
    resource_type: Vec<Row>,
}

#[derive(Deserialize)]
struct Row {
    name: ResourceType,
    variant: Option<String>,
    display: String,
    selection_arn: String,
    backup_policy_resource_type: String,
    full_management: Feature,
    cross_region_copy: Feature,
    cross_account_copy: Feature,
    both_in_one_copy_action: Feature,
    lifecycle_to_cold: Feature,
    continuous_pitr: Feature,
    logically_air_gapped: Feature,
    explicit_arn_selection_bypasses_opt_in: bool,
    source: String,
    confidence: Option<String>,
    uncertain: Option<Vec<String>>,
}

impl Row {
    fn answer(&self, name: &str, feature: Feature) -> Answer {
        let certain = match &self.uncertain {
            Some(features) => !features.iter().any(|uncertain| uncertain == name),
            None => self.confidence.as_deref() != Some("low"),
        };
        Answer { feature, certain }
    }

    fn features(&self) -> Features {
        Features {
            fully_managed: self.answer("full_management", self.full_management),
            cross_region_copy: self.answer("cross_region_copy", self.cross_region_copy),
            cross_account_copy: self.answer("cross_account_copy", self.cross_account_copy),
            both_in_one_copy_action: self
                .answer("both_in_one_copy_action", self.both_in_one_copy_action),
            lifecycle_to_cold: self.answer("lifecycle_to_cold", self.lifecycle_to_cold),
            continuous: self.answer("continuous_pitr", self.continuous_pitr),
            logically_air_gapped: self.answer("logically_air_gapped", self.logically_air_gapped),
        }
    }
}

impl From<Row> for TypeFacts {
    fn from(row: Row) -> Self {
        Self {
            features: row.features(),
            variant: row.variant,
            display: row.display,
            named_arn_bypasses_opt_in: row.explicit_arn_selection_bypasses_opt_in,
            source_url: row.source,
            selection_arn: row.selection_arn,
            backup_policy_resource_type: row.backup_policy_resource_type,
        }
    }
}

struct Facts {
    variants: BTreeMap<ResourceType, Vec<TypeFacts>>,
    with_management_preference: Vec<ResourceType>,
}

static FACTS: LazyLock<Facts> = LazyLock::new(|| {
    let file: File =
        toml::from_str(super::RESOURCE_TYPES_TOML).expect("the tests read the embedded facts");
    let mut variants: BTreeMap<ResourceType, Vec<TypeFacts>> = BTreeMap::new();
    for row in file.resource_type {
        variants.entry(row.name).or_default().push(row.into());
    }
    Facts {
        variants,
        with_management_preference: file.management_preference_names,
    }
});

impl ResourceType {
    /// The kinds of resource under this type that behave differently, the usual one first.
    pub fn variants(self) -> &'static [TypeFacts] {
        &FACTS.variants[&self]
    }

    /// What AWS Backup can do with the type as a whole.
    ///
    /// Where variants differ the answer is [`Feature::Conditional`]; DynamoDB answers for the way in
    /// which its tables are backed up.
    pub fn features(self, dynamodb: DynamoDbBackups) -> Features {
        let variants = self.variants();
        if self == Self::DynamoDb {
            let plain = variants
                .iter()
                .find(|facts| facts.variant.as_deref() == Some("plain"));
            if let (DynamoDbBackups::Plain, Some(plain)) = (dynamodb, plain) {
                return plain.features;
            }
            return variants[0].features;
        }
        let rest = variants[1..].iter();
        rest.fold(variants[0].features, |all, facts| all.and(facts.features))
    }

    /// The ARN patterns that select every resource of the type in a backup plan: that of the usual
    /// variant, and those of others that have one for themselves, as the volumes of FSx for ONTAP.
    /// A pattern that other types share, such as that of the Multi-AZ clusters of RDS, is left to them.
    pub fn selection_arns(self, partition: Partition) -> Vec<String> {
        let patterns = self.selected();
        patterns
            .map(|facts| facts.selection_arn(partition))
            .collect()
    }

    /// What stands for the type in the `resource_types` of an Organizations backup policy.
    ///
    /// <https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_backup_syntax.html>
    pub fn backup_policy_resource_types(self, partition: Partition) -> Vec<String> {
        let patterns = self.selected();
        patterns
            .map(|facts| arn_pattern::in_partition(&facts.backup_policy_resource_type, partition))
            .collect()
    }

    /// The variants whose patterns stand for the type, each pattern once.
    fn selected(self) -> impl Iterator<Item = &'static TypeFacts> {
        let (usual, others) = self.variants().split_at(1);
        let others = others.iter().enumerate().filter(move |(index, one)| {
            let before = usual.iter().chain(&others[..*index]);
            let known = before.map(|facts| &facts.selection_arn);
            !known.into_iter().any(|arn| *arn == one.selection_arn)
                && Self::of_arn(&one.selection_arn) == [self]
        });
        usual.iter().chain(others.map(|(_, one)| one))
    }

    /// Whether the region settings have a management preference for the type beside its opt-in.
    pub fn has_management_preference(self) -> bool {
        FACTS.with_management_preference.contains(&self)
    }

    /// The types that a resource's ARN, or an ARN pattern of a selection, can match.
    ///
    /// `arn:aws:rds:*:*:cluster:*` is Aurora, DocumentDB, Neptune and the Multi-AZ clusters of RDS:
    /// an ARN does not tell the engine.
    pub fn of_arn(pattern: &str) -> Vec<Self> {
        let matches = |known: &Self| {
            let mut variants = known.variants().iter();
            variants.any(|facts| arn_pattern::overlap(pattern, &facts.selection_arn))
        };
        Self::ALL.iter().copied().filter(matches).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Feature::{Conditional, No, Yes};

    #[test]
    fn every_type_has_facts() {
        let file: toml::Table = toml::from_str(super::super::RESOURCE_TYPES_TOML).unwrap();
        let mut names: Vec<&str> = file["opt_in_names"]
            .as_array()
            .unwrap()
            .iter()
            .map(|name| name.as_str().unwrap())
            .collect();
        names.sort_unstable();
        let known: Vec<&str> = ResourceType::ALL
            .iter()
            .map(|known| known.as_str())
            .collect();
        assert_eq!(names, known);
        for known in ResourceType::ALL {
            assert!(!known.variants().is_empty(), "{known}");
        }
    }

    #[test]
    fn features_are_those_of_the_table() {
        let cases: &[(ResourceType, [Feature; 7])] = &[
            (ResourceType::S3, [Yes, Yes, Yes, Yes, No, Yes, Yes]),
            (ResourceType::DynamoDb, [Yes, Yes, Yes, Yes, Yes, No, Yes]),
            (
                ResourceType::CloudFormation,
                [Conditional, Yes, No, No, Yes, No, No],
            ),
            (ResourceType::Ebs, [No, Yes, Yes, Yes, Conditional, No, Yes]),
            (
                ResourceType::Rds,
                [
                    No,
                    Conditional,
                    Conditional,
                    Conditional,
                    No,
                    Conditional,
                    No,
                ],
            ),
            (ResourceType::Fsx, [No, Yes, Yes, Yes, No, No, Conditional]),
            (
                ResourceType::RedshiftServerless,
                [No, No, No, No, No, No, No],
            ),
        ];
        for (resource_type, expected) in cases {
            let found = resource_type.features(DynamoDbBackups::Advanced);
            let found = [
                found.fully_managed,
                found.cross_region_copy,
                found.cross_account_copy,
                found.both_in_one_copy_action,
                found.lifecycle_to_cold,
                found.continuous,
                found.logically_air_gapped,
            ];
            assert_eq!(
                found.map(|answer| answer.feature),
                *expected,
                "{resource_type}"
            );
        }
    }

    #[test]
    fn plain_dynamodb_backups_cannot_be_copied() {
        let plain = ResourceType::DynamoDb.features(DynamoDbBackups::Plain);
        assert!(plain.cannot_be_copied() && plain.fully_managed.is_no());
        let advanced = ResourceType::DynamoDb.features(DynamoDbBackups::Advanced);
        assert!(!advanced.cannot_be_copied() && advanced.fully_managed.is_yes());
    }

    #[test]
    fn contradicted_answers_are_uncertain() {
        let features = |known: ResourceType| known.features(DynamoDbBackups::Advanced);
        assert!(!features(ResourceType::Dsql).lifecycle_to_cold.certain);
        assert!(features(ResourceType::Dsql).cross_region_copy.certain);
        assert!(features(ResourceType::Ebs).cross_region_copy.certain);
        // Copies of ONTAP volumes are newer than AWS's table.
        assert!(!features(ResourceType::Fsx).cross_region_copy.certain);
        assert!(!features(ResourceType::Redshift).cross_region_copy.certain);
    }

    #[test]
    fn selections_name_the_partition() {
        let cases: &[(ResourceType, Partition, &[&str])] = &[
            (
                ResourceType::DynamoDb,
                Partition::Aws,
                &["arn:aws:dynamodb:*:*:table/*"],
            ),
            (ResourceType::S3, Partition::AwsCn, &["arn:aws-cn:s3:::*"]),
            (
                ResourceType::Rds,
                Partition::AwsUsGov,
                &["arn:aws-us-gov:rds:*:*:db:*"],
            ),
            (
                ResourceType::Fsx,
                Partition::Aws,
                &["arn:aws:fsx:*:*:file-system/*", "arn:aws:fsx:*:*:volume/*"],
            ),
        ];
        for (resource_type, partition, expected) in cases {
            assert_eq!(resource_type.selection_arns(*partition), *expected);
            assert_eq!(
                resource_type.backup_policy_resource_types(*partition),
                *expected
            );
        }
    }

    #[test]
    fn four_types_have_a_management_preference() {
        let with: Vec<ResourceType> = ResourceType::ALL
            .iter()
            .copied()
            .filter(|known| known.has_management_preference())
            .collect();
        use ResourceType::{CloudFormation, Dsql, DynamoDb, Efs};
        assert_eq!(with, [CloudFormation, Dsql, DynamoDb, Efs]);
    }

    #[test]
    fn an_arn_tells_the_types_it_can_be() {
        use ResourceType::{Aurora, DocumentDb, DynamoDb, Ebs, Ec2, Fsx, Neptune, Rds, S3};
        let cases: &[(&str, &[ResourceType])] = &[
            (
                "arn:aws:rds:*:*:cluster:*",
                &[Aurora, DocumentDb, Neptune, Rds],
            ),
            ("arn:aws:rds:eu-west-1:111111111111:db:orders", &[Rds]),
            ("arn:aws:rds:eu-west-1:111111111111:cluster-snapshot:x", &[]),
            ("arn:aws-cn:s3:::orders", &[S3]),
            ("arn:aws:ec2:*:*:*", &[Ebs, Ec2]),
            ("arn:aws:ec2:eu-west-1:111111111111:volume/vol-1", &[Ebs]),
            ("arn:aws:fsx:*:*:volume/fs-1/fsvol-1", &[Fsx]),
            ("arn:aws:dynamodb:*:*:table/orders-*", &[DynamoDb]),
            ("arn:aws:dynamodb*", &[DynamoDb]),
            ("arn:aws:lambda:*:*:function:*", &[]),
            ("orders", &[]),
            ("", &[]),
            ("*", ResourceType::ALL),
        ];
        for (pattern, expected) in cases {
            assert_eq!(ResourceType::of_arn(pattern), *expected, "{pattern}");
        }
    }
}
