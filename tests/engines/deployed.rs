//! The CloudFormation of every example, deployed to the double by its own script, and read back through
//! the AWS API.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use offsite::Region;
use offsite::spec::OneOrNamed;
use offsite::spec::model::{Deployment, Exception, PermissionModel, Spec};
use offsite::spec::time::duration::days;
use offsite::stages::{self, Engine};
use offsite::topology::Topology;
use serde_json::{Value, json};

use crate::aws_cli::AwsCli;
use crate::double::{Call, Double};
use crate::environment::{python_for, say};
use crate::examples;
use crate::held::{Held, as_the_spec_says};
use crate::process;
use crate::shared::Shared;
use crate::world::{organization, places};

/// The types that moto lacks, with what `tests/double` does in their stead.
const BY_THE_DOUBLE: [(&str, &str); 13] = [
    ("AWS::Backup::BackupPlan", "CreateBackupPlan"),
    ("AWS::Backup::BackupSelection", "CreateBackupSelection"),
    (
        "AWS::Backup::BackupVault",
        "CreateBackupVault, its policy and its lock",
    ),
    (
        "AWS::CloudFormation::StackSet",
        "CreateStack in each target account and region, since moto has stack sets as calls alone, and \
         with no account filter",
    ),
    ("AWS::CloudWatch::Alarm", "PutMetricAlarm"),
    ("AWS::Events::EventBusPolicy", "PutPermission"),
    ("AWS::Organizations::Policy", "CreatePolicy, AttachPolicy"),
    ("AWS::Organizations::ResourcePolicy", "PutResourcePolicy"),
    ("AWS::Pipes::Pipe", "CreatePipe"),
    ("AWS::SNS::Subscription", "Subscribe"),
    ("AWS::SNS::TopicPolicy", "SetTopicAttributes"),
    ("AWS::SQS::QueuePolicy", "SetQueueAttributes"),
    (
        "Custom::OrganizationSwitches",
        "the template's own Python in a process, since moto's Lambda needs containers",
    ),
];

/// An organization whose CloudFormation was deployed.
pub(crate) struct Deployed {
    pub(crate) name: String,
    pub(crate) topology: Topology,
    pub(crate) double: Double,
    cli: AwsCli,
    before: Value,
    /// The stacks, and what became of their templates.
    stacks: Value,
    /// What AWS holds afterwards.
    pub(crate) held: Value,
    /// Every call until then: other tests call the double later, as no script does.
    pub(crate) calls: Vec<Call>,
    /// The calls of a second run of its script.
    again: Vec<Call>,
    scratch: tempfile::TempDir,
}

impl Deployed {
    /// Deploys a spec to an organization as it is before offsite comes.
    pub(crate) fn of(
        python: &Path,
        name: &str,
        spec: &Spec,
        before: impl Fn(&Topology) -> Value,
    ) -> Result<Self, String> {
        let mut deployed = Self::start(python, name, spec, before)?;
        deployed.run(python, spec)?;
        Ok(deployed)
    }

    /// An organization as it is before offsite comes.
    pub(crate) fn start(
        python: &Path,
        name: &str,
        spec: &Spec,
        before: impl Fn(&Topology) -> Value,
    ) -> Result<Self, String> {
        let (topology, _) = stages::resolve(spec);
        let scratch = tempfile::tempdir().unwrap();
        let before = before(&topology);
        let double = Double::start(python, &before, scratch.path());
        let deployed = Self {
            name: name.to_owned(),
            topology,
            double,
            cli: AwsCli::put(python, scratch.path()),
            before,
            stacks: Value::Null,
            held: Value::Null,
            calls: Vec::new(),
            again: Vec::new(),
            scratch,
        };
        if let Some(bucket) = &spec.cloudformation.template_bucket {
            let url = format!("s3://{}", bucket.bucket);
            let region = ["--region", bucket.region.as_str()];
            deployed.program(
                deployed.topology.organization.management.id.as_str(),
                "aws",
                &[&["s3", "mb", &url][..], &region].concat(),
            )?;
        }
        Ok(deployed)
    }

    /// Runs a program in an account, with the AWS CLI at hand.
    pub(crate) fn program(
        &self,
        account: &str,
        program: &str,
        arguments: &[&str],
    ) -> Result<(), String> {
        let path = format!("{}:{}", self.cli.folder(), std::env::var("PATH").unwrap());
        let ended = process::run(program.as_ref(), arguments, |command| {
            let ours = std::env::vars_os().map(|(name, _)| name);
            for name in ours.filter(|name| name.to_string_lossy().starts_with("AWS_")) {
                command.env_remove(name);
            }
            command
                .env("PATH", path)
                .env("AWS_ENDPOINT_URL", &self.double.url)
                .env(process::CALLS, &self.double.journal)
                .env("AWS_ACCESS_KEY_ID", account)
                .env("AWS_SECRET_ACCESS_KEY", "double")
                .env("AWS_DEFAULT_REGION", "us-east-1")
                .env("AWS_EC2_METADATA_DISABLED", "true")
                .env("AWS_CONFIG_FILE", "/dev/null")
                .env("AWS_SHARED_CREDENTIALS_FILE", "/dev/null");
        });
        if ended.status == 0 {
            Ok(())
        } else {
            Err(format!("{program}: {}", ended.all()))
        }
    }

