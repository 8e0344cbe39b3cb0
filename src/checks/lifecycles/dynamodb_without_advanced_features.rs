//! DynamoDB copied, or moved to cold storage, though it is backed up the plain way.

use crate::checks::Check;
use crate::checks::places::named_types;
use crate::diagnostics::{Place, Report, Severity};
use crate::facts::ResourceType;
use crate::topology::Topology;

pub(crate) const CHECK: Check = Check {
    code: "DDB001",
    name: "dynamodb-without-advanced-features",
    severity: Severity::Error,
    page: include_str!("dynamodb_without_advanced_features.md"),
    run: Some(run),
};

fn run(topology: &Topology, report: &mut Report) {
    if topology.full_management.contains(&ResourceType::DynamoDb) {
        return;
    }
    let mut wants = Vec::new();
    for plan in &topology.plans {
        let mut types = named_types(plan).into_iter();
        let Some((_, place)) = types.find(|(one, _)| *one == ResourceType::DynamoDb) else {
            continue;
        };
        let before = wants.len();
        for rule in &plan.rules {
            if rule.lifecycle.cold_after.is_some() {
                wants.push((
                    rule.path.key("cold_after").into(),
                    "moved to cold storage here",
                ));
            }
            let copies = rule.copies.iter();
            wants.extend(copies.map(|copy| (Place::key(copy.path.clone()), "copied here")));
        }
        if wants.len() > before {
            wants.insert(before, (place.into(), "selected here"));
        }
    }
    if wants.is_empty() {
        return;
    }
    let found = CHECK
        .at(
            topology.full_management_path.clone(),
            "`DynamoDB` is not among them",
        )
        .message("DynamoDB without its advanced features can be neither copied nor moved to cold storage")
        .help("add `DynamoDB` to `full_management`, or remove the setting");
    report.add(
        wants
            .into_iter()
            .fold(found, |found, (place, text)| found.related(place, text)),
    );
}
