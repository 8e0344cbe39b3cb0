//! Times as a person writes them: how long, how often, and the cron expressions in which AWS counts.

pub mod cron;
pub mod duration;
pub mod schedule;
