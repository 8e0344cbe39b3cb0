//! CloudFormation: delivery, and the units that stack sets reach.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use indexmap::IndexMap;

use super::super::faults::Faults;
use super::super::{Account, CloudFormation, Group, StackSets, TemplateBucket};
use super::Resolver;
use crate::diagnostics::Place;
use crate::facts::Region;
use crate::place::Path;
use crate::spec::ids::{Name, UnitId};
use crate::spec::model::{self, Deployment, PermissionModel};

/// The role that the documentation of self-managed stack sets has people make in every account.
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stacksets-prereqs-self-managed.html>
const EXECUTION_ROLE: &str = "AWSCloudFormationStackSetExecutionRole";

/// In percent. Regions and accounts fail one by one, for reasons of their own.
const FAILURE_TOLERANCE: u8 = 10;

impl Resolver<'_> {
    pub(super) fn cloudformation(
        &self,
        accounts: &IndexMap<Name, Account>,
        groups: &[Group],
        faults: &mut Faults,
    ) -> CloudFormation {
        let spec = &self.spec.cloudformation;
        let path = Path::root().key("cloudformation").key("stack_sets");
        let administrator = spec.stack_sets.administrator.as_ref();
        let administrator = administrator
            .and_then(|name| self.account(accounts, name, path.key("administrator"), faults))
            .filter(|account| account.id != self.spec.organization.management);
        let sets = &spec.stack_sets;
        if spec.delivery == Deployment::Stacks && *sets != model::StackSets::default() {
            faults.choice(
                path.clone(),
                "there are no stack sets with `delivery: stacks`".to_owned(),
                "nothing would come of this",
                "remove `stack_sets`, or `delivery: stacks`",
            );
        }
        if sets.permission_model == PermissionModel::ServiceManaged && sets.execution_role.is_some()
        {
            faults.choice(
                path.key("execution_role"),
                "service-managed stack sets work with roles of their own".to_owned(),
                "the role needs `permission_model: self_managed`",
                "remove the role, or add the permission model",
            );
        }
        let stack_sets = StackSets {
            permission_model: sets.permission_model,
            administrator,
            units: self.stack_set_units(groups, &path.key("units"), faults),
            execution_role: sets
                .execution_role
                .as_ref()
                .map_or_else(|| EXECUTION_ROLE.to_owned(), ToString::to_string),
            failure_tolerance: sets
                .failure_tolerance
                .map_or(FAILURE_TOLERANCE, crate::spec::model::Percent::get),
            region_concurrency: sets.region_concurrency,
        };
        CloudFormation {
            format: spec.format,
            stack_sets: (spec.delivery == Deployment::StackSets).then_some(stack_sets),
            bucket: spec.template_bucket.as_ref().map(template_bucket),
            on_delete: spec.on_delete,
        }
    }

    fn stack_set_units(
        &self,
        groups: &[Group],
        path: &Path,
        faults: &mut Faults,
    ) -> BTreeMap<Name, Vec<UnitId>> {
        let sets = &self.spec.cloudformation.stack_sets;
        if sets.permission_model == PermissionModel::SelfManaged && !sets.units.is_empty() {
            faults.choice(
                path.clone(),
                "self-managed stack sets cannot reach organizational units".to_owned(),
                "units need `permission_model: service_managed`",
                "remove the units, or the permission model",
            );
            return BTreeMap::new();
        }
        let known = &self.spec.organization.units;
        let mut resolved = BTreeMap::new();
        let mut first_uses = BTreeMap::new();
        for (group, units) in &sets.units {
            let place = path.key(group.to_string());
            let found = groups.iter().find(|one| one.name == *group);
            let is_group = found.is_some();
            if let Some(region) = found.and_then(like_no_account) {
                faults.choice(
                    place.clone(),
                    format!("accounts that join units of source group `{group}` would be like none of its accounts"),
                    &format!("none without exceptions is in {region}"),
                    "list one, or remove the units",
                );
            }
            if !is_group {
                let names = groups.iter().map(|one| one.name.as_str());
                let key = Place::key(place.clone());
                faults.undefined(key, "source group", group.as_str(), names);
            }
            let mut ids = Vec::new();
            for (index, unit) in units.iter().enumerate() {
                let place = place.index(index);
                let Some(id) = known.get(unit) else {
                    let names = known.keys().map(Name::as_str);
                    faults.undefined(place, "unit", unit.as_str(), names);
                    continue;
                };
                if !is_group {
                    continue;
                }
                match first_uses.entry(id) {
                    Entry::Vacant(entry) => {
                        entry.insert((group, place));
                        ids.push(id.clone());
                    }
                    Entry::Occupied(entry) => {
                        let (first_group, first) = entry.get();
                        let (message, help) = if *first_group == group {
                            ("is named twice", "name it once")
                        } else {
                            (
                                "is in two source groups",
                                "name it in one of them: in each of its accounts both would make the same roles and vaults",
                            )
                        };
                        let message = format!("unit `{unit}` {message}");
                        faults.repeated_with(place, message, first.clone(), help);
                    }
                }
            }
            if is_group && !ids.is_empty() {
                resolved.insert(group.clone(), ids);
            }
        }
        resolved
    }
}

/// A region of a group in which all its accounts have exceptions: those that join are like the others,
/// so there what they get is nowhere said.
fn like_no_account(group: &Group) -> Option<&Region> {
    let common = group
        .shapes
        .iter()
        .find(|shape| shape.label == group.name.as_str());
    let has = |region: &Region| {
        common.is_some_and(|shape| {
            let mut members = shape.members.iter();
            members.any(|member| member.regions.contains(region))
        })
    };
    group.regions.iter().find(|region| !has(region))
}

fn template_bucket(spec: &model::TemplateBucket) -> TemplateBucket {
    let prefix = spec.prefix.as_ref();
    TemplateBucket {
        bucket: spec.bucket.to_string(),
        region: spec.region.clone(),
        prefix: prefix.map(|prefix| prefix.as_str().trim_end_matches('/').to_owned()),
    }
}
