//! The role by which AWS Backup acts in an account, where it is there, and where it comes meanwhile.

use offsite::stages;
use serde_json::json;

use crate::double::{Call, Double};
use crate::environment::{engines, say};
use crate::examples;
use crate::terraform::Work;
use crate::world::{apply, organization, tree};

const MADE: &str = "CreateServiceLinkedRole";
const APPLY: [&str; 4] = ["apply", "-input=false", "-auto-approve", "-no-color"];

/// The answers to the calls that make the role in an account, in their order.
fn answers(double: &Double, account: &str) -> Vec<u64> {
    let calls = double.calls().into_iter();
    let made = calls.filter(|call: &Call| call.operation == MADE && call.account == account);
    made.map(|call| call.status).collect()
}

#[test]
fn the_role_of_aws_backup_is_adopted_where_it_is_and_made_where_it_is_not() {
    let claim = "the role of AWS Backup is adopted where it is and made where it is not";
    let Some(engines) = engines(claim) else {
        return;
    };
    let mut all = examples::all().into_iter();
    let example = all.find(|one| one.name == "quickstart").unwrap();
    let (topology, _) = stages::resolve(&example.spec);
    let management = topology.organization.management.id.as_str();
    let central = topology.central_vaults[0].account.id.as_str();
    let sources: Vec<_> = topology.groups[0].members().collect();
    let [late, there] = sources[..] else {
        panic!("{claim}: two source accounts")
    };
    let root_of = |member: &offsite::topology::Member| format!("3-source-{}", member.account.name);
    let mut before = organization(&topology);
    before["service_linked_roles"] = json!([central, there.account.id.as_str()]);
    let scratch = tempfile::tempdir().unwrap();
    let double = Double::start(&engines.python, &before, scratch.path());
    let copy = |name: &str| {
        let directory = scratch.path().join(name);
        std::fs::create_dir(&directory).unwrap();
        let endpoint = Some(&*double.url);
        Work::copy(&engines, &tree(&example), &directory, management, endpoint)
    };
    let work = copy("work");
    let roots = work.roots();

    // Another state makes the role between a plan and its apply, as the console might.
    let late_root = root_of(late);
    work.initialize(&late_root).unwrap();
    let plan = ["plan", "-input=false", "-no-color", "-out=early"];
    work.succeed(&late_root, &plan).unwrap();
    let other = copy("other");
    other.initialize(&late_root).unwrap();
    let target = "-target=module.account.aws_iam_service_linked_role.backup";
    let elsewhere = [&APPLY[..], &[target]].concat();
    other.succeed(&late_root, &elsewhere).unwrap();
    let early = work.run(&late_root, &["apply", "-input=false", "-no-color", "early"]);
    assert_ne!(early.status, 0, "{}", early.all());
    let taken = "has been taken in this account";
    assert!(early.all().contains(taken), "{}", early.all());

    apply(&work, &roots).unwrap();
    for root in &roots {
        let plan = ["plan", "-input=false", "-no-color", "-detailed-exitcode"];
        let again = work.run(&root.name, &plan);
        assert_eq!(again.status, 0, "{}: {}", root.name, again.all());
    }
    let late = late.account.id.as_str();
    for (account, expected) in [
        (management, &[200][..]),
        (central, &[]),
        (there.account.id.as_str(), &[]),
        (late, &[200, 400]),
    ] {
        assert_eq!(answers(&double, account), expected, "{account}");
    }
    let calls = double.calls().into_iter();
    let roles =
        calls.filter(|call| call.service == "iam" && call.operation.contains("ServiceLinked"));
    let changed: Vec<_> = roles.filter(|call| call.operation != MADE).collect();
    assert!(changed.is_empty(), "{changed:?}");
    say("the role of AWS Backup: 2 made, 3 adopted, one of which came between plan and apply");
}
