//! The tree of a template, before it is written as YAML or JSON.

use indexmap::IndexMap;
use serde::ser::{Serialize, SerializeMap, Serializer};

/// A node of a template. Text is data: the printers escape it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Node {
    /// True or false.
    Bool(bool),
    /// A whole number.
    Number(i64),
    /// Text, taken as it is.
    Text(String),
    /// A list.
    List(Vec<Self>),
    /// A map, in this order.
    Map(IndexMap<String, Self>),
    /// An intrinsic function, by the short name that is its tag in YAML, and its argument.
    Call(&'static str, Box<Self>),
}

impl Node {
    /// A map, in the order given.
    pub(crate) fn map<K: Into<String>>(entries: impl IntoIterator<Item = (K, Self)>) -> Self {
        Self::Map(
            entries
                .into_iter()
                .map(|(key, node)| (key.into(), node))
                .collect(),
        )
    }

    /// A list of texts.
    pub(crate) fn texts<T: Into<String>>(texts: impl IntoIterator<Item = T>) -> Self {
        Self::List(
            texts
                .into_iter()
                .map(|text| Self::Text(text.into()))
                .collect(),
        )
    }

    /// What a reference to a resource, a parameter or a pseudo parameter gives.
    pub(crate) fn reference(to: impl Into<String>) -> Self {
        Self::call("Ref", to.into())
    }

    /// An attribute of a resource.
    pub(crate) fn attribute(of: &str, name: &str) -> Self {
        Self::call("GetAtt", format!("{of}.{name}"))
    }

    /// One value for the accounts that a condition names, another for all others.
    pub(crate) fn choice(condition: &str, chosen: Self, otherwise: Self) -> Self {
        Self::call("If", Self::List(vec![condition.into(), chosen, otherwise]))
    }

    /// The logical ids that it refers to, and the pseudo parameters.
    pub(crate) fn references(&self) -> Vec<String> {
        let mut found = Vec::new();
        self.find_references(&mut found);
        found
    }

    fn find_references(&self, found: &mut Vec<String>) {
        match self {
            Self::Bool(_) | Self::Number(_) | Self::Text(_) => {}
            Self::List(items) => items.iter().for_each(|item| item.find_references(found)),
            Self::Map(entries) => entries
                .values()
                .for_each(|node| node.find_references(found)),
            Self::Call("Ref" | "GetAtt", argument) => {
                if let Self::Text(text) = argument.as_ref() {
                    found.extend(text.split('.').next().map(str::to_owned));
                }
            }
            Self::Call("Sub", argument) => {
                let template = match argument.as_ref() {
                    Self::List(parts) => parts.first(),
                    other => Some(other),
                };
                if let Some(Self::Text(text)) = template {
                    let names = text.split("${").skip(1);
                    let names = names.filter_map(|rest| rest.split(['}', '.']).next());
                    found.extend(names.map(str::to_owned));
                }
                argument.find_references(found);
            }
            Self::Call(_, argument) => argument.find_references(found),
        }
    }

    /// An intrinsic function.
    pub(crate) fn call(function: &'static str, argument: impl Into<Self>) -> Self {
        Self::Call(function, Box::new(argument.into()))
    }
}

impl From<&str> for Node {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Node {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<bool> for Node {
    fn from(on: bool) -> Self {
        Self::Bool(on)
    }
}

/// As JSON, where an intrinsic function is a map of one entry.
impl Serialize for Node {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Bool(on) => serializer.serialize_bool(*on),
            Self::Number(number) => serializer.serialize_i64(*number),
            Self::Text(text) => serializer.serialize_str(text),
            Self::List(items) => serializer.collect_seq(items),
            Self::Map(entries) => serializer.collect_map(entries),
            Self::Call(function, argument) => {
                let mut map = serializer.serialize_map(Some(1))?;
                match (*function, argument.as_ref()) {
                    ("Ref" | "Condition", argument) => map.serialize_entry(*function, argument)?,
                    ("GetAtt", Self::Text(path)) => {
                        let parts: Vec<&str> = path.splitn(2, '.').collect();
                        map.serialize_entry("Fn::GetAtt", &parts)?;
                    }
                    (function, argument) => {
                        map.serialize_entry(&format!("Fn::{function}"), argument)?;
                    }
                }
                map.end()
            }
        }
    }
}
