//! What people read of an event in a chat channel.

use super::watched::Watched;
use super::words::Words;
use crate::facts::Source;
use crate::resources::event_rule::InputTransformer;

/// A custom notification of Amazon Q Developer in chat applications, which Slack and Microsoft Teams show.
///
/// Nothing that is written freely stands in it, for the reason that [`record`](super::record) has none
/// either: what the job says itself is a command away.
/// <https://docs.aws.amazon.com/chatbot/latest/adminguide/custom-notifs.html>
pub(in super::super) fn notification(watched: &Watched) -> InputTransformer {
    let Words {
        title,
        about,
        says,
        look,
    } = &watched.words;
    let description = format!("{about}, in account `<account_id>`, region `<region>`");
    let next = format!("In account `<account_id>`, read {says}: `{look}`");
    let template = format!(
        "{{\"version\":\"1.0\",\"source\":\"custom\",\"id\":\"<event_id>\",\"content\":{{\
         \"textType\":\"client-markdown\",\"title\":\"{title}\",\"description\":\"{description}\",\
         \"nextSteps\":[\"{next}\"],\"keywords\":[\"<account_id>\",\"<region>\"]}}}}"
    );
    let paths = watched
        .fields
        .iter()
        .filter_map(|(name, source)| match source {
            Source::Path(path) if template.contains(&format!("<{name}>")) => {
                Some(((*name).to_owned(), (*path).to_owned()))
            }
            _ => None,
        });
    InputTransformer {
        paths: paths.collect(),
        template,
    }
}
