//! Arguments that Terraform's provider both takes and computes keep the value they had when they are left out, and
//! the plan says "No changes": what leaves the spec would stay in AWS. The provider's own schema says which they are.
//! Each that offsite may write is always written, or never, or has a reason here.
//!
//! <https://github.com/hashicorp/terraform-provider-aws/issues/30785>

#![allow(clippy::unwrap_used)]

mod examples;

use std::collections::{BTreeMap, BTreeSet};

use hcl::{Block, Body};
use serde_json::Value;

/// Arguments that are written for some resources of a type and not for others, with the reason why nothing stays
/// behind in AWS; and blocks, which a schema does not tell to be computed.
const LOOKED_AT: [(&str, &str); 11] = [
    (
        "aws_backup_plan.rule.copy_action",
        "not computed, and a plan is written whole",
    ),
    (
        "aws_backup_region_settings.resource_type_management_preference",
        "stays on purpose: nothing is switched off",
    ),
    (
        "aws_backup_selection.condition",
        "computed: the name says that there are conditions, and another name makes the selection anew",
    ),
    (
        "aws_backup_selection.condition.string_like",
        "not computed within a condition that stays, and a change makes the selection anew",
    ),
    (
        "aws_backup_selection.condition.string_not_equals",
        "not computed within a condition that stays, and a change makes the selection anew",
    ),
    (
        "aws_backup_selection.condition.string_not_like",
        "not computed within a condition that stays, and a change makes the selection anew",
    ),
    (
        "aws_cloudwatch_event_target.input_transformer",
        "not computed, and a target is written whole",
    ),
    (
        "aws_cloudwatch_metric_alarm.metric_query",
        "not computed, and an alarm is put whole",
    ),
    (
        "aws_cloudwatch_metric_alarm.metric_query.metric",
        "not computed, and an alarm is put whole",
    ),
    (
        "aws_sqs_queue.redrive_policy",
        "of one queue, which always has it, and of no other",
    ),
    (
        "aws_sqs_queue.sqs_managed_sse_enabled",
        "left out beside a key only, which ends the queue's own encryption",
    ),
];

/// The arguments of a type, by path, that its provider computes when they are left out, and its optional blocks: of
/// those the schema does not say it.
fn computed(block: &Value, path: &str, found: &mut BTreeSet<String>) {
    for (name, attribute) in block["attributes"].as_object().into_iter().flatten() {
        if attribute["optional"] == true && attribute["computed"] == true {
            found.insert(format!("{path}.{name}"));
        }
    }
    for (name, nested) in block["block_types"].as_object().into_iter().flatten() {
        let path = format!("{path}.{name}");
        computed(&nested["block"], &path, found);
        if nested["min_items"].as_u64().unwrap_or_default() == 0 {
            found.insert(path);
        }
    }
}

/// How often a block of a path was there, and how often each argument in it.
#[derive(Default)]
struct Written {
    blocks: BTreeMap<String, usize>,
    arguments: BTreeMap<String, usize>,
}

impl Written {
    fn count(&mut self, body: &Body, path: &str) {
        *self.blocks.entry(path.to_owned()).or_default() += 1;
        let blocks = body.blocks().map(Block::identifier);
        let names: BTreeSet<&str> = body
            .attributes()
            .map(|one| one.key())
            .chain(blocks)
            .collect();
        for name in names {
            *self.arguments.entry(format!("{path}.{name}")).or_default() += 1;
        }
        for block in body.blocks() {
            self.count(block.body(), &format!("{path}.{}", block.identifier()));
        }
    }
}

fn is_resource(block: &&Block) -> bool {
    block.identifier() == "resource"
}

#[test]
fn what_a_provider_keeps_when_it_leaves_is_always_written_or_never() {
    let whole: Value =
        serde_json::from_str(include_str!("schemas/terraform-aws-5.100.0.json")).unwrap();
    let schemas = &whole["provider_schemas"]["registry.terraform.io/hashicorp/aws"];
    let mut written = Written::default();
    let mut types = BTreeSet::new();
    for example in examples::all().into_iter().chain(examples::unusual()) {
        for (path, bytes) in example.tree().iter() {
            if !path.as_str().ends_with(".tf") {
                continue;
            }
            let body: Body = hcl::from_str(std::str::from_utf8(bytes).unwrap()).unwrap();
            for block in body.blocks().filter(is_resource) {
                let kind = block.labels()[0].as_str();
                types.insert(kind.to_owned());
                written.count(block.body(), kind);
            }
        }
    }
    assert!(types.len() > 15, "{types:?}");
    let mut kept = BTreeSet::new();
    for kind in &types {
        let schema = &schemas["resource_schemas"][kind];
        assert!(schema.is_object(), "no schema of {kind}");
        computed(&schema["block"], kind, &mut kept);
    }
    assert!(kept.len() > 50, "{}", kept.len());
    let mut sometimes = Vec::new();
    for argument in &kept {
        let (block, name) = argument.rsplit_once('.').unwrap();
        if name == "lifecycle" && !block.contains('.') {
            // Terraform's own block.
            continue;
        }
        let times = written.arguments.get(argument).copied().unwrap_or_default();
        let of = written.blocks.get(block).copied().unwrap_or_default();
        if times > 0 && times < of {
            sometimes.push(argument.as_str());
        }
    }
    let looked_at = LOOKED_AT.map(|(argument, _)| argument);
    assert_eq!(sometimes, looked_at, "written for some, and looked at");
}
