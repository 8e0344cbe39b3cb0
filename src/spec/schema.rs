//! The JSON Schema of the spec language, from the model's own types and documentation.

use schemars::generate::SchemaSettings;
use serde_json::Value;

use super::model::Spec;

/// The JSON Schema (draft 2020-12) by which editors check and complete a spec.
///
/// What a schema cannot say, such as that a name is defined, the program checks.
#[must_use]
pub fn schema() -> String {
    let schema = SchemaSettings::draft2020_12()
        .into_generator()
        .into_root_schema_for::<Spec>();
    let mut schema = Value::from(schema);
    tidy(&mut schema);
    schema["title"] = "offsite spec".into();
    format!("{schema:#}\n")
}

/// Says of an optional key only what it may hold, since a key without a value is a slip, and
/// unwraps the lines of documentation, which editors would show as they stand in the source.
fn tidy(schema: &mut Value) {
    match schema {
        Value::Object(fields) => {
            fields.values_mut().for_each(tidy);
            if let Some(Value::String(text)) = fields.get_mut("description") {
                *text = unwrapped(text);
            }
            if let Some(Value::Array(types)) = fields.get_mut("type") {
                types.retain(|known| known != "null");
                if let [only] = types.as_mut_slice() {
                    fields["type"] = only.take();
                }
            }
            if let Some(Value::Array(choices)) = fields.get_mut("anyOf") {
                choices.retain(|choice| choice["type"] != "null");
                if let [Value::Object(only)] = choices.as_mut_slice() {
                    let only = std::mem::take(only);
                    fields.remove("anyOf");
                    fields.extend(only);
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(tidy),
        _ => {}
    }
}

/// Every paragraph on a line of its own.
fn unwrapped(text: &str) -> String {
    let paragraphs = text.split("\n\n").map(|one| one.replace('\n', " "));
    paragraphs.collect::<Vec<_>>().join("\n\n")
}
