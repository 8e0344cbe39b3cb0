//! Every property of every emitted template is one that CloudFormation has, without an engine; what
//! a template refers to is there; and what is too large is refused.
//!
//! Held against the resource schemas that cfn-lint carries. What those cannot know is cfn-lint's.

#![allow(clippy::unwrap_used)]

#[expect(dead_code, reason = "the specs are rendered with other settings here")]
mod examples;
mod templates;

use std::collections::BTreeSet;
use std::fs;

use offsite::spec::model::{Deployment, Format, PermissionModel, Spec};
use offsite::spec::yaml;
use offsite::stages::{self, Engine};
use serde_json::Value;

/// Every template of every example: as it is, in JSON with plain stacks, and self-managed.
fn all() -> Vec<(String, Value)> {
    let mut found = Vec::new();
    for example in examples::all().into_iter().chain(examples::unusual()) {
        let mut json = example.spec.clone();
        json.cloudformation.format = Format::Json;
        json.cloudformation.delivery = Deployment::Stacks;
        let mut own = example.spec.clone();
        own.cloudformation.stack_sets.permission_model = PermissionModel::SelfManaged;
        own.cloudformation.stack_sets.units.clear();
        for (kind, spec) in [("yaml", &example.spec), ("json", &json), ("own", &own)] {
            for (path, text) in rendered(spec) {
                let template = templates::read(&path, &text);
                found.push((format!("{}/{kind}/{path}", example.name), template));
            }
        }
    }
    found
}

fn rendered(spec: &Spec) -> Vec<(String, String)> {
    let tree = stages::render(spec).unwrap().tree.unwrap();
    tree.iter()
        .map(|(path, bytes)| (path.to_string(), String::from_utf8(bytes.to_vec()).unwrap()))
        .filter(|(path, _)| path.starts_with("cloudformation/") && !path.ends_with(".sh"))
        .collect()
}

