//! Types whose recovery points keep the key of their resource, which must then be shared.

use std::collections::BTreeSet;

use crate::checks::Check;
use crate::checks::places::named_types;
use crate::diagnostics::{Place, Report, Severity};
use crate::facts::DynamoDbBackups;
use crate::topology::Topology;

pub(crate) const CHECK: Check = Check {
    code: "CPY006",
    name: "key-of-resource-not-shared",
    severity: Severity::Hint,
    page: include_str!("key_of_resource_not_shared.md"),
    run: Some(run),
};

fn run(topology: &Topology, report: &mut Report) {
    for plan in &topology.plans {
        let copies = plan.rules.iter().flat_map(|rule| &rule.copies);
        let copies: Vec<_> = copies
            .map(|copy| (copy, &topology.central_vaults[copy.vault]))
            .collect();
        let Some((copy, _)) = copies.first() else {
            continue;
        };
        let accounts: BTreeSet<&str> = copies
            .iter()
            .map(|(_, vault)| vault.account.id.as_str())
            .collect();
        let accounts: Vec<&str> = accounts.into_iter().collect();
        let plural = if accounts.len() == 1 { "" } else { "s" };
        for (resource_type, place) in named_types(plan) {
            let features = resource_type.features(DynamoDbBackups::Advanced);
            // Types that cannot be copied are another check's.
            if !features.fully_managed.is_no() || features.cross_account_copy.is_no() {
                continue;
            }
            report.add(
                CHECK
                    .at(place, "encrypted with the key of each resource")
                    .message(format!(
                        "copies of {resource_type} need a key that admits account{plural} {}",
                        accounts.join(" and ")
                    ))
                    .related(Place::key(copy.path.clone()), "copied here")
                    .help("encrypt these resources with a customer-managed key whose policy admits every account that receives a copy"),
            );
        }
    }
}