    /// Renders the spec and runs the script beside its templates; then reads back what came of it.
    pub(crate) fn run(&mut self, python: &Path, spec: &Spec) -> Result<(), String> {
        self.waves(spec, &[])?;
        self.look(python);
        Ok(())
    }

    /// Reads back what AWS holds.
    pub(crate) fn look(&mut self, python: &Path) {
        let management = self.topology.organization.management.id.as_str();
        let places = places(&self.topology);
        self.held = self.double.read_back(python, management, &places);
        let url = [&*self.double.url];
        self.stacks = process::ask_prepared(python, "stacks.py", &url, &json!(places));
        self.calls = self.double.calls();
    }

    /// The script beside the templates, once there is one.
    pub(crate) fn text(&self) -> String {
        let script = self.scratch.path().join("tree/cloudformation/deploy.sh");
        std::fs::read_to_string(script).unwrap_or_default()
    }

    /// Renders the spec and runs the script for some waves, or all.
    pub(crate) fn waves(&mut self, spec: &Spec, waves: &[&str]) -> Result<(), String> {
        let tree = stages::render(spec).unwrap().tree.unwrap();
        tree.write(&self.scratch.path().join("tree")).unwrap();
        self.topology = stages::resolve(spec).0;
        self.script(waves)
    }

    /// Runs the script beside the templates.
    fn script(&self, waves: &[&str]) -> Result<(), String> {
        let management = self.topology.organization.management.id.as_str();
        let script = self.scratch.path().join("tree/cloudformation/deploy.sh");
        let arguments = [&[script.to_str().unwrap()], waves].concat();
        self.program(management, "bash", &arguments)
    }

    /// What became of the organization.
    pub(crate) fn after(&self) -> Held<'_> {
        Held {
            name: self.name.clone(),
            engine: Engine::CloudFormation,
            topology: &self.topology,
            before: &self.before,
            double: &self.double,
            held: &self.held,
        }
    }

    fn stacks(&self) -> &Vec<Value> {
        self.stacks["stacks"].as_array().unwrap()
    }

    /// Account and name of every stack.
    fn names(&self) -> Vec<(Value, Value)> {
        let stacks = self.stacks().iter();
        let names = stacks.map(|stack| (stack["account"].clone(), stack["name"].clone()));
        names.collect()
    }
}

/// Calls that change something, as the script or a stack makes them.
fn changes(calls: &[Call]) -> Vec<&Call> {
    let reads = ["Describe", "Get", "List", "AssumeRole"];
    // This one says again what is so already.
    let repeated = ["UpdateTerminationProtection"];
    // An update without changes is refused.
    let refused = |call: &&Call| call.operation == "UpdateStack" && call.status == 400;
    let harmless = |call: &&Call| {
        reads.iter().any(|verb| call.operation.starts_with(verb))
            || repeated.contains(&&*call.operation)
            || refused(call)
    };
    calls.iter().filter(|call| !harmless(call)).collect()
}

/// Every example, deployed for all tests that look at what came of it.
static DEPLOYED: Shared<Deployed> = Shared::new("deployed", |example| {
    let python = python_for("the examples can be deployed").ok_or("no Python")?;
    let mut deployed = Deployed::of(
        &python,
        &example.name,
        &example.spec,
        crate::adoption::before,
    )?;
    deployed.script(&[])?;
    deployed.again = deployed.double.calls().split_off(deployed.calls.len());
    say(&format!(
        "{}: its script deployed {} stacks",
        example.name,
        deployed.stacks().len()
    ));
    Ok(deployed)
});

/// The service by which stack sets reach the accounts, where a spec has such.
pub(crate) fn stack_sets_service(topology: &Topology) -> Option<&'static str> {
    let sets = topology.cloudformation.stack_sets.as_ref()?;
    let managed = sets.permission_model == PermissionModel::ServiceManaged;
    managed.then_some("member.org.stacksets.cloudformation.amazonaws.com")
}

/// The deployed examples; or none, after saying what is not proven.
pub(crate) fn deployed(claim: &str) -> Vec<&'static Deployed> {
    match python_for(claim) {
        Some(_) => DEPLOYED.all(claim),
        None => Vec::new(),
    }
}

