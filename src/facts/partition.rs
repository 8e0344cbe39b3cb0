//! The separate clouds that AWS is made of.

use std::fmt;

/// A group of regions with accounts, ARNs and host names of its own; copies never leave it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Partition {
    /// The commercial regions.
    Aws,
    /// China.
    AwsCn,
    /// GovCloud (US).
    AwsUsGov,
    /// The European Sovereign Cloud.
    AwsEusc,
    /// US isolated regions (`us-iso-`); undocumented for AWS Backup.
    AwsIso,
    /// US isolated regions (`us-isob-`); undocumented for AWS Backup.
    AwsIsoB,
    /// European isolated regions (`eu-isoe-`); undocumented for AWS Backup.
    AwsIsoE,
    /// US isolated regions (`us-isof-`); undocumented for AWS Backup.
    AwsIsoF,
}

impl Partition {
    /// Every partition.
    pub const ALL: [Self; 8] = [
        Self::Aws,
        Self::AwsCn,
        Self::AwsUsGov,
        Self::AwsEusc,
        Self::AwsIso,
        Self::AwsIsoB,
        Self::AwsIsoE,
        Self::AwsIsoF,
    ];

    /// The second field of every ARN in the partition.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Aws => "aws",
            Self::AwsCn => "aws-cn",
            Self::AwsUsGov => "aws-us-gov",
            Self::AwsEusc => "aws-eusc",
            Self::AwsIso => "aws-iso",
            Self::AwsIsoB => "aws-iso-b",
            Self::AwsIsoE => "aws-iso-e",
            Self::AwsIsoF => "aws-iso-f",
        }
    }

    /// The partition with this name, as the second field of an ARN has it.
    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|partition| partition.as_str() == name)
    }

    /// The partition of a region, by the start of the region's code.
    pub(crate) fn of_region(code: &str) -> Self {
        match code.split('-').next() {
            Some("cn") => Self::AwsCn,
            Some("eusc") => Self::AwsEusc,
            _ if code.starts_with("us-gov-") => Self::AwsUsGov,
            _ if code.starts_with("us-iso-") => Self::AwsIso,
            _ if code.starts_with("us-isob-") => Self::AwsIsoB,
            _ if code.starts_with("eu-isoe-") => Self::AwsIsoE,
            _ if code.starts_with("us-isof-") => Self::AwsIsoF,
            _ => Self::Aws,
        }
    }

    /// The end of the host names of its services, such as `amazonaws.com`.
    pub fn dns_suffix(self) -> &'static str {
        match self {
            Self::Aws | Self::AwsUsGov => "amazonaws.com",
            Self::AwsCn => "amazonaws.com.cn",
            Self::AwsEusc => "amazonaws.eu",
            Self::AwsIso => "c2s.ic.gov",
            Self::AwsIsoB => "sc2s.sgov.gov",
            Self::AwsIsoE => "cloud.adc-e.uk",
            Self::AwsIsoF => "csp.hci.ic.gov",
        }
    }

    /// Whether AWS documents what AWS Backup does in the partition.
    pub fn is_documented(self) -> bool {
        matches!(
            self,
            Self::Aws | Self::AwsCn | Self::AwsUsGov | Self::AwsEusc
        )
    }
}

impl fmt::Display for Partition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_code_of_a_region_tells_its_partition() {
        for (code, expected) in [
            ("eu-west-1", "aws"),
            ("xx-new-1", "aws"),
            ("cn-north-1", "aws-cn"),
            ("us-gov-west-1", "aws-us-gov"),
            ("eusc-de-east-1", "aws-eusc"),
            ("us-iso-east-1", "aws-iso"),
            ("us-isob-east-1", "aws-iso-b"),
            ("eu-isoe-west-1", "aws-iso-e"),
            ("us-isof-south-1", "aws-iso-f"),
        ] {
            let partition = Partition::of_region(code);
            assert_eq!(partition.to_string(), expected, "{code}");
            assert_eq!(Partition::of_name(expected), Some(partition));
        }
        assert_eq!(Partition::of_name("gcp"), None);
    }
}
