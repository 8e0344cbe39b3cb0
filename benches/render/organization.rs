//! Specs of organizations of any size, as a person with a script would write them.

use std::fmt::Write as _;

/// Above this many accounts a list of all of them does not fit into a vault's access policy, so
/// the vaults admit the organization.
const LISTED: usize = 300;

/// The YAML of an organization with this many source accounts, each in two regions: two groups,
/// one account in a hundred with an exception, two central vaults with pairs of regions, four
/// plans, events, remote state, a bucket for templates, tags.
pub(crate) fn yaml(accounts: usize) -> String {
    let names: Vec<String> = (0..accounts).map(name).collect();
    let (production, laboratory) = names.split_at(accounts * 3 / 4);
    let mut text = String::from(HEAD);
    for (number, name) in names.iter().enumerate() {
        let _ = writeln!(text, "  {name}: \"{:012}\"", 300_000_000_000 + number);
    }
    let access = if accounts > LISTED {
        "organization"
    } else {
        "sources"
    };
    let _ = write!(
        text,
        "
central:
  central:
    account: vault
    regions: {{ eu-west-1: eu-central-1, eu-west-2: eu-west-3, us-east-1: us-west-2 }}
    access: {access}
  archive:
    account: archive
    region: eu-north-1
    access: {access}
    lock: {{ mode: governance, min: 30d, max: 10y }}

sources:
  production:
    regions: [eu-west-1, eu-west-2]
    copy_back: true
    accounts: [{}]
    exceptions:
",
        production.join(", ")
    );
    for name in production.iter().step_by(100) {
        let _ = writeln!(text, "      {name}: {{ keep: {{ objects: 21d }} }}");
    }
    let _ = write!(
        text,
        "  laboratory:
    regions: [eu-west-1, us-east-1]
    accounts: [{}]
",
        laboratory.join(", ")
    );
    text.push_str(TAIL);
    text
}

fn name(number: usize) -> String {
    const TEAMS: [&str; 8] = [
        "orders", "billing", "payments", "ledger", "search", "catalog", "identity", "shipping",
    ];
    format!("{}-{number:05}", TEAMS[number % TEAMS.len()])
}

const HEAD: &str = r#"offsite: 1
name: large

organization:
  id: o-a1b2c3d4e5
  root: r-ab12
  management: "100000000001"
  home_region: eu-west-1
  delegated_administrators: [vault]
  units: { workloads: ou-ab12-workload1 }
  resource_policy: []

accounts:
  vault: "100000000002"
  archive: "100000000003"
"#;

const TAIL: &str = r#"
plans:
  generations:
    sources: [production]
    resource_types: [DynamoDB, EFS]
    tags: { backup: generations }
    timezone: Europe/Berlin
    rules:
      daily:
        schedule: "daily 01:00"
        keep: 35d
        copy_to: { central: { keep: 35d } }
      weekly:
        schedule: "weekly sun 02:00"
        keep: 13w
        copy_to: { central: { keep: 26w } }
      monthly:
        schedule: "monthly 1 03:00"
        keep: 1y
        cold_after: 30d
        copy_to: { archive: { keep: 7y, cold_after: 30d } }
        recovery_point_tags: { retention: legal }

  ledger:
    sources: [production]
    resources: [arn:aws:dynamodb:*:*:table/ledger-*]
    not_resources: [arn:aws:dynamodb:*:*:table/ledger-scratch]
    schedule: "cron(0 0/6 * * ? *)"
    keep: 7d
    copy_to: { central: { keep: 90d } }

  objects:
    resource_types: [S3]
    tags: { backup: objects }
    conditions:
      string_not_equals: { stage: sandbox }
      string_like: { team: "core-*" }
    schedule: "daily 04:00"
    keep: 35d
    copy_to: { central: { keep: 90d } }

  baseline:
    sources: [production]
    deliver: policy
    targets: [workloads]
    resource_types: [EBS]
    tags: { backup: baseline }
    schedule: "daily 05:00"
    keep: 14d
    copy_to: { central: { keep: 30d } }

events:
  on: failures
  notify: [sns, sqs]
  sns: { emails: [backup@large.example] }

terraform:
  backend:
    s3: { bucket: large-terraform-state, region: eu-west-1, prefix: backup }
  assume_role: { name: deploy, session_name: backup }

cloudformation: { template_bucket: { bucket: large-templates, region: eu-west-1 } }

tags: { owner: platform, cost-center: "4711" }
"#;
