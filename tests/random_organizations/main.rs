//! Whatever organization a spec without errors describes, it renders to Terraform and CloudFormation that
//! read back, fit the schemas of both, and mean the same; and YAML says it as well as Rust.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

#[path = "../both_engines/mod.rs"]
mod both_engines;
mod draw;
#[path = "../provider_schema/mod.rs"]
mod provider_schema;
mod reading;
#[path = "../resource_schema/mod.rs"]
mod resource_schema;

use both_engines::templates;

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write as _;
use std::process::{Command, Stdio};

use hcl::edit;
use hcl::edit::visit::Visit as _;
use offsite::diagnostics::Severity;
use offsite::spec::model::{Delivery, Spec, Tags};
use offsite::spec::yaml;
use offsite::stages;
use offsite::topology::Topology;
use offsite::tree::Tree;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use provider_schema::Provider;
use provider_schema::held::{Findings, hold_top_level};

/// Fewer than proptest's own default, as each case is a whole organization. `PROPTEST_CASES` and
/// `PROPTEST_RNG_SEED` in the environment draw more of them, and others.
const CASES: u32 = 24;

#[test]
fn every_organization_without_errors_renders_to_what_reads_back_fits_and_means_the_same() {
    let cases = std::env::var("PROPTEST_CASES").ok();
    let cases = cases.map_or(CASES, |cases| cases.parse().unwrap());
    let mut runner = TestRunner::new(Config {
        cases,
        // Well above what is seen: 30 beside 24 cases at most.
        max_global_rejects: cases * 3,
        failure_persistence: None,
        max_shrink_iters: 64,
        ..Config::default()
    });
    let directory = tempfile::tempdir().unwrap();
    let rendered = Cell::new(0_u32);
    let refused = RefCell::new(BTreeSet::new());
    let providers = [Provider::v5_100(), Provider::v6_25()];
    let result = runner.run(&draw::spec(), |spec| {
        let (topology, report) = stages::analyze(&spec);
        if report.has_errors() {
            let errors = report
                .iter()
                .filter(|finding| finding.severity == Severity::Error);
            refused
                .borrow_mut()
                .extend(errors.map(|finding| finding.message.clone()));
            // Another one is drawn in its stead.
            return Err(TestCaseError::reject("with errors"));
        }
        let tree = render(&spec)?;
        prop_assert_eq!(&tree, &render(&spec)?, "two runs give two trees");
        reads_back(&topology, &spec, &tree)?;
        fits_the_schemas(&providers, &tree)?;
        means_the_same(&tree)?;
        prop_assert_eq!(&tree, &render(&twin(&spec)?)?, "YAML says something else");
        let place = directory.path().join(rendered.get().to_string());
        tree.write(&place).unwrap();
        rendered.set(rendered.get() + 1);
        Ok(())
    });
    if let Err(failure) = result {
        panic!("{failure}; refused: {:#?}", refused.borrow());
    }
    assert_eq!(rendered.get(), cases, "organizations without errors");
    format_finds_nothing_to_change(directory.path());
}

#[test]
fn plans_and_targets_whose_names_run_together_are_declared_apart() {
    let plan = "{ deliver: policy, resource_types: [S3], tags: { a: b }, schedule: \"daily 03:00\", keep: 14d, ";
    let text = format!(
        "offsite: 1\nname: drawn\norganization:\n  id: o-a1b2c3d4e5\n  root: r-ab12\n  management: \"111111111111\"\n  \
         units: {{ b_root: ou-ab12-c3d4e5f6 }}\naccounts: {{ vault: \"222222222222\", orders: \"333333333333\" }}\n\
         central: {{ account: vault, region: eu-central-1 }}\nsources: {{ accounts: [orders], regions: [eu-west-1] }}\n\
         plans:\n  a: {plan}targets: [b_root] }}\n  a_b: {plan}targets: [root] }}\n"
    );
    let (spec, _) = yaml::read::<Spec>(text.as_bytes()).unwrap();
    let (topology, report) = stages::analyze(&spec);
    assert!(!report.has_errors(), "{report:?}");
    let tree = render(&spec).unwrap();
    reads_back(&topology, &spec, &tree).unwrap();
    means_the_same(&tree).unwrap();
}

fn render(spec: &Spec) -> Result<Tree, TestCaseError> {
    let rendering = stages::render(spec).map_err(|error| {
        TestCaseError::fail(format!("{error}: {:?}", std::error::Error::source(&error)))
    })?;
    rendering
        .tree
        .ok_or_else(|| TestCaseError::fail("no errors, and yet no tree"))
}

/// The spec as its YAML is read.
fn twin(spec: &Spec) -> Result<Spec, TestCaseError> {
    let json = serde_json::to_string(spec).unwrap();
    // By way of JSON a choice of variants is a mapping, and no tag.
    let value: serde_yaml::Value = serde_json::from_str(&json).unwrap();
    // The writer of YAML takes these for the line breaks that they were in YAML 1.1.
    let text = match json.contains(['\u{85}', '\u{2028}', '\u{2029}']) {
        true => json.replace('\u{7f}', "\\u007f"),
        false => serde_yaml::to_string(&value).unwrap(),
    };
    let (read, _) = yaml::read::<Spec>(text.as_bytes())
        .map_err(|unreadable| TestCaseError::fail(format!("{:?}\n{text}", unreadable.faults)))?;
    prop_assert_eq!(spec, &read, "{}", text);
    Ok(read)
}

