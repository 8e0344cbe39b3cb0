//! Job events: the bus and those who hear of them.

use indexmap::IndexMap;

use super::super::faults::Faults;
use super::super::{Account, CentralVault, EventRoute, LogGroup, Queue, Topic};
use super::Resolver;
use crate::diagnostics::Place;
use crate::facts::{JobType, Region};
use crate::place::Path;
use crate::spec::ids::Name;
use crate::spec::model::{Events, Notify};
use crate::spec::time::duration::Days;

/// How long CloudWatch Logs can keep events, in days.
/// <https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html>
const LOG_RETENTIONS: [u32; 22] = [
    1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922,
    3288, 3653,
];

impl Resolver<'_> {
    pub(super) fn events(
        &self,
        accounts: &IndexMap<Name, Account>,
        vaults: &[CentralVault],
        faults: &mut Faults,
    ) -> Option<EventRoute> {
        let spec = self.spec.events.as_ref()?;
        let path = Path::root().key("events");
        if spec.notify.is_empty() {
            faults.choice(
                path.key("notify"),
                "nobody hears of job events".to_owned(),
                "the list is empty",
                "name `sns`, `sqs`, `logs` or `chat`, or remove `events`",
            );
        }
        self.unheard(spec, &path, faults);
        let (account, region) = self.place_of_bus(spec, &path, (accounts, vaults), faults)?;
        let wants = |way| spec.notify.contains(&way);
        let topic = wants(Notify::Sns).then(|| topic(spec, &path, (&account, &region), faults));
        let queue = wants(Notify::Sqs).then(|| Queue {
            key: spec.sqs.key.clone(),
        });
        let log_group = wants(Notify::Logs).then(|| log_group(spec, &path, faults));
        let all = [JobType::Backup, JobType::Copy, JobType::Restore];
        let jobs = all
            .into_iter()
            .filter(|job| spec.jobs.is_empty() || spec.jobs.contains(job));
        Some(EventRoute {
            occasion: spec.on,
            jobs: jobs.collect(),
            also: spec.also.clone(),
            silence: spec.silence.map(|length| length.minutes()),
            account,
            region,
            topic,
            queue,
            log_group,
            chat: wants(Notify::Chat),
            path,
        })
    }

    /// The account and the region of the bus: beside the first central vault, unless the spec says another place.
    fn place_of_bus(
        &self,
        spec: &Events,
        path: &Path,
        (accounts, vaults): (&IndexMap<Name, Account>, &[CentralVault]),
        faults: &mut Faults,
    ) -> Option<(Account, Region)> {
        let account = match &spec.account {
            Some(name) => self.account(accounts, name, path.key("account"), faults),
            None => vaults.first().map(|vault| vault.account.clone()),
        };
        let first = vaults.first().and_then(|vault| vault.regions.first());
        if self.central_specs().is_empty() && (spec.account.is_none() || spec.region.is_none()) {
            faults.choice(
                Place::key(path.clone()),
                "`events` does not say where the bus is".to_owned(),
                "there is no central vault beside which it could be",
                "say it with `account` and `region`",
            );
        }
        Some((account?, spec.region.clone().or_else(|| first.cloned())?))
    }

    /// Details of a way that `notify` does not name would be silently without effect.
    fn unheard(&self, spec: &Events, path: &Path, faults: &mut Faults) {
        let details = [
            ("sns", Notify::Sns, spec.sns.is_default()),
            ("sqs", Notify::Sqs, spec.sqs.is_default()),
            ("logs", Notify::Logs, spec.logs.is_default()),
        ];
        for (key, way, default) in details {
            if !default && !spec.notify.contains(&way) {
                faults.choice(
                    path.key(key),
                    format!("`{key}` is described but not notified"),
                    "has no effect",
                    &format!("add `{key}` to `notify`, or remove it here"),
                );
            }
        }
    }
}

/// The topic; a fault when it is an existing one of another place.
fn topic(
    spec: &Events,
    path: &Path,
    (account, region): (&Account, &Region),
    faults: &mut Faults,
) -> Topic {
    if let Some(arn) = &spec.sns.topic
        && (arn.account() != account.id.as_str() || arn.region() != region.as_str())
    {
        faults.mismatch(
            path.key("sns").key("topic"),
            "the topic is not where the bus is".to_owned(),
            format!(
                "a topic of {} in {}, the bus is of {} in {region}",
                arn.account(),
                arn.region(),
                account.id
            ),
            "a rule reaches a topic of its own account and region only",
        );
    }
    Topic {
        existing: spec.sns.topic.clone(),
        emails: spec.sns.emails.clone(),
    }
}

/// The log group; a fault when CloudWatch Logs does not know its retention.
fn log_group(spec: &Events, path: &Path, faults: &mut Faults) -> LogGroup {
    let keep = spec.logs.keep.map_or(Days(365), |length| length.days());
    if !LOG_RETENTIONS.contains(&keep.0) {
        let longer = LOG_RETENTIONS
            .iter()
            .find(|known| **known > keep.0)
            .unwrap_or(&3653);
        faults.mismatch(
            path.key("logs").key("keep"),
            format!("CloudWatch Logs cannot keep events for {keep}"),
            "not one of its lengths".to_owned(),
            &format!("the next longer one is `{longer}d`"),
        );
    }
    LogGroup { keep }
}
