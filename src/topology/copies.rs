//! The copy graph: every way that a recovery point takes.

use std::collections::BTreeSet;

use super::{CentralVault, Copy, Group, Member, Plan, Rule, Shape, Topology};
use crate::facts::Region;

/// One way out: from a source account and region into a central vault.
#[derive(Debug, Clone, Copy)]
pub struct CopyPath<'a> {
    /// The plan.
    pub plan: &'a Plan,
    /// The rule.
    pub rule: &'a Rule,
    /// The copy action.
    pub copy: &'a Copy,
    /// The central vault.
    pub vault: &'a CentralVault,
    /// The group of the source account.
    pub group: &'a Group,
    /// The source account.
    pub member: &'a Member,
    /// The source region.
    pub source: &'a Region,
    /// The central region.
    pub destination: &'a Region,
}

impl Topology {
    /// Every copy action with its rule and plan, once, whatever the number of accounts.
    pub fn copy_actions(&self) -> impl Iterator<Item = (&Plan, &Rule, &Copy, &CentralVault)> {
        self.plans.iter().flat_map(move |plan| {
            plan.rules.iter().flat_map(move |rule| {
                rule.copies
                    .iter()
                    .map(move |copy| (plan, rule, copy, &self.central_vaults[copy.vault]))
            })
        })
    }

    /// Every way from a source account and region into a central vault.
    pub fn copy_paths(&self) -> impl Iterator<Item = CopyPath<'_>> {
        self.plans
            .iter()
            .enumerate()
            .flat_map(move |(index, plan)| {
                plan.groups
                    .iter()
                    .flat_map(move |group| self.plan_paths(index, plan, *group))
            })
    }

    /// The ways that differ in more than their source account, each by the first account that takes
    /// it: as many as there are copies and regions, whatever the number of accounts.
    pub fn copy_routes(&self) -> impl Iterator<Item = CopyPath<'_>> {
        let mut seen = BTreeSet::new();
        self.copy_paths().filter(move |path| {
            let within_account = path.member.account.id == path.vault.account.id;
            seen.insert((&path.copy.path, path.source, within_account))
        })
    }

    /// Every way out of the accounts of one shape.
    pub fn paths_of<'a>(
        &'a self,
        group: &'a Group,
        shape: &'a Shape,
    ) -> impl Iterator<Item = CopyPath<'a>> {
        let plans = shape.plans.iter().map(|(index, _)| &self.plans[*index]);
        plans.flat_map(move |plan| self.shape_paths(plan, group, shape))
    }

    fn plan_paths<'a>(
        &'a self,
        index: usize,
        plan: &'a Plan,
        group: usize,
    ) -> impl Iterator<Item = CopyPath<'a>> {
        let group = &self.groups[group];
        let shapes = group.shapes.iter();
        shapes
            .filter(move |shape| shape.has_plan(index))
            .flat_map(move |shape| self.shape_paths(plan, group, shape))
    }

    fn shape_paths<'a>(
        &'a self,
        plan: &'a Plan,
        group: &'a Group,
        shape: &'a Shape,
    ) -> impl Iterator<Item = CopyPath<'a>> {
        shape.members.iter().flat_map(move |member| {
            member.regions.iter().flat_map(move |source| {
                plan.rules.iter().flat_map(move |rule| {
                    rule.copies.iter().filter_map(move |copy| {
                        let vault = &self.central_vaults[copy.vault];
                        let destination = vault.region_for(source)?;
                        Some(CopyPath {
                            plan,
                            rule,
                            copy,
                            vault,
                            group,
                            member,
                            source,
                            destination,
                        })
                    })
                })
            })
        })
    }
}
