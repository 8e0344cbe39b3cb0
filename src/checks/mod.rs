//! What AWS would refuse, or fail at silently weeks later, found in the topology.
//!
//! A check is a `const` [`Check`] with a function from a [`Topology`] to findings: it reads, adds to
//! the report, prints nothing and knows no other check. Its page beside it is what `offsite explain`
//! shows, the chapter of the book and the test: the examples in it are run.
//!
//! To add one: the file with its `CHECK`, the page of the same name, one line in [`ALL`], and
//! `SNAPSHOTS=overwrite cargo test --test checks`, which writes what the page's wrong examples say.
//! A check of an uncertain fact is a hint, whatever its subject; a cause is reported by one check.

mod acceptances;
mod administration;
mod check;
mod copies;
mod delegation;
mod events;
mod faults;
mod lifecycles;
mod limits;
mod locks;
mod places;
mod policies;
mod quotas;
mod regions;
mod schedules;
mod selections;
mod tags;
mod vaults;

pub use check::Check;
pub use faults::FAULTS;
pub use limits::LIMITS;
pub(crate) use limits::{TAG_REFUSED, TEMPLATE_TOO_LARGE};
pub(crate) use tags::{on_one_line, refused_signs};

use acceptances::accepts_nothing::Codes;

use crate::diagnostics::{Report, suggest};
use crate::topology::Topology;

/// Every check of a topology, by code.
pub const ALL: &[Check] = &[
    acceptances::accepts_nothing::CHECK,
    administration::break_glass_role_out_of_reach::CHECK,
    administration::vault_without_break_glass_role::CHECK,
    administration::deploying_role_unknown::CHECK,
    lifecycles::continuous_beyond_35_days::CHECK,
    lifecycles::cold_storage_with_continuous::CHECK,
    lifecycles::continuous_without_effect::CHECK,
    copies::type_cannot_be_copied::CHECK,
    copies::copy_without_retention::CHECK,
    copies::copies_more_often_than_they_finish::CHECK,
    copies::region_cannot_copy::CHECK,
    copies::source_region_without_destination::CHECK,
    copies::key_of_resource_not_shared::CHECK,
    copies::joining_accounts_not_admitted::CHECK,
    copies::copy_expires_first::CHECK,
    lifecycles::dynamodb_without_advanced_features::CHECK,
    delegation::too_many_delegated_administrators::CHECK,
    delegation::management_as_delegated_administrator::CHECK,
    delegation::resource_policy_unsaid::CHECK,
    events::events_between_regions::CHECK,
    events::silence_out_of_range::CHECK,
    events::silence_that_is_usual::CHECK,
    events::objects_without_pipes::CHECK,
    events::objects_of_no_bucket::CHECK,
    locks::retention_outside_lock::CHECK,
    locks::compliance_lock_unacknowledged::CHECK,
    locks::unusable_lock::CHECK,
    lifecycles::cold_storage_too_short::CHECK,
    lifecycles::kept_for_ever::CHECK,
    lifecycles::retention_out_of_range::CHECK,
    lifecycles::cold_storage_without_effect::CHECK,
    policies::arn_in_backup_policy::CHECK,
    policies::local_time_in_backup_policy::CHECK,
    policies::backup_policy_too_large::CHECK,
    policies::differences_in_backup_policy::CHECK,
    policies::target_without_vault::CHECK,
    policies::region_without_backup_policies::CHECK,
    policies::region_without_vault::CHECK,
    policies::joining_accounts_without_vault::CHECK,
    quotas::quota_exceeded::CHECK,
    quotas::key_policy_too_large::CHECK,
    regions::region_without_type::CHECK,
    regions::region_must_be_enabled::CHECK,
    regions::region_without_facts::CHECK,
    regions::regions_of_different_partitions::CHECK,
    schedules::more_often_than_hourly::CHECK,
    schedules::never_runs::CHECK,
    schedules::rules_overlap::CHECK,
    selections::selects_everything::CHECK,
    selections::only_opted_in_types::CHECK,
    selections::star_before_the_end::CHECK,
    selections::arn_out_of_reach::CHECK,
    selections::buckets_chosen_by_nobody::CHECK,
    tags::unusable_tag::CHECK,
    copies::fewer_than_3_2_1::CHECK,
    vaults::central_account_is_source::CHECK,
    vaults::default_vault::CHECK,
    vaults::central_account_is_management::CHECK,
    schedules::start_window_too_short::CHECK,
];

/// Marks what the spec accepts of a complete report, and adds what is wrong with its acceptances.
pub fn settle(topology: &Topology, report: &mut Report) {
    let codes = Codes {
        is_known: |code| explain(code).is_some(),
        near,
    };
    acceptances::accepts_nothing::settle(topology, report, &codes);
}

/// What all checks find in a topology.
#[must_use]
pub fn run(topology: &Topology) -> Report {
    let mut report = Report::new();
    for check in ALL {
        check.add_findings(topology, &mut report);
    }
    report
}

/// Everything that has a code: what reading and resolving find, the checks, the engines' limits.
pub fn index() -> impl Iterator<Item = &'static Check> {
    FAULTS.iter().chain(ALL).chain(LIMITS)
}

/// The check, the fault of reading or resolving, or the limit of an engine, with this code (in any case) or name.
#[must_use]
pub fn explain(code_or_name: &str) -> Option<&'static Check> {
    index().find(|check| {
        check.code.eq_ignore_ascii_case(code_or_name)
            || check.name.eq_ignore_ascii_case(code_or_name)
    })
}

/// The code or name that was most likely meant by one that [`explain`] does not know.
#[must_use]
pub fn near(code_or_name: &str) -> Option<&'static str> {
    suggest(
        code_or_name,
        index().flat_map(|check| [check.code, check.name]),
    )
}
