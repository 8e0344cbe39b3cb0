//! Job events: where they can go.

pub(super) mod events_between_regions;
