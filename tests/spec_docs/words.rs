//! The wording of `docs/spec.md`.

use serde_json::Value;

/// `KeyArn` as `key ARN`.
pub(crate) fn words(name: &str) -> String {
    let mut words = String::new();
    for letter in name.chars() {
        if letter.is_uppercase() && !words.is_empty() {
            words.push(' ');
        }
        words.extend(letter.to_lowercase());
    }
    words
        .replace(" arn", " ARN")
        .replace("aws provider", "AWS provider")
}

/// A phrase as a sentence.
pub(crate) fn sentence(phrase: &str) -> String {
    let mut letters = phrase.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    let mut sentence: String = first.chain(letters).collect();
    if !sentence.ends_with(['.', '>']) {
        sentence.push('.');
    }
    sentence
}

/// The parts of a key's documentation: what it means, and what holds without it.
pub(crate) fn meaning_and_default(text: &str) -> (String, Option<&str>) {
    const DEFAULT: &str = "Default: ";
    let text = text.split("\n\n").next().unwrap_or_default();
    let Some((before, after)) = text.split_once(DEFAULT) else {
        return (sentence(text), None);
    };
    let (default, rest) = after.split_once(". ").unwrap_or((after, ""));
    let meaning = format!("{before}{rest}").trim_end().to_owned();
    (sentence(&meaning), Some(default.trim_end_matches('.')))
}

/// A value on one line, as it may stand in YAML.
pub(crate) fn flow(value: &Value) -> String {
    match value {
        Value::Object(entries) => {
            let entries: Vec<_> = entries
                .iter()
                .map(|(key, value)| format!("{key}: {}", flow(value)))
                .collect();
            match entries.as_slice() {
                [] => "{}".to_owned(),
                [first] => format!("{{ {first} }}"),
                // The keys of a mapping have rows of their own.
                [first, ..] => format!("{{ {first}, … }}"),
            }
        }
        Value::Array(items) => {
            let items: Vec<_> = items.iter().map(flow).collect();
            format!("[{}]", items.join(", "))
        }
        Value::String(text) if needs_quotes(text) => format!("\"{text}\""),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

fn needs_quotes(text: &str) -> bool {
    let is_number = text.bytes().all(|byte| byte.is_ascii_digit());
    is_number || text.contains([' ', ':', '*', '$'])
}
