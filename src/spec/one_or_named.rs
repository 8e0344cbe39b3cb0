//! One thing, or several by name, under the same key.

use std::fmt;
use std::marker::PhantomData;

use indexmap::IndexMap;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde::{Serialize, Serializer};

use super::ids::Name;
use super::yaml::{Shape, from_mapping, outline};

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
        deserializer.deserialize_any(ByShape(PhantomData))
    }
}

struct ByShape<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for ByShape<T> {
    type Value = OneOrNamed<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a mapping")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let outline = outline(&mut map)?;
        if outline.iter().any(|(_, shape)| *shape != Shape::Mapping) {
            return from_mapping(map).map(OneOrNamed::One);
        }
        from_mapping(map).map(OneOrNamed::Named)
    }
}

impl<T: JsonSchema> JsonSchema for OneOrNamed<T> {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        format!("OneOrNamed{}", T::schema_name()).into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let one = generator.subschema_for::<T>();
        let name = generator.subschema_for::<Name>();
        let named = json_schema!({
            "type": "object",
            "propertyNames": name,
            "additionalProperties": one,
            "minProperties": 1,
        });
        json_schema!({ "anyOf": [one, named] })
    }
}
