//! What a person wrote: the surface model, its YAML reader and its Rust DSL.

mod origins;
mod path;
pub mod yaml;

pub use origins::{Origin, Origins, RustOrigins};
pub use path::{Path, Step};
