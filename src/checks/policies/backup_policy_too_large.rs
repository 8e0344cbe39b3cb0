//! A backup policy whose document is longer than AWS takes.

use crate::checks::Check;
use crate::diagnostics::{Place, Report, Severity};
use crate::facts::limits::BACKUP_POLICY_CHARACTERS;
use crate::generators::policy_documents;
use crate::topology::Topology;

pub(crate) const CHECK: Check = Check {
    code: "POL003",
    name: "backup-policy-too-large",
    severity: Severity::Error,
    page: include_str!("backup_policy_too_large.md"),
    run: Some(run),
};

fn run(topology: &Topology, report: &mut Report) {
    let mut largest: Vec<(usize, usize)> = Vec::new();
    for document in policy_documents(topology) {
        let size = document.content.characters();
        match largest.iter_mut().find(|(plan, _)| *plan == document.plan) {
            Some((_, known)) => *known = size.max(*known),
            None => largest.push((document.plan, size)),
        }
    }
    for (index, size) in largest {
        if size > BACKUP_POLICY_CHARACTERS {
            let plan = &topology.plans[index];
            report.add(
                CHECK
                    .at(Place::key(plan.path.clone()), format!("{size} characters"))
                    .message(format!(
                        "the backup policy `{}` is longer than {BACKUP_POLICY_CHARACTERS} characters",
                        plan.name
                    ))
                    .help("move some of its rules or conditions into another plan, or use `deliver: plan`"),
            );
        }
    }
}
