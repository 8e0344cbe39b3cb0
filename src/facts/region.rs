//! The regions of AWS, as the spec names them.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};

use super::{Partition, spelling};

/// Declares the known regions once: the variant, its AWS code and AWS's own name for the place.
macro_rules! regions {
    ($($variant:ident = $code:literal, $name:literal;)*) => {
        /// A region of AWS, ordered by its code.
        ///
        /// The variants are the regions where AWS Backup is documented; what it can do there is in
        /// [`Region::facts`].
        #[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub enum Region {
            $(#[doc = $name] $variant,)*
            /// A region that is newer than this program, of which only the code is known.
            Other(OtherRegion),
        }

        impl Region {
            /// Every region with facts, ordered by code.
            pub const KNOWN: &'static [Self] = &[$(Self::$variant,)*];

            const CODES: &'static [&'static str] = &[$($code,)*];

            /// The code by which AWS calls the region, such as `eu-west-1`.
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $code,)*
                    Self::Other(OtherRegion(code)) => code,
                }
            }
        }
    };
}

regions! {
    AfSouth1 = "af-south-1", "Africa (Cape Town)";
    ApEast1 = "ap-east-1", "Asia Pacific (Hong Kong)";
    ApEast2 = "ap-east-2", "Asia Pacific (Taipei)";
    ApNortheast1 = "ap-northeast-1", "Asia Pacific (Tokyo)";
    ApNortheast2 = "ap-northeast-2", "Asia Pacific (Seoul)";
    ApNortheast3 = "ap-northeast-3", "Asia Pacific (Osaka)";
    ApSouth1 = "ap-south-1", "Asia Pacific (Mumbai)";
    ApSouth2 = "ap-south-2", "Asia Pacific (Hyderabad)";
    ApSoutheast1 = "ap-southeast-1", "Asia Pacific (Singapore)";
    ApSoutheast2 = "ap-southeast-2", "Asia Pacific (Sydney)";
    ApSoutheast3 = "ap-southeast-3", "Asia Pacific (Jakarta)";
    ApSoutheast4 = "ap-southeast-4", "Asia Pacific (Melbourne)";
    ApSoutheast5 = "ap-southeast-5", "Asia Pacific (Malaysia)";
    ApSoutheast6 = "ap-southeast-6", "Asia Pacific (New Zealand)";
    ApSoutheast7 = "ap-southeast-7", "Asia Pacific (Thailand)";
    CaCentral1 = "ca-central-1", "Canada (Central)";
    CaWest1 = "ca-west-1", "Canada West (Calgary)";
    CnNorth1 = "cn-north-1", "China (Beijing)";
    CnNorthwest1 = "cn-northwest-1", "China (Ningxia)";
    EuCentral1 = "eu-central-1", "Europe (Frankfurt)";
    EuCentral2 = "eu-central-2", "Europe (Zurich)";
    EuNorth1 = "eu-north-1", "Europe (Stockholm)";
    EuSouth1 = "eu-south-1", "Europe (Milan)";
    EuSouth2 = "eu-south-2", "Europe (Spain)";
    EuWest1 = "eu-west-1", "Europe (Ireland)";
    EuWest2 = "eu-west-2", "Europe (London)";
    EuWest3 = "eu-west-3", "Europe (Paris)";
    EuscDeEast1 = "eusc-de-east-1", "AWS European Sovereign Cloud (Germany)";
    IlCentral1 = "il-central-1", "Israel (Tel Aviv)";
    MeCentral1 = "me-central-1", "Middle East (UAE)";
    MeSouth1 = "me-south-1", "Middle East (Bahrain)";
    MxCentral1 = "mx-central-1", "Mexico (Central)";
    SaEast1 = "sa-east-1", "South America (Sao Paulo)";
    UsEast1 = "us-east-1", "US East (N. Virginia)";
    UsEast2 = "us-east-2", "US East (Ohio)";
    UsGovEast1 = "us-gov-east-1", "AWS GovCloud (US-East)";
    UsGovWest1 = "us-gov-west-1", "AWS GovCloud (US-West)";
    UsWest1 = "us-west-1", "US West (N. California)";
    UsWest2 = "us-west-2", "US West (Oregon)";
}

/// The code of a region without facts; made by [`Region::other`] or by parsing.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct OtherRegion(String);

/// A text that is not the code of a region.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "expected an AWS region such as `eu-west-1`, found `{found}`{}",
    spelling::did_you_mean(*suggestion)
)]
pub struct UnknownRegion {
    /// The text as it was written.
    pub found: String,
    /// The known code that is nearest in spelling, if one is near.
    pub suggestion: Option<&'static str>,
}

/// What the code of any region looks like, today's and tomorrow's.
const SHAPE: &str = "^[a-z]{2,4}(-[a-z]+)+-[0-9]+$";

/// Unknown codes this few edits away from a known one are taken for a slip of the pen.
const SLIP: usize = 2;

impl Region {
    /// Reads the code of a region.
    ///
    /// A well-shaped code without facts is accepted as [`Region::Other`], unless it is so near to a
    /// known one that it is more likely misspelt; [`Region::other`] accepts that one too.
    ///
    /// # Errors
    /// [`UnknownRegion`] for malformed texts and near misses.
    pub fn parse(text: &str) -> Result<Self, UnknownRegion> {
        if let Some(region) = Self::known(text) {
            return Ok(region);
        }
        let near_miss = Self::CODES
            .iter()
            .any(|code| spelling::distance(text, code) <= SLIP);
        if near_miss {
            Err(Self::unknown(text))
        } else {
            Self::other(text)
        }
    }

