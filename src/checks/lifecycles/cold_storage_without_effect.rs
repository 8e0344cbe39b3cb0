//! Cold storage asked for types that stay warm.

use crate::checks::Check;
use crate::checks::places::{named_types, quoted};
use crate::diagnostics::{Report, Severity};
use crate::facts::{Answer, DynamoDbBackups, ResourceType};
use crate::topology::{Plan, Topology};

pub(crate) const CHECK: Check = Check {
    code: "LCY004",
    name: "cold-storage-without-effect",
    severity: Severity::Warning,
    page: include_str!("cold_storage_without_effect.md"),
    run: Some(run),
};

fn run(topology: &Topology, report: &mut Report) {
    for plan in &topology.plans {
        let Some((types, certain)) = always_warm(plan) else {
            continue;
        };
        for rule in &plan.rules {
            let copies = rule.copies.iter().map(|copy| (copy.lifecycle, &copy.path));
            for (lifecycle, path) in [(rule.lifecycle, &rule.path)].into_iter().chain(copies) {
                if lifecycle.cold_after.is_some() {
                    report.add(
                        CHECK
                            .at_if(certain.into(), path.key("cold_after"), "has no effect")
                            .message(format!(
                                "none of the types of `{}` moves to cold storage",
                                plan.name
                            ))
                            .note(format!("{types} stay in warm storage"))
                            .help("remove `cold_after`"),
                    );
                }
            }
        }
    }
}

/// The plan's types, when none of them can move to cold storage, and whether that is certain; `None`
/// also where the plan selects by ARNs that can be of several types.
fn always_warm(plan: &Plan) -> Option<(String, bool)> {
    let named = named_types(plan);
    let all_named = plan.selection.types.len() == named.len() && !named.is_empty();
    let answers = || {
        let types = named.iter().map(|(one, _)| *one);
        types.map(|one| {
            (
                one,
                one.features(DynamoDbBackups::Advanced).lifecycle_to_cold,
            )
        })
    };
    // EBS has an archive, but only with an opt-in of the plan that offsite does not write.
    let warm = |(one, answer): (ResourceType, Answer)| one == ResourceType::Ebs || answer.is_no();
    (all_named && answers().all(warm)).then(|| {
        let types = quoted(named.iter().map(|(one, _)| one));
        (types, answers().all(|(_, answer)| answer.certain))
    })
}
