//! Where stacks stand, whatever else changes.

use std::collections::BTreeMap;

use offsite::spec::OneOrNamed;
use offsite::spec::model::Spec;

use crate::{files, resources, script, templates, two_groups};

/// The region of each stack that the script deploys.
fn regions_of_stacks(spec: &Spec) -> BTreeMap<String, String> {
    let files = files(spec);
    let deployments = script::deployments(&files["deploy.sh"]).into_iter();
    deployments
        .map(|one| {
            (
                format!("{} {}", one.account, one.stack),
                one.region.to_owned(),
            )
        })
        .collect()
}

#[test]
fn what_holds_roles_stays_where_it_is() {
    let stacks = "cloudformation: { delivery: stacks }\n";
    let regions = |accounts: &str, more: &str| {
        regions_of_stacks(&two_groups(accounts, &format!("{more}{stacks}")))
    };
    let usual = "accounts: [orders, billing], regions: [eu-west-1, us-east-1], copy_back: true";
    let before = regions(usual, "");
    let source = "444444444444 two-3-live-account";
    let central = "222222222222 two-2-central-vault";
    assert_eq!(before[source], "eu-west-1");
    assert_eq!(before[central], "eu-central-1");
    let exception =
        format!("{usual}, exceptions: {{ billing: {{ regions: [us-east-1, eu-west-1] }} }}");
    assert_eq!(regions(&exception, "")[source], "eu-west-1");
    let events = "events: { on: failures, notify: [sns], region: us-west-2 }\n";
    assert_eq!(regions(usual, events)[central], "eu-central-1");
}

#[test]
fn a_group_has_the_same_stack_whatever_else_there_is() {
    let usual = "accounts: [orders], regions: [eu-west-1]";
    let owners = |spec: &Spec| {
        let mut owners = BTreeMap::new();
        let files = files(spec);
        for deployment in script::deployments(&files["deploy.sh"]) {
            let template = templates::read(deployment.file, &files[deployment.file]);
            for (_, set) in resources(&template) {
                if let Some(name) = set["Properties"]["StackSetName"].as_str() {
                    owners.insert(name.to_owned(), deployment.stack.to_owned());
                }
            }
        }
        owners
    };
    let two = two_groups(usual, "");
    let mut one = two.clone();
    let OneOrNamed::Named(groups) = &mut one.sources else {
        panic!("there are two")
    };
    groups.truncate(1);
    let bucket =
        "cloudformation: { template_bucket: { bucket: two-templates, region: eu-west-1 } }";
    let (one, two, bucket) = (
        owners(&one),
        owners(&two),
        owners(&two_groups(usual, bucket)),
    );
    assert_eq!((one.len(), two.len()), (2, 4));
    assert_eq!(two, bucket);
    for (set, owner) in one {
        assert_eq!(two[&set], owner);
    }
}
