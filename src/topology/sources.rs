//! Source groups, resolved into shapes: accounts that look alike share one.

use std::collections::BTreeMap;

use super::{Account, Lock};
use crate::facts::Region;
use crate::place::Path;
use crate::spec::ids::{KeyArn, Name, RoleArn, VaultName};
use crate::spec::time::duration::Days;

/// A group of source accounts.
#[derive(Debug, Clone)]
pub struct Group {
    /// The group's name in the spec; `source` for a single one.
    pub name: Name,
    /// The group's place.
    pub path: Path,
    /// Name of the local vault in each account and region.
    pub vault: VaultName,
    /// The regions of the accounts that have no others by an exception.
    pub regions: Vec<Region>,
    /// Whether the central accounts may copy recovery points back.
    pub copy_back: bool,
    /// Whether nobody but the administration's roles may delete from the local vaults.
    pub protect: bool,
    /// The lock of the local vaults.
    pub lock: Option<Lock>,
    /// The shapes in the group: the common one first, then one for each account that differs.
    pub shapes: Vec<Shape>,
}

/// Source accounts whose blueprints are the same to the letter.
#[derive(Debug, Clone)]
pub struct Shape {
    /// What the shape's blueprints are called: the group's name, and the account's when it differs.
    pub label: String,
    /// The accounts with their regions and places.
    pub members: Vec<Member>,
    /// The role that AWS Backup assumes.
    pub role: Role,
    /// Existing keys of the local vaults, by region.
    pub keys: BTreeMap<Region, KeyArn>,
    /// The plans of the shape, as indexes into the topology's, each with its own local retention
    /// where that differs.
    pub plans: Vec<(usize, Option<Days>)>,
}

/// A source account.
#[derive(Debug, Clone)]
pub struct Member {
    /// The account.
    pub account: Account,
    /// The regions that are protected in it.
    pub regions: Vec<Region>,
    /// The account's place.
    pub path: Path,
    /// The place of the account's regions.
    pub regions_path: Path,
}

/// The role that AWS Backup assumes in a source account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Role {
    /// A role that offsite makes, with this name.
    Made(String),
    /// A role that exists.
    Existing {
        /// The role's ARN; `$account` stands for the account's id.
        arn: RoleArn,
        /// The role's place.
        path: Path,
    },
}

impl Group {
    /// Every account of the group, in the order of its shapes.
    pub fn members(&self) -> impl Iterator<Item = &Member> {
        self.shapes.iter().flat_map(|shape| &shape.members)
    }

    /// The region of a member's account-wide stack: the first of the group's that the account has,
    /// whatever the order in an exception, so that an account which gets one keeps the stack. In
    /// another region it would be another stack, for which the names of its roles are taken.
    #[must_use]
    pub fn home<'a>(&'a self, member: &'a Member) -> Option<&'a Region> {
        let mut ours = self.regions.iter();
        ours.find(|region| member.regions.contains(region))
            .or_else(|| member.regions.first())
    }
}

impl Shape {
    /// Whether the shape gets the plan with this index.
    pub fn has_plan(&self, plan: usize) -> bool {
        self.plans.iter().any(|(index, _)| *index == plan)
    }

    /// Every region in which an account of the shape is protected, each once, in order of first
    /// use.
    pub fn regions(&self) -> Vec<Region> {
        let mut regions: Vec<Region> = Vec::new();
        for region in self.members.iter().flat_map(|member| &member.regions) {
            if !regions.contains(region) {
                regions.push(region.clone());
            }
        }
        regions
    }
}
