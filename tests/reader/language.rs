//! A small language to be read, and what a user sees when it cannot be.
use std::collections::BTreeMap;
use std::fmt;

use offsite::Color;
use offsite::diagnostics::{Report, Sources, render_text};
use offsite::spec::yaml::{self, Document, Unreadable, from_mapping};
use serde::Deserialize;
use serde::de::{self, Deserializer, MapAccess, Visitor};

/// A small language with every shape that a spec has.
#[derive(Debug, Deserialize, PartialEq)]
pub(crate) struct Spec {
    pub(crate) name: Name,
    pub(crate) organization: Organization,
    pub(crate) central: Option<Central>,
    #[serde(default)]
    pub(crate) accounts: BTreeMap<Name, Account>,
    #[serde(default)]
    pub(crate) plans: BTreeMap<Name, Plan>,
}

#[derive(Debug, Deserialize, PartialEq)]
pub(crate) struct Organization {
    pub(crate) id: String,
    pub(crate) management: Account,
    #[serde(default)]
    pub(crate) adopt: bool,
}

#[derive(Debug, Deserialize, PartialEq)]
pub(crate) struct Plan {
    pub(crate) schedule: String,
    pub(crate) resource_types: Vec<ResourceType>,
    pub(crate) keep: Days,
    #[serde(default)]
    pub(crate) window: Option<u16>,
    #[serde(default)]
    pub(crate) regions: Vec<String>,
}

#[derive(Debug, Deserialize, PartialEq)]
pub(crate) enum ResourceType {
    DynamoDB,
    S3,
    #[serde(rename = "EBS")]
    Ebs,
}

#[derive(Debug, Deserialize, PartialEq, Eq, PartialOrd, Ord)]
#[serde(try_from = "String")]
pub(crate) struct Name(pub(crate) String);

impl TryFrom<String> for Name {
    type Error = String;
    fn try_from(text: String) -> Result<Self, String> {
        match text
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
        {
            true => Ok(Self(text)),
            false => Err(format!(
                "expected a name of lower-case letters, digits and `-`, found `{text}`"
            )),
        }
    }
}

#[derive(Debug, Deserialize, PartialEq)]
#[serde(try_from = "String")]
pub(crate) struct Account(pub(crate) String);

impl TryFrom<String> for Account {
    type Error = String;
    fn try_from(text: String) -> Result<Self, String> {
        match text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit()) {
            true => Ok(Self(text)),
            false => Err(format!(
                "expected an account id of 12 digits, found `{text}`"
            )),
        }
    }
}

#[derive(Debug, Deserialize, PartialEq)]
#[serde(try_from = "String")]
pub(crate) struct Days(pub(crate) u32);

impl TryFrom<String> for Days {
    type Error = String;
    fn try_from(text: String) -> Result<Self, String> {
        let days = text
            .strip_suffix('d')
            .and_then(|number| number.parse().ok());
        days.map(Self)
            .ok_or_else(|| format!("expected a duration as `14d`, found `{text}`"))
    }
}

/// A name of an account, or one vault.
#[derive(Debug, PartialEq)]
pub(crate) enum Central {
    Account(String),
    Vault(Vault),
}

#[derive(Debug, Deserialize, PartialEq)]
pub(crate) struct Vault {
    pub(crate) account: String,
    pub(crate) region: String,
    #[serde(default)]
    pub(crate) locked: bool,
}

impl<'de> Deserialize<'de> for Central {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Shapes;
        impl<'de> Visitor<'de> for Shapes {
            type Value = Central;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("the name of an account or a vault")
            }
            fn visit_str<E: de::Error>(self, text: &str) -> Result<Central, E> {
                Ok(Central::Account(text.to_owned()))
            }
            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Central, A::Error> {
                from_mapping(map).map(Central::Vault)
            }
        }
        deserializer.deserialize_any(Shapes)
    }
}

pub(crate) const GOOD: &str = "\
name: acme
organization: { id: o-a1b2c3d4e5, management: \"111111111111\" }
";

pub(crate) fn refused(text: impl AsRef<[u8]>) -> Box<Unreadable> {
    yaml::read::<Spec>(text.as_ref()).expect_err("the text is at fault")
}

pub(crate) fn draw(
    faults: impl IntoIterator<Item = offsite::diagnostics::Diagnostic>,
    document: &Document,
) -> String {
    let report: Report = faults.into_iter().collect();
    render_text(
        &report,
        Sources::text("spec.yaml", document.text(), document),
        Color::Never,
    )
}

/// What the user sees of a text that is refused.
pub(crate) fn shown(text: impl AsRef<[u8]>) -> String {
    let Unreadable { faults, document } = *refused(text);
    draw(faults, &document)
}

/// What the user sees of a good spec with some lines more.
pub(crate) fn shown_with(lines: &str) -> String {
    shown(format!("{GOOD}{lines}"))
}
