//! The stages from a spec to a tree, each of them on its own.
//!
//! [`render`] is all of them; programs that embed or measure offsite call the single ones.

use crate::blueprint::Layout;
use crate::checks;
use crate::diagnostics::Report;
use crate::engines::cloudformation::{Built, refused_tags};
use crate::engines::{self, readme};
use crate::spec::model::Spec;
use crate::topology::Topology;
use crate::tree::{InsertError, Origin, Tree, TreePath, TreePathError};

pub use crate::checks::run as check;
pub use crate::engines::Engine;
pub use crate::generators::generate;
pub use crate::topology::resolve;

/// Why files could not be put together to a tree: a fault of offsite, not of the spec.
#[derive(Debug, thiserror::Error)]
pub enum PrintError {
    /// A name led to a path that no tree takes.
    #[error("`{path}` is no path of a tree")]
    Path {
        /// The path.
        path: String,
        /// What is wrong with it.
        source: TreePathError,
    },
    /// Two files have the same path.
    #[error("`{path}` is written twice")]
    Twice {
        /// The path.
        path: String,
        /// What the tree says.
        source: InsertError,
    },
    /// The template of the script that deploys CloudFormation does not fit its data.
    #[error("the script that deploys the CloudFormation cannot be written")]
    Script {
        /// What the template engine says.
        source: tera::Error,
    },
    /// The template of the tree's README does not fit its data.
    #[error("the tree's README cannot be written")]
    Readme {
        /// What the template engine says.
        source: tera::Error,
    },
}

/// What one spec comes to.
#[derive(Debug)]
pub struct Rendering {
    /// The findings; with an error among them there is no tree.
    pub report: Report,
    /// The files, when the spec has no errors.
    pub tree: Option<Tree>,
}

/// Everything wrong with a spec: what it leaves unclear, and what AWS would refuse or not do.
#[must_use]
pub fn analyze(spec: &Spec) -> (Topology, Report) {
    analyze_for(spec, &spec.engines())
}

/// Everything wrong with a spec that is rendered for these engines.
#[must_use]
pub fn analyze_for(spec: &Spec, engines: &[Engine]) -> (Topology, Report) {
    let (topology, mut report) = examine(spec, engines);
    if !report.has_errors() && engines.contains(&Engine::CloudFormation) {
        add(
            &mut report,
            &Built::of(&topology, &generate(&topology)).refusals(),
        );
    }
    (topology, report)
}

/// What is wrong with a spec, as far as it shows before anything is generated.
fn examine(spec: &Spec, engines: &[Engine]) -> (Topology, Report) {
    let (topology, mut report) = resolve(spec);
    add(&mut report, &check(&topology));
    if engines.contains(&Engine::CloudFormation) {
        // What AWS takes nowhere needs no word of an engine.
        for finding in refused_tags(&topology).iter() {
            if !report.has_error_at(&finding.primary.place) {
                report.add(finding.clone());
            }
        }
    }
    checks::settle(&topology, &mut report);
    (topology, report)
}

fn add(report: &mut Report, more: &Report) {
    for finding in more.iter() {
        report.add(finding.clone());
    }
}

/// The tree of a spec for the engines that it is written for, unless the spec has errors.
///
/// # Errors
///
/// Only when offsite itself is at fault; what is wrong with the spec is in the report.
pub fn render(spec: &Spec) -> Result<Rendering, PrintError> {
    render_for(spec, &spec.engines())
}

/// The tree of a spec for these engines, unless the spec has errors.
///
/// # Errors
///
/// Only when offsite itself is at fault; what is wrong with the spec is in the report.
pub fn render_for(spec: &Spec, engines: &[Engine]) -> Result<Rendering, PrintError> {
    let (topology, mut report) = examine(spec, engines);
    if report.has_errors() {
        return Ok(Rendering { report, tree: None });
    }
    let layout = generate(&topology);
    let printing = Printing::of(&topology, &layout, engines);
    if let Some(built) = &printing.cloudformation {
        add(&mut report, &built.refusals());
    }
    let tree = if report.has_errors() {
        None
    } else {
        Some(printing.tree(spec)?)
    };
    Ok(Rendering { report, tree })
}

/// The files of a layout, for the engines of the spec.
///
/// # Errors
///
/// Only when offsite itself is at fault.
pub fn print(spec: &Spec, topology: &Topology, layout: &Layout) -> Result<Tree, PrintError> {
    Printing::of(topology, layout, &spec.engines()).tree(spec)
}

/// A layout on its way to files. What both the files of an engine and what it refuses need is made once.
struct Printing<'a> {
    topology: &'a Topology,
    layout: &'a Layout,
    engines: &'a [Engine],
    cloudformation: Option<Built<'a>>,
}

impl<'a> Printing<'a> {
    fn of(topology: &'a Topology, layout: &'a Layout, engines: &'a [Engine]) -> Self {
        let wanted = engines.contains(&Engine::CloudFormation);
        Self {
            topology,
            layout,
            engines,
            cloudformation: wanted.then(|| Built::of(topology, layout)),
        }
    }

    fn tree(self, spec: &Spec) -> Result<Tree, PrintError> {
        let Self {
            topology,
            layout,
            engines,
            cloudformation,
        } = self;
        // The digest is of what the spec says, not of how it is written: YAML and Rust give the same.
        let said = serde_json::to_vec(spec).unwrap_or_default();
        let origin = Origin::new(env!("CARGO_PKG_VERSION"), topology.name.as_str(), &said);
        let mut tree = Tree::new(origin);
        let readme = readme::text(topology, layout, engines)
            .map_err(|source| PrintError::Readme { source })?;
        let mut files = vec![("README.md".to_owned(), readme)];
        if engines.contains(&Engine::Terraform) {
            files.extend(engines::terraform::files(topology, layout));
            files.extend(engines::cloudformation::files_for_terraform(
                topology, layout,
            ));
        }
        files.extend(crate::deploying::files(topology, layout, engines));
        if let Some(built) = cloudformation {
            files.extend(
                built
                    .files()
                    .map_err(|source| PrintError::Script { source })?,
            );
        }
        for (path, text) in files {
            let parsed = TreePath::parse(&path).map_err(|source| PrintError::Path {
                path: path.clone(),
                source,
            })?;
            tree.insert(parsed, text)
                .map_err(|source| PrintError::Twice { path, source })?;
        }
        Ok(tree)
    }
}
