//! The words for what was expected and what was found.

use super::{Document, Kind, NodeId, Style};
use crate::diagnostics::nearest;

/// Longer sets show their nearest members only.
const LISTED: usize = 12;
const NEAREST: usize = 5;

/// `` `a`, `b` ``
pub(super) fn listed<S: AsRef<str>>(words: &[S]) -> String {
    let quoted: Vec<_> = words
        .iter()
        .map(|word| format!("`{}`", word.as_ref()))
        .collect();
    quoted.join(", ")
}

/// What a closed set allows in place of `word`.
pub(super) fn one_of(word: &str, expected: &[&'static str]) -> String {
    match expected {
        [] => "nothing is expected here".to_owned(),
        [only] => format!("expected `{only}`"),
        _ if expected.len() <= LISTED => format!("expected one of {}", listed(expected)),
        _ => {
            let near = nearest(word, expected.iter().copied(), NEAREST);
            format!("expected one of {}, …", listed(&near))
        }
    }
}

/// The words of a spec's author for what stands at a node.
pub(super) fn found(document: &Document, node: NodeId) -> String {
    match document.kind(node) {
        Kind::Null => "nothing".to_owned(),
        Kind::Sequence(_) => "a list".to_owned(),
        Kind::Mapping(_) => "a mapping".to_owned(),
        Kind::Scalar(text, Style::Plain) if boolean(text).is_some() => format!("`{text}`"),
        Kind::Scalar(text, Style::Plain) if looks_numeric(text) => "a number".to_owned(),
        Kind::Scalar(..) => "text".to_owned(),
    }
}

/// What a plain scalar says, if it is one of YAML's two truths.
pub(super) fn boolean(text: &str) -> Option<bool> {
    match text {
        "true" | "True" | "TRUE" => Some(true),
        "false" | "False" | "FALSE" => Some(false),
        _ => None,
    }
}

fn looks_numeric(text: &str) -> bool {
    let digits = text.trim_start_matches(['-', '+']);
    digits.starts_with(|c: char| c.is_ascii_digit()) && digits.parse::<f64>().is_ok()
}

/// An expectation in the words of a spec's author. Hand-written visitors have theirs already;
/// derived ones speak of Rust.
pub(super) fn expectation(text: &str) -> String {
    const INTEGERS: [&str; 12] = [
        "i8", "i16", "i32", "i64", "i128", "isize", "u8", "u16", "u32", "u64", "u128", "usize",
    ];
    let word = match text {
        "a string" | "string" | "str" | "a character" | "identifier" => "text",
        "a boolean" => "`true` or `false`",
        "a sequence" => "a list",
        "a map" => "a mapping",
        "f32" | "f64" => "a number",
        "unit" => "nothing",
        _ if INTEGERS.contains(&text) => "a whole number",
        _ if ["struct ", "internally tagged", "adjacently tagged"]
            .iter()
            .any(|of| text.starts_with(of)) =>
        {
            "a mapping"
        }
        _ if ["enum ", "variant identifier", "unit variant"]
            .iter()
            .any(|of| text.starts_with(of)) =>
        {
            "one of the words known here"
        }
        _ if ["tuple", "an array of", "unit struct"]
            .iter()
            .any(|of| text.starts_with(of)) =>
        {
            "a list of another length"
        }
        _ => text,
    };
    word.to_owned()
}
