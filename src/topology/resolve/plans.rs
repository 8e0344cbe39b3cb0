//! Plans: rules, copies, selections, targets, and which shapes get them.

use std::collections::BTreeSet;

use indexmap::IndexMap;

use super::super::faults::Faults;
use super::super::{Account, CentralVault, Group, Plan, Selection, Target, TargetId};
use super::Resolver;
use crate::diagnostics::Place;
use crate::facts::ResourceType;
use crate::place::Path;
use crate::spec::ids::{Name, PlanName};
use crate::spec::model::{self, Delivery};

/// The longest name of a plan or a selection, in characters.
/// <https://docs.aws.amazon.com/aws-backup/latest/devguide/API_BackupSelection.html>
const PLAN_NAME: usize = 50;

impl Resolver<'_> {
    pub(super) fn plans(
        &self,
        accounts: &IndexMap<Name, Account>,
        vaults: &[CentralVault],
        groups: &mut [Group],
        faults: &mut Faults,
    ) -> Vec<Plan> {
        let plans_path = Path::root().key("plans");
        let mut plans = Vec::new();
        for (name, spec) in &self.spec.plans {
            let path = plans_path.key(name.to_string());
            let given = self.names.plan(name.as_str());
            let most = match spec.deliver {
                Delivery::Plan => PLAN_NAME,
                // A plan for a single region has `-` and the region's name after its own.
                Delivery::Policy => PLAN_NAME - "-ap-southeast-1".len(),
            };
            if given.len() > most {
                faults.mismatch(
                    Place::key(path.clone()),
                    format!("`{given}` is too long for a backup plan's name"),
                    format!("{} characters, at most {most}", given.len()),
                    "shorten the plan's name, or that of the spec",
                );
            }
            let plan = Plan {
                name: name.clone(),
                delivery: spec.deliver,
                groups: plan_groups(spec, &path, groups, faults),
                targets: self.targets(spec, &path, accounts, faults),
                selection: selection(spec),
                rules: self.rules(name, spec, &path, vaults, faults),
                path,
            };
            plans.push(plan);
        }
        let names = plans.iter();
        faults.alike(
            "plans",
            names.map(|plan| (plan.name.as_str(), plan.path.clone())),
        );
        self.assign(&plans, groups, faults);
        plans
    }

    /// Gives each shape its plans, with the exceptions of its account.
    fn assign(&self, plans: &[Plan], groups: &mut [Group], faults: &mut Faults) {
        let specs = self.source_groups();
        for (group_index, group) in groups.iter_mut().enumerate() {
            let Some((_, path, spec)) = specs.iter().find(|(name, _, _)| *name == group.name)
            else {
                continue;
            };
            for (account, exception) in &spec.exceptions {
                let place = path.key("exceptions").key(account.to_string());
                let without = exception.without.iter().enumerate();
                let named =
                    without
                        .map(|(index, plan)| (plan, Place::from(place.key("without").index(index))))
                        .chain(exception.keep.keys().map(|plan| {
                            (plan, Place::key(place.key("keep").key(plan.to_string())))
                        }));
                for (plan, place) in named {
                    check_exception(plan, place, group_index, plans, faults);
                }
            }
            for shape in &mut group.shapes {
                let exception = match shape.members.as_slice() {
                    [only] => spec.exceptions.get(&only.account.name),
                    _ => None,
                };
                for (index, plan) in plans.iter().enumerate() {
                    let left_out = exception.is_some_and(|one| one.without.contains(&plan.name));
                    if plan.groups.contains(&group_index) && !left_out {
                        let keep = exception.and_then(|one| one.keep.get(&plan.name));
                        shape.plans.push((index, keep.map(|length| length.days())));
                    }
                }
            }
        }
    }

    fn targets(
        &self,
        spec: &model::Plan,
        path: &Path,
        accounts: &IndexMap<Name, Account>,
        faults: &mut Faults,
    ) -> Vec<Target> {
        let place = path.key("targets");
        match (spec.deliver, spec.targets.is_empty()) {
            (Delivery::Plan, false) => faults.choice(
                place.clone(),
                "a plan delivered as a plan has no targets".to_owned(),
                "targets are for `deliver: policy`",
                "remove `targets`, or add `deliver: policy`",
            ),
            (Delivery::Policy, true) => faults.choice(
                Place::key(path.clone()),
                "a plan delivered as a policy has no targets".to_owned(),
                "`targets` is missing",
                "add `targets: [root]`, or units of `organization.units`, or accounts",
            ),
            _ => {}
        }
        let organization = &self.spec.organization;
        let mut targets = Vec::new();
        for (index, name) in spec.targets.iter().enumerate() {
            let path = place.index(index);
            let id = match (name.as_str(), &organization.root) {
                ("root", Some(root)) => Some(TargetId::Root(root.clone())),
                ("root", None) => {
                    faults.choice(
                        path.clone(),
                        "the id of the organization's root is not known".to_owned(),
                        "the policy is attached to the root",
                        "add `root: r-…` to `organization`",
                    );
                    continue;
                }
                _ => {
                    let unit = organization.units.get(name).cloned().map(TargetId::Unit);
                    unit.or_else(|| {
                        accounts
                            .get(name)
                            .map(|one| TargetId::Account(one.id.clone()))
                    })
                }
            };
            match id {
                Some(id) => targets.push(Target {
                    name: name.to_string(),
                    id,
                    path,
                }),
                None => {
                    let known = organization
                        .units
                        .keys()
                        .chain(accounts.keys())
                        .map(Name::as_str);
                    faults.undefined(path, "target", name.as_str(), known.chain(["root"]));
                }
            }
        }
        targets
    }
}

