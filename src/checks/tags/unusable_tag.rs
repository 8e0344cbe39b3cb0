//! A tag that AWS does not take.

use super::signs::{on_one_line, refused_signs};
use crate::checks::Check;
use crate::checks::check::Certainty;
use crate::diagnostics::{Place, Report, Severity};
use crate::place::Path;
use crate::spec::model::Tags;
use crate::topology::{Role, Topology};

pub(crate) const CHECK: Check = Check {
    code: "TAG001",
    name: "unusable-tag",
    severity: Severity::Error,
    page: include_str!("unusable_tag.md"),
    run: Some(run),
};

/// The longest key and value, in characters.
/// <https://docs.aws.amazon.com/tag-editor/latest/userguide/tagging.html>
const KEY: usize = 128;
const VALUE: usize = 256;

fn run(topology: &Topology, report: &mut Report) {
    // IAM says what it takes: where there is a role to tag, nothing is in doubt.
    let roles = Certainty::from(makes_roles(topology));
    tags(&topology.tags, &Path::root().key("tags"), roles, report);
    for rule in topology.plans.iter().flat_map(|plan| &plan.rules) {
        tags(
            &rule.recovery_point_tags,
            &rule.path.key("recovery_point_tags"),
            Certainty::Doubtful,
            report,
        );
    }
}

fn makes_roles(topology: &Topology) -> bool {
    let mut shapes = topology.groups.iter().flat_map(|group| &group.shapes);
    topology.events.is_some() || shapes.any(|shape| matches!(shape.role, Role::Made(_)))
}

fn tags(tags: &Tags, path: &Path, usual: Certainty, report: &mut Report) {
    for (key, value) in tags {
        let path = path.key(key.clone());
        let of_key = of_key(key, usual).into_iter();
        let of_key = of_key.map(|fault| (Place::key(path.clone()), fault));
        let of_value = of_value(value, usual).into_iter();
        let of_value = of_value.map(|fault| (Place::from(path.clone()), fault));
        for (place, Fault { certainty, label }) in of_key.chain(of_value) {
            report.add(CHECK.at_if(certainty, place, label).message(format!(
                "the tag `{}` cannot be used everywhere",
                on_one_line(key)
            )));
        }
    }
}

/// What is wrong with a tag, and whether a service refuses it for sure.
struct Fault {
    certainty: Certainty,
    label: String,
}

impl Fault {
    fn certain(label: String) -> Self {
        Self {
            certainty: Certainty::Certain,
            label,
        }
    }
}

fn of_key(key: &str, usual: Certainty) -> Vec<Fault> {
    let length = key.chars().count();
    let mut faults = Vec::new();
    if length == 0 || length > KEY {
        let label = format!("a key has 1 to {KEY} characters, this one {length}");
        faults.push(Fault::certain(label));
    }
    if key.to_ascii_lowercase().starts_with("aws:") {
        let label = "keys that begin with `aws:` are AWS's own".to_owned();
        faults.push(Fault::certain(label));
    }
    faults.extend(unusual_signs(key, usual));
    faults
}

fn of_value(value: &str, usual: Certainty) -> Vec<Fault> {
    let length = value.chars().count();
    let mut faults = Vec::new();
    if length > VALUE {
        let label = format!("a value has at most {VALUE} characters, this one {length}");
        faults.push(Fault::certain(label));
    }
    faults.extend(unusual_signs(value, usual));
    faults
}

/// Some services take any character; IAM, KMS and Organizations only the usual ones.
/// <https://docs.aws.amazon.com/IAM/latest/APIReference/API_Tag.html>
fn unusual_signs(text: &str, certainty: Certainty) -> Option<Fault> {
    let is_blank = |one: char| one.is_whitespace() && !one.is_control();
    let is_usual = |one: char| one.is_alphanumeric() || is_blank(one) || "_.:/=+-@".contains(one);
    let signs = refused_signs(text, is_usual)?;
    let label = match certainty {
        Certainty::Certain => format!("IAM takes no {signs} in a tag"),
        Certainty::Doubtful => format!("not every service takes {signs} in a tag"),
    };
    Some(Fault { certainty, label })
}
