//! Plans: rules, copies, selections, targets, and which shapes get them.

use std::collections::BTreeSet;

use indexmap::IndexMap;

use super::super::faults::Faults;
use super::super::{
    Account, CentralVault, Copy, Group, Lifecycle, Plan, Rule, Selection, Target, TargetId,
};
use super::Resolver;
use crate::diagnostics::Place;
use crate::facts::ResourceType;
use crate::spec::Path;
use crate::spec::duration::{Minutes, Retention};
use crate::spec::ids::{Name, PlanName};
use crate::spec::model::{self, Delivery, Tags};

/// AWS Backup's own defaults, written out so that a reader sees them.
/// <https://docs.aws.amazon.com/aws-backup/latest/devguide/plan-options-and-configuration.html>
const START_WINDOW: Minutes = Minutes(8 * 60);
const COMPLETION_WINDOW: Minutes = Minutes(7 * 24 * 60);

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

    fn rules(
        &self,
        name: &PlanName,
        spec: &model::Plan,
        path: &Path,
        vaults: &[CentralVault],
        faults: &mut Faults,
    ) -> Vec<Rule> {
        if spec.rules.is_empty() {
            let own = model::Rule {
                schedule: spec.schedule.clone(),
                timezone: None,
                start_window: None,
                completion_window: None,
                keep: spec.keep,
                cold_after: spec.cold_after,
                continuous: spec.continuous,
                copy_to: spec.copy_to.clone(),
                recovery_point_tags: Tags::new(),
            };
            return self
                .rule(name, &own, spec, path, vaults, faults)
                .into_iter()
                .collect();
        }
        let own = [
            ("schedule", spec.schedule.is_some()),
            ("keep", spec.keep.is_some()),
            ("cold_after", spec.cold_after.is_some()),
            ("continuous", spec.continuous),
            ("copy_to", !spec.copy_to.is_empty()),
        ];
        for (key, _) in own.into_iter().filter(|(_, said)| *said) {
            faults.choice(
                path.key(key),
                format!("plan `{name}` has both `rules` and `{key}`"),
                "belongs to a rule",
                &format!("move `{key}` into the rules, or remove `rules`"),
            );
        }
        let rules = spec.rules.iter().filter_map(|(rule_name, rule)| {
            let path = path.key("rules").key(rule_name.to_string());
            self.rule(rule_name, rule, spec, &path, vaults, faults)
        });
        rules.collect()
    }

    fn rule(
        &self,
        name: &PlanName,
        spec: &model::Rule,
        plan: &model::Plan,
        path: &Path,
        vaults: &[CentralVault],
        faults: &mut Faults,
    ) -> Option<Rule> {
        let copies = self.copies(&spec.copy_to, &path.key("copy_to"), vaults, faults);
        let Some(schedule) = spec.schedule.clone() else {
            faults.choice(
                Place::key(path.clone()),
                format!("`schedule` is missing in `{name}`"),
                "never starts",
                "add `schedule: \"daily 03:00\"`",
            );
            return None;
        };
        if let Some(fault) = schedule.fault() {
            faults.mismatch(
                path.key("schedule"),
                format!("`{schedule}` is not a schedule"),
                fault.to_owned(),
                "use a time that exists",
            );
            return None;
        }
        let mut recovery_point_tags = plan.recovery_point_tags.clone();
        recovery_point_tags.extend(spec.recovery_point_tags.clone());
        let plan_path = match path.parent().and_then(|rules| rules.parent()) {
            Some(above) if !plan.rules.is_empty() => above,
            _ => path.clone(),
        };
        let place = |key: &'static str, own: bool| match own {
            true => path.key(key),
            false => plan_path.key(key),
        };
        let window = |own: Option<crate::spec::duration::Window>, shared: Option<_>, default| {
            own.or(shared)
                .map_or(default, |window: crate::spec::duration::Window| {
                    window.minutes()
                })
        };
        Some(Rule {
            name: name.clone(),
            path: path.clone(),
            schedule,
            timezone: spec.timezone.clone().or_else(|| plan.timezone.clone()),
            timezone_path: place("timezone", spec.timezone.is_some()),
            start_window: window(spec.start_window, plan.start_window, START_WINDOW),
            start_window_path: place("start_window", spec.start_window.is_some()),
            completion_window: window(
                spec.completion_window,
                plan.completion_window,
                COMPLETION_WINDOW,
            ),
            lifecycle: lifecycle(spec.keep, spec.cold_after),
            continuous: spec.continuous,
            copies,
            recovery_point_tags,
        })
    }

    fn copies(
        &self,
        spec: &IndexMap<Name, model::Copy>,
        path: &Path,
        vaults: &[CentralVault],
        faults: &mut Faults,
    ) -> Vec<Copy> {
        let defined: Vec<Name> = self
            .central_specs()
            .into_iter()
            .map(|(name, ..)| name)
            .collect();
        let mut copies = Vec::new();
        for (name, copy) in spec {
            let path = path.key(name.to_string());
            match vaults.iter().position(|vault| vault.name == *name) {
                Some(vault) => {
                    copies.push(Copy {
                        vault,
                        path,
                        lifecycle: lifecycle(copy.keep, copy.cold_after),
                    });
                }
                // A vault that the spec describes but that could not be resolved has its own fault, and
                // so has a spec without any.
                None if defined.is_empty() || defined.contains(name) => {}
                None => faults.undefined(
                    Place::key(path),
                    "central vault",
                    name.as_str(),
                    defined.iter().map(Name::as_str),
                ),
            }
        }
        copies
    }
}

fn lifecycle(keep: Option<Retention>, cold_after: Option<Retention>) -> Lifecycle {
    Lifecycle {
        keep: keep.map(Retention::days),
        cold_after: cold_after.map(Retention::days),
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
