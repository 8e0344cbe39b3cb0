//! Terraform reads every emitted file, and the provider takes every root.

use std::time::Instant;

use crate::environment::{all_roots, engines, say};
use crate::examples;
use crate::terraform::{Root, Work, side_by_side};

#[test]
fn terraform_fmt_leaves_every_emitted_file_alone() {
    let Some(engines) = engines("terraform fmt leaves every emitted file alone") else {
        return;
    };
    for example in examples::all() {
        let scratch = tempfile::tempdir().unwrap();
        let tree = examples::project().join("output").join(&example.name);
        let work = Work::copy(&engines, &tree, scratch.path(), "", None);
        let ended = work.run(".", &["fmt", "-check", "-recursive", "-diff", "-no-color"]);
        assert_eq!(ended.status, 0, "{}: {}", example.name, ended.all());
    }
}

#[test]
fn the_provider_takes_every_shape_of_root() {
    let Some(engines) = engines("the provider takes every shape of root") else {
        return;
    };
    let start = Instant::now();
    let (mut validated, mut of) = (0, 0);
    for example in examples::all() {
        let scratch = tempfile::tempdir().unwrap();
        let tree = examples::project().join("output").join(&example.name);
        let work = Work::copy(&engines, &tree, scratch.path(), "", None);
        let roots = if all_roots() {
            work.roots()
        } else {
            work.shapes()
        };
        (validated, of) = (validated + roots.len(), of + work.roots().len());
        // Two at a time: this is work, not waiting.
        for pair in roots.chunks(2) {
            let results = side_by_side(pair, |Root { name, .. }| {
                work.succeed(
                    name,
                    &["init", "-input=false", "-backend=false", "-no-color"],
                )?;
                work.succeed(name, &["validate", "-no-color"])
            });
            for result in results {
                let ended = result.unwrap_or_else(|fault| panic!("{}: {fault}", example.name));
                assert!(
                    !ended.said.contains("Warning"),
                    "{}: {}",
                    example.name,
                    ended.said
                );
            }
        }
    }
    say(&format!(
        "validated {validated} of {of} roots with the real provider in {} s; the others have the \
         shape of one of them (OFFSITE_ALL_ROOTS=1 validates all)",
        start.elapsed().as_secs()
    ));
}
