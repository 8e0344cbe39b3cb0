//! Backup plans: what they protect, when, how long, and where it is copied.

use std::panic::Location;

use super::called::{Call, Called};
use super::keep::Stay;
use super::notes::Notes;
use super::{CentralVault, Keep, PolicyTarget, SourceGroup};
use crate::facts::ResourceType;
use crate::place::Path;
use crate::spec::ids::{Name, PlanName, ResourceArn};
use crate::spec::model::{self, Delivery};
use crate::spec::time::duration::Window;
use crate::spec::time::schedule::Schedule;

/// A backup plan; a handle for exceptions.
#[derive(Debug, Clone)]
#[must_use = "a plan belongs into a `spec`"]
pub struct Plan {
    pub(super) called: Called<PlanName>,
    pub(super) model: model::Plan,
    pub(super) notes: Notes,
}

/// One rule of a plan with several.
#[derive(Debug, Clone)]
#[must_use = "a rule belongs to a `plan_with_rules`"]
pub struct Rule {
    called: Called<PlanName>,
    model: model::Rule,
    notes: Notes,
}

/// A plan with one rule: when it starts, which types of resources it protects, and how long the
/// local recovery point is kept.
///
/// No type at all means the resources named by [`Plan::resources`] or, without any, every type that
/// is opted in.
#[track_caller]
pub fn plan(
    name: &str,
    schedule: Schedule,
    resource_types: impl IntoIterator<Item = ResourceType>,
    keep: impl Keep,
) -> Plan {
    let Stay { keep, cold_after } = keep.stay();
    let mut plan = Plan::new(name, resource_types, Location::caller());
    plan.model.schedule = Some(schedule);
    plan.model.keep = keep;
    plan.model.cold_after = cold_after;
    plan
}

/// A plan with several rules, and the types of resources it protects; no type at all means what it
/// means for [`plan`].
#[track_caller]
pub fn plan_with_rules(
    name: &str,
    resource_types: impl IntoIterator<Item = ResourceType>,
    rules: impl IntoIterator<Item = Rule>,
) -> Plan {
    let mut plan = Plan::new(name, resource_types, Location::caller());
    let path = Path::root().key("rules");
    for rule in rules {
        plan.notes.insert(
            &mut plan.model.rules,
            &path,
            &rule.called,
            rule.model,
            rule.notes,
        );
    }
    plan
}

/// One rule of a plan with several: when it starts, and how long the local recovery point is kept.
#[track_caller]
pub fn rule(name: &str, schedule: Schedule, keep: impl Keep) -> Rule {
    let call = Location::caller();
    let Stay { keep, cold_after } = keep.stay();
    Rule {
        called: plan_name(name, call),
        model: model::Rule {
            schedule: Some(schedule),
            keep,
            cold_after,
            ..model::Rule::default()
        },
        notes: Notes::of(call),
    }
}

fn plan_name(text: &str, call: Call) -> Called<PlanName> {
    Called::new(text, PlanName::parse, PlanName::new("unnamed"), call)
}

/// What a plan and a rule say alike.
macro_rules! methods_of_rules {
    ($builder:ty) => {
        impl $builder {
            /// Time zone of the schedule, as `Europe/Berlin`. Default: UTC. Not in a backup policy.
            #[track_caller]
            pub fn timezone(mut self, timezone: impl Into<String>) -> Self {
                self.notes.key("timezone", Location::caller());
                self.model.timezone = Some(timezone.into());
                self
            }

            /// How long after its scheduled time a backup may start; at least an hour. Default:
            /// 8 hours.
            #[track_caller]
            pub fn start_window(mut self, length: Window) -> Self {
                self.notes.key("start_window", Location::caller());
                self.model.start_window = Some(length);
                self
            }

            /// How long after its start a backup may run. Default: 7 days.
            #[track_caller]
            pub fn completion_window(mut self, length: Window) -> Self {
                self.notes.key("completion_window", Location::caller());
                self.model.completion_window = Some(length);
                self
            }

            /// Adds continuous backups for restores to a point in time of the last 35 days at most.
            #[track_caller]
            pub fn continuous(mut self) -> Self {
                self.notes.key("continuous", Location::caller());
                self.model.continuous = true;
                self
            }

            /// Copies each recovery point to a central vault, where it is kept this long, counted
            /// from the backup's start.
            #[track_caller]
            pub fn copy_to(mut self, vault: &CentralVault, keep: impl Keep) -> Self {
                let call = Location::caller();
                let Stay { keep, cold_after } = keep.stay();
                let copy = model::Copy { keep, cold_after };
                let path = Path::root().key("copy_to");
                self.notes
                    .refer(&mut self.model.copy_to, &path, &vault.called, copy, call);
                self
            }

            /// Tags of the recovery points.
            #[track_caller]
            pub fn recovery_point_tags(
                mut self,
                tags: impl IntoIterator<Item = (impl Into<String>, impl Into<String>)>,
            ) -> Self {
                let call = Location::caller();
                let path = self.notes.key("recovery_point_tags", call);
                self.notes
                    .texts(&mut self.model.recovery_point_tags, &path, tags, call);
                self
            }
        }
    };
}

