//! Who may copy into a vault: the way out into a central one, the way back into a local one.

use crate::blueprint::Placed;
use crate::iam::{Policy, Principal, Statement, root_arn};
use crate::resources::backup_vault::VaultPolicy;
use crate::topology::Topology;

/// An access policy that lets these accounts, or every account of the organization, copy into the
/// vault. Nothing else has an effect for other accounts, and AWS takes no wildcard here.
///
/// <https://docs.aws.amazon.com/aws-backup/latest/devguide/create-a-vault-access-policy.html>
pub(super) fn copy_into(
    topology: &Topology,
    vault: &Placed,
    sid: &'static str,
    accounts: Option<&[String]>,
) -> Placed {
    let principal = match accounts {
        None => Principal::Anybody,
        Some(accounts) => Principal::Aws(
            accounts
                .iter()
                .map(|account| root_arn(topology.partition, account.as_str()))
                .collect(),
        ),
    };
    let policy = Policy::new().statement(
        Statement::allow(sid, ["backup:CopyIntoBackupVault"])
            .to(principal)
            .on("*")
            .when(
                "StringEquals",
                "aws:PrincipalOrgID",
                topology.organization.id.as_str(),
            ),
    );
    let policy = VaultPolicy {
        vault: vault.address(),
        policy: policy.into_value(),
    };
    Placed::new("vaults", vault.label.as_str(), policy)
}
