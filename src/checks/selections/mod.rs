//! What plans protect.

pub(super) mod arn_out_of_reach;
pub(super) mod buckets_chosen_by_nobody;
pub(super) mod only_opted_in_types;
pub(super) mod selects_everything;
pub(super) mod star_before_the_end;
