//! What a person wrote: the surface model, its YAML reader and its Rust DSL.

pub mod cron;
pub mod dsl;
pub mod duration;
pub mod ids;
pub mod model;
mod one_or_named;
mod origins;
mod path;
pub mod schedule;
mod schema;
mod version;
pub mod yaml;

pub use one_or_named::OneOrNamed;
pub use origins::{Origin, Origins, RustOrigins};
pub use path::{Path, Step};
pub use schema::schema;
pub use version::Version;
