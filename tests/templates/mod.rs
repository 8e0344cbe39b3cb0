//! Reads templates back: YAML with short tags, or JSON, as one kind of tree.

use serde_json::{Map, Value};

/// A template as JSON, with intrinsic functions in their long form.
pub(crate) fn read(path: &str, text: &str) -> Value {
    if path.ends_with(".json") {
        return serde_json::from_str(text).unwrap();
    }
    let yaml: serde_yaml::Value =
        serde_yaml::from_str(text).unwrap_or_else(|error| panic!("{path}: {error}"));
    long(yaml)
}

fn long(yaml: serde_yaml::Value) -> Value {
    match yaml {
        serde_yaml::Value::Null => Value::Null,
        serde_yaml::Value::Bool(on) => Value::Bool(on),
        serde_yaml::Value::Number(number) => Value::from(number.as_i64().unwrap()),
        serde_yaml::Value::String(text) => Value::String(text),
        serde_yaml::Value::Sequence(items) => items.into_iter().map(long).collect(),
        serde_yaml::Value::Mapping(entries) => Value::Object(
            entries
                .into_iter()
                .map(|(key, value)| (key.as_str().unwrap().to_owned(), long(value)))
                .collect(),
        ),
        serde_yaml::Value::Tagged(tagged) => {
            let tag = tagged.tag.to_string();
            let tag = tag.trim_start_matches('!');
            let argument = match (tag, long(tagged.value)) {
                ("GetAtt", Value::String(path)) => {
                    let (resource, attribute) = path.split_once('.').unwrap();
                    Value::from(vec![resource, attribute])
                }
                (_, argument) => argument,
            };
            let function = match tag {
                "Ref" | "Condition" => tag.to_owned(),
                _ => format!("Fn::{tag}"),
            };
            Value::Object(Map::from_iter([(function, argument)]))
        }
    }
}

/// The function and the argument, where a value is a call of an intrinsic function.
#[allow(dead_code, reason = "not every test resolves what it reads")]
pub(crate) fn call(value: &Value) -> Option<(&str, &Value)> {
    let (name, argument) = value
        .as_object()
        .filter(|map| map.len() == 1)?
        .iter()
        .next()?;
    (name == "Ref" || name.starts_with("Fn::")).then_some((name.as_str(), argument))
}
