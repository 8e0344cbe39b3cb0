//! A program with faults. Its lines and columns are part of what the tests expect.

use offsite::Region::*;
use offsite::ResourceType::*;
use offsite::prelude::*;

const ORGANIZATION: OrgId = OrgId::new("o-a1b2c3d4e5");
const MANAGEMENT: AccountId = AccountId::new("111111111111");
const VAULT: AccountId = AccountId::new("222222222222");
const ORDERS: AccountId = AccountId::new("333333333333");
const TOPIC: TopicArn = TopicArn::new("arn:aws:sns:us-east-1:222222222222:alerts");

/// Faults that keep a text from being read.
pub(crate) fn unreadable() -> Spec {
    let keeper = account("vault", VAULT);
    let orders = account("orders & billing", ORDERS);
    let central = vault("central", &keeper, EuCentral1).vault_name("x");

    spec(
        "Acme",
        organization(ORGANIZATION, MANAGEMENT)
            .delegated_administrators([&account("vault", ORDERS)]),
        &central,
        sources([&orders, &orders], [EuWest1]),
    )
    .plan(plan("daily", daily_at(3, 0), [S3], days(14)).tags([("a", "1"), ("a", "2")]))
    .plan(plan("daily", daily_at(4, 0), [S3], days(14)).copy_to(&central, days(90)))
    .terraform(terraform().assume_role("no role"))
}

/// Faults that keep a spec from meaning anything.
pub(crate) fn unclear() -> Spec {
    let keeper = account("vault", VAULT);
    let orders = account("orders", ORDERS);
    let central = vault("central", &keeper, EuCentral1);
    let other = vault("other", &keeper, EuNorth1);

    spec(
        "acme",
        organization(ORGANIZATION, MANAGEMENT),
        &central,
        sources([&orders], [EuWest1, EuWest1]).except(&keeper, exception().regions([EuWest2])),
    )
    .plan(plan("daily", daily_at(24, 0), [S3], days(14)).copy_to(&other, days(90)))
    .plan(plan("hourly", hourly(), [S3], days(2)).policy_on(OrganizationRoot))
    .events(failures().notify_topic(TOPIC).notify_logs_kept(days(100)))
}

/// Faults that AWS would refuse, or that would only show weeks later.
pub(crate) fn refused() -> Spec {
    let keeper = account("vault", VAULT);
    let orders = account("orders", ORDERS);
    let central = vault("central", &keeper, EuCentral1).lock(compliance().min(days(60)));

    spec(
        "acme",
        organization(ORGANIZATION, MANAGEMENT).resource_policy([]),
        &central,
        sources([&orders], [EuWest1]),
    )
    .plan(
        plan("daily", daily_at(3, 0), [S3], days(90))
            .continuous()
            .copy_to(&central, days(30))
            .tags([("backup", "daily")]),
    )
    .plan(plan(
        "monthly",
        monthly_on(1, 3, 0),
        [Efs],
        days(90).cold_after(days(30)),
    ))
}
