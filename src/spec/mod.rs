//! What a person wrote: the surface model, its YAML reader and its Rust DSL.

pub mod dsl;
pub mod ids;
pub mod model;
mod one_or_named;
mod schema;
pub mod time;
mod version;
pub mod yaml;

pub use one_or_named::OneOrNamed;
pub use schema::schema;
pub use version::Version;
