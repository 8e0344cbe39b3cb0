//! Each example applied once, for every test that looks at what came of it.

use std::path::PathBuf;
use std::time::Instant;

use offsite::stages::{self, Engine};
use offsite::topology::{Member, Role, Topology};
use serde_json::{Value, json};

use crate::adoption;
use crate::double::Double;
use crate::environment::{Engines, engines, say};
use crate::examples::{self, Example};
use crate::held::Held;
use crate::linked_role;
use crate::shared::Shared;
use crate::terraform::{Root, Work, side_by_side};

/// An example, applied wave by wave to a double of its own.
pub(crate) struct World {
    pub(crate) example: Example,
    pub(crate) topology: Topology,
    pub(crate) double: Double,
    pub(crate) work: Work,
    pub(crate) roots: Vec<Root>,
    before: Value,
    /// How many calls the applies made, which were the first.
    pub(crate) applied: usize,
    /// What AWS holds afterwards.
    pub(crate) held: Value,
    _scratch: tempfile::TempDir,
}

impl World {
    /// What became of the organization.
    pub(crate) fn after(&self) -> Held<'_> {
        Held {
            name: self.example.name.clone(),
            engine: Engine::Terraform,
            topology: &self.topology,
            before: &self.before,
            double: &self.double,
            held: &self.held,
        }
    }
}

static WORLDS: Shared<World> = Shared::new("applied", make);

/// The applied examples; or none, after saying what is not proven.
pub(crate) fn worlds(claim: &str) -> Vec<&'static World> {
    if engines(claim).is_none() {
        return Vec::new();
    }
    WORLDS.all(claim)
}

/// The organization of a spec, as it is before offsite comes.
pub(crate) fn organization(topology: &Topology) -> Value {
    let organization = &topology.organization;
    let units: Vec<Value> = (topology.plans.iter().flat_map(|plan| &plan.targets))
        .filter(|target| target.id.as_str().starts_with("ou-"))
        .map(|target| json!({ "id": target.id.as_str(), "name": target.name }))
        .collect();
    let accounts: Vec<Value> = topology
        .accounts
        .values()
        .filter(|account| account.id != organization.management.id)
        .map(|account| json!({ "id": account.id.as_str(), "name": account.name.as_str() }))
        .collect();
    let mut described = json!({
        "management_account": organization.management.id.as_str(),
        "organization_id": organization.id.as_str(),
        "units": units,
        "accounts": accounts,
        "policy_types": ["SERVICE_CONTROL_POLICY"],
        "service_access": ["sso.amazonaws.com"],
        "roles": roles_of_others(topology),
    });
    if let Some(root) = &organization.root {
        described["root_id"] = root.as_str().into();
    }
    if let Some(statements) = organization
        .resource_policy
        .as_ref()
        .filter(|some| !some.is_empty())
    {
        described["resource_policy"] = json!({ "Version": "2012-10-17", "Statement": statements });
    }
    described
}

/// The roles of the spec that AWS Backup assumes and that exist already.
fn roles_of_others(topology: &Topology) -> Vec<String> {
    let mut roles = Vec::new();
    for shape in topology.groups.iter().flat_map(|group| &group.shapes) {
        if let Role::Existing { arn, .. } = &shape.role {
            let of = |member: &Member| arn.as_str().replace("$account", member.account.id.as_str());
            roles.extend(shape.members.iter().map(of));
        }
    }
    roles
}

/// Every account and region that a spec speaks of.
pub(crate) fn places(topology: &Topology) -> Vec<(String, String)> {
    let organization = &topology.organization;
    let mut places = vec![place(
        &organization.management.id,
        &organization.home_region,
    )];
    for vault in &topology.central_vaults {
        places.extend(
            vault
                .regions
                .iter()
                .map(|region| place(&vault.account.id, region)),
        );
    }
    for member in topology.groups.iter().flat_map(|group| group.members()) {
        places.extend(
            member
                .regions
                .iter()
                .map(|region| place(&member.account.id, region)),
        );
        // What members protect is switched on in the management account too.
        places.extend(
            member
                .regions
                .iter()
                .map(|region| place(&organization.management.id, region)),
        );
    }
    if let Some(route) = &topology.events {
        places.push(place(&route.account.id, &route.region));
    }
    places.sort();
    places.dedup();
    places
}

fn place(
    account: &offsite::spec::ids::AccountId,
    region: &offsite::facts::Region,
) -> (String, String) {
    (account.as_str().to_owned(), region.as_str().to_owned())
}

/// The committed tree of an example.
pub(crate) fn tree(example: &Example) -> PathBuf {
    examples::project().join("output").join(&example.name)
}

/// The organization of an example as offsite finds it: one has much already, one has some of what offsite
/// makes, and one has nothing.
fn before(example: &Example, topology: &Topology) -> Value {
    let mut before = organization(topology);
    if adoption::is_of(example) {
        before = adoption::before(topology);
    }
    if linked_role::is_of(example) {
        linked_role::add(topology, &mut before);
    }
    before
}

fn make(example: Example) -> Result<World, String> {
    let engines = engines("the examples can be applied").ok_or("no engines")?;
    let start = Instant::now();
    let (topology, _) = stages::resolve(&example.spec);
    let scratch = tempfile::tempdir().unwrap();
    let before = before(&example, &topology);
    let double = Double::start(&engines.python, &before, scratch.path());
    let management = topology.organization.management.id.as_str();
    let work = Work::copy(
        &engines,
        &tree(&example),
        scratch.path(),
        management,
        Some(&double.url),
    );
    let roots = work.roots();
    if linked_role::is_of(&example) {
        let places = (&work, &double);
        linked_role::comes_late(&engines, &example, &topology, places, scratch.path())?;
    }
    apply(&work, &roots)?;
    let applied = double.calls().len();
    let held = read_back(&engines, &double, &topology);
    say(&format!(
        "{}: applied {} roots in {} s; {} calls",
        example.name,
        roots.len(),
        start.elapsed().as_secs(),
        double.calls().len()
    ));
    Ok(World {
        example,
        topology,
        double,
        work,
        roots,
        before,
        applied,
        held,
        _scratch: scratch,
    })
}

/// Applies roots wave by wave; the roots of a wave at the same time.
pub(crate) fn apply(work: &Work, roots: &[Root]) -> Result<(), String> {
    for wave in roots.chunk_by(|one, other| one.wave() == other.wave()) {
        let results = side_by_side(wave, |root| {
            work.initialize(&root.name)?;
            work.succeed(
                &root.name,
                &["apply", "-input=false", "-auto-approve", "-no-color"],
            )
        });
        for (root, result) in wave.iter().zip(results) {
            let ended = result?;
            // Applying validates, and a warning of the provider's would be among what it says.
            if ended.all().contains("Warning:") {
                return Err(format!("{}: {}", root.name, ended.all()));
            }
        }
    }
    Ok(())
}

pub(crate) fn read_back(engines: &Engines, double: &Double, topology: &Topology) -> Value {
    let management = topology.organization.management.id.as_str();
    double.read_back(&engines.python, management, &places(topology))
}
