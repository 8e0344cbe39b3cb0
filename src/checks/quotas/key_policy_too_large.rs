//! A key policy that names more accounts than fit in.

use std::collections::BTreeMap;

use crate::checks::Check;
use crate::checks::check::Certainty;
use crate::diagnostics::{Place, Report, Severity};
use crate::facts::limits::KEY_POLICY_BYTES;
use crate::spec::ids::Name;
use crate::spec::model::Access;
use crate::topology::Topology;

pub(crate) const CHECK: Check = Check {
    code: "QUO002",
    name: "key-policy-too-large",
    severity: Severity::Hint,
    page: include_str!("key_policy_too_large.md"),
    run: Some(run),
};

/// The two statements of a key policy that name each source account: use and grants.
const STATEMENTS: usize = 2;

/// What a key policy has besides the accounts, rounded up.
const REST_BYTES: usize = 2048;

fn run(topology: &Topology, report: &mut Report) {
    for (index, vault) in topology.central_vaults.iter().enumerate() {
        // An existing key has a policy of its own.
        let all_exist = vault.regions.iter().all(|one| vault.keys.contains_key(one));
        if all_exist {
            continue;
        }
        let of_organization = vault.access == Access::Organization;
        let paths = topology
            .copy_paths()
            .filter(|path| path.copy.vault == index && (path.group.copy_back || !of_organization));
        let accounts: BTreeMap<&str, &Name> = paths
            .map(|path| (path.member.account.id.as_str(), &path.group.name))
            .collect();
        // Accounts that join a unit are not known by their ids: where copies go back to such, the
        // policy names none.
        let units = topology.cloudformation.stack_sets.as_ref();
        let mut groups = accounts.values();
        if of_organization
            && groups.any(|group| units.is_some_and(|sets| sets.units.contains_key(*group)))
        {
            continue;
        }
        let partition = topology.partition;
        let bytes = accounts
            .keys()
            .map(|account| STATEMENTS * format!("\"arn:{partition}:iam::{account}:root\",").len())
            .sum::<usize>()
            + REST_BYTES;
        if bytes > KEY_POLICY_BYTES {
            let (which, help) = match of_organization {
                false => (
                    "account",
                    "add `access: organization`, which names the organization instead",
                ),
                true => (
                    "account that copies go back to",
                    "take `copy_back` from a group, or divide the accounts among several central vaults",
                ),
            };
            report.add(
                CHECK
                    .at_if(
                        Certainty::Doubtful,
                        Place::key(vault.path.clone()),
                        format!("copied to by {} accounts", accounts.len()),
                    )
                    .message(format!(
                        "the key policy of `{}` names every {which}, about {bytes} bytes of {KEY_POLICY_BYTES}",
                        vault.name
                    ))
                    .help(help),
            );
        }
    }
}
