//! The stages of a render, one by one and all together.

use std::path::Path;

use offsite::spec::model::Spec;
use offsite::spec::yaml;
use offsite::stages;
use offsite::tree::{Tree, Written};

/// A spec's text, read.
pub(crate) fn parse(text: &str) -> Spec {
    let read = yaml::read::<Spec>(text.as_bytes());
    let (spec, _) = read.expect("the generated spec is well-formed");
    spec
}

/// All stages but the last: text to tree.
pub(crate) fn tree(text: &str) -> Tree {
    let rendering = stages::render(&parse(text)).expect("offsite is not at fault");
    let findings = rendering.report.iter();
    let findings: Vec<&str> = findings.map(|finding| finding.message.as_str()).collect();
    let faults = format!("the generated spec is without errors: {findings:#?}");
    rendering.tree.expect(&faults)
}

/// What a person waits for: text to files.
pub(crate) fn render(text: &str, dir: &Path) -> Written {
    write(&tree(text), dir)
}

/// A tree on disk.
pub(crate) fn write(tree: &Tree, dir: &Path) -> Written {
    tree.write(dir).expect("the directory takes the tree")
}
