//! The role by which AWS Backup acts in an account, where it is there, and where it comes meanwhile.

use std::path::Path;

use offsite::topology::{Member, Topology};
use serde_json::{Value, json};

use crate::double::{Call, Double};
use crate::environment::{Engines, say};
use crate::examples::Example;
use crate::terraform::Work;
use crate::world::{tree, worlds};

const MADE: &str = "CreateServiceLinkedRole";
const APPLY: [&str; 4] = ["apply", "-input=false", "-auto-approve", "-no-color"];

/// Whether this is the example whose accounts have the role in part.
pub(crate) fn is_of(example: &Example) -> bool {
    example.name == "quickstart"
}

/// The source account in which the role comes late, and the one in which it is there before.
fn sources(topology: &Topology) -> [&Member; 2] {
    let sources: Vec<_> = topology.groups[0].members().collect();
    sources.try_into().expect("two source accounts")
}

fn central(topology: &Topology) -> &str {
    topology.central_vaults[0].account.id.as_str()
}

/// Adds the accounts that have the role before.
pub(crate) fn add(topology: &Topology, before: &mut Value) {
    let [_, there] = sources(topology);
    before["service_linked_roles"] = json!([central(topology), there.account.id.as_str()]);
}

/// Another state makes the role between a plan and its apply, as the console might.
pub(crate) fn comes_late(
    engines: &Engines,
    example: &Example,
    topology: &Topology,
    (work, double): (&Work, &Double),
    scratch: &Path,
) -> Result<(), String> {
    let [late, _] = sources(topology);
    let root = format!("3-source-{}", late.account.name);
    work.initialize(&root)?;
    let plan = ["plan", "-input=false", "-no-color", "-out=early"];
    work.succeed(&root, &plan)?;
    let other = Work::copy(
        engines,
        &tree(example),
        &scratch.join("other"),
        topology.organization.management.id.as_str(),
        Some(&double.url),
    );
    other.initialize(&root)?;
    let target = "-target=module.account.aws_iam_service_linked_role.backup";
    other.succeed(&root, &[&APPLY[..], &[target]].concat())?;
    let early = work.run(&root, &["apply", "-input=false", "-no-color", "early"]);
    let refused = early.status != 0 && early.all().contains("has been taken in this account");
    refused.then_some(()).ok_or_else(|| early.all())
}

/// The answers to the calls that make the role in an account, in their order.
fn answers(double: &Double, account: &str) -> Vec<u64> {
    let calls = double.calls().into_iter();
    let made = calls.filter(|call: &Call| call.operation == MADE && call.account == account);
    made.map(|call| call.status).collect()
}

#[test]
fn the_role_of_aws_backup_is_adopted_where_it_is_and_made_where_it_is_not() {
    let worlds = worlds("the role of AWS Backup is adopted where it is and made where it is not");
    if worlds.is_empty() {
        return;
    }
    // That every root was applied, and has nothing to change then, is what other tests say of it.
    let mut worlds = worlds.iter().filter(|world| is_of(&world.example));
    let world = worlds.next().unwrap();
    let [late, there] = sources(&world.topology);
    for (account, expected) in [
        (&world.topology.organization.management.id, &[200][..]),
        (&world.topology.central_vaults[0].account.id, &[]),
        (&there.account.id, &[]),
        (&late.account.id, &[200, 400]),
    ] {
        let found = answers(&world.double, account.as_str());
        assert_eq!(found, expected, "{account}");
    }
    let calls = world.double.calls().into_iter();
    let roles =
        calls.filter(|call| call.service == "iam" && call.operation.contains("ServiceLinked"));
    let changed: Vec<_> = roles.filter(|call| call.operation != MADE).collect();
    assert!(changed.is_empty(), "{changed:?}");
    say("the role of AWS Backup: 2 made, 3 adopted, one of which came between plan and apply");
}
