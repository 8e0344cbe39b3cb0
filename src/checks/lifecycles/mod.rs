//! How long recovery points are kept, and when they move to cold storage.

pub(super) mod cold_storage_too_short;
pub(super) mod cold_storage_with_continuous;
pub(super) mod cold_storage_without_effect;
pub(super) mod continuous_beyond_35_days;
pub(super) mod continuous_without_effect;
pub(super) mod dynamodb_without_advanced_features;
pub(super) mod kept_for_ever;
pub(super) mod retention_out_of_range;