#[test]
fn every_template_deploys_and_what_it_makes_is_what_the_spec_says() {
    let mut types: BTreeMap<String, u64> = BTreeMap::new();
    let mut known_to_moto = BTreeSet::new();
    for deployed in deployed("every template deploys and what it makes is what the spec says") {
        whole(deployed);
        for stack in deployed.stacks() {
            for kind in stack["types"].as_array().unwrap() {
                *types.entry(kind.as_str().unwrap().to_owned()).or_default() += 1;
            }
        }
        known_to_moto = serde_json::from_value(deployed.stacks["known_to_moto"].clone()).unwrap();
    }
    if !types.is_empty() {
        reviewed(&types, &known_to_moto);
    }
}

/// Every stack is complete, and AWS holds what the spec says.
fn whole(deployed: &Deployed) {
    assert_eq!(deployed.stacks["missing"], json!([]), "{}", deployed.name);
    for stack in deployed.stacks() {
        let status = stack["status"].as_str().unwrap();
        let complete = ["CREATE_COMPLETE", "UPDATE_COMPLETE"].contains(&status);
        assert!(complete, "{}: {stack}", deployed.name);
    }
    as_the_spec_says(&deployed.after());
}

/// The table of what moto lacks is complete, and nothing in it has become needless.
fn reviewed(types: &BTreeMap<String, u64>, known_to_moto: &BTreeSet<String>) {
    let lacking: Vec<&str> = types
        .keys()
        .map(String::as_str)
        .filter(|kind| !known_to_moto.contains(*kind))
        .collect();
    let listed: Vec<&str> = BY_THE_DOUBLE.iter().map(|(kind, _)| *kind).collect();
    assert_eq!(lacking, listed, "by the double, and in its table");
    let total: u64 = types.values().sum();
    say(&format!(
        "{total} resources of {} types; not moto's but the double's own: {}",
        types.len(),
        listed.join(", "),
    ));
}

/// What a test of its own deploys; it fails with what the program said, as it said it.
fn done<T>(tried: Result<T, String>) -> T {
    tried.unwrap_or_else(|fault| panic!("{fault}"))
}

/// The quickstart, deployed anew.
fn quickstart_with(python: &Path, name: &str, change: impl Fn(&mut Spec)) -> (Spec, Deployed) {
    let mut examples = examples::all().into_iter();
    let mut spec = examples.find(|one| one.name == "quickstart").unwrap().spec;
    change(&mut spec);
    let deployed = done(Deployed::of(python, name, &spec, organization));
    (spec, deployed)
}

#[test]
fn a_second_run_of_the_script_changes_nothing() {
    for deployed in deployed("a second run of the script changes nothing") {
        assert!(changes(&deployed.calls).len() > 20, "{}", deployed.name);
        assert!(!deployed.again.is_empty(), "{}", deployed.name);
        let again = changes(&deployed.again);
        assert!(again.is_empty(), "{}: {again:#?}", deployed.name);
    }
}

#[test]
fn a_run_after_the_spec_changed_changes_only_what_the_spec_does() {
    let claim = "a run after the spec changed changes only what the spec does";
    let Some(python) = python_for(claim) else {
        return;
    };
    let (mut spec, mut live) = quickstart_with(&python, "quickstart, live", |_| {});
    let (held, stacks) = (live.held.clone(), live.names());

    // An account that becomes an exception keeps its stacks, and with them its vault.
    let OneOrNamed::One(sources) = &mut spec.sources else {
        panic!("the quickstart has one group")
    };
    let daily = spec.plans.keys().next().unwrap().clone();
    let exception = Exception {
        keep: [(daily, days(30))].into_iter().collect(),
        ..Exception::default()
    };
    let odd = sources.accounts[0].clone();
    sources.exceptions.insert(odd, exception);
    done(live.run(&python, &spec));
    assert_eq!(live.names(), stacks);
    whole(&live);
    let pointer = "/plans/quickstart-daily/rules/daily/Lifecycle/DeleteAfterDays";
    let mut expected = held;
    for (account, kept) in [("333333333333", 30), ("444444444444", 14)] {
        let place = &mut expected["places"][format!("{account}/eu-west-1")];
        *place.pointer_mut(pointer).unwrap() = json!(kept);
    }
    for part in ["organization", "accounts"] {
        assert_eq!(live.held[part], expected[part]);
    }
    for (place, held) in live.held["places"].as_object().unwrap() {
        let mut expected = expected["places"][place].clone();
        // A rule of a plan that changes gets a new id.
        let id = "/plans/quickstart-daily/rules/daily/RuleId";
        if let Some(given) = held.pointer(id) {
            *expected.pointer_mut(id).unwrap() = given.clone();
        }
        assert_eq!(*held, expected, "{place}");
    }
}

