//! A spec is the same whether it is written in YAML or in Rust, and stays so when it is written out
//! and read back.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod arbitrary;
// The examples are included as they are: the functions that build their specs are what a user runs.
#[allow(dead_code, reason = "their `main` is for people")]
#[path = "../../specs/acme.rs"]
mod acme;
#[allow(dead_code, reason = "their `main` is for people")]
#[path = "../../specs/quickstart.rs"]
mod quickstart;

use offsite::prelude::{daily_at, days};
use offsite::spec::dsl;
use offsite::spec::ids::{AccountId, BucketName, OrgId, UnitId};
use offsite::spec::model::Spec;
use offsite::spec::yaml;
use offsite::{Region, ResourceType};
use proptest::prelude::*;

/// The spec as text; a choice of variants is a mapping in it, never a tag.
fn to_yaml(spec: &Spec) -> String {
    let value = serde_json::to_value(spec).unwrap();
    serde_yaml::to_string(&value).unwrap()
}

fn read(text: &str) -> Spec {
    match yaml::read(text.as_bytes()) {
        Ok((spec, _)) => spec,
        Err(unreadable) => panic!("{:#?}\n{text}", unreadable.faults),
    }
}

/// The spec with the order of its mappings, which a comparison of models does not see.
fn in_order(spec: &Spec) -> String {
    serde_yaml::to_string(spec).unwrap()
}

#[test]
fn the_quickstart_in_rust_is_the_one_in_yaml() {
    let built = quickstart::quickstart();
    assert_eq!(built.faults(), []);
    let written = read(include_str!("../../specs/quickstart.yaml"));
    assert_eq!(*built.model(), written);
    assert_eq!(in_order(built.model()), in_order(&written));
}

#[test]
fn acme_in_rust_is_the_one_in_yaml() {
    let built = acme::acme();
    assert_eq!(built.faults(), []);
    let written = read(include_str!("../../specs/acme.yaml"));
    assert_eq!(*built.model(), written);
    assert_eq!(in_order(built.model()), in_order(&written));
}

/// A small spec with this CloudFormation.
fn delivered(cloudformation: dsl::CloudFormation, orders: &dsl::Account) -> dsl::Spec {
    let keeper = dsl::account("vault", AccountId::new("222222222222"));
    let central = dsl::vault("central", &keeper, Region::EuCentral1);
    let management = AccountId::new("111111111111");
    dsl::spec(
        "told",
        dsl::organization(OrgId::new("o-a1b2c3d4e5"), management),
        &central,
        dsl::sources([orders], [Region::EuWest1]),
    )
    .plan(
        dsl::plan("daily", daily_at(3, 0), [ResourceType::S3], days(14))
            .copy_to(&central, days(90)),
    )
    .cloudformation(cloudformation)
}

#[test]
fn each_delivery_of_cloudformation_in_rust_is_the_one_in_yaml() {
    let orders = dsl::account("orders", AccountId::new("333333333333"));
    let workloads = dsl::unit("workloads", UnitId::new("ou-ab12-c3d4e5f6"));
    let bucket = dsl::template_bucket(BucketName::new("told-templates"), Region::UsWest2);
    let cases = [
        (
            dsl::cloudformation().json().stacks().restore_on_delete(),
            "",
            "{ format: json, delivery: stacks, on_delete: restore }",
        ),
        (
            dsl::cloudformation()
                .self_managed("backup-stacks")
                .failure_tolerance(0)
                .sequential_regions()
                .template_bucket(bucket.prefix("backups/")),
            "",
            "{ stack_sets: { permission_model: self_managed, execution_role: backup-stacks, failure_tolerance: 0, \
             region_concurrency: sequential }, \
             template_bucket: { bucket: told-templates, region: us-west-2, prefix: backups/ } }",
        ),
        (
            dsl::cloudformation()
                .administrator(&orders)
                .units("source", [&workloads]),
            ", units: { workloads: ou-ab12-c3d4e5f6 }",
            "{ stack_sets: { administrator: orders, units: { source: [workloads] } } }",
        ),
    ];
    for (cloudformation, units, written) in cases {
        let built = delivered(cloudformation, &orders);
        assert_eq!(built.faults(), []);
        let text = format!(
            r#"
offsite: 1
name: told
organization: {{ id: o-a1b2c3d4e5, management: "111111111111"{units} }}
accounts: {{ vault: "222222222222", orders: "333333333333" }}
central: {{ account: vault, region: eu-central-1 }}
sources: {{ accounts: [orders], regions: [eu-west-1] }}
plans:
  daily:
    resource_types: [S3]
    schedule: "daily 03:00"
    keep: 14d
    copy_to: {{ central: {{ keep: 90d }} }}
cloudformation: {written}
"#
        );
        assert_eq!(*built.model(), read(&text), "{written}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_written_out_is_read_back(spec in arbitrary::spec()) {
        let json = serde_json::to_string_pretty(&spec).unwrap();
        prop_assert_eq!(&read(&json), &spec, "{}", json);
        // The writer of YAML takes these for the line breaks that they were in YAML 1.1, and leaves
        // a key `<<` without quotes, which before a mapping or a list asks for a merge.
        let breaks = json.contains(['\u{85}', '\u{2028}', '\u{2029}']);
        let merges = json.contains("\"<<\": {") || json.contains("\"<<\": [");
        if !breaks && !merges {
            let yaml = to_yaml(&spec);
            prop_assert_eq!(&read(&yaml), &spec, "{}", yaml);
        }
    }
}
