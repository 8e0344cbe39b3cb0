//! Tags that CloudFormation's resources cannot have, although AWS takes them: said before anything is
//! written.

use crate::checks::{TAG_REFUSED, on_one_line, refused_signs};
use crate::diagnostics::{Place, Report};
use crate::place::Path;
use crate::topology::Topology;

/// What a stack set takes in the key of a tag, beside letters, digits and blanks.
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-cloudformation-stackset-tag.html>
const SIGNS: &str = ":_./=+-";

/// The tags that a resource of the templates is refused for.
pub(crate) fn refused_tags(topology: &Topology) -> Report {
    let mut report = Report::new();
    let has_stack_sets = has_stack_sets(topology);
    for (key, value) in topology.tags.iter().filter(|_| has_stack_sets) {
        let path = Path::root().key("tags").key(key.clone());
        let signs = refused_signs(key, is_taken).map(|signs| {
            let label = format!(
                "expected letters from a to z, digits, blanks and `{SIGNS}`, found {signs}"
            );
            (Place::key(path.clone()), label, "use another key")
        });
        let nothing = value.is_empty().then(|| {
            let label = "expected a value, found an empty one".to_owned();
            (Place::from(path.clone()), label, "give it a value")
        });
        for (place, label, help) in signs.into_iter().chain(nothing) {
            report.add(
                TAG_REFUSED
                    .at(place, label)
                    .message(format!("no stack set can have the tag `{}`", on_one_line(key)))
                    .help(format!(
                        "{help}, set `cloudformation.delivery: stacks`, or render with `--only terraform`"
                    )),
            );
        }
    }
    for rule in topology.plans.iter().flat_map(|plan| &plan.rules) {
        for key in rule.recovery_point_tags.keys() {
            if key.contains(is_line_break) {
                let place = rule.path.key("recovery_point_tags").key(key.clone());
                report.add(
                    TAG_REFUSED
                        .at(Place::key(place), "expected one line")
                        .message(format!(
                            "no backup plan of CloudFormation can have the tag `{}`",
                            on_one_line(key)
                        ))
                        .help("take the line break out, or render with `--only terraform`"),
                );
            }
        }
    }
    report
}

/// Whether some account gets its stacks by stack sets, which leave out the management account.
fn has_stack_sets(topology: &Topology) -> bool {
    let mut members = topology.groups.iter().flat_map(|group| group.members());
    let management = &topology.organization.management.id;
    topology.cloudformation.stack_sets.is_some()
        && members.any(|member| member.account.id != *management)
}

fn is_taken(sign: char) -> bool {
    sign.is_ascii_alphanumeric() || sign.is_ascii_whitespace() || SIGNS.contains(sign)
}

/// Whether a dot of a regular expression passes over a sign, as in that of a plan's tags.
fn is_line_break(sign: char) -> bool {
    matches!(sign, '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}')
}
