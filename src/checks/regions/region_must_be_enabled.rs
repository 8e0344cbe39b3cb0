//! A region that is off in an account until somebody enables it.

use super::named_regions;
use crate::checks::Check;
use crate::diagnostics::{Report, Severity};
use crate::facts::OptIn;
use crate::topology::Topology;

pub(crate) const CHECK: Check = Check {
    code: "RGN002",
    name: "region-must-be-enabled",
    severity: Severity::Hint,
    page: include_str!("region_must_be_enabled.md"),
    run: Some(run),
};

fn run(topology: &Topology, report: &mut Report) {
    for (region, path) in named_regions(topology) {
        if region
            .facts()
            .is_some_and(|facts| facts.opt_in == OptIn::Needed)
        {
            report.add(
                CHECK
                    .at(path, "off until it is enabled")
                    .message(format!(
                        "accounts must enable `{region}` before they can use it"
                    ))
                    .help("enable it in every account that uses it, central accounts included"),
            );
        }
    }
}
