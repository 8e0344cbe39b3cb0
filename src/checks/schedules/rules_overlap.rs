//! Two rules of a plan of which only one makes a backup, so that a copy is missing.

use crate::checks::Check;
use crate::diagnostics::{Diagnostic, Place, Report, Severity};
use crate::spec::time::cron::{CronExpression, Day, Start};
use crate::spec::time::duration::Days;
use crate::topology::{Lifecycle, Rule, Topology};

pub(crate) const CHECK: Check = Check {
    code: "SCH003",
    name: "rules-overlap",
    severity: Severity::Warning,
    page: include_str!("rules_overlap.md"),
    run: Some(run),
};

/// Four years have every day of the calendar, and any two weekdays and dates meet in them.
const FROM: (u16, u32, u32) = (2025, 1, 1);
const TO: (u16, u32, u32) = (2028, 12, 31);

fn run(topology: &Topology, report: &mut Report) {
    for plan in &topology.plans {
        for (index, first) in plan.rules.iter().enumerate() {
            for second in &plan.rules[index + 1..] {
                report.extend(overlap(first, second));
            }
        }
    }
}

/// The rule that loses its backups to the other, if their start windows meet and a copy is lost with
/// them. Without a copy nothing is missing: the other rule's recovery point is kept longer.
fn overlap(first: &Rule, second: &Rule) -> Option<Diagnostic> {
    // Without a database of time zones two of them cannot be compared. Continuous backups run
    // beside the snapshots of another rule.
    if first.timezone != second.timezone || first.continuous != second.continuous {
        return None;
    }
    let (longer, shorter) = match kept(first.lifecycle) >= kept(second.lifecycle) {
        true => (first, second),
        false => (second, first),
    };
    let lost = shorter.copies.iter().find(|copy| {
        let mut others = longer.copies.iter();
        !others
            .any(|other| other.vault == copy.vault && kept(other.lifecycle) >= kept(copy.lifecycle))
    })?;
    let (one, other) = (first.schedule.cron()?, second.schedule.cron()?);
    let day = meeting(&one, first.start_window.0, &other, second.start_window.0)?;
    let found = CHECK
        .at(
            shorter.path.key("schedule"),
            "makes no backup when the two meet",
        )
        .message(format!(
            "copies of `{}` are missing when its start window meets that of `{}`",
            shorter.name, longer.name
        ))
        .related(longer.path.key("schedule"), "kept longer, so this one runs")
        .related(Place::key(lost.path.clone()), "this copy is then missing")
        .note(format!("they meet on {day}, for example"))
        .help("give both rules the copy, or start them apart, with start windows that end before the next start");
    Some(found)
}

fn kept(lifecycle: Lifecycle) -> Days {
    lifecycle.keep.unwrap_or(Days(u32::MAX))
}

/// The first day on which the windows after the starts of two schedules meet.
fn meeting(
    one: &CronExpression,
    one_window: u32,
    other: &CronExpression,
    other_window: u32,
) -> Option<Day> {
    let (from, to) = (date(FROM)?, date(TO)?);
    let mut ones = one.starts(from, to).peekable();
    let mut others = other.starts(from, to).peekable();
    while let (Some(first), Some(second)) = (ones.peek(), others.peek()) {
        let (a, b) = (minute(first), minute(second));
        if a < b + u64::from(other_window) && b < a + u64::from(one_window) {
            return Some(first.day.max(second.day));
        }
        if a < b {
            ones.next();
        } else {
            others.next();
        }
    }
    None
}

fn date((year, month, day): (u16, u32, u32)) -> Option<Day> {
    Day::of(year, month, day)
}

/// Minutes since 1970.
fn minute(start: &Start) -> u64 {
    u64::from(start.day.number()) * 24 * 60 + u64::from(start.minute)
}
