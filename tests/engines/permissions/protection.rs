//! Protected vaults: who deletes from them, and who changes them.

use serde_json::Value;

use super::asked::{AWS_BACKUP, Asking, Caller, Question, Target};
use crate::held::Held;

const DELETIONS: [&str; 3] = [
    "backup:DeleteRecoveryPoint",
    "backup:DisassociateRecoveryPoint",
    "backup:UpdateRecoveryPointLifecycle",
];
const CHANGES: [&str; 5] = [
    "backup:DeleteBackupVault",
    "backup:DeleteBackupVaultAccessPolicy",
    "backup:DeleteBackupVaultLockConfiguration",
    "backup:PutBackupVaultAccessPolicy",
    "backup:PutBackupVaultLockConfiguration",
];

/// A protected vault.
struct Vault<'a> {
    account: &'a str,
    region: &'a str,
    name: &'a str,
    /// Whether stack sets deploy it.
    local: bool,
}

pub(super) fn vaults(held: &Held<'_>, questions: &mut Vec<Question>) {
    let topology = held.topology;
    let central = topology.central_vaults.iter().filter(|one| one.protect);
    let central = central.flat_map(|vault| {
        vault.regions.iter().map(|region| Vault {
            account: vault.account.id.as_str(),
            region: region.as_str(),
            name: vault.vault.as_str(),
            local: false,
        })
    });
    let local = held.sources().filter(|(group, ..)| group.protect);
    let local = local.flat_map(|(group, _, member)| {
        member.regions.iter().map(|region| Vault {
            account: member.account.id.as_str(),
            region: region.as_str(),
            name: group.vault.as_str(),
            local: true,
        })
    });
    let mut seen = 0;
    for vault in central.chain(local) {
        seen += 1;
        ask_of(held, &vault, questions);
    }
    assert!(seen > 0, "{}: nothing is protected", held.name);
}

fn ask_of(held: &Held<'_>, vault: &Vault<'_>, questions: &mut Vec<Question>) {
    let &Vault {
        account,
        region,
        name,
        local,
    } = vault;
    let policy = &held.held["places"][format!("{account}/{region}")]["vaults"][name]["policy"];
    assert_ne!(*policy, Value::Null, "{}: {name}", held.name);
    let vault = format!("arn:aws:backup:{region}:{account}:backup-vault:{name}");
    let point = format!("arn:aws:backup:{region}:{account}:recovery-point:one");
    let on = Target {
        is: "protected vault",
        arn: &vault,
        policy,
    };
    let within = Target {
        is: "recovery point in a protected vault",
        arn: &point,
        policy,
    };
    let mut ask = Asking {
        place: format!("{}: {name} in {region}", held.name),
        questions,
    };
    let is = "an administrator of the vault's own account";
    let administrator = Caller::mighty(held, is, account, "administrator");
    let is = "AWS Backup in the vault's own account";
    let aws_backup = Caller::mighty(held, is, account, AWS_BACKUP);
    let deletes = "only break-glass roles delete, and AWS Backup what has expired";
    for action in DELETIONS {
        ask.denied(&administrator, action, &within, deletes);
        ask.allowed(&aws_backup, action, &within, deletes);
    }
    let changes = "only break-glass roles and those that deploy change a protected vault";
    for action in CHANGES {
        ask.denied(&administrator, action, &on, changes);
    }
    let assume = &held.topology.terraform.assume_role.name;
    let role = assume
        .as_ref()
        .map_or("OrganizationAccountAccessRole", |name| name.as_str());
    let mut deployers = vec![Caller::mighty(
        held,
        "the role that the engines assume",
        account,
        role,
    )];
    if local {
        let (is, role) = (
            "the role of a service-managed stack set",
            "stacksets-exec-0123456789abcdef",
        );
        deployers.push(Caller::mighty(held, is, account, role));
    }
    for deployer in deployers {
        for action in CHANGES {
            ask.allowed(&deployer, action, &on, changes);
        }
        for action in DELETIONS {
            ask.denied(&deployer, action, &within, deletes);
        }
    }
    for (role, _) in &held.topology.administration.break_glass {
        let (_, role) = role.as_str().split_once(":role/").unwrap();
        let role = Caller::mighty(held, "a break-glass role", account, role);
        for action in DELETIONS {
            ask.allowed(&role, action, &within, deletes);
        }
        for action in CHANGES {
            ask.allowed(&role, action, &on, changes);
        }
    }
}