fn plan_groups(
    spec: &model::Plan,
    path: &Path,
    groups: &[Group],
    faults: &mut Faults,
) -> Vec<usize> {
    if spec.sources.is_empty() {
        return (0..groups.len()).collect();
    }
    let mut indexes = Vec::new();
    for (position, name) in spec.sources.iter().enumerate() {
        match groups.iter().position(|group| group.name == *name) {
            Some(index) if indexes.contains(&index) => {}
            Some(index) => indexes.push(index),
            None => faults.undefined(
                path.key("sources").index(position),
                "source group",
                name.as_str(),
                groups.iter().map(|group| group.name.as_str()),
            ),
        }
    }
    indexes
}

fn selection(spec: &model::Plan) -> Selection {
    let mut types: BTreeSet<ResourceType> = spec.resource_types.iter().copied().collect();
    types.extend(
        spec.resources
            .iter()
            .flat_map(|arn| ResourceType::of_arn(arn.as_str())),
    );
    let mut resource_types: Vec<ResourceType> = Vec::new();
    for resource_type in &spec.resource_types {
        if !resource_types.contains(resource_type) {
            resource_types.push(*resource_type);
        }
    }
    Selection {
        resource_types,
        tags: spec.tags.clone(),
        conditions: spec.conditions.clone(),
        resources: spec.resources.clone(),
        not_resources: spec.not_resources.clone(),
        types,
    }
}

fn check_exception(
    name: &PlanName,
    place: Place,
    group: usize,
    plans: &[Plan],
    faults: &mut Faults,
) {
    let own = plans.iter().filter(|plan| plan.groups.contains(&group));
    match plans.iter().find(|plan| plan.name == *name) {
        Some(plan) if plan.delivery == Delivery::Policy => faults.mismatch(
            place,
            format!(
                "plan `{name}` reaches its accounts as a policy, which knows no single account"
            ),
            "no exception is possible".to_owned(),
            "attach the policy to other targets, or deliver the plan as a plan",
        ),
        Some(plan) if plan.groups.contains(&group) => {}
        _ => faults.not_of_group(
            place,
            "plan",
            name.as_str(),
            own.map(|plan| plan.name.as_str()),
        ),
    }
}
