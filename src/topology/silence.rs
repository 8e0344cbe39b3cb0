//! Within what time something can be expected to complete: what an alarm on silence rests on.

use super::{CentralVault, Group, Plan, Rule, Shape, TargetId, Topology};
use crate::spec::model::Delivery;
use crate::spec::time::duration::Minutes;

/// What a clock change adds between two starts of a schedule in local time.
const CLOCK_CHANGE: Minutes = Minutes(60);

/// A vault into which something should come, and what comes into it the most reliably.
#[derive(Debug, Clone, Copy)]
pub struct Awaited<'a> {
    /// The group of source accounts from which it comes.
    pub group: &'a Group,
    /// The central vault; `None` is the local vault of the group.
    pub central: Option<&'a CentralVault>,
    /// The plan that can be away the shortest.
    pub plan: &'a Plan,
    /// The rule of that plan.
    pub rule: &'a Rule,
    /// The longest time from a start of the rule until the next backup must have started.
    pub away: Minutes,
}

impl<'a> Awaited<'a> {
    /// The vault's name at AWS.
    #[must_use]
    pub fn vault(&self) -> &'a str {
        let central = self.central.map(|central| &central.vault);
        central.unwrap_or(&self.group.vault).as_str()
    }
}

impl Rule {
    /// The longest time from one start until the next backup must have started: the longest gap of the
    /// schedule, the start window, and an hour where the clock changes. `None` when it does not
    /// start twice. How long the backup runs is not in it: no spec knows.
    #[must_use]
    pub fn longest_away(&self) -> Option<Minutes> {
        let gap = self.schedule.cron()?.longest_gap()?;
        let clock = match self.timezone {
            Some(_) => CLOCK_CHANGE.0,
            None => 0,
        };
        let window = self.start_window.0;
        Some(Minutes(gap.saturating_add(window).saturating_add(clock)))
    }
}

impl Topology {
    /// What should come from each account of a shape: into its local vault, and into each central vault
    /// that it copies to. Vaults of one name at AWS are one, since CloudWatch knows no more of them.
    #[must_use]
    pub fn awaited<'a>(&'a self, group: &'a Group, shape: &'a Shape) -> Vec<Awaited<'a>> {
        let mut all: Vec<Awaited<'a>> = Vec::new();
        let plans = shape.plans.iter().map(|(index, _)| &self.plans[*index]);
        for plan in plans.filter(|plan| plan.reaches(shape)) {
            for rule in &plan.rules {
                let Some(away) = rule.longest_away() else {
                    continue;
                };
                let copies = rule.copies.iter();
                let central = copies.map(|copy| Some(&self.central_vaults[copy.vault]));
                for central in std::iter::once(None).chain(central) {
                    let one = Awaited {
                        group,
                        central,
                        plan,
                        rule,
                        away,
                    };
                    let same = |known: &&mut Awaited<'_>| {
                        known.central.is_some() == central.is_some() && known.vault() == one.vault()
                    };
                    match all.iter_mut().find(same) {
                        Some(known) if known.away > away => *known = one,
                        Some(_) => {}
                        None => all.push(one),
                    }
                }
            }
        }
        all
    }
}

impl Plan {
    /// Whether every account of the shape has the plan: a policy is in the accounts that it is attached to,
    /// and the accounts of a unit are not the spec's to say.
    fn reaches(&self, shape: &Shape) -> bool {
        let attached = |id: &str| {
            let mut targets = self.targets.iter();
            targets.any(|target| match &target.id {
                TargetId::Account(account) => account.as_str() == id,
                TargetId::Root(_) | TargetId::Unit(_) => true,
            })
        };
        let mut members = shape.members.iter();
        self.delivery == Delivery::Plan
            || members.all(|member| attached(member.account.id.as_str()))
    }
}
