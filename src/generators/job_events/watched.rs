//! Events that one rule matches, and what is told of them.

use super::words::Words;
use crate::facts::Source;
use crate::value::Value;

/// What there is in an account and region to tell of.
#[derive(Debug, Clone, Copy)]
pub(in crate::generators) struct Here<'a> {
    /// The keys of its vaults, since an account may have other keys, too; `None` is any key of the account.
    pub(in crate::generators) keys: Option<&'a [Value]>,
    /// Whether notifications of its vaults become events.
    pub(in crate::generators) notifications: bool,
}

/// Events that one rule matches, wherever it stands.
pub(in crate::generators) struct Watched {
    /// What the rule is called after the spec's name, such as `backup-jobs`.
    pub(in crate::generators) name: String,
    /// What the rule's labels end with, such as `backup`.
    pub(in crate::generators) label: String,
    /// What the rule matches, for people.
    pub(in crate::generators) about: String,
    /// The `source` of the events.
    pub(in crate::generators) source: &'static str,
    /// Their `detail-type`, one of these.
    pub(in crate::generators) detail_types: Vec<&'static str>,
    /// What must stand in their `detail`.
    pub(super) detail: Value,
    /// Whether they are of keys, of which only some are of interest.
    pub(super) of_keys: bool,
    /// Whether they are of alarms that offsite makes.
    pub(in crate::generators) of_alarms: bool,
    /// Whether they are made from notifications of vaults.
    pub(super) of_vaults: bool,
    /// The fields of the record, with what each is taken from.
    pub(super) fields: Vec<(&'static str, Source<'static>)>,
    /// What is said of it in a chat channel.
    pub(super) words: Words,
}

impl Watched {
    /// The pattern, on the central bus, where only what was forwarded arrives.
    pub(in crate::generators) fn pattern(&self) -> Value {
        self.pattern_with(self.detail.clone())
    }

    /// The pattern where the events come to be; `None` where none comes to be.
    pub(in crate::generators) fn pattern_of(&self, here: &Here<'_>) -> Option<Value> {
        if self.of_vaults && !here.notifications {
            return None;
        }
        let Some(keys) = here.keys.filter(|_| self.of_keys) else {
            return Some(self.pattern());
        };
        let Value::Map(mut detail) = self.detail.clone() else {
            return None;
        };
        let arns = Value::map([("ARN", Value::List(keys.to_vec()))]);
        detail.insert("resources".to_owned(), arns);
        (!keys.is_empty()).then(|| self.pattern_with(Value::Map(detail)))
    }

    fn pattern_with(&self, detail: Value) -> Value {
        Value::map([
            ("source", Value::texts([self.source])),
            (
                "detail-type",
                Value::texts(self.detail_types.iter().copied()),
            ),
            ("detail", detail),
        ])
    }
}
