//! What EventBridge makes of an event with an input transformer.

use std::collections::BTreeMap;

use serde_json::Value;

/// What stands for the event itself.
pub(super) const WHOLE_EVENT: &str = "aws.events.event.json";

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

    /// The text that a target gets, as EventBridge puts it together.
    ///
    /// Nothing is escaped: the value of a path goes into the template as it is. A bare placeholder of
    /// a text gets quotes around it, an object or a number goes in as JSON, and what an event does not
    /// have leaves nothing. The whole event goes in as JSON.
    /// <https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html>
    pub(super) fn give(&self, event: &Value) -> String {
        let mut given = String::new();
        let mut rest = &*self.template;
        let mut in_text = false;
        while let Some(next) = rest.chars().next() {
            let placeholder = (next == '<').then(|| rest[1..].split_once('>')).flatten();
            if let Some((name, after)) = placeholder {
                given.push_str(&self.inserted(name, event, in_text));
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

    fn inserted(&self, name: &str, event: &Value, in_text: bool) -> String {
        if name == WHOLE_EVENT {
            return event.to_string();
        }
        let path = &self.paths[name];
        match at(event, path) {
            None => String::new(),
            Some(Value::String(text)) if in_text => text.clone(),
            Some(Value::String(text)) => format!("\"{text}\""),
            Some(other) if in_text => plain(Some(other)),
            Some(other) => other.to_string(),
        }
    }
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
