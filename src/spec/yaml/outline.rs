//! Looking at a mapping before reading it, for values with several shapes.

use std::cell::Cell;
use std::fmt;

use serde::de::value::{SeqDeserializer, StrDeserializer};
use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde::forward_to_deserialize_any;

use super::error::Error;
use super::{Document, Entry, Kind};

/// The name under which a key's deserializer is asked for the outline of its mapping.
const OUTLINE: &str = "offsite::outline";

/// What a value is, before it is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// Nothing.
    Null,
    /// A text, a number or a truth.
    Scalar,
    /// A list.
    Sequence,
    /// A mapping.
    Mapping,
}

impl Shape {
    const ALL: [(Self, &'static str); 4] = [
        (Self::Null, "null"),
        (Self::Scalar, "scalar"),
        (Self::Sequence, "sequence"),
        (Self::Mapping, "mapping"),
    ];

    fn of(kind: Kind<'_>) -> &'static str {
        match kind {
            Kind::Null => "null",
            Kind::Scalar(..) => "scalar",
            Kind::Sequence(_) => "sequence",
            Kind::Mapping(_) => "mapping",
        }
    }
}

/// The keys of a mapping with the shapes of their values, without reading any entry.
///
/// For a visitor that has to tell one thing from several named ones before it reads either. Only
/// mappings of this reader answer; for others it is an error.
///
/// # Errors
/// When the mapping is not one that [`super::read`] hands out, or has been read to its end.
pub fn outline<'de, A: MapAccess<'de>>(map: &mut A) -> Result<Vec<(String, Shape)>, A::Error> {
    Ok(map.next_key_seed(Ask)?.unwrap_or_default())
}

struct Ask;

impl<'de> DeserializeSeed<'de> for Ask {
    type Value = Vec<(String, Shape)>;

    fn deserialize<D: Deserializer<'de>>(self, key: D) -> Result<Self::Value, D::Error> {
        key.deserialize_tuple_struct(OUTLINE, 0, self)
    }
}

impl<'de> Visitor<'de> for Ask {
    type Value = Vec<(String, Shape)>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a mapping of a spec")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut words: A) -> Result<Self::Value, A::Error> {
        let mut outline = Vec::new();
        while let Some(key) = words.next_element::<String>()? {
            let word = words.next_element::<String>()?.unwrap_or_default();
            let shape = Shape::ALL.into_iter().find(|(_, name)| *name == word);
            outline.push((key, shape.map_or(Shape::Null, |(shape, _)| shape)));
        }
        Ok(outline)
    }
}

/// A key, about to be read, or the question for its mapping's outline.
pub(super) struct KeyDeserializer<'r> {
    key: &'r str,
    document: &'r Document,
    entries: &'r [Entry],
    asked: &'r Cell<bool>,
}

impl<'r> KeyDeserializer<'r> {
    /// `asked` is set when the outline was read, and the key was not.
    pub(super) fn new(
        key: &'r str,
        document: &'r Document,
        entries: &'r [Entry],
        asked: &'r Cell<bool>,
    ) -> Self {
        Self {
            key,
            document,
            entries,
            asked,
        }
    }
}

impl<'de> Deserializer<'de> for KeyDeserializer<'_> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_str(self.key)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        StrDeserializer::new(self.key).deserialize_enum(name, variants, visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        _: usize,
        visitor: V,
    ) -> Result<V::Value, Error> {
        if name != OUTLINE {
            return self.deserialize_any(visitor);
        }
        self.asked.set(true);
        let document = self.document;
        let words = self.entries.iter().flat_map(|entry| {
            [
                document.key(entry.key),
                Shape::of(document.kind(entry.value)),
            ]
        });
        visitor.visit_seq(SeqDeserializer::new(words))
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option
        unit unit_struct seq tuple map struct identifier ignored_any
    }
}
