//! A type that a plan copies and that cannot be copied, or not where the plan copies it.

use super::accounts;
use crate::checks::Check;
use crate::checks::places::named_types;
use crate::diagnostics::{Place, Report, Severity};
use crate::facts::{copy_obstacle, region_obstacle};
use crate::topology::Topology;

pub(crate) const CHECK: Check = Check {
    code: "CPY001",
    name: "type-cannot-be-copied",
    severity: Severity::Error,
    page: include_str!("type_cannot_be_copied.md"),
    run: Some(run),
};

fn run(topology: &Topology, report: &mut Report) {
    let mut seen = Vec::new();
    for path in topology.copy_paths() {
        let (plan, accounts) = (path.plan, accounts(&path));
        let of_regions = region_obstacle(path.source, path.destination, accounts);
        for (resource_type, place) in named_types(plan) {
            let obstacle = copy_obstacle(resource_type, path.source, path.destination, accounts);
            // What is in the way of every type is another check's.
            let Some(obstacle) = obstacle.filter(|found| of_regions.as_ref() != Some(found)) else {
                continue;
            };
            let cause = (&plan.name, resource_type, obstacle.reason.clone());
            if seen.contains(&cause) {
                continue;
            }
            seen.push(cause);
            report.add(
                CHECK
                    .at_if(obstacle.certain.into(), place, "selected here")
                    .message(obstacle.reason)
                    .related(Place::key(path.copy.path.clone()), "copied here")
                    .help(format!(
                        "take `{resource_type}` out of `{}`, or back it up with a plan of its own \
                         without `copy_to`",
                        plan.name
                    )),
            );
        }
    }
}