methods_of_rules!(Plan);
methods_of_rules!(Rule);

/// A condition on one tag.
macro_rules! conditions {
    ($($(#[$doc:meta])* $method:ident;)*) => {
        impl Plan {
            $(
                $(#[$doc])*
                #[track_caller]
                pub fn $method(
                    mut self,
                    key: impl Into<String>,
                    value: impl Into<String>,
                ) -> Self {
                    let path = Path::root().key("conditions").key(stringify!($method));
                    let condition = &mut self.model.conditions.$method;
                    self.notes.texts(condition, &path, [(key, value)], Location::caller());
                    self
                }
            )*
        }
    };
}

conditions! {
    /// Only resources whose tag has exactly this value.
    string_equals;
    /// Only resources whose tag has not this value.
    string_not_equals;
    /// Only resources whose tag's value fits this pattern; `*` stands for any characters.
    string_like;
    /// Only resources whose tag's value does not fit this pattern.
    string_not_like;
}

impl Plan {
    fn new(name: &str, resource_types: impl IntoIterator<Item = ResourceType>, call: Call) -> Self {
        Self {
            called: plan_name(name, call),
            model: model::Plan {
                resource_types: resource_types.into_iter().collect(),
                ..model::Plan::default()
            },
            notes: Notes::of(call),
        }
    }

    /// The source groups that get the plan. Default: all.
    #[track_caller]
    pub fn sources<'a>(mut self, groups: impl IntoIterator<Item = &'a SourceGroup>) -> Self {
        self.notes.key("sources", Location::caller());
        let names = groups.into_iter().map(|group| group.called.name.clone());
        self.model.sources.extend(names);
        self
    }

    /// Delivers the plan as a backup policy of the organization, attached to this unit, account or
    /// root; say it again for each further one.
    #[track_caller]
    pub fn policy_on(mut self, target: impl Into<PolicyTarget>) -> Self {
        let call = Location::caller();
        self.notes.key("deliver", call);
        self.notes.key("targets", call);
        self.model.deliver = Delivery::Policy;
        let name = match target.into() {
            PolicyTarget::Root => Name::new("root"),
            PolicyTarget::Unit(unit) => {
                self.notes.unit(&unit);
                unit.called.name
            }
            PolicyTarget::Account(account) => {
                self.notes.account(&account);
                account.called.name
            }
        };
        self.model.targets.push(name);
        self
    }

    /// Tags that a resource must all carry to be protected.
    #[track_caller]
    pub fn tags(
        mut self,
        tags: impl IntoIterator<Item = (impl Into<String>, impl Into<String>)>,
    ) -> Self {
        let call = Location::caller();
        let path = self.notes.key("tags", call);
        self.notes.texts(&mut self.model.tags, &path, tags, call);
        self
    }

    /// Single resources, or patterns of them, by ARN. As region or account `*` stands for those in
    /// which the plan works; elsewhere it may only be the last character. Not in a backup policy.
    #[track_caller]
    pub fn resources(mut self, arns: impl IntoIterator<Item = ResourceArn>) -> Self {
        self.notes.key("resources", Location::caller());
        self.model.resources.extend(arns);
        self
    }

    /// Resources, or patterns of them, that are left out. Not in a backup policy.
    #[track_caller]
    pub fn not_resources(mut self, arns: impl IntoIterator<Item = ResourceArn>) -> Self {
        self.notes.key("not_resources", Location::caller());
        self.model.not_resources.extend(arns);
        self
    }
}
