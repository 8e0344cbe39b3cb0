//! The organization's resource policy, which others have statements in: a stack takes it over as it is, adds to it, and
//! never loses what the spec does not bring.

use offsite::spec::model::Spec;
use offsite::spec::yaml;
use serde_json::{Value, json};

use crate::deployed::Deployed;
use crate::environment::python_for;
use crate::world::organization;

const SPEC: &str = r#"
offsite: 1
name: told
organization: { id: o-a1b2c3d4e5, management: "111111111111" }
accounts: { vault: "222222222222", other: "444444444444", orders: "333333333333" }
central: { account: vault, region: eu-central-1 }
sources: { accounts: [orders, other], regions: [eu-west-1] }
plans:
  daily:
    resource_types: [S3]
    schedule: "daily 03:00"
    keep: 14d
    copy_to: { central: { keep: 90d } }
"#;

fn spec(organization: &str) -> Spec {
    let before = "management: \"111111111111\"";
    let text = SPEC.replace(before, &format!("{before}, {organization}"));
    yaml::read::<Spec>(text.as_bytes()).unwrap().0
}

/// What a team other than that of the backups allows.
fn of_team(sid: &str) -> Value {
    json!({
        "Sid": sid, "Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::333333333333:root" },
        "Action": ["organizations:ListRoots"], "Resource": "*",
    })
}

#[test]
fn a_stack_takes_over_the_resource_policy_and_loses_no_statement_of_others() {
    let claim = "a stack takes over the resource policy and loses no statement of others";
    let Some(python) = python_for(claim) else {
        return;
    };
    let policy = |statements: &[Value]| json!({ "Version": "2012-10-17", "Statement": statements });
    // Without delegated administrators nothing is said of it, whatever it holds.
    let none = spec("resource_policy: []");
    let mut deployed = Deployed::start(&python, "resource policy", &none, |topology| {
        let mut before = organization(topology);
        before["resource_policy"] = policy(&[of_team("Team")]);
        before
    })
    .unwrap();
    deployed.waves(&none, &["1"]).unwrap();
    let held = |deployed: &Deployed| {
        let held = deployed.double.read_back(&python, "111111111111", &[]);
        held["organization"]["resource_policy"]["Statement"]
            .as_array()
            .unwrap()
            .clone()
    };
    let sids = |deployed: &Deployed| -> Vec<String> {
        let sids = held(deployed).into_iter();
        sids.map(|one| one["Sid"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(held(&deployed), [of_team("Team")]);

    // A spec that does not bring the statement stops before anything is written.
    let unsaid = spec("delegated_administrators: [vault]");
    let fault = deployed.waves(&unsaid, &["1"]).unwrap_err();
    let told = "OrganizationSwitches: FAILED: ValueError: organization.resource_policy of the spec lacks [";
    assert!(fault.contains(told), "{fault}");
    assert!(fault.contains("\"Sid\": \"Team\""), "{fault}");
    assert_eq!(held(&deployed), [of_team("Team")]);
    let imports = |deployed: &Deployed| {
        let calls = deployed.double.calls().into_iter();
        let imports =
            calls.filter(|call| call.operation == "ExecuteChangeSet" && call.status == 200);
        imports.count()
    };
    assert_eq!(
        imports(&deployed),
        1,
        "taken over as it is, into the stack that is there"
    );

    // In an organization where it comes first, the stack begins with it.
    let brought = spec(&format!(
        "delegated_administrators: [vault], resource_policy: [{}]",
        of_team("Team")
    ));
    let mut deployed =
        Deployed::start(&python, "resource policy, again", &brought, organization).unwrap();
    deployed.waves(&brought, &["1"]).unwrap();
    let offsite = [
        "OffsiteReadOrganization",
        "OffsiteReadBackupPolicies",
        "OffsiteManageBackupPolicies",
        "OffsiteTagBackupPolicies",
    ];
    assert_eq!(sids(&deployed), [&["Team"], &offsite[..]].concat());
    assert_eq!(imports(&deployed), 1);

    // What somebody adds by hand stops the next change, and what the spec gives up goes.
    let by_hand = policy(&[of_team("Team"), of_team("Later")]).to_string();
    let put = [
        "organizations",
        "put-resource-policy",
        "--content",
        &by_hand,
    ];
    deployed.program("111111111111", "aws", &put).unwrap();
    let given_up = spec("delegated_administrators: [vault], resource_policy: []");
    let fault = deployed.waves(&given_up, &["1"]).unwrap_err();
    assert!(fault.contains("\"Sid\": \"Later\""), "{fault}");
    assert!(!fault.contains("Team"), "{fault}");
    assert_eq!(sids(&deployed), ["Team", "Later"]);
    assert_eq!(imports(&deployed), 1);
    let calls = deployed.double.calls().into_iter();
    let deleted = calls.filter(|call| call.operation == "DeleteResourcePolicy");
    assert_eq!(deleted.count(), 0);
}
