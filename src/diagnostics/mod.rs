//! What is wrong with a spec, as data, and the printers of it.
//!
//! A [`Diagnostic`] is built by the YAML reader, by the resolver or by a check, and collected in
//! a [`Report`]. It names places and never prints: [`render_text`] and [`render_json`] are separate
//! readers of the same data. Nothing here knows AWS, nor reads a file: texts come in through
//! [`Sources`].
//!
//! One more output format is one more file beside `text.rs` that asks a [`Locator`] for places.

mod diagnostic;
mod github;
mod json;
mod locator;
mod report;
mod sarif;
mod sources;
mod suggest;
mod text;

pub use diagnostic::{Diagnostic, Fix, Label, Part, Place, Replacement, Severity};
pub use github::render_github;
pub use json::{JsonDiagnostic, JsonLabel, JsonPlace, JsonReport, render_json};
pub use locator::{Locator, Spot};
pub use report::Report;
pub use sarif::render_sarif;
pub use sources::{Position, SourceText, Sources};
pub use suggest::{nearest, suggest};
pub use text::render_text;
