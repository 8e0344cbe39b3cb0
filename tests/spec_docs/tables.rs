//! From the JSON Schema to the tables of `docs/spec.md`.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde_json::{Map, Value};
use serde_yaml::Value as Example;

use crate::words::{flow, meaning_and_default, sentence, words};

/// The tables of all mappings, and the list of values.
pub(crate) fn render(schema: &Value, examples: &Example) -> String {
    let mut page = Page {
        schema,
        mappings: Vec::new(),
        values: BTreeMap::new(),
    };
    page.collect("", schema, vec![examples]);
    let mut text = String::from("\n## Keys\n");
    for mapping in &page.mappings {
        page.write_mapping(mapping, &mut text).unwrap();
    }
    text.push_str("\n## Values\n");
    for (name, schema) in &page.values {
        write_value(name, schema, &mut text).unwrap();
    }
    text.push('\n');
    text
}

/// A mapping with fixed keys, the paths where it stands, and what the examples have there.
struct Mapping<'a> {
    name: &'a str,
    schema: &'a Value,
    paths: Vec<String>,
    examples: Vec<&'a Example>,
}

struct Page<'a> {
    schema: &'a Value,
    /// In reading order.
    mappings: Vec<Mapping<'a>>,
    /// The types of the plain values that some key takes, by name.
    values: BTreeMap<&'a str, &'a Value>,
}

impl<'a> Page<'a> {
    /// The type that a schema refers to, with its name.
    fn definition(&self, schema: &'a Value) -> Option<(&'a str, &'a Value)> {
        let name = schema["$ref"].as_str()?.strip_prefix("#/$defs/")?;
        Some((name, &self.schema["$defs"][name]))
    }

    /// Collects the mappings and values at and below a schema.
    fn collect(&mut self, path: &str, schema: &'a Value, examples: Vec<&'a Example>) {
        let (name, schema) = self.definition(schema).unwrap_or(("", schema));
        if is_value(schema) {
            if !name.is_empty() {
                self.values.insert(name, schema);
            }
        } else if let Some(keys) = keys(schema) {
            match self.mappings.iter_mut().find(|known| known.name == name) {
                Some(known) => known.paths.push(path.to_owned()),
                None => self.mappings.push(Mapping {
                    name,
                    schema,
                    paths: vec![path.to_owned()],
                    examples: examples.clone(),
                }),
            }
            for (key, schema) in in_order(keys, &examples) {
                let path = if path.is_empty() {
                    key.clone()
                } else {
                    format!("{path}.{key}")
                };
                self.collect(&path, schema, under(&examples, key));
            }
        } else if let Some(choices) = schema["anyOf"].as_array() {
            // One, or several by name: both have the same keys.
            self.collect(path, &choices[1], examples);
        } else if let Some(value) = value_of_any_key(schema) {
            let path = format!("{path}.{}", placeholder(path));
            let mappings = examples.iter().filter_map(|one| one.as_mapping());
            let examples = mappings.flat_map(|one| one.values()).collect();
            self.collect(&path, value, examples);
        } else if schema["items"].is_object() {
            let lists = examples.iter().filter_map(|one| one.as_sequence());
            let examples = lists.flatten().collect();
            self.collect(path, &schema["items"], examples);
        }
    }

    fn write_mapping(&self, mapping: &Mapping<'a>, text: &mut String) -> std::fmt::Result {
        let (title, others) = match mapping.paths.as_slice() {
            [whole, ..] if whole.is_empty() => ("The whole spec".to_owned(), &[][..]),
            [first, others @ ..] => (format!("`{first}`"), others),
            [] => unreachable!("a mapping is collected with its path"),
        };
        writeln!(text, "\n### {title}\n")?;
        writeln!(
            text,
            "{}\n",
            mapping.schema["description"].as_str().unwrap()
        )?;
        for other in others {
            writeln!(text, "`{other}` has the same keys.\n")?;
        }
        text.push_str("| key | type | default | meaning | example |\n");
        text.push_str("| --- | --- | --- | --- | --- |\n");
        let required = mapping.schema["required"].as_array();
        for (key, schema) in in_order(keys(mapping.schema).unwrap(), &mapping.examples) {
            let (meaning, default) = meaning_and_default(
                schema["description"].as_str().unwrap_or(
                    self.definition(schema)
                        .and_then(|(_, schema)| schema["description"].as_str())
                        .unwrap_or_default(),
                ),
            );
            let default = match default {
                _ if required.is_some_and(|all| all.iter().any(|one| one == key)) => "required",
                Some(default) => default,
                None if schema["type"] == "boolean" => "`false`",
                None => "none",
            };
            let example = under(&mapping.examples, key).into_iter().next();
            let example = example.unwrap_or_else(|| panic!("no example of `{key}` in {title}"));
            let (kind, example) = (self.kind(schema), flow(example));
            writeln!(
                text,
                "| `{key}` | {kind} | {default} | {meaning} | `{example}` |"
            )?;
        }
        Ok(())
    }

