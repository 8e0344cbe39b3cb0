//! The example specs and their trees, for every test that is about what offsite emits.

use std::path::{Path, PathBuf};

use offsite::spec::model::Spec;
use offsite::spec::yaml;
use offsite::stages;
use offsite::tree::Tree;

/// A spec under `specs/`.
pub(crate) struct Example {
    pub(crate) name: String,
    pub(crate) spec: Spec,
}

/// The project's directory.
pub(crate) fn project() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every example spec in YAML, by name.
pub(crate) fn all() -> Vec<Example> {
    read("specs")
}

/// Specs that say what no example does.
#[allow(
    dead_code,
    reason = "not every test about the examples is about these too"
)]
pub(crate) fn unusual() -> Vec<Example> {
    read("tests/unusual")
}

fn read(folder: &str) -> Vec<Example> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(project().join(folder))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|end| end == "yaml"))
        .collect();
    files.sort();
    assert!(!files.is_empty(), "no specs in {folder}");
    files
        .iter()
        .map(|path| {
            let bytes = std::fs::read(path).unwrap();
            let (spec, _) = yaml::read::<Spec>(&bytes)
                .unwrap_or_else(|unreadable| panic!("{}: {:?}", path.display(), unreadable.faults));
            Example {
                name: path.file_stem().unwrap().to_str().unwrap().to_owned(),
                spec,
            }
        })
        .collect()
}

impl Example {
    /// The tree that the spec gives.
    pub(crate) fn tree(&self) -> Tree {
        let rendering = stages::render(&self.spec).unwrap();
        rendering
            .tree
            .unwrap_or_else(|| panic!("{} has errors: {:?}", self.name, rendering.report))
    }
}
