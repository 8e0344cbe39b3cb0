//! What AWS holds, held against a spec: the same words for both engines.
//!
//! Each function looks at one thing, and gives how many of it there were.

mod alarms;
mod events;
mod linked_role;
mod notifications;
mod organization;
mod plans;
mod quickstart;
mod vaults;

use std::collections::BTreeSet;

use offsite::engines::Engine;
use offsite::topology::{Group, Member, Shape, Topology};
use serde_json::Value;

use crate::deployed::{deployed, stack_sets_service};
use crate::double::Double;
use crate::environment::say;
use crate::world::{places, worlds};

/// An organization after offsite came.
pub(crate) struct Held<'a> {
    pub(crate) name: String,
    pub(crate) engine: Engine,
    pub(crate) topology: &'a Topology,
    /// The organization as it was before.
    pub(crate) before: &'a Value,
    pub(crate) double: &'a Double,
    /// What its accounts hold, read through the AWS API.
    pub(crate) held: &'a Value,
}

impl Held<'_> {
    /// What an account holds in a region.
    fn place(&self, account: &str, region: &str) -> &Value {
        let place = &self.held["places"][format!("{account}/{region}")];
        assert!(
            place.is_object(),
            "{}: nothing of {account}/{region}",
            self.name
        );
        place
    }

    /// Every source account.
    pub(crate) fn sources(&self) -> impl Iterator<Item = (&Group, &Shape, &Member)> {
        let groups = self.topology.groups.iter();
        groups.flat_map(|group| {
            let shapes = group.shapes.iter();
            shapes.flat_map(move |shape| {
                let members = shape.members.iter();
                members.map(move |member| (group, shape, member))
            })
        })
    }

    /// Services that have access because of the engine, beside those that backups need.
    fn services_of_the_engine(&self) -> Option<&'static str> {
        match self.engine {
            Engine::Terraform => None,
            Engine::CloudFormation => stack_sets_service(self.topology),
        }
    }
}

/// Everything at once, for an organization of a single test.
pub(crate) fn as_the_spec_says(held: &Held<'_>) {
    without_gaps(held);
    in_its_places(held);
    linked_role::there_first(held);
    vaults::central(held);
    vaults::local(held);
    plans::plans(held);
    plans::selections(held);
    organization::opted_in(held);
    organization::organization(held);
    organization::backup_policies(held);
    events::job_events(held);
    alarms::alarms(held);
    notifications::of_objects(held);
}

/// Every call was one that the double knows.
fn without_gaps(held: &Held<'_>) -> usize {
    let calls = held.double.calls();
    let gaps: BTreeSet<String> = (calls.iter())
        .filter(|call| call.status == 501)
        .map(|call| format!("{}:{} {}", call.service, call.operation, call.error))
        .collect();
    assert!(gaps.is_empty(), "{}: {gaps:#?}", held.name);
    calls.len()
}

/// Nothing was made but in the accounts and regions of the spec, and in accounts that joined a unit.
fn in_its_places(held: &Held<'_>) -> usize {
    let places: BTreeSet<(String, String)> = places(held.topology).into_iter().collect();
    let known = |id: &str| {
        let mut accounts = held.topology.accounts.values();
        accounts.any(|account| account.id.as_str() == id)
    };
    let accounts = held.before["accounts"].as_array().unwrap().iter();
    let joined: BTreeSet<&str> = accounts
        .map(|account| account["id"].as_str().unwrap())
        .filter(|id| !known(id))
        .collect();
    let regional = [
        "backup",
        "kms",
        "events",
        "pipes",
        "sns",
        "sqs",
        "logs",
        "monitoring",
    ];
    let changes = ["Create", "Put", "Update", "Set", "Tag", "Enable"];
    let mut made = 0;
    for call in held.double.calls() {
        let changing = changes.iter().any(|verb| call.operation.starts_with(verb));
        if changing && regional.contains(&call.service.as_str()) {
            made += 1;
            let place = (call.account.clone(), call.region.clone());
            let expected = places.contains(&place) || joined.contains(&*call.account);
            assert!(expected, "{}: {call:?}", held.name);
        }
    }
    made
}