    /// What a key takes, in words, with a link where there is more to read.
    fn kind(&self, schema: &'a Value) -> String {
        if let Some((name, schema)) = self.definition(schema) {
            if is_value(schema) {
                let name = words(name);
                return format!("[{name}](#{})", name.to_lowercase().replace(' ', "-"));
            }
            return match schema["anyOf"].is_array() {
                true => "mapping, or several by name".to_owned(),
                false => "mapping".to_owned(),
            };
        }
        if let Some(value) = value_of_any_key(schema) {
            return format!("mapping of {}s", self.kind(value));
        }
        match schema["type"].as_str() {
            Some("array") if schema["items"].is_object() => {
                format!("list of {}s", self.kind(&schema["items"]))
            }
            Some("array") => "list of statements, kept as they are".to_owned(),
            Some("boolean") => "`true` or `false`".to_owned(),
            _ => "text".to_owned(),
        }
    }
}

fn write_value(name: &str, schema: &Value, text: &mut String) -> std::fmt::Result {
    let description = schema["description"].as_str().unwrap_or_default();
    writeln!(text, "\n### {}\n\n{}", words(name), sentence(description))?;
    let choices = schema["oneOf"].as_array();
    if choices.is_some() {
        text.push('\n');
    }
    for choice in choices.into_iter().flatten() {
        let (word, meaning) = (&choice["const"], &choice["description"]);
        let word = word.as_str().unwrap();
        writeln!(text, "- `{word}`: {}", meaning.as_str().unwrap())?;
    }
    let words = schema["enum"].as_array();
    let known = words.or_else(|| schema["anyOf"][0]["enum"].as_array());
    if let Some(words) = known {
        let words: Vec<_> = words.iter().filter_map(Value::as_str).collect();
        writeln!(text, "\nKnown: `{}`.", words.join("`, `"))?;
    }
    Ok(())
}

/// Whether a type is a plain value: a text, a number, one of some words.
fn is_value(schema: &Value) -> bool {
    let is_choice = schema["oneOf"]
        .as_array()
        .is_some_and(|choices| choices.iter().all(|choice| choice["const"].is_string()));
    is_choice || schema["const"].is_number() || schema["type"] == "string"
}

/// The fixed keys of a mapping; a choice of one variant is a mapping with that key.
fn keys(schema: &Value) -> Option<&Map<String, Value>> {
    let only = schema["oneOf"][0]["properties"].as_object();
    schema["properties"].as_object().or(only)
}

/// What stands under each key of a mapping whose keys are the user's own.
fn value_of_any_key(schema: &Value) -> Option<&Value> {
    let patterns = schema["patternProperties"].as_object();
    let patterned = patterns.and_then(|patterns| patterns.values().next());
    let any = Some(&schema["additionalProperties"]).filter(|value| value.is_object());
    patterned.or(any)
}

/// What a path calls a key that is the user's own, by the key above it.
fn placeholder(path: &str) -> &'static str {
    match path.rsplit('.').next() {
        Some("central" | "copy_to") => "<vault>",
        Some("sources") => "<group>",
        Some("plans") => "<plan>",
        Some("rules") => "<rule>",
        Some("exceptions") => "<account>",
        _ => "<name>",
    }
}

fn under<'a>(examples: &[&'a Example], key: &str) -> Vec<&'a Example> {
    examples.iter().filter_map(|one| one.get(key)).collect()
}

/// The keys in the order of the examples, which read as a person would write them.
fn in_order<'a>(
    keys: &'a Map<String, Value>,
    examples: &[&Example],
) -> Vec<(&'a String, &'a Value)> {
    let position = |key: &String| {
        let mappings = examples.iter().filter_map(|one| one.as_mapping());
        let mut order = mappings.flat_map(|one| one.keys());
        order.position(|known| known.as_str() == Some(key))
    };
    let mut keys: Vec<_> = keys.iter().collect();
    keys.sort_by_key(|(key, _)| position(key));
    keys
}
