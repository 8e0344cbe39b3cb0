//! A lock with bounds that AWS refuses, or that bounds nothing.

use crate::checks::Check;
use crate::diagnostics::{Diagnostic, Place, Report, Severity};
use crate::facts::limits::{
    LOCK_CHANGEABLE_MAX_DAYS, LOCK_CHANGEABLE_MIN_DAYS, LOCK_RETENTION_MAX_DAYS,
    LOCK_RETENTION_MIN_DAYS,
};
use crate::spec::model::LockMode;
use crate::spec::time::duration::Days;
use crate::topology::{Lock, Topology};

pub(crate) const CHECK: Check = Check {
    code: "LCK003",
    name: "unusable-lock",
    severity: Severity::Error,
    page: include_str!("unusable_lock.md"),
    run: Some(run),
};

fn run(topology: &Topology, report: &mut Report) {
    for (_, lock) in topology.locks() {
        report.extend(retention_bounds(lock));
        report.extend(grace(lock));
    }
}

fn retention_bounds(lock: &Lock) -> Vec<Diagnostic> {
    let range = (LOCK_RETENTION_MIN_DAYS, LOCK_RETENTION_MAX_DAYS);
    let mut found = Vec::new();
    found.extend(lock.min.and_then(|min| out_of(lock, "min", min, range)));
    found.extend(lock.max.and_then(|max| out_of(lock, "max", max, range)));
    match (lock.min, lock.max) {
        (None, None) => found.push(
            CHECK
                .at(Place::key(lock.path.clone()), "neither `min` nor `max`")
                .message("the lock bounds no retention")
                .help("add `min: 30d`, the shortest retention that the vault shall accept"),
        ),
        (Some(min), Some(max)) if min > max => found.push(
            CHECK
                .at(lock.path.key("min"), format!("at least {min}"))
                .message("no retention fits the lock: its minimum is above its maximum")
                .related(lock.path.key("max"), format!("at most {max}"))
                .help("exchange the two, or widen one"),
        ),
        _ => {}
    }
    found
}

/// The time in which a compliance lock can be lifted, which a governance lock has not.
fn grace(lock: &Lock) -> Option<Diagnostic> {
    let range = (LOCK_CHANGEABLE_MIN_DAYS, LOCK_CHANGEABLE_MAX_DAYS);
    match (lock.mode, lock.changeable_for) {
        (LockMode::Compliance, Some(grace)) => out_of(lock, "changeable_for", grace, range),
        (LockMode::Compliance, None) => Some(
            CHECK
                .at(lock.path.key("mode"), "`changeable_for` is missing")
                .message("the compliance lock does not say for how long it can still be lifted")
                .help("add `changeable_for: 14d`; without it AWS makes a governance lock"),
        ),
        (LockMode::Governance, Some(_)) => Some(
            CHECK
                .at(
                    lock.path.key("changeable_for"),
                    "makes it a compliance lock",
                )
                .message(
                    "a governance lock can be lifted at any time, so it has no `changeable_for`",
                )
                .related(lock.path.key("mode"), "a governance lock")
                .help("remove `changeable_for`"),
        ),
        (LockMode::Governance, None) => None,
    }
}

fn out_of(
    lock: &Lock,
    key: &'static str,
    days: Days,
    (lowest, highest): (u32, u32),
) -> Option<Diagnostic> {
    let nearest = days.0.clamp(lowest, highest);
    let place = lock.path.key(key);
    (days.0 != nearest).then(|| {
        CHECK
            .at(place.clone(), days.to_string())
            .message(format!(
                "`{key}` of a lock is from {lowest} to {highest} days"
            ))
            .patch("use the nearest length", place, format!("{nearest}d"))
    })
}