/// The examples, applied by Terraform and deployed by CloudFormation.
pub(crate) fn everything(claim: &str) -> Vec<Held<'static>> {
    let applied = worlds(claim).into_iter().map(crate::world::World::after);
    let deployed = deployed(claim)
        .into_iter()
        .map(crate::deployed::Deployed::after);
    applied.chain(deployed).collect()
}

fn names(of: &Value) -> BTreeSet<&str> {
    of.as_object().unwrap().keys().map(String::as_str).collect()
}

/// The text of a policy, to look for what must be in it.
fn says(policy: &Value, what: &str) -> bool {
    policy.to_string().contains(what)
}

/// Looks at all examples of both engines, and tells how much there was to see.
fn look(claim: &str, what: &str, at: impl Fn(&Held<'_>) -> usize) {
    let everything = everything(claim);
    let seen: usize = everything.iter().map(at).sum();
    if !everything.is_empty() {
        assert!(seen > 0, "nothing to see of this: {claim}");
        say(&format!("{seen} {what} as the specs say, of both engines"));
    }
}

#[test]
fn every_vault_of_buckets_tells_of_objects_by_a_topic_a_queue_and_a_pipe() {
    let claim = "every vault of buckets tells of objects by a topic, a queue and a pipe";
    look(
        claim,
        "vaults that tell of objects",
        notifications::of_objects,
    );
}

#[test]
fn no_call_is_a_gap_of_the_double() {
    look("no call is a gap of the double", "calls", without_gaps);
}

#[test]
fn nothing_is_made_outside_the_accounts_and_regions_of_the_spec() {
    let claim = "nothing is made outside the accounts and regions of the spec";
    look(claim, "changes", in_its_places);
}

#[test]
fn every_account_has_the_role_of_aws_backup_before_its_first_key_and_vault() {
    let claim = "every account has the role of AWS Backup before its first key and vault";
    look(claim, "accounts with the role", linked_role::there_first);
}

#[test]
fn every_central_vault_stands_in_its_account_and_regions_with_policy_key_and_lock() {
    let claim = "every central vault stands in its account and regions with policy, key and lock";
    look(claim, "central vaults", vaults::central);
}

#[test]
fn every_source_has_one_local_vault_a_region_under_a_key_of_its_own() {
    let claim = "every source has one local vault a region under a key of its own";
    look(claim, "local vaults", vaults::local);
}

#[test]
fn every_plan_says_what_the_spec_says_in_each_account_and_region() {
    let claim = "every plan says what the spec says in each account and region";
    look(claim, "rules and copy actions", plans::plans);
}

#[test]
fn every_selection_chooses_what_the_spec_names_with_a_role_of_its_account() {
    let claim = "every selection chooses what the spec names with a role of its account";
    look(claim, "selections", plans::selections);
}

#[test]
fn every_type_that_a_plan_protects_is_opted_in_where_the_plan_runs() {
    let claim = "every type that a plan protects is opted in where the plan runs";
    look(claim, "types opted in", organization::opted_in);
}

#[test]
fn the_organization_lets_accounts_copy_and_one_account_manage() {
    let claim = "the organization lets accounts copy and one account manage";
    look(claim, "switches and statements", organization::organization);
}

#[test]
fn every_backup_policy_is_attached_to_its_targets() {
    let claim = "every backup policy is attached to its targets";
    look(claim, "backup policies", organization::backup_policies);
}

#[test]
fn job_events_travel_from_every_place_to_the_one_bus_and_on_to_the_listeners() {
    let claim = "job events travel from every place to the one bus and on to the listeners";
    look(claim, "targets of rules", events::job_events);
}

#[test]
fn every_place_has_its_alarms_and_those_of_the_hub_publish_to_its_topics() {
    let claim = "every place has its alarms, and those of the hub publish to its topics";
    look(claim, "alarms", alarms::alarms);
}

#[test]
fn the_quickstart_is_there_to_the_letter() {
    let everything = everything("the quickstart is there to the letter");
    for of_engine in everything.chunk_by(|one, other| one.engine == other.engine) {
        let mut quickstarts = of_engine.iter().filter(|held| held.name == "quickstart");
        quickstart::to_the_letter(quickstarts.next().unwrap().held);
    }
}
