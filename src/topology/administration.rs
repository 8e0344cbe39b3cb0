//! Who deploys, and who may touch what is protected.

use super::{Account, Shape, Topology};
use crate::place::Path;
use crate::spec::ids::{RoleArn, RoleName};
use crate::spec::model::{self, PermissionModel};

/// The role that AWS Organizations makes in every account it creates.
/// <https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_accounts_access-cross-account-role.html>
const ORGANIZATION_ROLE: &str = "OrganizationAccountAccessRole";

/// The roles by which service-managed stack sets work in an account; AWS adds letters of its own.
/// <https://docs.aws.amazon.com/aws-managed-policy/latest/reference/CloudFormationStackSetsOrgAdminServiceRolePolicy.html>
const STACK_SETS_ROLES: &str = "stacksets-exec-*";

/// The roles that may touch what is protected.
#[derive(Debug, Clone, Default)]
pub struct Administration {
    /// Roles for emergencies, each with its place.
    pub break_glass: Vec<(RoleArn, Path)>,
    /// Roles that deploy, besides those that follow from the engines' settings.
    pub deploying: Vec<RoleArn>,
}

impl Administration {
    pub(super) fn of(spec: &model::Administration) -> Self {
        let path = Path::root().key("administration").key("break_glass");
        let break_glass = spec.break_glass.iter().cloned().enumerate();
        Self {
            break_glass: break_glass
                .map(|(index, role)| (role, path.index(index)))
                .collect(),
            deploying: spec.deploying.clone(),
        }
    }

    /// The roles for emergencies that work in one of these accounts. AWS Backup refuses calls from
    /// another account than the vault's, so others would be of no use.
    /// <https://docs.aws.amazon.com/aws-backup/latest/devguide/create-a-vault-access-policy.html>
    pub fn break_glass_in(&self, accounts: &[&Account]) -> Vec<String> {
        let roles = self.break_glass.iter().map(|(role, _)| role);
        works_in(roles, accounts)
    }
}

fn works_in<'a>(roles: impl Iterator<Item = &'a RoleArn>, accounts: &[&Account]) -> Vec<String> {
    let concerned = |role: &&RoleArn| match role.account() {
        None => true,
        Some(owner) => accounts.iter().any(|one| one.id.as_str() == owner),
    };
    roles.filter(concerned).map(ToString::to_string).collect()
}

impl Topology {
    /// Whether a role for emergencies is of an account with a protected vault.
    #[must_use]
    pub fn reaches_a_vault(&self, role: &RoleArn) -> bool {
        let Some(owner) = role.account() else {
            return true;
        };
        let owns = |account: &Account| account.id.as_str() == owner;
        let mut central = self.central_vaults.iter().filter(|one| one.protect);
        let mut local = self.groups.iter().filter(|one| one.protect);
        central.any(|vault| owns(&vault.account))
            || local.any(|group| group.members().any(|one| owns(&one.account)))
    }

    /// The ARN of the role by which both engines reach an account; `None` when the caller's own
    /// credentials serve.
    #[must_use]
    pub fn assumed_role_arn(&self, account: &Account) -> Option<String> {
        let role = self.assumed_role(account)?;
        Some(format!(
            "arn:{}:iam::{}:role/{role}",
            self.partition, account.id
        ))
    }

    /// The name of that role.
    fn assumed_role(&self, account: &Account) -> Option<&str> {
        let spec = &self.terraform.assume_role;
        if account.id == self.organization.management.id {
            return spec.management.as_ref().map(RoleName::as_str);
        }
        Some(
            spec.name
                .as_ref()
                .map_or(ORGANIZATION_ROLE, RoleName::as_str),
        )
    }

    /// The ARNs of the roles that deploy a central account's stacks, `$account` standing for its id;
    /// `None` when one of them cannot be known.
    #[must_use]
    pub fn deployers_of_central(&self, account: &Account) -> Option<Vec<String>> {
        self.deployers(&[account], &[])
    }

    /// The ARNs of the roles that deploy the stacks of a shape's accounts, `$account` standing for the
    /// account's id; `None` when for one of the accounts none is known.
    #[must_use]
    pub fn deployers_of_sources(&self, shape: &Shape) -> Option<Vec<String>> {
        let accounts: Vec<&Account> = shape.members.iter().map(|one| &one.account).collect();
        let by_stack_sets =
            self.cloudformation
                .stack_sets
                .iter()
                .map(|sets| match sets.permission_model {
                    PermissionModel::ServiceManaged => STACK_SETS_ROLES,
                    PermissionModel::SelfManaged => &sets.execution_role,
                });
        let by_stack_sets: Vec<&str> = by_stack_sets.collect();
        self.deployers(&accounts, &by_stack_sets)
    }

    fn deployers(&self, accounts: &[&Account], further: &[&str]) -> Option<Vec<String>> {
        let deploying = &self.administration.deploying;
        let known = |account: &&Account| {
            self.assumed_role(account).is_some()
                || !works_in(deploying.iter(), &[account]).is_empty()
        };
        if !accounts.iter().all(known) {
            return None;
        }
        let mut names: Vec<&str> = Vec::new();
        let assumed = accounts.iter().filter_map(|one| self.assumed_role(one));
        for name in assumed.chain(further.iter().copied()) {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        let names = names.into_iter();
        let mut roles: Vec<String> = names
            .map(|name| format!("arn:{}:iam::$account:role/{name}", self.partition))
            .collect();
        roles.extend(works_in(deploying.iter(), accounts));
        Some(roles)
    }
}
