//! What an organization has stays as it is; what must not be lost is not destroyed.

use offsite::topology::Topology;
use serde_json::{Value, json};

use crate::deployed::deployed;
use crate::double::Call;
use crate::environment::say;
use crate::examples::{self, Example};
use crate::terraform::{Root, Work, side_by_side};
use crate::world::{organization, worlds};

/// What is switched in a region before offsite comes: much is off that AWS has on, and the reverse.
fn region_settings(account: &str, region: &str) -> Value {
    json!({
        "account": account, "region": region,
        "opt_in": { "DynamoDB": false, "S3": false, "EFS": false, "EBS": false,
                    "RDS": false, "Neptune": false, "Redshift": true,
                    // Types that AWS brings after offsite.
                    "Later": true, "Later And Off": false },
        "management": { "CloudFormation": true, "DynamoDB": false, "Later": true },
    })
}

/// Policy types that are on: with some that provider 5.100.0 refuses in any plan that names them.
const POLICY_TYPES: [&str; 5] = [
    "GUARDDUTY_POLICY",
    "INSPECTOR_POLICY",
    "SECURITYHUB_POLICY",
    "SERVICE_CONTROL_POLICY",
    "TAG_POLICY",
];

/// Services with access: with one that nobody knows yet.
const SERVICES: [&str; 3] = [
    "cloudtrail.amazonaws.com",
    "later-service.amazonaws.com",
    "sso.amazonaws.com",
];

/// The organization of a spec, with much that is none of offsite's business.
pub(crate) fn before(topology: &Topology) -> Value {
    let mut before = organization(topology);
    before["policy_types"] = json!(POLICY_TYPES);
    before["service_access"] = json!(SERVICES);
    before["global_settings"] = json!({
        "isMpaEnabled": "true", "isDelegatedAdministratorEnabled": "true", "isLaterSetting": "true",
    });
    let settings = known_places(topology);
    let settings = settings.map(|(account, region)| region_settings(&account, &region));
    before["region_settings"] = settings.to_vec().into();
    before
}

/// Where region settings were made before: in the management account, and in a source account.
fn known_places(topology: &Topology) -> [(String, String); 2] {
    let management = topology.organization.management.id.as_str();
    let home = topology.organization.home_region.as_str();
    let member = topology.groups[0].members().next().unwrap();
    [
        (management, home),
        (member.account.id.as_str(), member.regions[0].as_str()),
    ]
    .map(|(account, region)| (account.to_owned(), region.to_owned()))
}

/// Whether this is the example that has much already: it says which statements the resource policy has.
pub(crate) fn is_of(example: &Example) -> bool {
    let policy = example.spec.organization.resource_policy.as_ref();
    policy.is_some_and(|statements| !statements.is_empty())
}

/// Fails unless all that was on before is on, all that is needed as well, and nothing besides.
fn keeps_all_it_had(topology: &Topology, held: &Value, calls: &[Call], more_services: &[&str]) {
    let organization = &held["organization"];
    let label = format!("{organization:#}");
    let mut types = vec!["BACKUP_POLICY"];
    types.extend(POLICY_TYPES);
    assert_eq!(organization["policy_types"], json!(types), "{label}");
    let mut services = vec!["backup.amazonaws.com"];
    services.extend(SERVICES);
    services.extend(more_services);
    services.sort_unstable();
    assert_eq!(organization["service_access"], json!(services), "{label}");
    let global = json!({
        "isCrossAccountBackupEnabled": "true",
        "isDelegatedAdministratorEnabled": "true",
        "isLaterSetting": "true",
        "isMpaEnabled": "true",
    });
    assert_eq!(organization["global_settings"], global, "{label}");
    let statements = organization["resource_policy"]["Statement"]
        .as_array()
        .unwrap();
    for statement in topology.organization.resource_policy.iter().flatten() {
        assert!(statements.contains(statement), "{label}");
    }
    for (account, region) in known_places(topology) {
        let held = &held["places"][format!("{account}/{region}")]["settings"];
        let label = format!("{account} in {region}: {held:#}");
        for (kind, name, stays) in [
            ("opt_in", "RDS", false),
            ("opt_in", "Neptune", false),
            ("opt_in", "Redshift", true),
            ("opt_in", "Aurora", true),
            ("opt_in", "Later", true),
            ("opt_in", "Later And Off", false),
            ("management", "Later", true),
            ("management", "CloudFormation", true),
            // What the plans protect.
            ("opt_in", "DynamoDB", true),
            ("opt_in", "EFS", true),
            ("opt_in", "S3", true),
            ("management", "DynamoDB", true),
        ] {
            assert_eq!(held[kind][name], stays, "{kind} {name}: {label}");
        }
    }
    let off: Vec<_> = calls
        .iter()
        .filter(|call| {
            let operation = &call.operation;
            let undoes = ["Disable", "Delete", "Deactivate", "Deregister", "Detach"];
            // Of a run of the script: how it says that there was nothing to change.
            undoes.iter().any(|verb| operation.starts_with(verb)) && operation != "DeleteChangeSet"
        })
        .collect();
    assert!(off.is_empty(), "{off:#?}");
}

