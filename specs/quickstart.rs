//! `quickstart.yaml`, written in Rust: `cargo run --example quickstart -- check`.

use offsite::Region::*;
use offsite::ResourceType::*;
use offsite::prelude::*;

const ORGANIZATION: OrgId = OrgId::new("o-a1b2c3d4e5");
const MANAGEMENT: AccountId = AccountId::new("111111111111");
const VAULT: AccountId = AccountId::new("222222222222");
const ORDERS: AccountId = AccountId::new("333333333333");
const BILLING: AccountId = AccountId::new("444444444444");

/// The backups of one small organization.
pub(crate) fn quickstart() -> Spec {
    let keeper = account("vault", VAULT);
    let (orders, billing) = (account("orders", ORDERS), account("billing", BILLING));
    let central = vault("central", &keeper, EuCentral1);

    spec(
        "quickstart",
        organization(ORGANIZATION, MANAGEMENT)
            .delegated_administrators([&keeper])
            .resource_policy([]),
        &central,
        sources([&orders, &billing], [EuWest1]),
    )
    .plan(
        plan("daily", daily_at(3, 0), [DynamoDb, S3], days(14))
            .tags([("backup", "daily")])
            .copy_to(&central, days(90)),
    )
    .events(failures().notify_sns())
}

fn main() -> std::process::ExitCode {
    offsite::main(quickstart())
}
