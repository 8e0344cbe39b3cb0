//! Backups or copies that come too rarely for the silence that is reported, so that nothing watches them.

use crate::checks::Check;
use crate::diagnostics::{Report, Severity};
use crate::facts::limits::ALARM_SPAN_MAX_MINUTES;
use crate::topology::Topology;

pub(crate) const CHECK: Check = Check {
    code: "EVT003",
    name: "silence-that-is-usual",
    severity: Severity::Warning,
    page: include_str!("silence_that_is_usual.md"),
    run: Some(run),
};

fn run(topology: &Topology, report: &mut Report) {
    let Some(route) = &topology.events else {
        return;
    };
    let Some(silence) = route
        .silence
        .filter(|silence| silence.0 <= ALARM_SPAN_MAX_MINUTES)
    else {
        return;
    };
    let mut seen = Vec::new();
    for group in &topology.groups {
        let shapes = group.shapes.iter();
        for one in shapes.flat_map(|shape| topology.awaited(group, shape)) {
            let cause = (group.name.as_str(), one.central.is_some(), one.vault());
            if one.away <= silence || seen.contains(&cause) {
                continue;
            }
            seen.push(cause);
            let what = match one.central {
                None => "backups",
                Some(_) => "copies",
            };
            let hours = one.away.0.div_ceil(60);
            let can_be_watched = hours * 60 <= ALARM_SPAN_MAX_MINUTES;
            let help = match can_be_watched {
                true => format!(
                    "wait for at least `{hours}h`, and for the time that backup and copy take"
                ),
                false => "an alarm looks back 7 days at most: look after them yourself".to_owned(),
            };
            let away = one.away;
            let mut found = CHECK
                .at(route.path.key("silence"), silence.to_string())
                .message(format!(
                    "no alarm tells when {what} of group `{}` stay away: into vault `{}` they come too rarely",
                    group.name,
                    one.vault()
                ))
                .related(
                    one.rule.path.key("schedule"),
                    format!("the next backup of `{}` may start {away} later", one.plan.name),
                )
                .help(help);
            // Nothing in a spec can help it.
            if !can_be_watched {
                found.severity = Severity::Hint;
            }
            report.add(found);
        }
    }
}
