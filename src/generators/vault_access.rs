//! What the access policy of a vault says: who may copy into it, and who alone may touch what it holds.

use super::service_linked_role::role_arn;
use crate::blueprint::Placed;
use crate::policies::iam::{Policy, Principal, Statement, one_or_list, root_arn};
use crate::resources::backup_vault::VaultPolicy;
use crate::topology::Topology;
use crate::value::Value;

/// What takes recovery points away before their time.
const DELETIONS: [&str; 3] = [
    "backup:DeleteRecoveryPoint",
    "backup:DisassociateRecoveryPoint",
    "backup:UpdateRecoveryPointLifecycle",
];

/// What takes the protection away, or the vault.
const CHANGES: [&str; 5] = [
    "backup:DeleteBackupVault",
    "backup:DeleteBackupVaultAccessPolicy",
    "backup:DeleteBackupVaultLockConfiguration",
    "backup:PutBackupVaultAccessPolicy",
    "backup:PutBackupVaultLockConfiguration",
];

/// The roles that may do what everybody else is denied, by ARN; `$account` stands for the id of the
/// vault's account.
pub(super) struct Exempt {
    /// Those that may delete recovery points.
    pub(super) break_glass: Vec<String>,
    /// Those that deploy. Where they are not known, changes are denied to nobody: the next apply would
    /// be denied as well.
    pub(super) deployers: Option<Vec<String>>,
}

/// Lets these accounts, or every account of the organization, copy into the vault. Nothing else has
/// an effect for other accounts, and AWS takes no wildcard here.
///
/// <https://docs.aws.amazon.com/aws-backup/latest/devguide/create-a-vault-access-policy.html>
pub(super) fn copy_into(
    topology: &Topology,
    sid: &'static str,
    accounts: Option<&[String]>,
) -> Statement {
    let principal = match accounts {
        None => Principal::Anybody,
        Some(accounts) => Principal::Aws(
            accounts
                .iter()
                .map(|account| root_arn(topology.partition, account.as_str()))
                .collect(),
        ),
    };
    Statement::allow(sid, ["backup:CopyIntoBackupVault"])
        .to(principal)
        .on("*")
        .when(
            "StringEquals",
            "aws:PrincipalOrgID",
            topology.organization.id.as_str(),
        )
}

/// The access policy of a vault; none when there is nothing to say.
pub(super) fn policy(
    topology: &Topology,
    vault: &Placed,
    admits: Option<Statement>,
    exempt: Option<Exempt>,
) -> Option<Placed> {
    let denials = exempt.map(|roles| denials(topology, roles));
    let statements = admits.into_iter().chain(denials.into_iter().flatten());
    let policy = statements.fold(Policy::new(), Policy::statement);
    if policy.is_empty() {
        return None;
    }
    let policy = VaultPolicy {
        vault: vault.address(),
        policy,
    };
    Some(Placed::new("vaults", vault.label.as_str(), policy))
}

fn denials(topology: &Topology, exempt: Exempt) -> Vec<Statement> {
    let Exempt {
        break_glass,
        deployers,
    } = exempt;
    let mut denials = vec![denied(
        topology,
        "OnlyBreakGlassDeletes",
        &DELETIONS,
        &break_glass,
    )];
    denials.extend(deployers.map(|deployers| {
        let roles = [break_glass, deployers].concat();
        denied(topology, "OnlyDeploymentChanges", &CHANGES, &roles)
    }));
    denials
}

/// Denies actions to everybody but these roles and AWS Backup itself, which deletes what has expired.
///
/// A session of a role has the role's own ARN in `aws:PrincipalArn`. A role that is made anew under its
/// name is admitted again, so no deletion of a role locks a vault for good.
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html>
fn denied(topology: &Topology, sid: &'static str, actions: &[&str], roles: &[String]) -> Statement {
    let own = role_arn(topology.partition, Value::Account);
    let roles = roles.iter().map(|role| of_account(role));
    let roles: Vec<Value> = std::iter::once(own).chain(roles).collect();
    Statement::allow(sid, actions.iter().copied())
        .deny()
        .to(Principal::Anybody)
        .on("*")
        .when("ArnNotLike", "aws:PrincipalArn", one_or_list(roles))
        .when("BoolIfExists", "aws:PrincipalIsAWSService", "false")
}

/// An ARN with the account of the vault in the place of `$account`.
fn of_account(arn: &str) -> Value {
    match arn.split_once("$account") {
        Some((before, after)) => Value::join([before.into(), Value::Account, after.into()]),
        None => arn.into(),
    }
}
