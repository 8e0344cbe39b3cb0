//! A template as a document: its nodes, its sections, and how both are written as YAML and as JSON.
//!
//! Knows CloudFormation's notation and nothing of what is backed up.

mod json;
mod node;
mod template;
mod yaml;

pub(crate) use node::Node;
pub(crate) use template::{Capability, Counts, Output, Removal, Resource, Template};

use crate::spec::model::Format;

/// The template as a file, which begins with this comment.
pub(crate) fn text(template: &Template, format: Format, header: &str) -> String {
    match format {
        Format::Yaml => yaml::text(template, header),
        Format::Json => json::text(template, header),
    }
}

/// The ending of the names of such files.
pub(crate) fn ending(format: Format) -> &'static str {
    match format {
        Format::Yaml => "yaml",
        Format::Json => "json",
    }
}
