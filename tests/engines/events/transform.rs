//! What EventBridge makes of an event with an input transformer.

use std::collections::BTreeMap;

use serde_json::Value;

pub(super) struct Transformer {
    pub(super) paths: BTreeMap<String, String>,
    pub(super) template: String,
}

impl Transformer {
    /// The names in `<...>` of the template.
    pub(super) fn placeholders(&self) -> Vec<String> {
        let pieces = self.template.split('<').skip(1);
        pieces
            .filter_map(|piece| Some(piece.split_once('>')?.0.to_owned()))
            .collect()
    }

    /// The text that a target gets.
    ///
    /// A bare placeholder comes out as JSON, a missing value as an empty text. Inside a JSON string
    /// the value goes in as text: an object without its quotes, a missing value as nothing.
    pub(super) fn give(&self, event: &Value) -> String {
        let mut given = String::new();
        let mut rest = &*self.template;
        let mut in_text = false;
        while let Some(next) = rest.chars().next() {
            let placeholder = (next == '<').then(|| rest[1..].split_once('>')).flatten();
            if let Some((name, after)) = placeholder
                && let Some(path) = self.paths.get(name)
            {
                let value = at(event, path);
                given.push_str(&if in_text {
                    as_text(value)
                } else {
                    as_json(value)
                });
                rest = after;
                continue;
            }
            if next == '\\' {
                let end = rest
                    .char_indices()
                    .nth(2)
                    .map_or(rest.len(), |(index, _)| index);
                given.push_str(&rest[..end]);
                rest = &rest[end..];
                continue;
            }
            in_text ^= next == '"';
            given.push(next);
            rest = &rest[next.len_utf8()..];
        }
        given
    }
}

fn as_json(value: Option<&Value>) -> String {
    value.map_or_else(|| "\"\"".to_owned(), ToString::to_string)
}

fn as_text(value: Option<&Value>) -> String {
    let quoted = Value::from(plain(value)).to_string();
    quoted[1..quoted.len() - 1].to_owned()
}

/// A value as the record has it: texts as they are, others as JSON without quotes.
pub(super) fn plain(value: Option<&Value>) -> String {
    match value {
        None => String::new(),
        Some(Value::String(text)) => text.clone(),
        Some(other) => other.to_string().replace('"', ""),
    }
}

/// What stands at a JSONPath: members after dots, indexes in brackets.
pub(super) fn at<'a>(event: &'a Value, path: &str) -> Option<&'a Value> {
    let path = path.strip_prefix("$.").unwrap();
    path.split('.')
        .try_fold(event, |value, step| match step.split_once('[') {
            None => value.get(step),
            Some((name, index)) => value
                .get(name)?
                .get(index.trim_end_matches(']').parse::<usize>().ok()?),
        })
}