    /// The region with this code, however near its spelling is to a known one.
    ///
    /// # Errors
    /// [`UnknownRegion`] for a text that does not have the shape of a code.
    pub fn other(code: &str) -> Result<Self, UnknownRegion> {
        match Self::known(code) {
            Some(region) => Ok(region),
            None if has_shape(code) => Ok(Self::Other(OtherRegion(code.to_owned()))),
            None => Err(Self::unknown(code)),
        }
    }

    /// The partition the region belongs to; nothing is copied from one partition to another.
    pub fn partition(&self) -> Partition {
        Partition::of_region(self.as_str())
    }

    /// The code as a part of Terraform labels: `eu_west_1`.
    pub fn identifier(&self) -> String {
        self.as_str().replace('-', "_")
    }

    fn known(code: &str) -> Option<Self> {
        let position = Self::CODES.binary_search(&code).ok()?;
        Self::KNOWN.get(position).cloned()
    }

    fn unknown(text: &str) -> UnknownRegion {
        UnknownRegion {
            found: text.to_owned(),
            suggestion: spelling::nearest(text, Self::CODES),
        }
    }
}

/// Whether a text matches [`SHAPE`].
fn has_shape(code: &str) -> bool {
    let parts: Vec<&str> = code.split('-').collect();
    let [area, middle @ .., number] = parts.as_slice() else {
        return false;
    };
    let letters = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase());
    (2..=4).contains(&area.len())
        && letters(area)
        && !middle.is_empty()
        && middle.iter().all(|part| letters(part))
        && !number.is_empty()
        && number.bytes().all(|b| b.is_ascii_digit())
}

impl fmt::Display for Region {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl Ord for Region {
    fn cmp(&self, other: &Self) -> Ordering {
        self.as_str().cmp(other.as_str())
    }
}

impl PartialOrd for Region {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl std::str::FromStr for Region {
    type Err = UnknownRegion;

    fn from_str(text: &str) -> Result<Self, UnknownRegion> {
        Self::parse(text)
    }
}

impl TryFrom<String> for Region {
    type Error = UnknownRegion;

    fn try_from(text: String) -> Result<Self, UnknownRegion> {
        Self::parse(&text)
    }
}

impl From<Region> for String {
    fn from(region: Region) -> Self {
        match region {
            Region::Other(OtherRegion(code)) => code,
            known => known.as_str().to_owned(),
        }
    }
}

impl JsonSchema for Region {
    fn schema_name() -> Cow<'static, str> {
        "Region".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "A region of AWS, by its code.",
            "type": "string",
            "anyOf": [{ "enum": Self::CODES }, { "pattern": SHAPE }],
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_read_and_slips_are_refused() {
        let cases: &[(&str, Result<Region, Option<&str>>)] = &[
            ("eu-west-1", Ok(Region::EuWest1)),
            ("us-gov-east-1", Ok(Region::UsGovEast1)),
            ("eusc-de-east-1", Ok(Region::EuscDeEast1)),
            ("xx-new-1", Region::other("xx-new-1").map_err(|_| None)),
            (
                "us-iso-east-1",
                Region::other("us-iso-east-1").map_err(|_| None),
            ),
            ("eu-wset-1", Err(Some("eu-west-1"))),
            ("eu-west-11", Err(Some("eu-west-1"))),
            ("eu-central1", Err(Some("eu-central-1"))),
            ("EU-WEST-1", Err(Some("eu-west-1"))),
            ("eu_west_1", Err(Some("eu-west-1"))),
            ("Ireland", Err(None)),
            ("", Err(None)),
            ("-", Err(None)),
            ("eu--1", Err(None)),
            ("xx-new-", Err(None)),
            ("xx-new-1 ", Err(None)),
        ];
        for (text, expected) in cases {
            let found = Region::parse(text).map_err(|error| error.suggestion);
            assert_eq!(&found, expected, "{text}");
        }
    }

    #[test]
    fn the_error_says_what_was_expected_and_found() {
        let error = Region::parse("eu-wset-1").unwrap_err();
        assert_eq!(
            error.to_string(),
            "expected an AWS region such as `eu-west-1`, found `eu-wset-1`; did you mean `eu-west-1`?"
        );
        let error = Region::parse("Ireland").unwrap_err();
        assert_eq!(
            error.to_string(),
            "expected an AWS region such as `eu-west-1`, found `Ireland`"
        );
    }

    #[test]
    fn a_new_region_near_a_known_one_can_be_named_on_purpose() {
        assert_eq!(Region::other("eu-west-4").unwrap().as_str(), "eu-west-4");
        assert_eq!(Region::other("eu-west-1"), Ok(Region::EuWest1));
        assert!(Region::other("eu west 4").is_err());
    }

    #[test]
    fn regions_are_ordered_by_code_and_named_after_it() {
        assert!(Region::KNOWN.is_sorted());
        for region in Region::KNOWN {
            let code = region.as_str();
            assert_eq!(Region::parse(code).as_ref(), Ok(region));
            assert!(has_shape(code), "{code}");
            assert_eq!(
                format!("{region:?}").to_lowercase(),
                code.replace('-', ""),
                "variant and code"
            );
        }
    }

    #[test]
    fn regions_travel_as_their_code() {
        let json = serde_json::to_string(&Region::EuWest1).unwrap();
        assert_eq!(json, "\"eu-west-1\"");
        assert_eq!(
            serde_json::from_str::<Region>(&json).unwrap(),
            Region::EuWest1
        );
        assert!(serde_json::from_str::<Region>("\"eu-wset-1\"").is_err());
        assert_eq!(Region::EuWest1.identifier(), "eu_west_1");
    }
}
