//! What a person wrote: the surface model, its YAML reader and its Rust DSL.

mod path;

pub use path::{Path, Step};
