//! Where recovery points can be copied to: the rules between regions of `facts/regions.toml`.

use super::region_facts::CopyRule;
use super::{DynamoDbBackups, OptIn, Partition, Region, ResourceType};

/// Whether a copy changes its account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CopyAccounts {
    /// Source and destination vault are in one account.
    Same,
    /// The destination vault is in another account.
    Different,
}

/// Why AWS Backup cannot make a copy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Obstacle {
    /// The reason, as a phrase that ends a message.
    pub reason: String,
    /// The page of AWS that says so.
    pub source_url: &'static str,
    /// `false` when sources contradict each other: good for a hint only.
    pub certain: bool,
}

impl CopyRule {
    fn obstacle(&'static self, reason: String) -> Obstacle {
        Obstacle {
            reason,
            source_url: &self.source,
            certain: self.certain(),
        }
    }
}

/// Why recovery points of a type cannot be copied between two regions; `None` when nothing is known
/// to be in the way.
///
/// DynamoDB is taken to be backed up with its advanced features (without them nothing can be
/// copied), and where only some resources of a type can be copied, such as not the Multi-AZ clusters
/// of RDS, there is no obstacle for the type. Of regions newer than this program only the partition
/// counts.
pub fn copy_obstacle(
    resource_type: ResourceType,
    source: &Region,
    destination: &Region,
    accounts: CopyAccounts,
) -> Option<Obstacle> {
    of_type(resource_type, source, destination, accounts)
        .or_else(|| region_obstacle(source, destination, accounts))
        .or_else(|| of_opt_in_region(resource_type, source, destination, accounts))
}

fn of_type(
    resource_type: ResourceType,
    source: &Region,
    destination: &Region,
    accounts: CopyAccounts,
) -> Option<Obstacle> {
    let features = resource_type.features(DynamoDbBackups::Advanced);
    let regions_differ = source != destination;
    let accounts_differ = accounts == CopyAccounts::Different;
    let (reason, answer) = if features.cannot_be_copied() {
        ("cannot be copied at all", features.cross_region_copy)
    } else if accounts_differ && features.cross_account_copy.is_no() {
        (
            "cannot be copied to another account",
            features.cross_account_copy,
        )
    } else if regions_differ && features.cross_region_copy.is_no() {
        (
            "cannot be copied to another region",
            features.cross_region_copy,
        )
    } else if regions_differ && accounts_differ && features.both_in_one_copy_action.is_no() {
        let reason = "cannot be copied to another account and region in one copy action";
        (reason, features.both_in_one_copy_action)
    } else {
        return None;
    };
    Some(Obstacle {
        reason: format!("{resource_type} {reason}"),
        source_url: &resource_type.variants()[0].source_url,
        certain: answer.certain,
    })
}

/// Why nothing at all can be copied between two regions; `None` when some types can.
///
/// GovCloud needs no rule of its own: its two regions are all there is in its partition.
pub fn region_obstacle(
    source: &Region,
    destination: &Region,
    accounts: CopyAccounts,
) -> Option<Obstacle> {
    let (from, to) = (source.partition(), destination.partition());
    if from != to {
        let reason = format!(
            "a copy cannot leave its partition: `{source}` is in `{from}`, `{destination}` in `{to}`"
        );
        return Some(CopyRule::of("same-partition").obstacle(reason));
    }
    source.facts()?;
    destination.facts()?;
    match from {
        Partition::AwsCn if accounts == CopyAccounts::Different => {
            let reason = "in China nothing can be copied to another account".to_owned();
            Some(CopyRule::of("china").obstacle(reason))
        }
        Partition::AwsEusc => {
            let reason = "in the European Sovereign Cloud nothing can be copied".to_owned();
            Some(CopyRule::of("eusc").obstacle(reason))
        }
        _ => None,
    }
}

fn of_opt_in_region(
    resource_type: ResourceType,
    source: &Region,
    destination: &Region,
    accounts: CopyAccounts,
) -> Option<Obstacle> {
    let (from, to) = (source.facts()?, destination.facts()?);
    let ends = [(source, from), (destination, to)];
    let mut opt_in = ends
        .into_iter()
        .filter(|(_, facts)| facts.opt_in == OptIn::Needed)
        .map(|(region, _)| region);
    let cross_account = CopyRule::of("opt-in-xa");
    if accounts == CopyAccounts::Different && cross_account.types.contains(&resource_type) {
        let region = opt_in.next()?;
        return Some(cross_account.obstacle(format!(
            "{resource_type} cannot be copied to another account where `{region}` takes part, a \
             region that accounts must enable"
        )));
    }
    if source == destination {
        return None;
    }
    opt_in.find_map(|region| cross_region_obstacle(resource_type, region))
}

