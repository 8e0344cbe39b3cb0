//! A serde deserializer over the nodes of a document.
//!
//! A scalar is text until a type asks for something else: nothing is guessed, so an account id
//! without quotes keeps its digits.

use serde::Deserializer;
use serde::de::{DeserializeSeed, Visitor};

use super::access::{ElementAccess, EntryAccess, VariantAccess};
use super::error::{Error, What};
use super::reading::Reading;
use super::{Kind, NodeId, Style, wording};

/// One node, about to be read.
#[derive(Clone, Copy)]
pub(super) struct NodeDeserializer<'r> {
    reading: &'r Reading<'r>,
    node: NodeId,
    /// The key, where being ignored means that the key is unknown.
    unknown: Option<NodeId>,
}

impl<'r> NodeDeserializer<'r> {
    pub(super) fn new(reading: &'r Reading<'r>, node: NodeId) -> Self {
        Self {
            reading,
            node,
            unknown: None,
        }
    }

    /// The value of a key that nobody listed: a struct that ignores the value does not know it.
    pub(super) fn unlisted(reading: &'r Reading<'r>, node: NodeId, key: NodeId) -> Self {
        Self {
            reading,
            node,
            unknown: Some(key),
        }
    }

    /// Reads the node with `seed`; an error that names no place is about this node.
    pub(super) fn read<'de, S: DeserializeSeed<'de>>(self, seed: S) -> Result<S::Value, Error> {
        self.reading.visit().map_err(|error| error.at(self.node))?;
        seed.deserialize(self).map_err(|error| error.at(self.node))
    }

    fn kind(self) -> Kind<'r> {
        self.reading.document().kind(self.node)
    }

    fn expected<T>(self, expected: impl Into<String>) -> Result<T, Error> {
        let expected = expected.into();
        Err(Error::new(What::WrongType { expected }).at(self.node))
    }

    fn refused<T>(self, expected: impl Into<String>) -> Result<T, Error> {
        let expected = expected.into();
        Err(Error::new(What::Refused { expected }).at(self.node))
    }

    fn whole_number<T>(
        self,
        least: impl std::fmt::Display,
        most: impl std::fmt::Display,
    ) -> Result<T, Error>
    where
        T: std::str::FromStr,
    {
        match self.kind() {
            Kind::Scalar(text, Style::Plain) => match text.parse() {
                Ok(number) => Ok(number),
                Err(_) if is_whole_number(text) => {
                    self.refused(format!("a whole number from {least} to {most}"))
                }
                Err(_) => self.expected("a whole number"),
            },
            _ => self.expected("a whole number"),
        }
    }

    fn number(self) -> Result<f64, Error> {
        match self.kind() {
            Kind::Scalar(text, Style::Plain) => match text.parse::<f64>() {
                Ok(number) if number.is_finite() => Ok(number),
                _ => self.expected("a number"),
            },
            _ => self.expected("a number"),
        }
    }
}

fn is_whole_number(text: &str) -> bool {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
}

macro_rules! whole_numbers {
    ($($method:ident $visit:ident $type:ident;)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
            let number = self.whole_number($type::MIN, $type::MAX)?;
            visitor.$visit(number).map_err(|error: Error| error.at(self.node))
        }
    )*};
}

impl<'de> Deserializer<'de> for NodeDeserializer<'_> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let read = match self.kind() {
            Kind::Null => visitor.visit_unit(),
            Kind::Scalar(text, style) => match wording::boolean(text) {
                Some(truth) if style == Style::Plain => visitor.visit_bool(truth),
                _ => visitor.visit_str(text),
            },
            Kind::Sequence(elements) => {
                visitor.visit_seq(ElementAccess::new(self.reading, elements))
            }
            Kind::Mapping(entries) => {
                visitor.visit_map(EntryAccess::unlisted(self.reading, self.node, entries))
            }
        };
        read.map_err(|error| error.at(self.node))
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.kind() {
            Kind::Scalar(text, Style::Plain) => match wording::boolean(text) {
                Some(truth) => visitor.visit_bool(truth),
                None => self.expected("`true` or `false`"),
            },
            _ => self.expected("`true` or `false`"),
        }
    }

    whole_numbers! {
        deserialize_i8 visit_i8 i8;
        deserialize_i16 visit_i16 i16;
        deserialize_i32 visit_i32 i32;
        deserialize_i64 visit_i64 i64;
        deserialize_i128 visit_i128 i128;
        deserialize_u8 visit_u8 u8;
        deserialize_u16 visit_u16 u16;
        deserialize_u32 visit_u32 u32;
        deserialize_u64 visit_u64 u64;
        deserialize_u128 visit_u128 u128;
    }

    fn deserialize_f32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_f64(visitor)
    }

    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_f64(self.number()?)
    }

    fn deserialize_char<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_str(visitor)
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.kind() {
            Kind::Scalar(text, _) => visitor
                .visit_str(text)
                .map_err(|error: Error| error.at(self.node)),
            _ => self.expected("text"),
        }
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_str(visitor)
    }

    fn deserialize_bytes<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_str(visitor)
    }

    fn deserialize_byte_buf<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_str(visitor)
    }

    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_str(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        // A key with nothing behind it is a value that was forgotten, not a key that was left out.
        visitor
            .visit_some(self)
            .map_err(|error| error.at(self.node))
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.kind() {
            Kind::Null => visitor.visit_unit(),
            _ => self.expected("nothing"),
        }
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.deserialize_unit(visitor)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.kind() {
            Kind::Sequence(elements) => visitor
                .visit_seq(ElementAccess::new(self.reading, elements))
                .map_err(|error| error.at(self.node)),
            _ => self.expected("a list"),
        }
    }

    fn deserialize_tuple<V: Visitor<'de>>(
        self,
        length: usize,
        visitor: V,
    ) -> Result<V::Value, Error> {
        match self.kind() {
            Kind::Sequence(elements) if elements.len() != length => {
                self.refused(format!("a list of {length} elements"))
            }
            _ => self.deserialize_seq(visitor),
        }
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
        match self.kind() {
            Kind::Mapping(entries) => visitor
                .visit_map(EntryAccess::free(self.reading, self.node, entries))
                .map_err(|error| error.at(self.node)),
            _ => self.expected("a mapping"),
        }
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        match self.kind() {
            Kind::Mapping(entries) => visitor
                .visit_map(EntryAccess::listed(
                    self.reading,
                    self.node,
                    entries,
                    name,
                    fields,
                ))
                .map_err(|error| error.at(self.node)),
            _ => self.expected(format!("a mapping with {}", wording::listed(fields))),
        }
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        let (variant, payload) = match self.kind() {
            Kind::Scalar(..) => (self.node, None),
            Kind::Mapping([entry]) => (entry.key, Some(entry.value)),
            Kind::Mapping(_) => {
                return self.refused(format!(
                    "a mapping with one key, one of {}",
                    wording::listed(variants)
                ));
            }
            Kind::Null | Kind::Sequence(_) => {
                return self.expected(format!("one of {}", wording::listed(variants)));
            }
        };
        if [Some(variant), payload]
            .into_iter()
            .flatten()
            .any(|node| self.reading.is_marked(node))
        {
            return Err(Error::new(What::Skipped).at(self.node));
        }
        visitor
            .visit_enum(VariantAccess::new(self.reading, variant, payload))
            .map_err(|error| error.at(self.node))
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        if let Some(key) = self.unknown {
            self.reading.unknown_key(key, &[]);
        }
        visitor.visit_unit()
    }
}
