//! Continuous backups asked for types that only have snapshots.

use crate::checks::Check;
use crate::checks::places::{named_types, quoted};
use crate::diagnostics::{Report, Severity};
use crate::facts::DynamoDbBackups;
use crate::topology::Topology;

pub(crate) const CHECK: Check = Check {
    code: "CON003",
    name: "continuous-without-effect",
    severity: Severity::Hint,
    page: include_str!("continuous_without_effect.md"),
    run: Some(run),
};

fn run(topology: &Topology, report: &mut Report) {
    for plan in &topology.plans {
        let types = named_types(plan).into_iter().map(|(one, _)| one);
        let without: Vec<_> = types
            .filter(|one| one.features(DynamoDbBackups::Advanced).continuous.is_no())
            .collect();
        if without.is_empty() {
            continue;
        }
        for rule in plan.rules.iter().filter(|rule| rule.continuous) {
            report.add(
                CHECK
                    .at(
                        rule.path.key("continuous"),
                        format!("snapshots only for {}", quoted(&without)),
                    )
                    .message(format!(
                        "not all types of `{}` have continuous backups",
                        plan.name
                    ))
                    .help("back these types up with a plan of their own, free of the limit of 35 days"),
            );
        }
    }
}