#[test]
fn every_property_exists_and_the_required_ones_are_there() {
    let mut types = BTreeSet::new();
    let mut faults = Vec::new();
    for (path, template) in all() {
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
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert!(types.len() > 15, "{types:?}");
}

fn schema(kind: &str) -> Value {
    let name = match kind.starts_with("Custom::") {
        true => "aws-cloudformation-customresource".to_owned(),
        false => kind.to_lowercase().replace("::", "-"),
    };
    let path = examples::project().join(format!("tests/schemas/cloudformation/{name}.json"));
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

#[test]
fn whatever_a_template_refers_to_is_in_it() {
    for (path, template) in all() {
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
        for name in asked {
            assert!(known.contains(&name), "{path}: {name}");
        }
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

#[test]
fn what_holds_backups_is_kept_when_its_stack_goes() {
    let kept = [
        ("AWS::Backup::BackupVault", "RetainExceptOnCreate"),
        ("AWS::KMS::Key", "RetainExceptOnCreate"),
        ("AWS::Organizations::Policy", "RetainExceptOnCreate"),
        ("AWS::Organizations::ResourcePolicy", "RetainExceptOnCreate"),
        // With a stack set go the stacks in every account, of which most may have been made.
        ("AWS::CloudFormation::StackSet", "Retain"),
    ];
    let mut met = BTreeSet::new();
    for (path, template) in all() {
        for (id, resource) in template["Resources"].as_object().unwrap() {
            let kind = resource["Type"].as_str().unwrap();
            if let Some((_, policy)) = kept.iter().find(|(one, _)| *one == kind) {
                assert_eq!(resource["DeletionPolicy"], *policy, "{path} {id}");
                assert_eq!(resource["UpdateReplacePolicy"], "Retain", "{path} {id}");
                met.insert(kind.to_owned());
            }
        }
    }
    assert_eq!(met.len(), kept.len());
}

#[test]
fn a_stack_set_carries_the_template_beside_it() {
    for example in examples::all() {
        let files = rendered(&example.spec);
        let mut bodies = 0;
        for (path, text) in files.iter().filter(|(path, _)| path.contains("/stacksets")) {
            let template = templates::read(path, text);
            for set in template["Resources"].as_object().unwrap().values() {
                let body = set["Properties"]["TemplateBody"].as_str().unwrap();
                assert!(files.iter().any(|(_, text)| text == body), "{path}");
                bodies += 1;
            }
        }
        assert!(bodies > 0, "{}", example.name);
    }
}

/// A spec whose central template grows with the statements that it keeps.
fn large(statements: usize, more: &str) -> Spec {
    let kept: String = (0..statements)
        .map(|number| {
            format!(
                "    - {{ Sid: Kept{number}, Effect: Allow, Principal: {{ AWS: \
                 \"arn:aws:iam::100000000201:root\" }}, Action: organizations:ListPolicies, Resource: \"*\" }}\n"
            )
        })
        .collect();
    let text = format!(
        "offsite: 1\nname: large\norganization:\n  id: o-a1b2c3d4e5\n  management: \"111111111111\"\n  \
         delegated_administrators: [vault]\n  resource_policy:\n{kept}\
         accounts: {{ vault: \"222222222222\", orders: \"333333333333\" }}\n\
         central: {{ account: vault, region: eu-central-1 }}\n\
         sources: {{ accounts: [orders], regions: [eu-west-1] }}\n\
         plans:\n  daily:\n    resource_types: [S3]\n    schedule: \"daily 03:00\"\n    keep: 14d\n    \
         copy_to: {{ central: {{ keep: 90d }} }}\n{more}"
    );
    yaml::read::<Spec>(text.as_bytes()).unwrap().0
}

#[test]
fn a_template_that_is_too_large_is_refused_with_its_size() {
    let refused = stages::render(&large(250, "")).unwrap();
    assert!(refused.tree.is_none());
    let finding = refused
        .report
        .iter()
        .find(|one| one.code == Some("CFN001"))
        .unwrap();
    let bytes: usize = finding
        .message
        .rsplit(' ')
        .nth(1)
        .and_then(|count| count.parse().ok())
        .unwrap();
    assert!(bytes > 51_200);
    assert_eq!(
        finding.message,
        format!("the CloudFormation template `1-management.yaml` has {bytes} bytes")
    );
    let bucket = "cloudformation: { template_bucket: { bucket: templates, region: eu-west-1 } }\n";
    let taken = stages::render(&large(250, bucket)).unwrap();
    assert!(taken.tree.is_some(), "{:?}", taken.report);
    let terraform = stages::render_for(&large(250, ""), &[Engine::Terraform]).unwrap();
    assert!(terraform.tree.is_some(), "{:?}", terraform.report);
    let (_, checked) = stages::analyze_for(&large(250, ""), &[Engine::Terraform]);
    assert!(!checked.has_errors(), "{checked:?}");
    let (_, checked) = stages::analyze_for(&large(250, ""), &[Engine::CloudFormation]);
    assert!(checked.has_errors());
}

#[test]
fn a_template_with_too_many_outputs_is_refused_with_their_number() {
    let plan = "{ resource_types: [S3], schedule: \"daily 03:00\", keep: 14d }";
    let plans: String = (0..200)
        .map(|number| format!("  more-{number}: {plan}\n"))
        .collect();
    let bucket = "cloudformation: { template_bucket: { bucket: templates, region: eu-west-1 } }\n";
    let refused = stages::render(&large(1, &format!("{plans}{bucket}"))).unwrap();
    let found = refused.report.iter().any(|one| {
        one.message == "the CloudFormation template `3-source-region.yaml` has 203 outputs"
    });
    assert!(found, "{:?}", refused.report);
}

#[test]
fn an_engine_alone_writes_its_own_files_only() {
    let example = &examples::all()[0];
    for (engine, folder) in [
        (Engine::Terraform, "terraform/"),
        (Engine::CloudFormation, "cloudformation/"),
    ] {
        let tree = stages::render_for(&example.spec, &[engine])
            .unwrap()
            .tree
            .unwrap();
        let others = tree
            .iter()
            .map(|(path, _)| path.to_string())
            .filter(|path| !path.starts_with(folder) && path != "README.md");
        assert_eq!(others.collect::<Vec<_>>(), Vec::<String>::new());
        assert!(tree.len() > 5);
    }
}
