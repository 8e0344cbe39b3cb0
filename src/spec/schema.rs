//! The JSON Schema of the spec language, from the model's own types and documentation.

use schemars::generate::SchemaSettings;

use super::model::Spec;

/// The JSON Schema (draft 2020-12) by which editors check and complete a spec.
///
/// What a schema cannot say, such as that a name is defined, the program checks.
#[must_use]
pub fn schema() -> String {
    let mut schema = SchemaSettings::draft2020_12()
        .into_generator()
        .into_root_schema_for::<Spec>();
    schema.insert("title".to_owned(), "offsite spec".into());
    let mut text = serde_json::to_string_pretty(&schema).unwrap_or_default();
    text.push('\n');
    text
}
