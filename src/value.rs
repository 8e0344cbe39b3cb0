//! A value of an argument, before either engine spells it.

use indexmap::IndexMap;

/// Names one resource of a blueprint: its Terraform type and its label.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Address {
    /// The resource's Terraform type; with the prefix `data.` for a data source.
    pub kind: &'static str,
    /// The resource's label, unique for its type within a blueprint.
    pub label: String,
}

impl Address {
    /// The resource of this type with this label.
    pub fn new(kind: &'static str, label: impl Into<String>) -> Self {
        Self {
            kind,
            label: label.into(),
        }
    }

    /// What the engine only knows once the resource is there, as `arn`.
    #[must_use]
    pub fn attribute(&self, name: &'static str) -> Value {
        Value::Attribute {
            of: self.clone(),
            name,
        }
    }
}

/// A value of an argument. Text that came from a spec is always [`Value::Text`]: data, escaped by
/// the printer of the engine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// True or false.
    Bool(bool),
    /// A whole number.
    Number(i64),
    /// Text, taken as it is.
    Text(String),
    /// Texts and references, one after the other, without anything between.
    Join(Vec<Self>),
    /// A list, in this order.
    List(Vec<Self>),
    /// A map, in this order.
    Map(IndexMap<String, Self>),
    /// The value as a JSON document in a text.
    Json(Box<Self>),
    /// The id of the account that the blueprint is set to work in.
    Account,
    /// The region that the blueprint is set to work in.
    Region,
    /// The row of one of the blueprint's tables that belongs to its region.
    Lookup(String),
    /// An attribute of another resource of the blueprint.
    Attribute {
        /// The resource.
        of: Address,
        /// The attribute, in Terraform's words.
        name: &'static str,
    },
    /// A map: the entries that another one has, and these, which win.
    Merged {
        /// What is there now.
        with: Box<Self>,
        /// What must be there: a map, or the row of a table of maps.
        entries: Box<Self>,
    },
}

impl Value {
    /// The value as JSON. A reference, which only an engine can spell, is null in it.
    #[must_use]
    pub fn plain_json(&self) -> serde_json::Value {
        match self {
            Self::Bool(on) => (*on).into(),
            Self::Number(number) => (*number).into(),
            Self::Text(text) => text.as_str().into(),
            Self::List(items) => items.iter().map(Self::plain_json).collect(),
            Self::Map(entries) => entries
                .iter()
                .map(|(key, value)| (key.clone(), value.plain_json()))
                .collect(),
            Self::Join(_)
            | Self::Json(_)
            | Self::Account
            | Self::Region
            | Self::Lookup(_)
            | Self::Attribute { .. }
            | Self::Merged { .. } => serde_json::Value::Null,
        }
    }

    /// A list of texts.
    pub fn texts<T: Into<String>>(texts: impl IntoIterator<Item = T>) -> Self {
        Self::List(
            texts
                .into_iter()
                .map(|text| Self::Text(text.into()))
                .collect(),
        )
    }

    /// A map, in the order given.
    pub fn map<K: Into<String>>(entries: impl IntoIterator<Item = (K, Self)>) -> Self {
        Self::Map(
            entries
                .into_iter()
                .map(|(key, value)| (key.into(), value))
                .collect(),
        )
    }

    /// The value as a JSON document.
    #[must_use]
    pub fn json(self) -> Self {
        Self::Json(Box::new(self))
    }

    /// One value after the other; neighbouring texts become one, a single text stays a text.
    pub fn join(parts: impl IntoIterator<Item = Self>) -> Self {
        let mut joined: Vec<Self> = Vec::new();
        let mut pending: Vec<Self> = parts.into_iter().collect();
        pending.reverse();
        while let Some(part) = pending.pop() {
            match (part, joined.last_mut()) {
                (Self::Join(inner), _) => pending.extend(inner.into_iter().rev()),
                (Self::Text(text), Some(Self::Text(before))) => before.push_str(&text),
                (part, _) => joined.push(part),
            }
        }
        match <[Self; 1]>::try_from(joined) {
            Ok([only]) => only,
            Err(parts) => Self::Join(parts),
        }
    }

    /// Whether the value, or one within it, is `wanted`.
    #[must_use]
    pub fn contains(&self, wanted: &Self) -> bool {
        let within = |value: &Self| value.contains(wanted);
        self == wanted
            || match self {
                Self::Join(parts) | Self::List(parts) => parts.iter().any(within),
                Self::Map(entries) => entries.values().any(within),
                Self::Json(inner) => within(inner),
                Self::Merged { with, entries } => within(with) || within(entries),
                // The row of a table is found by the region.
                Self::Lookup(_) => *wanted == Self::Region,
                Self::Bool(_)
                | Self::Number(_)
                | Self::Text(_)
                | Self::Account
                | Self::Region
                | Self::Attribute { .. } => false,
            }
    }

    /// The value with account, region and table rows filled in, for a blueprint that is written
    /// out where it is used.
    #[must_use]
    pub fn filled(&self, account: &str, region: &str, row: &dyn Fn(&str) -> Option<Self>) -> Self {
        let fill = |value: &Self| value.filled(account, region, row);
        match self {
            Self::Account => Self::Text(account.to_owned()),
            Self::Region => Self::Text(region.to_owned()),
            Self::Lookup(table) => row(table).unwrap_or_else(|| self.clone()),
            Self::Join(parts) => Self::join(parts.iter().map(fill)),
            Self::List(items) => Self::List(items.iter().map(fill).collect()),
            Self::Map(entries) => Self::Map(
                entries
                    .iter()
                    .map(|(key, value)| (key.clone(), fill(value)))
                    .collect(),
            ),
            Self::Json(inner) => Self::Json(Box::new(fill(inner))),
            Self::Merged { with, entries } => Self::Merged {
                with: Box::new(fill(with)),
                entries: Box::new(fill(entries)),
            },
            Self::Bool(_) | Self::Number(_) | Self::Text(_) | Self::Attribute { .. } => {
                self.clone()
            }
        }
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<bool> for Value {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}

impl From<u32> for Value {
    fn from(number: u32) -> Self {
        Self::Number(i64::from(number))
    }
}
