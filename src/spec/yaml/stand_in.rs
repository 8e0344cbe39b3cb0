//! Values that stand in for missing ones, so that a reading goes on past a missing key.
//!
//! A derived struct stops at the first key it lacks. To report the others in the same run, the next
//! reading is offered a value for that key, and values of that key's type are found by trying: the
//! texts below, one after the other. What is read so is never handed out.

use serde::de::value::{MapAccessDeserializer, SeqDeserializer, StrDeserializer};
use serde::de::{DeserializeSeed, Deserializer, IntoDeserializer, MapAccess, Visitor};
use serde::forward_to_deserialize_any;

use super::error::{Error, What};
use super::learned::TEXTS;
use super::reading::Reading;

/// A value for one key of one struct.
#[derive(Clone, Copy)]
pub(super) struct StandIn<'r> {
    reading: &'r Reading<'r>,
    attempt: usize,
}

impl<'r> StandIn<'r> {
    /// Reads the stand-in for `field` of the struct `owner`; an error says which one was refused.
    pub(super) fn read<'de, S: DeserializeSeed<'de>>(
        reading: &'r Reading<'r>,
        owner: &'static str,
        field: &'static str,
        seed: S,
    ) -> Result<S::Value, Error> {
        reading.visit()?;
        let attempt = reading.stand_ins().attempt(owner, field);
        seed.deserialize(Self { reading, attempt })
            .map_err(|error| match error.what() {
                What::StandIn { .. } | What::StandInLacks { .. } | What::Exhausted => error,
                _ => Error::new(What::StandIn { owner, field }),
            })
    }

    fn text(self) -> Option<&'static str> {
        TEXTS.get(self.attempt).copied()
    }
}

macro_rules! numbers {
    ($($method:ident $visit:ident $one:literal;)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
            visitor.$visit($one)
        }
    )*};
}

impl<'de> Deserializer<'de> for StandIn<'_> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.text() {
            Some(text) => visitor.visit_str(text),
            None => visitor.visit_map(Required::new(self.reading, "")),
        }
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_bool(false)
    }

    numbers! {
        deserialize_i8 visit_i8 1;
        deserialize_i16 visit_i16 1;
        deserialize_i32 visit_i32 1;
        deserialize_i64 visit_i64 1;
        deserialize_i128 visit_i128 1;
        deserialize_u8 visit_u8 1;
        deserialize_u16 visit_u16 1;
        deserialize_u32 visit_u32 1;
        deserialize_u64 visit_u64 1;
        deserialize_u128 visit_u128 1;
        deserialize_f32 visit_f32 1.0;
        deserialize_f64 visit_f64 1.0;
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_none()
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_unit()
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_unit()
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_tuple(1, visitor)
    }

    fn deserialize_tuple<V: Visitor<'de>>(
        self,
        length: usize,
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_seq(SeqDeserializer::new(std::iter::repeat_n(self, length)))
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        length: usize,
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.deserialize_tuple(length, visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let entry = self.text().map(|text| (StrDeserializer::new(text), self));
        visitor.visit_map(serde::de::value::MapDeserializer::new(entry.into_iter()))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor
            .visit_map(Required::new(self.reading, name))
            .map_err(|error| match error.what() {
                What::Missing(field) => Error::new(What::StandInLacks { owner: name, field }),
                _ => error,
            })
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        let variant = variants
            .get(self.attempt)
            .or(variants.first())
            .copied()
            .unwrap_or_default();
        let entry = std::iter::once((StrDeserializer::new(variant), self));
        let entry = serde::de::value::MapDeserializer::new(entry);
        let unit: StrDeserializer<'_, Error> = StrDeserializer::new(variant);
        if self.attempt.is_multiple_of(2) {
            unit.deserialize_enum(name, variants, visitor)
        } else {
            MapAccessDeserializer::new(entry).deserialize_enum(name, variants, visitor)
        }
    }

    forward_to_deserialize_any! { char str string bytes byte_buf identifier ignored_any }
}

impl<'de> IntoDeserializer<'de, Error> for StandIn<'_> {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

/// The entries of a struct that stands in: the keys it cannot do without, as far as known.
struct Required<'r> {
    reading: &'r Reading<'r>,
    owner: &'static str,
    fields: std::slice::Iter<'r, &'static str>,
    field: &'static str,
}

impl<'r> Required<'r> {
    fn new(reading: &'r Reading<'r>, owner: &'static str) -> Self {
        Self {
            reading,
            owner,
            fields: reading.stand_ins().required(owner).iter(),
            field: "",
        }
    }
}

impl<'de> MapAccess<'de> for Required<'_> {
    type Error = Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Error> {
        let Some(field) = self.fields.next() else {
            return Ok(None);
        };
        self.field = field;
        seed.deserialize(StrDeserializer::<Error>::new(field))
            .map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Error> {
        StandIn::read(self.reading, self.owner, self.field, seed)
    }
}
