//! The one record that events of all kinds become.

use super::watched::Watched;
use crate::facts::Source;
use crate::resources::event_rule::InputTransformer;

/// The record as a JSON object, for a topic or a queue.
///
/// EventBridge puts the value of a path into the template as it is: a quote in it ends the text, and
/// what arrives is no JSON. So the template has only values whose signs are known, as ids, states, ARNs
/// and times have them. All stand in quotes, since some are numbers or objects in some events, and
/// since a path that an event does not have leaves nothing, which in quotes is an empty text. What
/// AWS or people write freely is in the whole event, which EventBridge inserts as JSON.
///
/// <https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html>
pub(in super::super) fn record(watched: &Watched) -> InputTransformer {
    let members = watched.fields.iter().map(|(name, source)| {
        let value = match source {
            Source::Empty => "\"\"".to_owned(),
            Source::Literal(text) => format!("\"{text}\""),
            Source::Path(_) => format!("\"<{name}>\""),
            Source::WholeEvent => "<aws.events.event.json>".to_owned(),
        };
        format!("\"{name}\":{value}")
    });
    let members: Vec<String> = members.collect();
    let paths = watched
        .fields
        .iter()
        .filter_map(|(name, source)| match source {
            Source::Path(path) => Some(((*name).to_owned(), (*path).to_owned())),
            Source::Literal(_) | Source::Empty | Source::WholeEvent => None,
        });
    InputTransformer {
        paths: paths.collect(),
        template: format!("{{{}}}", members.join(",")),
    }
}