#[test]
fn plain_stacks_reach_every_account_as_well() {
    let Some(python) = python_for("plain stacks reach every account as well") else {
        return;
    };
    let (_, plain) = quickstart_with(&python, "quickstart as stacks", |spec| {
        spec.cloudformation.delivery = Deployment::Stacks;
    });
    whole(&plain);
    let sets = plain.stacks().iter().filter(|stack| {
        let types = stack["types"].as_array().unwrap();
        types.contains(&json!("AWS::CloudFormation::StackSet"))
    });
    assert_eq!(sets.count(), 0);
}

#[test]
fn stack_sets_of_a_unit_reach_accounts_that_the_spec_does_not_know() {
    let claim = "stack sets of a unit reach accounts that the spec does not know";
    let Some(python) = python_for(claim) else {
        return;
    };
    let mut unusual = examples::unusual().into_iter();
    let mut spec = unusual.find(|one| one.name == "units").unwrap().spec;
    let unit = "ou-ab12-c3d4e5f6";
    let mut units = done(Deployed::of(&python, "units", &spec, |topology| {
        let mut before = organization(topology);
        before["units"] = json!([{ "id": unit, "name": "workloads" }]);
        for account in before["accounts"].as_array_mut().unwrap() {
            if account["id"] != "222222222222" {
                account["unit"] = unit.into();
            }
        }
        let joined = json!({ "id": "666666666666", "name": "joined", "unit": unit });
        before["accounts"].as_array_mut().unwrap().push(joined);
        before
    }));
    whole(&units);
    let kept = |units: &Deployed, account: &str, region: &str| {
        let question = [(account.to_owned(), region.to_owned())];
        let held = units.double.read_back(&python, "111111111111", &question);
        let plan = &held["places"][format!("{account}/{region}")]["plans"]["units-daily"];
        plan["rules"]["daily"]["Lifecycle"]["DeleteAfterDays"].clone()
    };
    for (account, in_ireland, in_virginia) in [
        ("333333333333", json!(14), json!(14)),
        ("444444444444", json!(30), json!(30)),
        ("555555555555", Value::Null, json!(14)),
        ("666666666666", json!(14), json!(14)),
        // By plain stacks, since stack sets of an organization leave its management account out.
        ("111111111111", json!(14), json!(14)),
        ("222222222222", Value::Null, Value::Null),
    ] {
        assert_eq!(kept(&units, account, "eu-west-1"), in_ireland, "{account}");
        assert_eq!(kept(&units, account, "us-east-1"), in_virginia, "{account}");
    }

    // An account that loses a region loses the stacks in it, and no other account any: neither those that
    // the spec names, nor those that it does not.
    let before = units.names();
    let OneOrNamed::One(sources) = &mut spec.sources else {
        panic!("the spec has one group")
    };
    let exception = Exception {
        regions: Some(vec![Region::UsEast1]),
        ..Exception::default()
    };
    sources
        .exceptions
        .insert(sources.accounts[0].clone(), exception);
    done(units.run(&python, &spec));
    let after = units.names();
    let of = |set: &str| format!("StackSet-units-source-{set}-");
    let lost: Vec<&(Value, Value)> = before.iter().filter(|one| !after.contains(one)).collect();
    let named = |(account, name): &(Value, Value), set: &str| {
        account == "333333333333" && name.as_str().unwrap().starts_with(&of(set))
    };
    assert_eq!(lost.len(), 2, "{lost:?}");
    for set in ["account", "region"] {
        assert!(lost.iter().any(|one| named(one, set)), "{lost:?}");
    }
    for account in ["444444444444", "666666666666"] {
        assert!(kept(&units, account, "eu-west-1").is_u64(), "{account}");
    }
}

#[test]
fn no_stack_of_the_script_can_be_deleted() {
    let claim = "no stack of the script can be deleted";
    let Some(python) = python_for(claim) else {
        return;
    };
    let mut refused = 0;
    for deployed in deployed(claim) {
        let by_script = deployed.stacks().iter().filter(|stack| {
            let name = stack["name"].as_str().unwrap();
            !name.starts_with("StackSet-")
        });
        let by_script: Vec<&Value> = by_script.collect();
        assert!(!by_script.is_empty(), "{}", deployed.name);
        let url = [&*deployed.double.url];
        let answers = process::ask_prepared(&python, "delete_stacks.py", &url, &json!(by_script));
        let answers = answers.as_array().unwrap();
        assert_eq!(answers.len(), by_script.len(), "{}", deployed.name);
        for answer in answers {
            let answer = answer.as_str().unwrap();
            assert!(
                answer.contains("TerminationProtection is enabled"),
                "{answer}"
            );
            refused += 1;
        }
    }
    say(&format!("{refused} stacks refuse to be deleted"));
}
