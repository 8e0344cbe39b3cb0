//! The CloudFormation of every example: cfn-lint reads the templates, shellcheck the scripts.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use offsite::Region;
use offsite::spec::ids::BucketName;
use offsite::spec::model::{
    Deployment, Format, OnDelete, PermissionModel, Spec, StackSets, TemplateBucket,
};
use offsite::stages;
use offsite::topology::Topology;

use crate::environment::{proven, python_for, say};
use crate::examples::{self, Example};
use crate::process::{self, Ended};

/// A form that a spec can ask for: its name, and the change to the spec.
type Form = (&'static str, fn(&mut Spec));

/// Every form of the templates.
const FORMS: [Form; 4] = [
    ("as it is", |_| {}),
    ("json", |spec| {
        spec.cloudformation.format = Format::Json;
        // JSON is longer than YAML: what just fits without a bucket in one needs one in the other.
        spec.cloudformation
            .template_bucket
            .get_or_insert_with(|| TemplateBucket {
                bucket: BucketName::new("templates-in-json"),
                region: spec
                    .organization
                    .home_region
                    .clone()
                    .unwrap_or(Region::UsEast1),
                prefix: None,
            });
    }),
    ("plain stacks", |spec| {
        spec.cloudformation.delivery = Deployment::Stacks;
        spec.cloudformation.stack_sets = StackSets::default();
    }),
    ("self-managed", |spec| {
        spec.cloudformation.stack_sets = StackSets {
            permission_model: PermissionModel::SelfManaged,
            ..StackSets::default()
        };
        spec.cloudformation.on_delete = OnDelete::Restore;
    }),
];

fn every_spec() -> Vec<Example> {
    let examples = examples::all().into_iter();
    examples.chain(examples::unusual()).collect()
}

/// A program of the Python environment; or nothing, after saying what is not proven.
pub(crate) fn tool(name: &str, claim: &str) -> Option<PathBuf> {
    let tool = python_for(claim)?.with_file_name(name);
    let found = tool.is_file().then_some(tool);
    proven(claim, found.ok_or_else(|| format!("no {name}")))
}

/// The files of one form of an example, below a directory of that form.
fn written(directory: &Path, spec: &Spec) -> Vec<(PathBuf, String)> {
    let rendering = stages::render(spec).unwrap();
    let Some(tree) = rendering.tree else {
        panic!("{}: {:#?}", spec.name, rendering.report);
    };
    let mut written = Vec::new();
    for (path, text) in tree.iter() {
        if !path.to_string().starts_with("cloudformation/") {
            continue;
        }
        let file = directory.join(path.to_string());
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(&file, text).unwrap();
        written.push((file, String::from_utf8(text.to_vec()).unwrap()));
    }
    assert!(!written.is_empty());
    written
}

/// Every region that a spec speaks of.
pub(crate) fn regions(topology: &Topology) -> BTreeSet<String> {
    let places = crate::world::places(topology).into_iter();
    places.map(|(_, region)| region).collect()
}

/// What cfn-lint says about templates, each in all of these regions; also what it leaves unsaid
/// unless asked.
pub(crate) fn lint(
    tool: &Path,
    directory: &Path,
    regions: &BTreeSet<String>,
    files: &[PathBuf],
) -> Ended {
    let mut arguments = vec![
        "--format",
        "parseable",
        "--non-zero-exit-code",
        "informational",
        "--regions",
    ];
    arguments.extend(regions.iter().map(String::as_str));
    // A spec is for one partition, so its ARNs name it: nothing to make portable.
    arguments.extend([
        "--include-checks",
        "I",
        "--ignore-checks",
        "I3042",
        "--template",
    ]);
    arguments.extend(files.iter().map(|file| file.to_str().unwrap()));
    process::run(tool.as_os_str(), &arguments, |command| {
        command.current_dir(directory);
    })
}

#[test]
fn cfn_lint_has_nothing_to_say_about_any_template_in_any_region() {
    let claim = "cfn-lint has nothing to say about any template in any region";
    let Some(tool) = tool("cfn-lint", claim) else {
        return;
    };
    let scratch = tempfile::tempdir().unwrap();
    let (mut linted, mut everywhere) = (BTreeSet::new(), BTreeSet::new());
    let mut files = Vec::new();
    for example in every_spec() {
        for (form, change) in FORMS {
            let mut spec = example.spec.clone();
            change(&mut spec);
            everywhere.extend(regions(&stages::resolve(&spec).0));
            for (file, text) in written(&scratch.path().join(&example.name).join(form), &spec) {
                // What a form leaves as it is needs no second look.
                if file.extension() != Some(OsStr::new("sh")) && linted.insert(text) {
                    files.push(file);
                }
            }
        }
    }
    let ended = lint(&tool, scratch.path(), &everywhere, &files);
    assert!(
        ended.status == 0 && ended.said.is_empty(),
        "{}",
        ended.all()
    );
    say(&format!(
        "cfn-lint read {} different templates for {} regions",
        linted.len(),
        everywhere.len()
    ));
}

#[test]
fn shellcheck_has_nothing_to_say_about_any_script() {
    let claim = "shellcheck has nothing to say about any script";
    let Some(tool) = tool("shellcheck", claim) else {
        return;
    };
    let scratch = tempfile::tempdir().unwrap();
    let scripts = scripts(scratch.path());
    let mut arguments = vec!["--norc", "--severity=style"];
    arguments.extend(scripts.iter().map(|script| script.to_str().unwrap()));
    let ended = process::run(tool.as_os_str(), &arguments, |_| {});
    assert_eq!(ended.status, 0, "{}", ended.all());
}

#[test]
fn bash_reads_every_script() {
    if python_for("bash reads every script").is_none() {
        return;
    }
    let scratch = tempfile::tempdir().unwrap();
    for script in scripts(scratch.path()) {
        let ended = process::run(
            OsStr::new("bash"),
            &["-n", script.to_str().unwrap()],
            |_| {},
        );
        assert!(
            ended.status == 0 && ended.complained.is_empty(),
            "{}",
            ended.all()
        );
    }
}

/// The script of every form of every example.
fn scripts(scratch: &Path) -> Vec<PathBuf> {
    let mut scripts = Vec::new();
    for example in every_spec() {
        for (form, change) in FORMS {
            let mut spec = example.spec.clone();
            change(&mut spec);
            let files = written(&scratch.join(&example.name).join(form), &spec);
            scripts.extend(files.into_iter().map(|(file, _)| file));
        }
    }
    scripts.retain(|file| file.extension() == Some(OsStr::new("sh")));
    assert_eq!(scripts.len(), every_spec().len() * FORMS.len());
    scripts
}