#[test]
fn an_organization_keeps_all_it_had() {
    let worlds = worlds("an organization keeps all it had");
    if worlds.is_empty() {
        return;
    }
    let one = worlds.iter().find(|one| is_of(&one.example)).unwrap();
    keeps_all_it_had(&one.topology, &one.held, &one.double.calls(), &[]);
}

#[test]
fn an_organization_keeps_all_it_had_when_cloudformation_comes() {
    let deployed = deployed("an organization keeps all it had when CloudFormation comes");
    if deployed.is_empty() {
        return;
    }
    let mut examples = examples::all().into_iter();
    let example = examples.find(is_of).unwrap();
    let one = deployed.iter().find(|one| one.name == example.name);
    let one = one.unwrap();
    let stack_sets = ["member.org.stacksets.cloudformation.amazonaws.com"];
    keeps_all_it_had(&one.topology, &one.held, &one.calls, &stack_sets);
}

#[test]
fn no_root_that_holds_what_must_not_be_lost_can_be_destroyed() {
    let mut refused = 0;
    for world in worlds("no root that holds what must not be lost can be destroyed") {
        // Vaults and keys of sources are in the modules that their roots take.
        let holds = |root: &&Root| {
            let mut precious = [
                "prevent_destroy",
                "module \"",
                "aws_backup_vault",
                "aws_kms_key",
            ]
            .into_iter();
            precious.any(|one| world.work.says(&root.name, one))
        };
        let precious: Vec<&Root> = world.roots.iter().filter(holds).collect();
        let waves = precious.chunk_by(|one, other| one.wave() == other.wave());
        let roots: Vec<_> = waves.map(|wave| wave[0]).collect();
        assert!(!roots.is_empty(), "{}", world.example.name);
        let results = side_by_side(&roots, |root| {
            // Other tests plan these roots meanwhile; a refusal writes nothing.
            work_destroy(&world.work, &root.name)
        });
        for (root, ended) in roots.iter().zip(results) {
            let place = format!("{}/{}: {}", world.example.name, root.name, ended.all());
            assert_ne!(ended.status, 0, "{place}");
            assert!(
                ended.all().contains("Instance cannot be destroyed"),
                "{place}"
            );
            refused += 1;
        }
        let mut calls = world.double.calls().into_iter();
        let lost = calls.find(|call| call.operation.starts_with("Delete") && call.status == 200);
        assert!(lost.is_none(), "{lost:?}");
    }
    say(&format!("{refused} roots refuse to be destroyed"));
}

fn work_destroy(work: &Work, root: &str) -> crate::process::Ended {
    work.run(
        root,
        &[
            "destroy",
            "-input=false",
            "-auto-approve",
            "-refresh=false",
            "-lock=false",
            "-no-color",
        ],
    )
}
