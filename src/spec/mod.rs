//! What a person wrote: the surface model, its YAML reader and its Rust DSL.

pub mod cron;
mod path;

pub use path::{Path, Step};
