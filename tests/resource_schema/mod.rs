//! Templates held against the resource schemas that cfn-lint carries, and against themselves.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use serde_json::Value;

use super::templates;

/// What a template has that CloudFormation has not, or lacks though it must have it. `types` gets
/// the types of its resources.
pub(crate) fn faults(path: &str, template: &Value, types: &mut BTreeSet<String>) -> Vec<String> {
    let mut faults = Vec::new();
    for (id, resource) in template["Resources"].as_object().unwrap() {
        let kind = resource["Type"].as_str().unwrap();
        types.insert(kind.to_owned());
        let schema = schema(kind);
        let place = format!("{path} {id}");
        check(
            &place,
            &resource["Properties"],
            &schema,
            &schema,
            &mut faults,
        );
        let known = [
            "Type",
            "Condition",
            "DependsOn",
            "DeletionPolicy",
            "UpdateReplacePolicy",
            "Properties",
        ];
        for key in resource.as_object().unwrap().keys() {
            if !known.contains(&key.as_str()) {
                faults.push(format!("{place}: {key} is no attribute of resources"));
            }
        }
    }
    faults
}

/// What a template refers to and does not have.
pub(crate) fn lacking(template: &Value) -> Vec<String> {
    let mut known: BTreeSet<String> = BTreeSet::new();
    for section in ["Resources", "Parameters", "Mappings", "Conditions"] {
        let names = template[section].as_object().into_iter().flatten();
        known.extend(names.map(|(name, _)| name.clone()));
    }
    let pseudo = [
        "AWS::AccountId",
        "AWS::NoValue",
        "AWS::Region",
        "AWS::StackId",
    ];
    known.extend(pseudo.map(str::to_owned));
    let mut asked = Vec::new();
    references(&template["Resources"], &mut asked);
    references(&template["Outputs"], &mut asked);
    conditions(&template["Conditions"], &mut asked);
    for section in ["Resources", "Outputs"] {
        for (_, one) in template[section].as_object().into_iter().flatten() {
            asked.extend(one["Condition"].as_str().map(str::to_owned));
        }
    }
    for resource in template["Resources"].as_object().unwrap().values() {
        match &resource["DependsOn"] {
            Value::String(one) => asked.push(one.clone()),
            Value::Array(several) => {
                asked.extend(several.iter().map(|one| one.as_str().unwrap().to_owned()));
            }
            _ => {}
        }
    }
    asked.retain(|name| !known.contains(name));
    asked
}

fn schema(kind: &str) -> Value {
    let name = match kind.starts_with("Custom::") {
        true => "aws-cloudformation-customresource".to_owned(),
        false => kind.to_lowercase().replace("::", "-"),
    };
    let project = Path::new(env!("CARGO_MANIFEST_DIR"));
    let path = project.join(format!("tests/schemas/cloudformation/{name}.json"));
    let text = fs::read_to_string(&path).unwrap_or_else(|_| panic!("no schema of {kind}"));
    serde_json::from_str(&text).unwrap()
}

fn check(place: &str, value: &Value, schema: &Value, root: &Value, faults: &mut Vec<String>) {
    if let Some(reference) = schema["$ref"].as_str() {
        let definition = root.pointer(reference.trim_start_matches('#')).unwrap();
        return check(place, value, definition, root, faults);
    }
    let types: Vec<&str> = match &schema["type"] {
        Value::String(one) => vec![one],
        Value::Array(several) => several.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    };
    if let Some(("Fn::If", choice)) = templates::call(value) {
        for chosen in &choice.as_array().unwrap()[1..] {
            if *chosen != serde_json::json!({ "Ref": "AWS::NoValue" }) {
                check(place, chosen, schema, root, faults);
            }
        }
        return;
    }
    if templates::call(value).is_some() {
        // What a function gives is known at deployment: a text, or a list.
        let plausible =
            types.is_empty() || types.iter().any(|one| ["string", "array"].contains(one));
        if !plausible {
            faults.push(format!("{place}: a function where {types:?} is expected"));
        }
        return;
    }
    let found = match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    };
    let fits = |one: &&str| *one == found || (*one == "number" && found == "integer");
    if !types.is_empty() && !types.iter().any(fits) {
        faults.push(format!("{place}: {found} where {types:?} is expected"));
        return;
    }
    match value {
        Value::Object(entries) => {
            let known = schema["properties"].as_object();
            for (name, value) in entries {
                match known.and_then(|known| known.get(name)) {
                    Some(schema) => check(&format!("{place}.{name}"), value, schema, root, faults),
                    None if schema["additionalProperties"] == false
                        && schema["patternProperties"].is_null() =>
                    {
                        faults.push(format!("{place}: no property {name}"));
                    }
                    None => {}
                }
            }
            for name in schema["required"].as_array().into_iter().flatten() {
                if !entries.contains_key(name.as_str().unwrap()) {
                    faults.push(format!("{place}: {name} is missing"));
                }
            }
            for name in schema["readOnlyProperties"]
                .as_array()
                .into_iter()
                .flatten()
            {
                let name = name.as_str().unwrap().trim_start_matches("/properties/");
                if entries.contains_key(name) {
                    faults.push(format!("{place}: {name} cannot be set"));
                }
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                let place = format!("{place}[{index}]");
                if !schema["items"].is_null() {
                    check(&place, item, &schema["items"], root, faults);
                }
            }
        }
        _ => {}
    }
}

/// The conditions that conditions are made of.
fn conditions(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| conditions(item, found)),
        Value::Object(entries) => {
            found.extend(value["Condition"].as_str().map(str::to_owned));
            entries.values().for_each(|value| conditions(value, found));
        }
        _ => references(value, found),
    }
}

fn references(value: &Value, found: &mut Vec<String>) {
    match templates::call(value) {
        Some(("Fn::If", choice)) => found.push(choice[0].as_str().unwrap().to_owned()),
        Some(("Ref", name)) => found.push(name.as_str().unwrap().to_owned()),
        Some(("Fn::GetAtt", path)) => found.push(path[0].as_str().unwrap().to_owned()),
        Some(("Fn::FindInMap", path)) => found.push(path[0].as_str().unwrap().to_owned()),
        Some(("Fn::Sub", Value::String(text))) => {
            for rest in text
                .split("${")
                .skip(1)
                .filter(|rest| !rest.starts_with('!'))
            {
                let name = rest.split('}').next().unwrap();
                // Pseudo parameters have colons, attributes a dot.
                found.push(name.split('.').next().unwrap().to_owned());
            }
        }
        _ => {}
    }
    match value {
        Value::Array(items) => items.iter().for_each(|item| references(item, found)),
        Value::Object(entries) => entries.values().for_each(|value| references(value, found)),
        _ => {}
    }
}
