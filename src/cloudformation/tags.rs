//! Tags that CloudFormation's resources cannot have, although AWS takes them: said before anything is
//! written.

use crate::checks::TAG_REFUSED;
use crate::diagnostics::{Place, Report};
use crate::spec::Path;
use crate::topology::Topology;

/// What a stack set takes in the key of a tag, beside letters, digits and blanks.
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-cloudformation-stackset-tag.html>
const SIGNS: &str = ":_./=+-";

/// Finds tags that a resource of the templates is refused for.
pub(super) fn find(topology: &Topology, has_stack_sets: bool, report: &mut Report) {
    for (key, value) in topology.tags.iter().filter(|_| has_stack_sets) {
        if let Some(label) = fault_in_stack_set(key, value) {
            let place = Path::root().key("tags").key(key.clone());
            report.add(
                TAG_REFUSED
                    .at(Place::key(place), label)
                    .message(format!("no stack set can have the tag `{}`", key.escape_debug()))
                    .help("use another key, set `cloudformation.delivery: stacks`, or render with `--only terraform`"),
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
                            key.escape_debug()
                        ))
                        .help("take the line break out, or render with `--only terraform`"),
                );
            }
        }
    }
}

fn fault_in_stack_set(key: &str, value: &str) -> Option<String> {
    let taken = |sign: &char| {
        sign.is_ascii_alphanumeric() || sign.is_ascii_whitespace() || SIGNS.contains(*sign)
    };
    if let Some(sign) = key.chars().find(|sign| !taken(sign)) {
        return Some(format!(
            "expected letters from a to z, digits, blanks and `{SIGNS}`, found `{}`",
            sign.escape_debug()
        ));
    }
    value
        .is_empty()
        .then(|| "expected a value, found an empty one".to_owned())
}

/// Whether a dot of a regular expression passes over a sign, as in that of a plan's tags.
fn is_line_break(sign: char) -> bool {
    matches!(sign, '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}')
}
