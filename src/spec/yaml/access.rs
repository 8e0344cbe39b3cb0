//! The elements of lists, the entries of mappings, the variants of enums.

use std::cell::Cell;

use serde::Deserialize;
use serde::de::value::{MapAccessDeserializer, StrDeserializer};
use serde::de::{
    self, DeserializeSeed, Deserializer, EnumAccess, IntoDeserializer, MapAccess, SeqAccess,
    Visitor,
};
use serde::forward_to_deserialize_any;

use super::deserialize::NodeDeserializer;
use super::error::{Error, What};
use super::outline::KeyDeserializer;
use super::reading::Reading;
use super::stand_in::StandIn;
use super::{Entry, NodeId};

/// Reads a struct from the mapping that a hand-written visitor has received.
///
/// Serde's own `MapAccessDeserializer` forgets which keys the struct knows, so that an unknown key
/// could only be reported without a suggestion; here it fails as `unknown_field`, with the list.
///
/// # Errors
/// Those of the mapping, and `unknown_field` for a key that `T` does not have.
pub fn from_mapping<'de, T, A>(map: A) -> Result<T, A::Error>
where
    T: Deserialize<'de>,
    A: MapAccess<'de>,
{
    T::deserialize(KnownKeys(map))
}

struct KnownKeys<A>(A);

impl<'de, A: MapAccess<'de>> Deserializer<'de> for KnownKeys<A> {
    type Error = A::Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, A::Error> {
        visitor.visit_map(self.0)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, A::Error> {
        visitor.visit_map(KnownKeysAccess {
            map: self.0,
            fields,
        })
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, A::Error> {
        MapAccessDeserializer::new(self.0).deserialize_enum(name, variants, visitor)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, A::Error> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, A::Error> {
        visitor.visit_some(self)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit
        unit_struct seq tuple tuple_struct map identifier ignored_any
    }
}

struct KnownKeysAccess<A> {
    map: A,
    fields: &'static [&'static str],
}

impl<'de, A: MapAccess<'de>> MapAccess<'de> for KnownKeysAccess<A> {
    type Error = A::Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, A::Error> {
        self.map.next_key_seed(KnownKey {
            seed,
            fields: self.fields,
        })
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, A::Error> {
        self.map.next_value_seed(seed)
    }
}

/// Reads a key as text, and passes it on when it is known.
struct KnownKey<K> {
    seed: K,
    fields: &'static [&'static str],
}

impl<'de, K: DeserializeSeed<'de>> DeserializeSeed<'de> for KnownKey<K> {
    type Value = K::Value;

    fn deserialize<D: Deserializer<'de>>(self, key: D) -> Result<K::Value, D::Error> {
        key.deserialize_identifier(self)
    }
}

impl<'de, K: DeserializeSeed<'de>> Visitor<'de> for KnownKey<K> {
    type Value = K::Value;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("text as a key")
    }

    fn visit_str<E: de::Error>(self, key: &str) -> Result<K::Value, E> {
        if self.fields.contains(&key) {
            self.seed.deserialize(StrDeserializer::new(key))
        } else {
            Err(E::unknown_field(key, self.fields))
        }
    }
}

/// The elements of a list that are not marked as faulty.
pub(super) struct ElementAccess<'r> {
    reading: &'r Reading<'r>,
    rest: std::slice::Iter<'r, NodeId>,
}

impl<'r> ElementAccess<'r> {
    pub(super) fn new(reading: &'r Reading<'r>, elements: &'r [NodeId]) -> Self {
        Self {
            reading,
            rest: elements.iter(),
        }
    }
}

impl<'de> SeqAccess<'de> for ElementAccess<'_> {
    type Error = Error;

    fn next_element_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, Error> {
        let reading = self.reading;
        let Some(element) = self.rest.find(|element| !reading.is_marked(**element)) else {
            return Ok(None);
        };
        NodeDeserializer::new(reading, *element)
            .read(seed)
            .map(Some)
    }

    fn size_hint(&self) -> Option<usize> {
        // Reserving for a list is safe: its elements are in memory already.
        Some(self.rest.len())
    }
}

/// Which keys a mapping may have, as far as its reader has said.
enum Keys {
    /// Any.
    Free,
    /// Not said: a struct may be hidden behind a visitor with several shapes.
    Unlisted,
    /// These, of this struct.
    Listed(&'static str, &'static [&'static str]),
}

/// The entries of a mapping that are not marked as faulty, then stand-ins for what it lacks.
pub(super) struct EntryAccess<'r> {
    reading: &'r Reading<'r>,
    mapping: NodeId,
    rest: std::slice::Iter<'r, Entry>,
    keys: Keys,
    missing: std::slice::Iter<'r, &'static str>,
    next: Next,
}

/// The value that belongs to the last key.
enum Next {
    None,
    Value(Entry),
    StandIn(&'static str),
}

impl<'r> EntryAccess<'r> {
    fn new(reading: &'r Reading<'r>, mapping: NodeId, entries: &'r [Entry], keys: Keys) -> Self {
        Self {
            reading,
            mapping,
            rest: entries.iter(),
            keys,
            missing: reading.missing(mapping).iter(),
            next: Next::None,
        }
    }