/// Every argument is the provider's, every property CloudFormation's.
fn fits_the_schemas(providers: &[Provider; 2], tree: &Tree) -> Result<(), TestCaseError> {
    for (path, bytes) in tree.iter() {
        let path = path.as_str();
        let text = std::str::from_utf8(bytes).unwrap();
        if path.ends_with(".tf") {
            let body: hcl::Body = hcl::from_str(text).unwrap();
            for provider in providers {
                let mut findings = Findings::default();
                for block in body.blocks() {
                    hold_top_level(provider, block, path, &mut findings);
                }
                prop_assert_eq!(findings.faults, Vec::<String>::new());
            }
        } else if path.starts_with("cloudformation/") && !path.ends_with(".sh") {
            let template = templates::read(path, text);
            let faults = resource_schema::faults(path, &template, &mut BTreeSet::new());
            prop_assert_eq!(faults, Vec::<String>::new());
            let lacking = resource_schema::lacking(&template);
            prop_assert_eq!(lacking, Vec::<String>::new(), "{} lacks these", path);
        }
    }
    Ok(())
}

/// Both engines describe the same resources, but for what may differ.
fn means_the_same(tree: &Tree) -> Result<(), TestCaseError> {
    let mut lines = both_engines::differences(tree);
    lines.retain(|line| both_engines::allowed(line).is_none());
    prop_assert_eq!(lines, Vec::<String>::new());
    Ok(())
}

/// Every file parses, declares nothing twice, and holds the spec's texts to the letter.
fn reads_back(topology: &Topology, spec: &Spec, tree: &Tree) -> Result<(), TestCaseError> {
    let mut texts = reading::Texts::default();
    let mut folded: BTreeMap<String, &str> = BTreeMap::new();
    let mut declared: BTreeSet<(String, String)> = BTreeSet::new();
    for (path, bytes) in tree.iter() {
        let path = path.as_str();
        // Two that differ only by case are one file where people check the tree out.
        let other = folded.insert(path.to_lowercase(), path);
        prop_assert!(
            other.is_none(),
            "`{}` and `{}`",
            path,
            other.unwrap_or_default()
        );
        if !path.ends_with(".tf") {
            continue;
        }
        let text = std::str::from_utf8(bytes)
            .map_err(|error| TestCaseError::fail(format!("{path}: {error}")))?;
        let body: edit::structure::Body = text.parse().map_err(|error: edit::parser::Error| {
            TestCaseError::fail(format!("{path}: {error}\n{text}"))
        })?;
        texts.visit_body(&body);
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        for name in reading::declared(&body) {
            let new = declared.insert((folder.to_owned(), name.clone()));
            prop_assert!(new, "{folder} declares {name} twice");
        }
    }
    for text in said(topology, spec) {
        prop_assert!(
            texts.0.contains(&text),
            "{:?} is not in the Terraform",
            text
        );
    }
    Ok(())
}

/// The texts of a spec that Terraform must be told as they are.
fn said(topology: &Topology, spec: &Spec) -> BTreeSet<String> {
    let mut said: BTreeSet<String> = BTreeSet::new();
    let mut both = |tags: &Tags, prefix: &str| {
        for (key, value) in tags {
            said.insert(format!("{prefix}{key}"));
            said.insert(value.clone());
        }
    };
    both(&spec.tags, "");
    for (index, plan) in topology.plans.iter().enumerate() {
        let mut shapes = topology.groups.iter().flat_map(|group| &group.shapes);
        if plan.delivery == Delivery::Plan && !shapes.any(|shape| shape.has_plan(index)) {
            continue;
        }
        let selection = &plan.selection;
        for tags in [
            &selection.tags,
            &selection.conditions.string_equals,
            &selection.conditions.string_not_equals,
            &selection.conditions.string_like,
            &selection.conditions.string_not_like,
        ] {
            both(tags, "aws:ResourceTag/");
        }
        for rule in &plan.rules {
            both(&rule.recovery_point_tags, "");
        }
    }
    let role = &spec.terraform.assume_role;
    said.extend(role.external_id.iter().chain(&role.session_name).cloned());
    said.extend(
        spec.events
            .iter()
            .flat_map(|events| events.sns.emails.clone()),
    );
    said
}

fn format_finds_nothing_to_change(directory: &std::path::Path) {
    let found = Command::new("terraform")
        .arg("version")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success());
    if !found {
        // Straight to the stream: what a passing test prints with a macro is not shown.
        let missing = "terraform is not installed; not proven: terraform fmt finds nothing to change in random organizations\n";
        std::io::stderr().write_all(missing.as_bytes()).unwrap();
        let required = std::env::var_os("OFFSITE_REQUIRE_ENGINES").is_some_and(|set| set == "1");
        assert!(!required, "OFFSITE_REQUIRE_ENGINES=1 and no terraform");
        return;
    }
    let output = Command::new("terraform")
        .args(["fmt", "-check", "-diff", "-recursive"])
        .current_dir(directory)
        .env("CHECKPOINT_DISABLE", "1")
        .env("NO_COLOR", "1")
        .env_remove("TF_CLI_CONFIG_FILE")
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    let complained = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said:.6000}\n{complained:.3000}");
}
