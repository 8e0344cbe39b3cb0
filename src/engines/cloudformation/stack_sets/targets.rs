//! Where a stack set puts stacks.
//!
//! CloudFormation compares what a stack set had with what it is to have region by region and unit by
//! unit, and takes away before it makes. A stack that moved from one unit to another would go, leave
//! its vault behind, and be refused when it is made again, since the vault's name is taken. So a
//! stack set names the same units throughout, and an account that gets or loses a region stays where
//! it is in all others.

use std::collections::BTreeSet;

use crate::blueprint::Scope;
use crate::engines::cloudformation::document::Node;
use crate::facts::Region;
use crate::spec::ids::{AccountId, UnitId};
use crate::spec::model::PermissionModel;
use crate::topology::{Group, Member, StackSets, Topology};

/// The parameter with the root below which account lists are looked up.
pub(in crate::engines::cloudformation) const ROOT: &str = "OrganizationRoot";

/// Regions with the same accounts.
#[derive(Debug, Clone)]
pub(in crate::engines::cloudformation) struct Target {
    /// The accounts of the spec, in its order.
    pub(in crate::engines::cloudformation) accounts: Vec<AccountId>,
    /// The regions.
    pub(in crate::engines::cloudformation) regions: Vec<Region>,
    /// How they are reached.
    reach: Reach,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Reach {
    /// One by one.
    Accounts,
    /// As those of a unit, or of the root for lack of one, that are meant.
    Listed(Vec<UnitId>),
    /// As all accounts of the units, with those that join later, but without these.
    Units(Vec<UnitId>, BTreeSet<AccountId>),
}

impl Target {
    /// Whether accounts that join a unit are reached as well.
    pub(super) fn reaches_whole_units(&self) -> bool {
        matches!(self.reach, Reach::Units(..))
    }

    /// The target as a part of `StackInstancesGroup`.
    /// <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/account-level-targets.html>
    pub(super) fn node(&self) -> Node {
        let accounts = Node::texts(self.accounts.iter().map(ToString::to_string));
        let deployment = match &self.reach {
            Reach::Accounts => vec![("Accounts", accounts)],
            Reach::Listed(units) => vec![
                ("OrganizationalUnitIds", parents(units)),
                ("AccountFilterType", "INTERSECTION".into()),
                ("Accounts", accounts),
            ],
            Reach::Units(units, others) => {
                let mut reach = vec![("OrganizationalUnitIds", parents(units))];
                if !others.is_empty() {
                    reach.push(("AccountFilterType", "DIFFERENCE".into()));
                    let others = others.iter().map(ToString::to_string);
                    reach.push(("Accounts", Node::texts(others)));
                }
                reach
            }
        };
        let regions = Node::texts(self.regions.iter().map(Region::as_str));
        Node::map([
            ("DeploymentTargets", Node::map(deployment)),
            ("Regions", regions),
        ])
    }
}

fn parents(units: &[UnitId]) -> Node {
    match units {
        [] => Node::List(vec![Node::reference(ROOT)]),
        units => Node::texts(units.iter().map(ToString::to_string)),
    }
}

/// The targets of a group's stack set; `placed` are the accounts that its template is for.
pub(super) fn targets(
    topology: &Topology,
    sets: &StackSets,
    (group, scope): (&Group, Scope),
    placed: &BTreeSet<&AccountId>,
) -> Vec<Target> {
    let management = &topology.organization.management.id;
    let members = group
        .members()
        .filter(|one| one.account.id != *management && placed.contains(&one.account.id));
    let members: Vec<(&AccountId, Vec<&Region>)> = members
        .map(|member| (&member.account.id, regions(group, member, scope)))
        .collect();
    let units = sets.units.get(&group.name).map_or(&[][..], Vec::as_slice);
    let of_units = match (units, scope) {
        ([], _) => &[][..],
        // An account that joins has the regions of the group.
        (_, Scope::Account) => group.regions.get(..1).unwrap_or_default(),
        (_, Scope::Region) => &group.regions,
    };
    let mut all: Vec<&Region> = of_units.iter().collect();
    let own = members.iter().flat_map(|(_, regions)| regions);
    for region in group.regions.iter().chain(own.copied()) {
        let is_used = members.iter().any(|(_, regions)| regions.contains(&region));
        if is_used && !all.contains(&region) {
            all.push(region);
        }
    }
    let mut targets: Vec<Target> = Vec::new();
    for region in all {
        let here = members
            .iter()
            .filter(|(_, regions)| regions.contains(&region));
        let accounts: Vec<AccountId> = here.map(|(account, _)| (*account).clone()).collect();
        let reach = match sets.permission_model {
            PermissionModel::SelfManaged => Reach::Accounts,
            PermissionModel::ServiceManaged if of_units.contains(region) => {
                Reach::Units(units.to_vec(), elsewhere(topology, &accounts))
            }
            PermissionModel::ServiceManaged => Reach::Listed(units.to_vec()),
        };
        let same = |one: &&mut Target| one.accounts == accounts && one.reach == reach;
        match targets.iter_mut().find(same) {
            Some(target) => target.regions.push(region.clone()),
            None => targets.push(Target {
                accounts,
                regions: vec![region.clone()],
                reach,
            }),
        }
    }
    targets
}

fn regions<'a>(group: &'a Group, member: &'a Member, scope: Scope) -> Vec<&'a Region> {
    match scope {
        Scope::Account => group.home(member).into_iter().collect(),
        Scope::Region => member.regions.iter().collect(),
    }
}

/// The accounts that the spec knows to be something else, should they be in a unit: sources
/// without this stack, sources of another group, keepers of central vaults. Stack sets leave the
/// management account out by themselves.
fn elsewhere(topology: &Topology, accounts: &[AccountId]) -> BTreeSet<AccountId> {
    let here: BTreeSet<&AccountId> = accounts.iter().collect();
    let sources = topology.groups.iter().flat_map(|group| group.members());
    let central = topology.central_accounts();
    sources
        .map(|member| &member.account)
        .chain(central)
        .map(|account| &account.id)
        .filter(|id| **id != topology.organization.management.id && !here.contains(id))
        .cloned()
        .collect()
}
