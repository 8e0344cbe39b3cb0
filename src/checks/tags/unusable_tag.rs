//! A tag that AWS does not take.

use crate::checks::Check;
use crate::checks::check::Certainty;
use crate::diagnostics::{Place, Report, Severity};
use crate::spec::Path;
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
        let Some((certainty, fault)) = fault(key, value, usual) else {
            continue;
        };
        let place = Place::key(path.key(key.clone()));
        report.add(
            CHECK
                .at_if(certainty, place, fault)
                .message(format!("the tag `{key}` cannot be used everywhere")),
        );
    }
}

/// What is wrong with a tag, and whether a service refuses it for sure; `usual` is how sure it is that
/// one takes the usual signs only.
fn fault(key: &str, value: &str, usual: Certainty) -> Option<(Certainty, String)> {
    let (key_length, value_length) = (key.chars().count(), value.chars().count());
    if key.is_empty() || key_length > KEY {
        return Some((
            Certainty::Certain,
            format!("a key has 1 to {KEY} characters, this one {key_length}"),
        ));
    }
    if value_length > VALUE {
        return Some((
            Certainty::Certain,
            format!("a value has at most {VALUE} characters, this one {value_length}"),
        ));
    }
    if key.to_ascii_lowercase().starts_with("aws:") {
        return Some((
            Certainty::Certain,
            "keys that begin with `aws:` are AWS's own".to_owned(),
        ));
    }
    // Some services take any character; IAM, KMS and Organizations only these.
    // <https://docs.aws.amazon.com/IAM/latest/APIReference/API_Tag.html>
    let is_blank = |one: char| one.is_whitespace() && !one.is_control();
    let is_usual =
        |one: &char| one.is_alphanumeric() || is_blank(*one) || "_.:/=+-@".contains(*one);
    let unusual = key
        .chars()
        .chain(value.chars())
        .find(|one| !is_usual(one))?;
    let unusual = unusual.escape_debug();
    Some(match usual {
        Certainty::Certain => (usual, format!("IAM takes no `{unusual}` in a tag")),
        Certainty::Doubtful => (
            usual,
            format!("not every service takes `{unusual}` in a tag"),
        ),
    })
}
