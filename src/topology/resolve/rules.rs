//! Rules of a plan: when they start, how long they keep, where they copy.

use indexmap::IndexMap;

use super::super::faults::Faults;
use super::super::{CentralVault, Copy, Lifecycle, Rule};
use super::Resolver;
use crate::diagnostics::Place;
use crate::place::Path;
use crate::spec::ids::{Name, PlanName};
use crate::spec::model::{self, Tags};
use crate::spec::time::duration::{Minutes, Retention};

/// AWS Backup's own defaults, written out so that a reader sees them.
/// <https://docs.aws.amazon.com/aws-backup/latest/devguide/plan-options-and-configuration.html>
const START_WINDOW: Minutes = Minutes(8 * 60);
const COMPLETION_WINDOW: Minutes = Minutes(7 * 24 * 60);

impl Resolver<'_> {
    pub(super) fn rules(
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
        let window =
            |own: Option<crate::spec::time::duration::Window>, shared: Option<_>, default| {
                own.or(shared)
                    .map_or(default, |window: crate::spec::time::duration::Window| {
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
            lacks_copies: copies.len() < spec.copy_to.len()
                || !plan.rules.is_empty() && !plan.copy_to.is_empty(),
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
                // A vault that the spec describes but that could not be resolved has its own fault.
                None if defined.contains(name) => {}
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
