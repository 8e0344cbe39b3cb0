//! What is wrong with a spec built in Rust is said in the words for YAML, at the call that wrote it.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod program;

use offsite::Color;
use offsite::cli::{self, Streams};
use offsite::diagnostics::{Report, Sources, render_text};
use offsite::place::{Origin, Origins, Path};
use offsite::prelude::*;
use offsite::spec::model::Spec as Model;
use offsite::spec::yaml;
use offsite::stages::analyze;
use offsite::topology::resolve;
use snapbox::{assert_data_eq, str};

fn shown(spec: &Spec, report: &Report) -> String {
    let read = |file: &str| {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
        std::fs::read_to_string(path).ok()
    };
    render_text(report, Sources::rust(spec.origins(), &read), Color::Never)
}

fn report(faults: impl IntoIterator<Item = offsite::diagnostics::Diagnostic>) -> Report {
    let mut report = Report::new();
    faults.into_iter().for_each(|fault| report.add(fault));
    report
}

/// Codes and messages, in no order.
fn said(report: &Report) -> Vec<String> {
    let mut said: Vec<_> = report
        .iter()
        .map(|one| format!("{} {}", one.code.unwrap_or_default(), one.message))
        .collect();
    said.sort();
    said
}

#[test]
fn names_that_are_malformed_or_taken_are_found_at_their_calls() {
    let spec = program::unreadable();
    assert_data_eq!(
        shown(&spec, &report(spec.faults())),
        str![[r#"
error[SPC005]: the key `vault` is given twice
  --> tests/spec_in_rust/program.rs:15:18
   |
15 |     let keeper = account("vault", VAULT);
   |                  ^^^^^^^ again here
...
22 |             .delegated_administrators([&account("vault", ORDERS)]),
   |                                         ------- first here
   |
   = help: remove one of the two

error[SPC007]: expected a name of 1 to 50 letters, digits, `-` and `_`, a letter or digit first, found `orders & billing`
  --> tests/spec_in_rust/program.rs:16:18
   |
16 |     let orders = account("orders & billing", ORDERS);
   |                  ^^^^^^^

error[SPC007]: expected a vault name of 2 to 50 letters, digits, `-` and `_`, found `x`
  --> tests/spec_in_rust/program.rs:17:57
   |
17 |     let central = vault("central", &keeper, EuCentral1).vault_name("x");
   |                                                         ^^^^^^^^^^

error[SPC007]: expected a name of 1 to 20 lower-case letters, digits and `-`, a letter first, found `Acme`
  --> tests/spec_in_rust/program.rs:19:5
   |
19 |     spec(
   |     ^^^^

error[SPC005]: the key `a` is given twice
  --> tests/spec_in_rust/program.rs:26:57
   |
26 |     .plan(plan("daily", daily_at(3, 0), [S3], days(14)).tags([("a", "1"), ("a", "2")]))
   |                                                         ^^^^
   |                                                         |
   |                                                         again here
   |                                                         first here
   |
   = help: remove one of the two

error[SPC005]: the key `daily` is given twice
  --> tests/spec_in_rust/program.rs:27:11
   |
26 |     .plan(plan("daily", daily_at(3, 0), [S3], days(14)).tags([("a", "1"), ("a", "2")]))
   |           ---- first here
27 |     .plan(plan("daily", daily_at(4, 0), [S3], days(14)).copy_to(&central, days(90)))
   |           ^^^^ again here
   |
   = help: remove one of the two

error[SPC007]: expected a role name of 1 to 64 letters, digits and `+=,.@_-`, found `no role`
  --> tests/spec_in_rust/program.rs:28:28
   |
28 |     .terraform(terraform().assume_role("no role"))
   |                            ^^^^^^^^^^^

"#]]
    );
}

#[test]
fn what_the_spec_leaves_unclear_is_found_at_its_calls() {
    let spec = program::unclear();
    assert_eq!(spec.faults(), []);
    let (_, report) = resolve(spec.model());
    assert_data_eq!(
        shown(&spec, &report),
        str![[r#"
error[SPC015]: region eu-west-1 is listed twice
  --> tests/spec_in_rust/program.rs:42:9
   |
42 |         sources([&orders], [EuWest1, EuWest1]).except(&keeper, exception().regions([EuWest2])),
   |         ^^^^^^^
   |         |
   |         said again here
   |         said first here

error[SPC013]: `vault` is no account of the group
  --> tests/spec_in_rust/program.rs:42:48
   |
42 |         sources([&orders], [EuWest1, EuWest1]).except(&keeper, exception().regions([EuWest2])),
   |                                                ^^^^^^ expected `orders`

error[SPC016]: `daily 24:00` is not a schedule
  --> tests/spec_in_rust/program.rs:44:11
   |
44 |     .plan(plan("daily", daily_at(24, 0), [S3], days(14)).copy_to(&other, days(90)))
   |           ^^^^ expected a time from 00:00 to 23:59, found `24:00`
   |
   = help: use a time that exists

error[SPC013]: central vault `other` is not defined
  --> tests/spec_in_rust/program.rs:44:58
   |
44 |     .plan(plan("daily", daily_at(24, 0), [S3], days(14)).copy_to(&other, days(90)))
   |                                                          ^^^^^^^ expected `central`

error[SPC014]: the id of the organization's root is not known
  --> tests/spec_in_rust/program.rs:45:51
   |
45 |     .plan(plan("hourly", hourly(), [S3], days(2)).policy_on(OrganizationRoot))
   |                                                   ^^^^^^^^^ the policy is attached to the root
   |
   = help: add `root: r-…` to `organization`

error[SPC016]: the topic is not where the bus is
  --> tests/spec_in_rust/program.rs:46:24
   |
46 |     .events(failures().notify_topic(TOPIC).notify_logs_kept(days(100)))
   |                        ^^^^^^^^^^^^ a topic of 222222222222 in us-east-1, the bus is of 222222222222 in eu-central-1
   |
   = help: a rule reaches a topic of its own account and region only

error[SPC016]: CloudWatch Logs cannot keep events for 100 days
  --> tests/spec_in_rust/program.rs:46:44
   |
46 |     .events(failures().notify_topic(TOPIC).notify_logs_kept(days(100)))
   |                                            ^^^^^^^^^^^^^^^^ not one of its lengths
   |
   = help: the next longer one is `120d`

"#]]
    );
}

#[test]
fn the_same_faults_in_yaml_are_said_in_the_same_words() {
    let text = r#"
offsite: 1
name: acme
organization: { id: o-a1b2c3d4e5, management: "111111111111" }
accounts: { vault: "222222222222", orders: "333333333333" }
central: { account: vault, region: eu-central-1 }
sources:
  accounts: [orders]
  regions: [eu-west-1, eu-west-1]
  exceptions: { vault: { regions: [eu-west-2] } }
plans:
  daily:
    resource_types: [S3]
    schedule: daily 23:00
    keep: 14d
    copy_to: { other: { keep: 90d } }
  hourly:
    deliver: policy
    targets: [root]
    resource_types: [S3]
    schedule: hourly
    keep: 2d
events:
  on: failures
  notify: [sns, logs]
  sns: { topic: "arn:aws:sns:us-east-1:222222222222:alerts" }
  logs: { keep: 100d }
"#;
    let (written, _) = yaml::read(text.as_bytes()).unwrap();
    let (_, in_yaml) = resolve(&written);
    let spec = program::unclear();
    let (_, in_rust) = resolve(spec.model());
    let mut in_rust = said(&in_rust);
    // A time that does not exist cannot be read from YAML, so only a program gets so far.
    in_rust.retain(|one| !one.contains("`daily 24:00`"));
    assert_eq!(in_rust, said(&in_yaml));
}

#[test]
fn checks_say_of_rust_what_they_say_of_yaml() {
    let text = r#"
offsite: 1
name: acme
organization: { id: o-a1b2c3d4e5, management: "111111111111", resource_policy: [] }
accounts: { vault: "222222222222", orders: "333333333333" }
central: { account: vault, region: eu-central-1, lock: { mode: compliance, min: 60d } }
sources: { accounts: [orders], regions: [eu-west-1] }
plans:
  daily:
    resource_types: [S3]
    tags: { backup: daily }
    schedule: daily 03:00
    keep: 90d
    continuous: true
    copy_to: { central: { keep: 30d } }
  monthly: { resource_types: [EFS], schedule: monthly 1 03:00, keep: 90d, cold_after: 30d }
"#;
    let (written, _) = yaml::read::<Model>(text.as_bytes()).unwrap();
    let spec = program::refused();
    assert_eq!(*spec.model(), written);
    let (_, in_yaml) = analyze(&written);
    let (_, in_rust) = analyze(spec.model());
    assert_eq!(said(&in_rust), said(&in_yaml));
    assert_data_eq!(
        shown(&spec, &in_rust),
        str![[r#"
error[LCK002]: nobody, AWS included, can lift the compliance lock of `central`
  --> tests/spec_in_rust/program.rs:53:62
   |
53 |     let central = vault("central", &keeper, EuCentral1).lock(compliance().min(days(60)));
   |                                                              ^^^^^^^^^^ final once `changeable_for` is over
   |
   = help: add `irreversible: true` when all concerned have agreed, or use `mode: governance`

error[LCK003]: the compliance lock does not say for how long it can still be lifted
  --> tests/spec_in_rust/program.rs:53:62
   |
53 |     let central = vault("central", &keeper, EuCentral1).lock(compliance().min(days(60)));
   |                                                              ^^^^^^^^^^ `changeable_for` is missing
   |
   = help: add `changeable_for: 14d`; without it AWS makes a governance lock

error[CON001]: the continuous backups of `daily` can be kept from 1 to 35 days
  --> tests/spec_in_rust/program.rs:62:9
   |
62 |         plan("daily", daily_at(3, 0), [S3], days(90))
   |         ^^^^ kept 90 days
63 |             .continuous()
   |              ---------- makes continuous backups
   |
   = help: keep it 35 days at most, and make long-lived recovery points with a second rule

hint[CPY008]: the copies of `daily` are gone before their originals
  --> tests/spec_in_rust/program.rs:64:14
   |
62 |         plan("daily", daily_at(3, 0), [S3], days(90))
   |         ---- kept 90 days
...
64 |             .copy_to(&central, days(30))
   |              ^^^^^^^ kept 30 days
   |
   = help: keep one of the copies at least as long as the local recovery point

error[LCK001]: the lock of `central` refuses the retention of this copy
  --> tests/spec_in_rust/program.rs:64:14
   |
53 |     let central = vault("central", &keeper, EuCentral1).lock(compliance().min(days(60)));
   |                                                                           --- the lock demands at least 60 days
...
64 |             .copy_to(&central, days(30))
   |              ^^^^^^^ kept 30 days
   |
   = help: keep it 60 days, or change the lock

error[LCY001]: 60 days in cold storage, where recovery points stay at least 90 days
  --> tests/spec_in_rust/program.rs:67:11
   |
67 |     .plan(plan(
   |           ^^^^
   |           |
   |           deleted after 90 days
   |           moved to cold storage after 30 days
   |
   = help: keep it 120 days, or leave it in warm storage

warning[TTO001]: plan `monthly` makes no copies
  --> tests/spec_in_rust/program.rs:67:11
   |
67 |     .plan(plan(
   |           ^^^^ backed up in its own account and region only
   |
   = note: missing of 3-2-1 in `eu-west-1`: 3, a copy beside the resource and its local recovery point; 2, another account; 1, another region; for EFS
   = help: copy to a vault in another account and region, or accept it under `accept` with `code: TTO001`, `at: plans.monthly` and a reason

"#]]
    );
}

#[test]
fn an_option_answers_with_its_call_and_an_argument_with_that_of_its_noun() {
    let spec = program::unclear();
    let line_and_column = |path: Path| match spec.origins().of(&path) {
        Origin::Rust(call) => {
            assert_eq!(call.file(), "tests/spec_in_rust/program.rs");
            (call.line(), call.column())
        }
        other => panic!("{path} is {other:?}"),
    };
    let root = Path::root();
    let daily = root.key("plans").key("daily");
    let exception = root.key("sources").key("exceptions").key("vault");
    let places = [
        root.key("name"),
        root.key("accounts").key("orders"),
        root.key("central").key("region"),
        root.key("sources").key("regions").index(1),
        exception.key("regions").index(0),
        exception.key("keep"),
        daily.key("keep"),
        daily.key("copy_to").key("other").key("keep"),
        root.key("events").key("on"),
        root.key("events").key("logs").key("keep"),
    ];
    let places = places.map(line_and_column);
    let expected = [
        (38, 5),
        (34, 18),
        (35, 19),
        (42, 9),
        (42, 76),
        (42, 48),
        (44, 11),
        (44, 58),
        (46, 13),
        (46, 44),
    ];
    assert_eq!(places, expected);
}

#[test]
fn a_command_reports_the_faults_of_a_program_and_nothing_that_follows_from_them() {
    let run = |spec: Spec| {
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let mut streams = Streams {
            out: &mut out,
            err: &mut err,
            out_color: Color::Never,
            err_color: Color::Never,
        };
        let arguments = ["acme", "check", "--format", "json"].map(Into::into);
        let code = cli::run(arguments, Some(&spec.into()), &mut streams);
        let report: serde_json::Value = serde_json::from_slice(&out).unwrap();
        let found = report["diagnostics"].as_array().unwrap().len();
        (code, found)
    };
    let faults = program::unreadable().faults().len();
    assert_eq!(run(program::unreadable()), (1, faults));
    let (code, found) = run(program::refused());
    assert_eq!(code, 1);
    assert!(found > 0);
}

#[test]
fn the_places_are_no_part_of_what_is_compared() {
    let (one, other) = (program::unclear(), program::unclear());
    assert_eq!(one.model(), other.model());
}
