//! Job events: where they can go, and what it means when none come.

pub(super) mod events_between_regions;
pub(super) mod objects_of_no_bucket;
pub(super) mod objects_without_pipes;
pub(super) mod silence_out_of_range;
pub(super) mod silence_that_is_usual;
