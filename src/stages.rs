//! The stages from a spec to a tree, each of them on its own.
//!
//! [`render`] is all of them; programs that embed or measure offsite call the single ones.

use crate::blueprint::Layout;
use crate::diagnostics::Report;
use crate::readme;
use crate::spec::model::Spec;
use crate::topology::Topology;
use crate::tree::{InsertError, Origin, Tree, TreePath, TreePathError};

pub use crate::checks::run as check;
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
    let (topology, mut report) = resolve(spec);
    for finding in check(&topology).iter() {
        report.add(finding.clone());
    }
    (topology, report)
}

/// The tree of a spec, unless the spec has errors.
///
/// # Errors
///
/// Only when offsite itself is at fault; what is wrong with the spec is in the report.
pub fn render(spec: &Spec) -> Result<Rendering, PrintError> {
    let (topology, report) = analyze(spec);
    let tree = if report.has_errors() {
        None
    } else {
        Some(print(spec, &topology, &generate(&topology))?)
    };
    Ok(Rendering { report, tree })
}

/// The files of a layout.
///
/// # Errors
///
/// Only when offsite itself is at fault.
pub fn print(spec: &Spec, topology: &Topology, layout: &Layout) -> Result<Tree, PrintError> {
    // The digest is of what the spec says, not of how it is written: YAML and Rust give the same.
    let said = serde_json::to_vec(spec).unwrap_or_default();
    let origin = Origin::new(env!("CARGO_PKG_VERSION"), topology.name.as_str(), &said);
    let mut tree = Tree::new(origin);
    let readme = readme::text(topology, layout).map_err(|source| PrintError::Readme { source })?;
    let files = crate::terraform::files(topology, layout)
        .into_iter()
        .chain(crate::cloudformation::files(topology, layout));
    for (path, text) in std::iter::once(("README.md".to_owned(), readme)).chain(files) {
        let parsed = TreePath::parse(&path).map_err(|source| PrintError::Path {
            path: path.clone(),
            source,
        })?;
        tree.insert(parsed, text)
            .map_err(|source| PrintError::Twice { path, source })?;
    }
    Ok(tree)
}
