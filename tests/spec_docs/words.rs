//! The wording of `docs/spec.md`.

use serde_yaml::Value;

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
        Value::Mapping(entries) => {
            let mut entries = entries
                .iter()
                .map(|(key, value)| format!("{}: {}", flow(key), flow(value)));
            match (entries.next(), entries.next()) {
                (None, _) => "{}".to_owned(),
                (Some(only), None) => format!("{{ {only} }}"),
                // The keys of a mapping have rows of their own.
                (Some(first), Some(_)) => format!("{{ {first}, … }}"),
            }
        }
        Value::Sequence(items) => {
            let items: Vec<_> = items.iter().map(flow).collect();
            format!("[{}]", items.join(", "))
        }
        Value::String(text) if needs_quotes(text) => format!("\"{text}\""),
        Value::String(text) => text.clone(),
        Value::Bool(truth) => truth.to_string(),
        Value::Number(number) => number.to_string(),
        other => panic!("no example is {other:?}"),
    }
}

fn needs_quotes(text: &str) -> bool {
    let is_number = text.bytes().all(|byte| byte.is_ascii_digit());
    is_number || text.contains([' ', ':', '*', '$'])
}
