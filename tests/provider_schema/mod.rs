//! The extracts of the AWS provider's schemas, in one shape for both versions.

pub(crate) mod held;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

/// What one version of the provider takes.
pub(crate) struct Provider {
    #[allow(dead_code, reason = "not every test says which one it is")]
    pub(crate) version: &'static str,
    pub(crate) resources: BTreeMap<String, Schema>,
    pub(crate) data_sources: BTreeMap<String, Schema>,
    pub(crate) configuration: Schema,
}

/// What a resource, a data source or a block takes.
#[derive(Default)]
pub(crate) struct Schema {
    pub(crate) arguments: BTreeMap<String, Argument>,
    pub(crate) blocks: BTreeMap<String, Nested>,
    /// Attributes that can be read and not set.
    pub(crate) read_only: BTreeSet<String>,
}

pub(crate) struct Argument {
    pub(crate) required: bool,
    pub(crate) kind: Kind,
}

pub(crate) struct Nested {
    pub(crate) required: bool,
    pub(crate) many: bool,
    pub(crate) schema: Schema,
}

/// The type of an argument, as far as a literal can show it.
#[derive(Debug)]
pub(crate) enum Kind {
    Text,
    Number,
    Bool,
    /// A list or a set.
    List(Box<Self>),
    Map(Box<Self>),
    Other,
}

impl Provider {
    pub(crate) fn v5_100() -> Self {
        let whole: Value =
            serde_json::from_str(include_str!("../schemas/terraform-aws-5.100.0.json")).unwrap();
        let provider = &whole["provider_schemas"]["registry.terraform.io/hashicorp/aws"];
        let all = |kind: &str| {
            let schemas = provider[kind].as_object().unwrap().iter();
            schemas
                .map(|(name, one)| (name.clone(), described(&one["block"])))
                .collect()
        };
        Self {
            version: "5.100.0",
            resources: all("resource_schemas"),
            data_sources: all("data_source_schemas"),
            configuration: described(&provider["provider"]["block"]),
        }
    }

    pub(crate) fn v6_25() -> Self {
        let whole: Value = serde_json::from_str(include_str!(
            "../schemas/terraform-aws-6.25.0-arguments.json"
        ))
        .unwrap();
        let (mut resources, mut data_sources) = (BTreeMap::new(), BTreeMap::new());
        for (name, one) in whole.as_object().unwrap() {
            match name.strip_prefix("data.") {
                Some(name) => data_sources.insert(name.to_owned(), listed(one)),
                None => resources.insert(name.clone(), listed(one)),
            };
        }
        Self {
            version: "6.25.0",
            resources,
            data_sources,
            // The extract has no provider block; its arguments that offsite writes are the same.
            configuration: Self::v5_100().configuration,
        }
    }
}

/// A block in the form of `terraform providers schema -json`.
fn described(block: &Value) -> Schema {
    let mut schema = Schema::default();
    for (name, attribute) in block["attributes"].as_object().into_iter().flatten() {
        let is = |what: &str| attribute[what].as_bool().unwrap_or_default();
        if is("computed") && !is("optional") {
            schema.read_only.insert(name.clone());
            continue;
        }
        let argument = Argument {
            required: is("required"),
            kind: described_kind(&attribute["type"]),
        };
        schema.arguments.insert(name.clone(), argument);
    }
    for (name, nested) in block["block_types"].as_object().into_iter().flatten() {
        let nested = Nested {
            required: nested["min_items"].as_u64().unwrap_or_default() > 0,
            many: nested["max_items"].as_u64() != Some(1) && nested["nesting_mode"] != "single",
            schema: described(&nested["block"]),
        };
        schema.blocks.insert(name.clone(), nested);
    }
    schema
}

fn described_kind(kind: &Value) -> Kind {
    let inner = || Box::new(described_kind(&kind[1]));
    match kind.as_str().or_else(|| kind[0].as_str()) {
        Some("string") => Kind::Text,
        Some("number") => Kind::Number,
        Some("bool") => Kind::Bool,
        Some("list" | "set") => Kind::List(inner()),
        Some("map") => Kind::Map(inner()),
        _ => Kind::Other,
    }
}

/// A resource in the form of the 6.25.0 extract: arguments only, blocks among them.
fn listed(members: &Value) -> Schema {
    let mut schema = Schema::default();
    for (name, member) in members.as_object().unwrap() {
        let required = member["required"].as_bool().unwrap();
        if member["block"].is_object() {
            let nested = Nested {
                required,
                many: member["many"].as_bool().unwrap(),
                schema: listed(&member["block"]),
            };
            schema.blocks.insert(name.clone(), nested);
        } else {
            let kind = listed_kind(member["type"].as_str().unwrap_or_default());
            schema
                .arguments
                .insert(name.clone(), Argument { required, kind });
        }
    }
    schema
}

fn listed_kind(kind: &str) -> Kind {
    let inner = |text: &str| Box::new(listed_kind(text.trim_end_matches(')')));
    match kind {
        "string" => Kind::Text,
        "number" => Kind::Number,
        "bool" | "boolean" => Kind::Bool,
        _ => match kind.split_once('(') {
            Some(("list" | "set", rest)) => Kind::List(inner(rest)),
            Some(("map", rest)) => Kind::Map(inner(rest)),
            _ => Kind::Other,
        },
    }
}
