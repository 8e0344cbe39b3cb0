//! When rules start.

pub(super) mod more_often_than_hourly;
pub(super) mod never_runs;
pub(super) mod rules_overlap;
pub(super) mod start_window_too_short;
