//! One thing, or several by name, under the same key.

use std::fmt;
use std::marker::PhantomData;

use indexmap::IndexMap;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{Deserialize, Deserializer, Error, Visitor};
use serde::{Serialize, Serializer};

use super::ids::Name;

/// A mapping that is one `T`, or a mapping from names to `T`s.
///
/// The reader decides by shape: a mapping whose values are all mappings is one of names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OneOrNamed<T> {
    /// One, without a name of its own.
    One(T),
    /// Several, by name.
    Named(IndexMap<Name, T>),
}

/// The newtype name by which [`OneOrNamed`] asks its deserializer to decide by shape: `visit_some`
/// is one `T`, `visit_newtype_struct` a mapping from names.
pub(crate) const BY_SHAPE: &str = "offsite::OneOrNamed";

impl<T: Serialize> Serialize for OneOrNamed<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::One(one) => one.serialize(serializer),
            Self::Named(named) => named.serialize(serializer),
        }
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for OneOrNamed<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_newtype_struct(BY_SHAPE, ByShape(PhantomData))
    }
}

struct ByShape<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for ByShape<T> {
    type Value = OneOrNamed<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a mapping, or a mapping of named ones")
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        T::deserialize(deserializer).map(OneOrNamed::One)
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(
        self,
        deserializer: D,
    ) -> Result<Self::Value, D::Error> {
        let named = IndexMap::deserialize(deserializer)?;
        if named.is_empty() {
            return Err(D::Error::custom(
                "expected at least one, found an empty mapping",
            ));
        }
        Ok(OneOrNamed::Named(named))
    }
}

impl<T: JsonSchema> JsonSchema for OneOrNamed<T> {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        format!("OneOrNamed{}", T::schema_name()).into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let one = generator.subschema_for::<T>();
        json_schema!({
            "anyOf": [one, { "type": "object", "additionalProperties": one, "minProperties": 1 }]
        })
    }
}
