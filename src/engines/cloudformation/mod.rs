//! Blueprints and stacks as CloudFormation: templates, stack sets, the script that deploys them.
//!
//! A shared blueprint becomes one template for all its places; an inline one a template for its
//! own. Nothing here decides what is set up: that is the generators' business, and the resources
//! say how they look. To teach it another type, give the resource its `cloudformation()`.

mod assemble;
mod deployment;
mod document;
mod for_terraform;
mod function;
mod refused;
mod stack_name;
mod stack_sets;
mod templates;

use crate::blueprint::Layout;
use crate::diagnostics::Report;
use crate::topology::Topology;

use stack_sets::StackSetFile;
use templates::TemplateFile;

pub(crate) use for_terraform::files as files_for_terraform;
pub(crate) use refused::tags::refused_tags;

/// The CloudFormation of a topology: built once, for what is refused of it and for its files.
pub(crate) struct Built<'a> {
    topology: &'a Topology,
    templates: Vec<TemplateFile>,
    sets: Vec<StackSetFile>,
}

impl<'a> Built<'a> {
    /// Every template and stack set.
    pub(crate) fn of(topology: &'a Topology, layout: &Layout) -> Self {
        let templates = templates::files(topology, layout);
        let sets = stack_sets::files(topology, &templates);
        Self {
            topology,
            templates,
            sets,
        }
    }

    /// What CloudFormation would refuse for its size.
    pub(crate) fn refusals(&self) -> Report {
        let mut report = Report::new();
        refused::limits::find(self.topology, &self.templates, &self.sets, &mut report);
        report
    }

    /// The files of all templates and the script that deploys them: path, relative to the tree of
    /// the spec, and text.
    ///
    /// # Errors
    ///
    /// When the script's template does not fit its data.
    pub(crate) fn files(self) -> Result<Vec<(String, String)>, tera::Error> {
        let script = deployment::script::script(self.topology, &self.templates, &self.sets)?;
        let templates = self.templates.into_iter().map(|one| (one.file, one.text));
        let sets = self.sets.into_iter().map(|one| (one.file, one.text));
        let files = templates
            .chain(sets)
            .chain([("deploy.sh".to_owned(), script)]);
        Ok(files
            .map(|(file, text)| (format!("cloudformation/{file}"), text))
            .collect())
    }
}
