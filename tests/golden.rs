//! The committed trees under `output/` are exactly what the example specs give, always.

#![allow(clippy::unwrap_used)]

#[allow(dead_code, reason = "its `main` is the example's, not ours")]
#[path = "../specs/acme.rs"]
mod acme;
mod examples;
#[allow(dead_code, reason = "its `main` is the example's, not ours")]
#[path = "../specs/quickstart.rs"]
mod quickstart;

use std::path::PathBuf;

use offsite::stages;
use offsite::tree::Tree;

fn bytes(tree: &Tree) -> Vec<(String, String)> {
    let files = tree.iter();
    let mut all: Vec<_> = files
        .map(|(path, bytes)| {
            (
                path.to_string(),
                String::from_utf8_lossy(bytes).into_owned(),
            )
        })
        .collect();
    all.push(("manifest.json".to_owned(), tree.manifest().to_text()));
    all
}

fn output() -> PathBuf {
    examples::project().join("output")
}

#[test]
fn every_committed_tree_is_exactly_what_its_spec_gives() {
    let bless = std::env::var_os("SNAPSHOTS").is_some_and(|mode| mode == "overwrite");
    let mut stale = Vec::new();
    for example in examples::all() {
        let (tree, directory) = (example.tree(), output().join(&example.name));
        if bless {
            tree.write(&directory).unwrap();
        }
        let comparison = tree.compare(&directory).unwrap();
        if !comparison.is_exact() {
            stale.push(format!("output/{}: {comparison:#?}", example.name));
        }
    }
    let left_over = std::fs::read_dir(output())
        .unwrap()
        .map(|entry| entry.unwrap().file_name());
    for name in left_over {
        if !examples::all().iter().any(|example| name == *example.name) {
            stale.push(format!("output/{}: no spec gives it", name.display()));
        }
    }
    assert!(
        stale.is_empty(),
        "{}\nrun `cargo bless`, and review what changes",
        stale.join("\n")
    );
}

#[test]
fn an_example_is_named_after_its_file() {
    for example in examples::all() {
        assert_eq!(example.spec.name.as_str(), example.name);
    }
}

#[test]
fn rendering_twice_gives_the_same_bytes() {
    for example in examples::all() {
        assert_eq!(
            bytes(&example.tree()),
            bytes(&example.tree()),
            "{}",
            example.name
        );
    }
}

#[test]
fn a_spec_in_rust_gives_the_bytes_of_its_twin_in_yaml() {
    let in_rust = [
        ("acme", acme::acme()),
        ("quickstart", quickstart::quickstart()),
    ];
    let in_yaml = examples::all();
    for (name, spec) in in_rust {
        assert!(spec.faults().is_empty(), "{name}: {:?}", spec.faults());
        let tree = stages::render(spec.model()).unwrap().tree.unwrap();
        let twin = in_yaml.iter().find(|example| example.name == name).unwrap();
        assert_eq!(bytes(&tree), bytes(&twin.tree()), "{name}");
    }
}
