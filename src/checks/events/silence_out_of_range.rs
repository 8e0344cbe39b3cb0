//! A silence that no alarm can wait for, or that every plan breaks.

use crate::checks::Check;
use crate::diagnostics::{Report, Severity};
use crate::facts::limits::{ALARM_SPAN_MAX_MINUTES, START_GAP_MIN_MINUTES};
use crate::spec::time::duration::Minutes;
use crate::topology::Topology;

pub(crate) const CHECK: Check = Check {
    code: "EVT002",
    name: "silence-out-of-range",
    severity: Severity::Error,
    page: include_str!("silence_out_of_range.md"),
    run: Some(run),
};

fn run(topology: &Topology, report: &mut Report) {
    let Some(route) = &topology.events else {
        return;
    };
    let Some(silence) = route.silence else {
        return;
    };
    let allowed = START_GAP_MIN_MINUTES..=ALARM_SPAN_MAX_MINUTES;
    if allowed.contains(&silence.0) {
        return;
    }
    let (least, most) = (Minutes(*allowed.start()), Minutes(*allowed.end()));
    report.add(
        CHECK
            .at(route.path.key("silence"), silence.to_string())
            .message(format!(
                "silence lasts from {least} to {most} until it is reported"
            ))
            .help(match silence < least {
                true => "no plan makes backups more often than every hour",
                false => "an alarm looks back 7 days; look after rarer backups yourself",
            }),
    );
}
