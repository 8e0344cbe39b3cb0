//! Faults of values in the words of a spec's author, with what to do where that is known.

use super::error::{Error, What};
use super::{
    Document, Kind, MALFORMED_VALUE, MISSING_KEY, NodeId, Style, UNKNOWN_KEY, UNKNOWN_VALUE,
    WRONG_TYPE, unwritten, wording,
};
use crate::diagnostics::{Diagnostic, Place, suggest};

/// Words for faults in one document.
#[derive(Clone, Copy)]
pub(super) struct Explain<'d>(pub(super) &'d Document);

impl Explain<'_> {
    /// The key that was meant, of those that its mapping does not have yet.
    pub(super) fn near_key(self, key: NodeId, expected: &[&'static str]) -> Option<&'static str> {
        let document = self.0;
        let mapping = document.node(key).parent.map(|(mapping, _)| mapping);
        if unwritten::feature(document.key(key)).is_some() {
            return None;
        }
        let absent = |known: &&str| mapping.is_none_or(|it| document.entry(it, known).is_none());
        suggest(document.key(key), expected.iter().copied().filter(absent))
    }

    pub(super) fn unknown_key(
        self,
        key: NodeId,
        expected: &[&'static str],
        near: Option<&str>,
    ) -> Diagnostic {
        let document = self.0;
        let name = short(document.key(key));
        let container = document.path(key).parent().unwrap_or_default();
        let message = if container.steps().is_empty() {
            format!("unknown key `{name}`")
        } else {
            format!("unknown key `{name}` in `{container}`")
        };
        // Behind serde's own map deserializer nobody knows which keys a struct has.
        let label = if expected.is_empty() {
            String::new()
        } else {
            wording::one_of(&name, expected)
        };
        let place = self.place(key);
        let fault = UNKNOWN_KEY.at(place.clone(), label).message(message);
        if let Some(feature) = unwritten::feature(&name) {
            return fault.note(format!("offsite does not write {feature} yet"));
        }
        match near {
            Some(near) => {
                let new = self.written_like(key, near);
                fault.patch("a key with a similar name exists", place, new)
            }
            // What JSON with comments begins a comment with.
            None if name.starts_with("//") => fault.help("a comment begins with `#`"),
            None => fault,
        }
    }

    pub(super) fn missing_key(self, mapping: NodeId, field: &str) -> Diagnostic {
        let document = self.0;
        let path = document.path(mapping);
        let range = match document.key_of(mapping) {
            Some(key) => document.node(key).span(),
            None => document.opening(mapping),
        };
        let message = if path.steps().is_empty() {
            format!("`{field}` is missing")
        } else {
            format!("`{field}` is missing in `{path}`")
        };
        let place = Place::Bytes {
            range,
            path: Some(path),
        };
        MISSING_KEY
            .at(place, format!("has no `{field}`"))
            .message(message)
            .help(format!("add the key `{field}`"))
    }

    pub(super) fn fault(self, what: What, at: NodeId) -> Diagnostic {
        let document = self.0;
        let place = self.place(at);
        match what {
            What::WrongType { expected } => self.wrong_type(&expected, at, place),
            What::Refused { expected } => {
                let found = match document.kind(at) {
                    Kind::Scalar(text, _) => format!("`{}`", short(text)),
                    Kind::Sequence(elements) => format!("{} elements", elements.len()),
                    Kind::Mapping(entries) => format!("{} keys", entries.len()),
                    Kind::Null => "nothing".to_owned(),
                };
                WRONG_TYPE
                    .at(place, "")
                    .message(format!("expected {expected}, found {found}"))
            }
            What::UnknownValue { expected } => {
                let word = document.key(at);
                let fault = UNKNOWN_VALUE
                    .at(place.clone(), wording::one_of(word, expected))
                    .message(self.unknown_word(at, word));
                match suggest(word, expected.iter().copied()) {
                    Some(near) => {
                        let new = self.written_like(at, near);
                        fault.patch("a similar value exists", place, new)
                    }
                    None => fault,
                }
            }
            other => {
                let message = Error::new(other).to_string();
                match suggested(&message) {
                    Some((message, meant)) => MALFORMED_VALUE
                        .at(place.clone(), "")
                        .message(message)
                        .patch(
                            format!("did you mean `{meant}`?"),
                            place,
                            self.written_like(at, meant),
                        ),
                    None => MALFORMED_VALUE.at(place, "").message(message),
                }
            }
        }
    }

    fn unknown_word(self, at: NodeId, word: &str) -> String {
        let document = self.0;
        let word = short(word);
        let list = document.node(at).parent.map(|(parent, _)| parent);
        let key = match document.key_of(at) {
            Some(key) => Some(key),
            None => list.and_then(|list| document.key_of(list)),
        };
        match key {
            Some(key) if key != at => {
                format!("unknown value `{word}` for `{}`", document.key(key))
            }
            _ => format!("unknown value `{word}`"),
        }
    }

    /// A word in the quotes, if any, of the node that it replaces.
    fn written_like(self, node: NodeId, word: &str) -> String {
        let document = self.0;
        match document.text()[document.node(node).span()].chars().next() {
            Some(quote @ ('"' | '\'')) => format!("{quote}{word}{quote}"),
            _ => word.to_owned(),
        }
    }

    fn wrong_type(self, expected: &str, at: NodeId, place: Place) -> Diagnostic {
        let document = self.0;
        let found = wording::found(document, at);
        // The keys of a mapping that is not there are too many for a message.
        let (expected, label) = match expected.split_once(" with `") {
            Some((shape @ "a mapping", keys)) => (shape, format!("expected the keys `{keys}")),
            _ => (expected, String::new()),
        };
        let fault = WRONG_TYPE
            .at(place.clone(), label)
            .message(format!("expected {expected}, found {found}"));
        match (expected, document.kind(at)) {
            ("a list", Kind::Scalar(text, style)) => {
                let written = &document.text()[document.node(at).span()];
                let safe = style == Style::Quoted || !text.contains(['[', ']', '{', '}', ',', '#']);
                if style == Style::Block || !safe || written.contains('\n') {
                    return fault.help("put brackets around it");
                }
                fault.patch("put brackets around it", place, format!("[{written}]"))
            }
            ("`true` or `false`", Kind::Scalar(text, _)) => match meant_truth(text) {
                Some(word) => fault.patch(format!("write `{word}`"), place, word),
                None => fault,
            },
            (number, Kind::Scalar(text, Style::Quoted)) if number.ends_with("number") => {
                if text.parse::<f64>().is_ok() {
                    return fault.patch("remove the quotes", place, text);
                }
                fault
            }
            _ => fault,
        }
    }

    fn place(self, node: NodeId) -> Place {
        Place::Bytes {
            range: self.0.shown(node),
            path: Some(self.0.path(node)),
        }
    }
}

/// What other dialects of YAML take for a truth, and quoted truths.
fn meant_truth(text: &str) -> Option<&'static str> {
    match text.to_ascii_lowercase().as_str() {
        "true" | "yes" | "y" | "on" => Some("true"),
        "false" | "no" | "n" | "off" => Some("false"),
        _ => None,
    }
}

/// A message of a value's own type that ends with a suggestion, and what it suggests: the reader
/// knows the place, so it can say so as a patch.
fn suggested(message: &str) -> Option<(&str, &str)> {
    let (message, rest) = message.rsplit_once("; did you mean `")?;
    Some((message, rest.strip_suffix("`?")?))
}

/// The beginning of a text that is too long for a message.
fn short(text: &str) -> String {
    const LONGEST: usize = 60;
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