/// The obstacle that an opt-in region at either end is to a copy between regions.
fn cross_region_obstacle(resource_type: ResourceType, region: &Region) -> Option<Obstacle> {
    let rules = ["opt-in-xr-docdb", "opt-in-xr-neptune", "opt-in-xr-fsx"].map(CopyRule::of);
    let rule = rules
        .into_iter()
        .find(|rule| rule.types.contains(&resource_type))?;
    let named = rule.regions.contains(region);
    let reason = format!("{resource_type} cannot be copied between regions from or to `{region}`");
    match resource_type {
        // The regions named are those where it works.
        ResourceType::Neptune if named => None,
        // All versions of the page agree on the regions named, older ones exclude the others too.
        ResourceType::Fsx => Some(Obstacle {
            certain: named,
            ..rule.obstacle(reason)
        }),
        _ => Some(rule.obstacle(reason)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use CopyAccounts::{Different, Same};
    use Region as R;
    use ResourceType as T;

    type Copy<'a> = (T, &'a R, &'a R, CopyAccounts);
    type Expected = Option<(&'static str, bool)>;

    #[test]
    fn copies_meet_the_obstacles_that_aws_documents() {
        let new = R::other("xx-new-1").unwrap();
        let new_cn = R::other("cn-southwest-1").unwrap();
        #[rustfmt::skip]
        let cases: Vec<(Copy<'_>, Expected)> = vec![
            ((T::S3, &R::EuWest1, &R::EuCentral1, Different), None),
            ((T::DynamoDb, &R::EuWest1, &R::EuSouth1, Different), None),
            ((T::Rds, &R::EuWest1, &R::EuCentral1, Different), None),
            ((T::S3, &R::EuWest1, &new, Different), None),
            ((T::DocumentDb, &R::EuWest1, &new, Different), None),
            ((T::S3, &R::CnNorth1, &new_cn, Different), None),
            ((T::Redshift, &R::EuWest1, &R::EuWest1, Same),
                Some(("Redshift cannot be copied at all", false))),
            ((T::RedshiftServerless, &R::EuWest1, &new, Different),
                Some(("Redshift Serverless cannot be copied at all", true))),
            ((T::CloudFormation, &R::EuWest1, &R::EuWest1, Different),
                Some(("CloudFormation cannot be copied to another account", true))),
            ((T::CloudFormation, &R::EuWest1, &R::EuCentral1, Same), None),
            ((T::S3, &R::EuWest1, &R::CnNorth1, Same),
                Some(("a copy cannot leave its partition: `eu-west-1` is in `aws`, `cn-north-1` in `aws-cn`", true))),
            ((T::S3, &R::UsGovEast1, &R::UsEast1, Same),
                Some(("a copy cannot leave its partition: `us-gov-east-1` is in `aws-us-gov`, `us-east-1` in `aws`", true))),
            ((T::S3, &R::UsGovEast1, &R::UsGovWest1, Different), None),
            ((T::S3, &R::CnNorth1, &R::CnNorthwest1, Same), None),
            ((T::S3, &R::CnNorth1, &R::CnNorthwest1, Different),
                Some(("in China nothing can be copied to another account", true))),
            ((T::S3, &R::EuscDeEast1, &R::EuscDeEast1, Same),
                Some(("in the European Sovereign Cloud nothing can be copied", true))),
            ((T::Timestream, &R::EuWest1, &R::EuSouth1, Different),
                Some(("Timestream cannot be copied to another account where `eu-south-1` takes part, a region that accounts must enable", true))),
            ((T::Timestream, &R::EuWest1, &R::EuSouth1, Same), None),
            ((T::DocumentDb, &R::EuSouth1, &R::EuWest1, Same),
                Some(("DocumentDB cannot be copied between regions from or to `eu-south-1`", true))),
            ((T::DocumentDb, &R::EuSouth1, &R::EuSouth1, Same), None),
            ((T::Neptune, &R::AfSouth1, &R::EuWest1, Same), None),
            ((T::Neptune, &R::AfSouth1, &R::EuSouth2, Same),
                Some(("Neptune cannot be copied between regions from or to `eu-south-2`", true))),
            ((T::Fsx, &R::MeSouth1, &R::EuWest1, Different),
                Some(("FSx cannot be copied between regions from or to `me-south-1`", true))),
            ((T::Fsx, &R::EuWest1, &R::EuSouth1, Different),
                Some(("FSx cannot be copied between regions from or to `eu-south-1`", false))),
            ((T::Fsx, &R::EuWest1, &R::EuCentral1, Different), None),
        ];
        for ((resource_type, source, destination, accounts), expected) in cases {
            let found = copy_obstacle(resource_type, source, destination, accounts);
            let found = found
                .as_ref()
                .map(|found| (found.reason.as_str(), found.certain));
            assert_eq!(
                found, expected,
                "{resource_type} {source} {destination} {accounts:?}"
            );
        }
    }

    #[test]
    fn obstacles_name_the_page_of_aws() {
        let found = copy_obstacle(T::S3, &R::EuWest1, &R::CnNorth1, Same).unwrap();
        assert_eq!(
            found.source_url,
            "https://docs.aws.amazon.com/aws-backup/latest/devguide/backup-feature-availability.html"
        );
    }
}
