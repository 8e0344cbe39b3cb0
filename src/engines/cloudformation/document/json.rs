//! Writes a template as JSON.

use super::node::Node;
use super::template::Template;

/// The template as JSON.
pub(super) fn text(template: &Template, header: &str) -> String {
    let mut sections = template.head();
    // JSON has no comments; the header stands with what else programs may want to know.
    if let Some((_, Node::Map(metadata))) = sections.last_mut() {
        metadata.insert("Comment".to_owned(), header.into());
    }
    sections.extend(template.sections());
    let resources = template
        .resources
        .iter()
        .map(|(id, resource)| (id.as_str(), resource.node()));
    sections.push(("Resources", Node::map(resources)));
    if !template.outputs.is_empty() {
        sections.push(("Outputs", template.outputs()));
    }
    let text = serde_json::to_string_pretty(&Node::map(sections)).unwrap_or_default();
    // JSON takes it as it is; the readers of YAML that templates are read with do not.
    let text = text.replace('\u{7f}', "\\u007f");
    text + "\n"
}
