//! Random organizations, held against the real provider and cfn-lint.
//!
//! Dozens of roots are validated at once. One provider process serves them all, and each root is a module of one parent, so that Terraform
//! starts once. `import` blocks cannot stand in a module: those are validated in the examples only.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;
use std::time::Instant;

use offsite::spec::model::Spec;
use offsite::stages;
use offsite::tree::Tree;
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;

use crate::draw;
use crate::environment::{engines, say};
use crate::process::{self, Server, supervised};
use crate::provider::Provider;
use crate::templates::{lint, regions, tool};

/// So many roots at least, of organizations that are the same in every run.
const ROOTS: usize = 36;

/// A provider for many configurations, and how Terraform finds it. None of them is configured by a
/// validation, so it keeps nothing that one root could take from another.
fn serving(provider: &Provider) -> (Server, String) {
    let mut command = supervised(OsStr::new("sh"), &[]);
    let only_where = "s/^.*TF_REATTACH_PROVIDERS=.\\(.*\\).$/\\1/p";
    let script = format!("\"$0\" -debug 2>/dev/null | sed -un '{only_where}'");
    command.args([OsStr::new("-c"), script.as_ref()]);
    // As in `Work::run`, but the memory of dozens of roots is not boundless.
    command.arg(&provider.program).env("GOGC", "400");
    Server::start(command)
}

/// Organizations without errors, the same ones in every run, with what they render to.
fn drawn() -> impl Iterator<Item = (Spec, Tree)> {
    let mut runner = TestRunner::deterministic();
    let specs =
        std::iter::repeat_with(move || draw::spec().new_tree(&mut runner).unwrap().current());
    specs.filter_map(|spec| {
        let tree = stages::render(&spec).unwrap().tree?;
        Some((spec, tree))
    })
}

/// So many templates at least.
const TEMPLATES: usize = 60;

#[test]
fn cfn_lint_has_nothing_to_say_about_random_organizations() {
    let claim = "cfn-lint has nothing to say about random organizations";
    let Some(tool) = tool("cfn-lint", claim) else {
        return;
    };
    let start = Instant::now();
    let scratch = tempfile::tempdir().unwrap();
    let (mut files, mut used) = (Vec::new(), BTreeSet::new());
    let mut organizations = 0;
    for (spec, tree) in drawn() {
        if files.len() >= TEMPLATES {
            break;
        }
        used.extend(regions(&stages::resolve(&spec).0));
        let templates = tree.iter().filter(|(path, _)| {
            let path = path.as_str();
            path.starts_with("cloudformation/") && !path.ends_with(".sh")
        });
        for (path, text) in templates {
            let file = scratch
                .path()
                .join(organizations.to_string())
                .join(path.as_str());
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(&file, text).unwrap();
            files.push(file);
        }
        organizations += 1;
    }
    let ended = lint(&tool, scratch.path(), &used, &files);
    assert!(
        ended.status == 0 && ended.said.is_empty(),
        "{}",
        ended.all()
    );
    say(&format!(
        "cfn-lint read {} templates of {organizations} random organizations in {} s",
        files.len(),
        start.elapsed().as_secs()
    ));
}

#[test]
fn the_provider_takes_dozens_of_roots_of_random_organizations() {
    let claim = "the provider takes dozens of roots of random organizations";
    let Some(engines) = engines(claim) else {
        return;
    };
    let start = Instant::now();
    let scratch = tempfile::tempdir().unwrap();
    let mut parent = String::new();
    let (mut roots, mut organizations) = (0, 0);
    for (_, tree) in drawn() {
        if roots >= ROOTS {
            break;
        }
        let place = scratch.path().join(organizations.to_string());
        tree.write(&place).unwrap();
        let folders: BTreeSet<PathBuf> = fs::read_dir(place.join("terraform"))
            .unwrap()
            .map(|folder| folder.unwrap().path())
            .filter(|folder| folder.is_dir() && !folder.ends_with("modules"))
            .collect();
        // The first source roots stand for the others, which differ by little.
        for folder in folders.iter().take(6) {
            let imports = folder.join("imports.tf");
            if imports.exists() {
                fs::remove_file(imports).unwrap();
            }
            let source = folder.strip_prefix(scratch.path()).unwrap().display();
            writeln!(
                parent,
                "module \"root_{roots}\" {{\n  source = \"./{source}\"\n}}"
            )
            .unwrap();
            roots += 1;
        }
        organizations += 1;
    }
    fs::write(scratch.path().join("main.tf"), parent).unwrap();
    let (_server, attach) = serving(&engines.provider);
    assert!(attach.starts_with('{'), "the provider said {attach}");
    for arguments in [
        &["init", "-input=false", "-no-color"][..],
        &["validate", "-no-color"],
    ] {
        let ended = process::run(OsStr::new("terraform"), arguments, |command| {
            command
                .current_dir(scratch.path())
                .env("TF_REATTACH_PROVIDERS", &attach)
                .env("GOGC", "400")
                .env("CHECKPOINT_DISABLE", "1")
                .env_remove("TF_CLI_CONFIG_FILE");
        });
        assert_eq!(ended.status, 0, "{arguments:?}: {}", ended.all());
    }
    say(&format!(
        "{roots} roots of {organizations} random organizations validated with the real provider in {} s",
        start.elapsed().as_secs()
    ));
}
