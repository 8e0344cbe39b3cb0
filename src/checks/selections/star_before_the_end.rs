//! A pattern of ARNs in a form that AWS does not document.

use crate::checks::Check;
use crate::checks::check::Certainty;
use crate::diagnostics::{Report, Severity};
use crate::spec::model::Delivery;
use crate::topology::Topology;

pub(crate) const CHECK: Check = Check {
    code: "SEL003",
    name: "star-before-the-end",
    severity: Severity::Error,
    page: include_str!("star_before_the_end.md"),
    run: Some(run),
};

fn run(topology: &Topology, report: &mut Report) {
    let plans = topology.plans.iter();
    for plan in plans.filter(|plan| plan.delivery == Delivery::Plan) {
        let selection = &plan.selection;
        for (key, arns, certain, effect) in [
            (
                "resources",
                &selection.resources,
                Certainty::Certain,
                "protects nothing",
            ),
            // AWS's sentence stands with the resources alone.
            (
                "not_resources",
                &selection.not_resources,
                Certainty::Doubtful,
                "may leave out nothing",
            ),
        ] {
            let arns = arns.iter().enumerate();
            for (index, arn) in arns.filter(|(_, arn)| has_inner_star(arn.as_str())) {
                report.add(
                    CHECK
                        .at_if(
                            certain,
                            plan.path.key(key).index(index),
                            "a `*` before the end",
                        )
                        .message(format!("the pattern `{arn}` {effect}"))
                        .note("in a selection AWS Backup takes `*` only as the last character")
                        .help("end the pattern with its first `*`, or select by `tags` or `conditions`"),
                );
            }
        }
    }
}

/// Whether `*` stands anywhere but at the end, once region and account are those of the plan.
fn has_inner_star(arn: &str) -> bool {
    let fields: Vec<&str> = arn.splitn(6, ':').collect();
    let [.., region, _, resource] = fields[..] else {
        return false;
    };
    let before_the_end = resource.strip_suffix('*').unwrap_or(resource);
    before_the_end.contains('*') || (region != "*" && region.contains('*'))
}
