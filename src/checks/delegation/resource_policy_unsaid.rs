//! A resource policy of the organization that may be replaced unseen.

use crate::checks::Check;
use crate::diagnostics::{Place, Report, Severity};
use crate::place::Path;
use crate::topology::Topology;

pub(crate) const CHECK: Check = Check {
    code: "DLG003",
    name: "resource-policy-unsaid",
    severity: Severity::Warning,
    page: include_str!("resource_policy_unsaid.md"),
    run: Some(run),
};

fn run(topology: &Topology, report: &mut Report) {
    let organization = &topology.organization;
    if organization.delegated_administrators.is_empty() || organization.resource_policy.is_some() {
        return;
    }
    let path = Path::root().key("organization");
    report.add(
        CHECK
            .at(
                Place::key(path.key("delegated_administrators")),
                "needs the organization's resource policy",
            )
            .message("the organization's resource policy is written, and what others have in it is not known")
            .note(
                "an organization has one resource policy, and the spec does not say what is in it",
            )
            .help(
                "run `aws organizations describe-resource-policy` and put its statements into \
                 `organization.resource_policy`, or `[]` when there is none",
            ),
    );
}
