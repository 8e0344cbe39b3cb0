//! A copy whose retention the lock of its vault refuses.

use crate::checks::Check;
use crate::checks::places::keep_exceptions;
use crate::diagnostics::{Diagnostic, Place, Report, Severity};
use crate::spec::time::duration::Days;
use crate::topology::{Lock, Topology};

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
        if let (Some(lock), Some(keep)) = (&vault.lock, copy.lifecycle.keep) {
            let name = format!("`{}`", vault.name);
            let place = copy.path.key("keep");
            report.extend(refused(lock, Some(keep), place.into(), &name, "copy"));
        }
    }
    for plan in &topology.plans {
        let groups = plan.groups.iter().map(|index| &topology.groups[*index]);
        for group in groups {
            let Some(lock) = &group.lock else { continue };
            let name = format!("the local vaults of `{}`", group.name);
            for rule in &plan.rules {
                let keep = rule.lifecycle.keep;
                let place = match keep {
                    Some(_) => Place::from(rule.path.key("keep")),
                    None => Place::key(rule.path.clone()),
                };
                report.extend(refused(lock, keep, place, &name, "rule"));
            }
        }
    }
    for exception in keep_exceptions(topology) {
        if let Some(lock) = &exception.group.lock {
            let name = format!("the local vaults of `{}`", exception.group.name);
            let place = exception.path.clone().into();
            report.extend(refused(
                lock,
                Some(exception.keep),
                place,
                &name,
                "exception",
            ));
        }
    }
}

/// What a lock refuses of a retention; nothing is for ever.
fn refused(
    lock: &Lock,
    keep: Option<Days>,
    place: Place,
    name: &str,
    whose: &str,
) -> Option<Diagnostic> {
    let (key, bound, demand) = match (lock.min, lock.max, keep) {
        // Bounds that exclude each other are another check's, too.
        (Some(min), Some(max), _) if min > max => return None,
        (Some(min), _, Some(keep)) if keep < min => ("min", min, format!("demands at least {min}")),
        (_, Some(max), Some(keep)) if keep > max => ("max", max, format!("admits at most {max}")),
        (_, Some(max), None) => ("max", max, format!("admits at most {max}")),
        _ => return None,
    };
    let kept = match keep {
        Some(keep) => format!("kept {keep}"),
        None => "kept for ever".to_owned(),
    };
    let found = CHECK
        .at(place.clone(), kept)
        .message(format!(
            "the lock of {name} refuses the retention of this {whose}"
        ))
        .related(lock.path.key(key), format!("the lock {demand}"));
    let help = format!("keep it {bound}, or change the lock");
    Some(match keep {
        Some(_) => found.patch(help, place, format!("{}d", bound.0)),
        None => found.help(help),
    })
}
