//! A copy whose retention the lock of its vault refuses.

use crate::checks::Check;
use crate::diagnostics::{Report, Severity};
use crate::topology::Topology;

pub(crate) const CHECK: Check = Check {
    code: "LCK001",
    name: "retention-outside-lock",
    severity: Severity::Error,
    page: include_str!("retention_outside_lock.md"),
    run: Some(run),
};

fn run(topology: &Topology, report: &mut Report) {
    for (_, _, copy, vault) in topology.copy_actions() {
        // A copy without an end of its own is another check's.
        let (Some(lock), Some(keep)) = (&vault.lock, copy.lifecycle.keep) else {
            continue;
        };
        let (key, bound, demand) = match (lock.min, lock.max) {
            // Bounds that exclude each other are another check's, too.
            (Some(min), Some(max)) if min > max => continue,
            (Some(min), _) if keep < min => ("min", min, format!("demands at least {min}")),
            (_, Some(max)) if keep > max => ("max", max, format!("admits at most {max}")),
            _ => continue,
        };
        let place = copy.path.key("keep");
        report.add(
            CHECK
                .at(place.clone(), format!("kept {keep}"))
                .message(format!(
                    "the lock of `{}` refuses the retention of this copy",
                    vault.name
                ))
                .related(lock.path.key(key), format!("the lock {demand}"))
                .patch(
                    format!("keep the copy {bound}, or change the lock"),
                    place,
                    format!("{}d", bound.0),
                ),
        );
    }
}
