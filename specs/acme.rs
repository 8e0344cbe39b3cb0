//! `acme.yaml`, written in Rust: `cargo run --example acme -- check`.

use offsite::Region::*;
use offsite::ResourceType::*;
use offsite::prelude::*;

const ORGANIZATION: OrgId = OrgId::new("o-acme0a1b2c");
const ROOT: RootId = RootId::new("r-ac3e");
const MANAGEMENT: AccountId = AccountId::new("100000000001");
const VAULT: AccountId = AccountId::new("100000000002");
const ARCHIVE: AccountId = AccountId::new("100000000003");

const PRODUCTION: [(&str, AccountId); 8] = [
    ("shop", AccountId::new("100000000101")),
    ("orders", AccountId::new("100000000102")),
    ("billing", AccountId::new("100000000103")),
    ("payments", AccountId::new("100000000104")),
    ("ledger", AccountId::new("100000000105")),
    ("customers", AccountId::new("100000000106")),
    ("search", AccountId::new("100000000107")),
    ("legacy", AccountId::new("100000000108")),
];
const PLATFORM: [(&str, AccountId); 4] = [
    ("network", AccountId::new("100000000201")),
    ("identity", AccountId::new("100000000202")),
    ("observability", AccountId::new("100000000203")),
    ("tooling", AccountId::new("100000000204")),
];

const VAULT_KEY: KeyArn =
    KeyArn::new("arn:aws:kms:eu-central-1:100000000002:key/0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0");
const LEGACY_KEYS: [KeyArn; 3] = [
    KeyArn::new("arn:aws:kms:eu-west-1:100000000108:key/1a2b3c4d-5e6f-7a8b-9c0d-e1f2a3b4c5d6"),
    KeyArn::new("arn:aws:kms:eu-west-2:100000000108:key/2b3c4d5e-6f7a-8b9c-0d1e-f2a3b4c5d6e7"),
    KeyArn::new("arn:aws:kms:us-east-1:100000000108:key/3c4d5e6f-7a8b-9c0d-1e2f-a3b4c5d6e7f8"),
];
const STATE: BucketName = BucketName::new("acme-terraform-state");
const PLATFORM_ROLE: RoleArn = RoleArn::new("arn:aws:iam::$account:role/platform/backup");
const BREAK_GLASS: RoleArn = RoleArn::new("arn:aws:iam::$account:role/acme-break-glass");
const LEDGER_TABLES: ResourceArn = ResourceArn::new("arn:aws:dynamodb:*:*:table/ledger-*");
const SCRATCH_TABLE: ResourceArn = ResourceArn::new("arn:aws:dynamodb:*:*:table/ledger-scratch");

/// The backups of an organization with fourteen accounts.
pub(crate) fn acme() -> Spec {
    let keeper = account("vault", VAULT);
    let production = PRODUCTION.map(|(name, id)| account(name, id));
    let [shop, orders, .., legacy] = &production;
    let platform = PLATFORM.map(|(name, id)| account(name, id));

    let pairs = [
        (EuWest1, EuCentral1),
        (EuWest2, EuCentral1),
        (UsEast1, UsWest2),
    ];
    let central = vault("central", &keeper, pairs).keys([VAULT_KEY]);
    let archive = vault("archive", &account("archive", ARCHIVE), EuNorth1)
        .lock(governance().min(years(1)).max(years(10)));

    let in_production = source_group("production", &production, [EuWest1, EuWest2, UsEast1]);
    let on_platform = source_group("platform", &platform, [EuWest1]).role(PLATFORM_ROLE);

    // Days, weeks and months: each kept longer than the one before.
    let generations = plan_with_rules(
        "generations",
        [DynamoDb, Efs],
        [
            rule("daily", daily_at(1, 0), days(35)).copy_to(&central, days(35)),
            rule("weekly", weekly_on(Weekday::Sun, 3, 0), weeks(13)).copy_to(&central, weeks(26)),
            rule(
                "monthly",
                monthly_on(1, 5, 0),
                years(1).cold_after(days(30)),
            )
            .completion_window(hours(48))
            .copy_to(&archive, years(7).cold_after(days(30)))
            .recovery_point_tags([("retention", "legal")]),
        ],
    )
    .sources([&in_production])
    .tags([("backup", "generations")])
    .timezone("Europe/Berlin")
    // Of two rules whose start windows meet, only the one that keeps longer makes a backup.
    .start_window(hours(1));

    let ledger = plan("ledger", cron("0 0/6 * * ? *"), [], days(7))
        .sources([&in_production])
        .resources([LEDGER_TABLES])
        .not_resources([SCRATCH_TABLE])
        .start_window(minutes(90))
        .copy_to(&central, days(90));

    let objects = plan("objects", daily_at(4, 0), [S3], days(35))
        .tags([("backup", "objects")])
        .string_not_equals("stage", "sandbox")
        .string_like("team", "core-*")
        .continuous()
        .copy_to(&central, days(90));

    // Attached to accounts, not to their unit: one that moves in would have neither vault nor role.
    let baseline = plan("baseline", daily_at(5, 0), [DynamoDb, Efs], days(14))
        .sources([&in_production])
        .policy_on(shop)
        .policy_on(orders)
        .tags([("backup", "baseline")])
        .copy_to(&central, days(30));

    // Its owners manage its keys.
    let in_production = in_production.copy_back().protect().except(
        legacy,
        exception()
            .without([&ledger])
            .keep(&objects, days(21))
            .keys(LEGACY_KEYS),
    );

    spec(
        "acme",
        organization(ORGANIZATION, MANAGEMENT)
            .root(ROOT)
            .home_region(EuWest1)
            .delegated_administrators([&keeper])
            // The policy that the organization already has; a second one is impossible.
            .resource_policy([json!({
                "Sid": "PlatformReadsPolicies",
                "Effect": "Allow",
                "Principal": { "AWS": "arn:aws:iam::100000000201:root" },
                "Action": ["organizations:DescribePolicy", "organizations:ListPolicies"],
                "Resource": "*",
            })]),
        [&central, &archive],
        [&in_production, &on_platform],
    )
    // Each account with a protected vault has a role of this name, for emergencies.
    .administration(administration().break_glass([BREAK_GLASS]))
    .plans([generations, ledger, objects, baseline])
    .events(
        failures()
            .silence(hours(36))
            .notify_emails(["backup@acme.example"])
            .notify_logs_kept(days(400))
            .notify_chat(),
    )
    .terraform(
        terraform()
            .backend(s3_backend(STATE, EuWest1).prefix("backup"))
            .assume_role("acme-deploy")
            .session_name("backup"),
    )
    .tags([("owner", "platform"), ("cost-center", "4711")])
}

fn main() -> std::process::ExitCode {
    offsite::main(acme())
}
