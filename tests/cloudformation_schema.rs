//! Every property of every emitted template is one that CloudFormation has, without an engine; what
//! a template refers to is there; and what is too large is refused.
//!
//! Held against the resource schemas that cfn-lint carries. What those cannot know is cfn-lint's.

#![allow(clippy::unwrap_used)]

#[expect(dead_code, reason = "the specs are rendered with other settings here")]
mod examples;
mod resource_schema;
mod templates;

use std::collections::BTreeSet;

use offsite::Region;
use offsite::spec::ids::BucketName;
use offsite::spec::model::{Deployment, Format, PermissionModel, Spec, StackSets, TemplateBucket};
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
        json.cloudformation.stack_sets = StackSets::default();
        // JSON is longer than YAML: what just fits without a bucket in one needs one in the other.
        let region = json.organization.home_region.clone();
        let bucket = TemplateBucket {
            bucket: BucketName::new("templates-in-json"),
            region: region.unwrap_or(Region::UsEast1),
            prefix: None,
        };
        json.cloudformation.template_bucket.get_or_insert(bucket);
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
        faults.extend(resource_schema::faults(&path, &template, &mut types));
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert!(types.len() > 15, "{types:?}");
}

#[test]
fn whatever_a_template_refers_to_is_in_it() {
    for (path, template) in all() {
        let lacking = resource_schema::lacking(&template);
        assert_eq!(lacking, Vec::<String>::new(), "{path}");
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
fn a_template_with_too_many_mappings_is_refused_with_their_number() {
    let id = |number: usize| format!("{:012}", 333_333_330_000 + number);
    let accounts: String = (0..201)
        .map(|number| format!("  account-{number}: \"{}\"\n", id(number)))
        .collect();
    let listed: Vec<String> = (0..201).map(|number| format!("account-{number}")).collect();
    let keys: String = (0..201)
        .map(|number| {
            let account = id(number);
            let key =
                format!("arn:aws:kms:eu-west-1:{account}:key/1a2b3c4d-5e6f-7a8b-9c0d-{account}");
            format!("    account-{number}: {{ keys: [\"{key}\"] }}\n")
        })
        .collect();
    let text = format!(
        "offsite: 1\nname: keys\norganization: {{ id: o-a1b2c3d4e5, management: \"111111111111\" }}\n\
         accounts:\n  vault: \"222222222222\"\n{accounts}central: {{ account: vault, region: eu-central-1 }}\n\
         sources:\n  accounts: [{}]\n  regions: [eu-west-1]\n  exceptions:\n{keys}\
         plans:\n  daily:\n    resource_types: [S3]\n    schedule: \"daily 03:00\"\n    keep: 14d\n    \
         copy_to: {{ central: {{ keep: 90d }} }}\n\
         cloudformation: {{ template_bucket: {{ bucket: templates, region: eu-west-1 }} }}\n",
        listed.join(", ")
    );
    let refused = stages::render(&yaml::read::<Spec>(text.as_bytes()).unwrap().0).unwrap();
    let found = refused.report.iter().any(|one| {
        one.message == "the CloudFormation template `3-source-region.yaml` has 201 mappings"
    });
    assert!(found, "{:?}", refused.report);
}

#[test]
fn an_engine_alone_writes_its_own_files_only() {
    let example = &examples::all()[0];
    for (engine, name) in [
        (Engine::Terraform, "terraform"),
        (Engine::CloudFormation, "cloudformation"),
    ] {
        let folders = [format!("{name}/"), format!("deploying-role/{name}-")];
        let tree = stages::render_for(&example.spec, &[engine])
            .unwrap()
            .tree
            .unwrap();
        let others = tree
            .iter()
            .map(|(path, _)| path.to_string())
            .filter(|path| path != "README.md")
            .filter(|path| !folders.iter().any(|own| path.starts_with(own.as_str())));
        assert_eq!(others.collect::<Vec<_>>(), Vec::<String>::new());
        assert!(tree.len() > 5);
    }
}