    pub(super) fn free(reading: &'r Reading<'r>, mapping: NodeId, entries: &'r [Entry]) -> Self {
        Self::new(reading, mapping, entries, Keys::Free)
    }

    pub(super) fn unlisted(
        reading: &'r Reading<'r>,
        mapping: NodeId,
        entries: &'r [Entry],
    ) -> Self {
        Self::new(reading, mapping, entries, Keys::Unlisted)
    }

    pub(super) fn listed(
        reading: &'r Reading<'r>,
        mapping: NodeId,
        entries: &'r [Entry],
        name: &'static str,
        fields: &'static [&'static str],
    ) -> Self {
        Self::new(reading, mapping, entries, Keys::Listed(name, fields))
    }

    fn owner(&self) -> &'static str {
        match self.keys {
            Keys::Listed(name, _) => name,
            Keys::Free | Keys::Unlisted => "",
        }
    }

    /// The next entry that is read; those with unknown keys are noted on the way.
    fn next_entry(&mut self) -> Option<Entry> {
        let reading = self.reading;
        for entry in self.rest.by_ref() {
            if reading.is_marked(entry.key) || reading.is_marked(entry.value) {
                continue;
            }
            match self.keys {
                Keys::Listed(_, fields) if !fields.contains(&reading.document().key(entry.key)) => {
                    reading.unknown_key(entry.key, fields);
                }
                _ => return Some(*entry),
            }
        }
        None
    }
}

impl<'de> MapAccess<'de> for EntryAccess<'_> {
    type Error = Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Error> {
        let (document, entries) = (self.reading.document(), self.rest.as_slice());
        let before = (self.rest.clone(), self.missing.clone());
        let asked = Cell::new(false);
        let key = if let Some(entry) = self.next_entry() {
            self.next = Next::Value(entry);
            let key = KeyDeserializer::new(document.key(entry.key), document, entries, &asked);
            seed.deserialize(key).map_err(|error| error.at(entry.key))?
        } else if let Some(field) = self.missing.next() {
            self.next = Next::StandIn(field);
            seed.deserialize(KeyDeserializer::new(field, document, entries, &asked))?
        } else {
            return Ok(None);
        };
        if asked.get() {
            (self.rest, self.missing) = before;
            self.next = Next::None;
        }
        Ok(Some(key))
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Error> {
        match std::mem::replace(&mut self.next, Next::None) {
            Next::Value(entry) => match self.keys {
                Keys::Unlisted => {
                    NodeDeserializer::unlisted(self.reading, entry.value, entry.key).read(seed)
                }
                Keys::Free | Keys::Listed(..) => {
                    NodeDeserializer::new(self.reading, entry.value).read(seed)
                }
            },
            Next::StandIn(field) => StandIn::read(self.reading, self.owner(), field, seed)
                .map_err(|error| error.at(self.mapping)),
            Next::None => Err(Error::new(What::Skipped).at(self.mapping)),
        }
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.rest.len())
    }
}

/// An enum's variant: a word, or the only key of a mapping with a value.
pub(super) struct VariantAccess<'r> {
    reading: &'r Reading<'r>,
    variant: NodeId,
    payload: Option<NodeId>,
}

impl<'r> VariantAccess<'r> {
    pub(super) fn new(reading: &'r Reading<'r>, variant: NodeId, payload: Option<NodeId>) -> Self {
        Self {
            reading,
            variant,
            payload,
        }
    }

    fn payload(&self) -> Result<NodeDeserializer<'r>, Error> {
        match self.payload {
            Some(payload) => Ok(NodeDeserializer::new(self.reading, payload)),
            None => {
                let word = self.reading.document().key(self.variant);
                let expected = format!("a mapping `{word}: …`");
                Err(Error::new(What::WrongType { expected }).at(self.variant))
            }
        }
    }
}

impl<'de> EnumAccess<'de> for VariantAccess<'_> {
    type Error = Error;
    type Variant = Self;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Self), Error> {
        let word: StrDeserializer<'_, Error> = self
            .reading
            .document()
            .key(self.variant)
            .into_deserializer();
        let variant = seed
            .deserialize(word)
            .map_err(|error| error.at(self.variant))?;
        Ok((variant, self))
    }
}

impl<'de> de::VariantAccess<'de> for VariantAccess<'_> {
    type Error = Error;

    fn unit_variant(self) -> Result<(), Error> {
        let Some(payload) = self.payload else {
            return Ok(());
        };
        NodeDeserializer::new(self.reading, payload).read(std::marker::PhantomData)
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Error> {
        self.payload()?.read(seed)
    }

    fn tuple_variant<V: Visitor<'de>>(self, length: usize, visitor: V) -> Result<V::Value, Error> {
        self.payload()?.deserialize_tuple(length, visitor)
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.payload()?.deserialize_struct("", fields, visitor)
    }
}
