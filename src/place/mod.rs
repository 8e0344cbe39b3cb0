//! Where something stands: the path of a value within a spec, and the place it was written at.
//!
//! Knows nothing of what a spec may hold, so the spec and the findings about it can both speak of places.

mod origins;
mod path;

pub use origins::{Origin, Origins, RustOrigins};
pub use path::{Path, Step};
