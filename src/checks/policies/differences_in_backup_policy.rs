//! Accounts under one backup policy that differ in what the policy says once for all.

use super::policies;
use crate::checks::Check;
use crate::diagnostics::{Diagnostic, Report, Severity};
use crate::place::Path;
use crate::spec::ids::RoleArn;
use crate::topology::{Group, Plan, Role, Topology};

pub(crate) const CHECK: Check = Check {
    code: "POL004",
    name: "differences-in-backup-policy",
    severity: Severity::Error,
    page: include_str!("differences_in_backup_policy.md"),
    run: Some(run),
};

const HELP: &str = "make the accounts alike, write a policy for each kind, or use `deliver: plan`";

fn run(topology: &Topology, report: &mut Report) {
    for plan in policies(topology) {
        let groups: Vec<&Group> = plan
            .groups
            .iter()
            .map(|index| &topology.groups[*index])
            .collect();
        report.extend(vaults(plan, &groups));
        report.extend(roles(plan, &groups));
    }
}

fn vaults(plan: &Plan, groups: &[&Group]) -> Option<Diagnostic> {
    let first = groups.first()?;
    let other = groups.iter().find(|group| group.vault != first.vault)?;
    Some(
        different(
            plan,
            "vault name",
            other.path.key("vault"),
            format!("`{}` here", other.vault),
        )
        .related(first.path.key("vault"), format!("`{}` here", first.vault)),
    )
}

fn roles(plan: &Plan, groups: &[&Group]) -> Option<Diagnostic> {
    let shapes = || {
        let all = groups.iter().map(|group| (group, &group.shapes));
        all.flat_map(|(group, shapes)| shapes.iter().map(move |shape| (group, shape)))
    };
    let (first_group, first) = shapes().next()?;
    let shown = |role: &Role, group: &Group| match role {
        Role::Made(_) => (group.path.clone(), "a role that offsite makes".to_owned()),
        Role::Existing { arn, path } => (path.clone(), format!("`{arn}` here")),
    };
    let other = shapes().find(|(_, shape)| text(&shape.role) != text(&first.role));
    if let Some((group, shape)) = other {
        let (place, label) = shown(&shape.role, group);
        let (first_place, first_label) = shown(&first.role, first_group);
        return Some(different(plan, "role", place, label).related(first_place, first_label));
    }
    let Role::Existing { arn, path } = &first.role else {
        return None;
    };
    let account = arn.account()?;
    let mut members = groups.iter().flat_map(|group| group.members());
    let other = members.find(|member| member.account.id.as_str() != account)?;
    let general = arn.as_str().replacen(account, "$account", 1);
    let found = different(
        plan,
        "role",
        path.clone(),
        format!("a role of {account} only"),
    )
    .related(other.path.clone(), format!("account {}", other.account.id))
    .patch(
        "name the role that each account has under this name",
        path.clone(),
        format!("\"{general}\""),
    );
    RoleArn::parse(&general).ok().map(|_| found)
}

fn different(plan: &Plan, what: &str, place: Path, label: String) -> Diagnostic {
    CHECK
        .at(place, label)
        .message(format!(
            "the backup policy `{}` knows one {what} for all its accounts",
            plan.name
        ))
        .related(plan.path.key("deliver"), "delivered as a policy")
        .help(HELP)
}

fn text(role: &Role) -> &str {
    match role {
        Role::Made(name) => name,
        Role::Existing { arn, .. } => arn.as_str(),
    }
}
