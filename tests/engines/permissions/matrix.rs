//! The table of who may do what in docs/proof.md: the questions asked, and why the answers are right.

use std::collections::{BTreeMap, BTreeSet};

use super::Question;
use crate::examples;

const PAGE: &str = "docs/proof.md";
const BEGIN: &str = "<!-- permissions: begin -->\n";
const END: &str = "<!-- permissions: end -->";

const ANYBODY: &str = "anybody without credentials";
const ELSEWHERE: &str = "an account of another organization, or one that left";
const EVENTBRIDGE: &str = "EventBridge, for a rule of the bus";
const BACKUP: &str = "AWS Backup in the key's own account";
const OTHER_END: &str = "AWS Backup in the central account";
const BACK: &str = "the role that copies back, of a central account";
const FORWARDER: &str = "the forwarding role of a source account";
const SOURCE: &str = "a role of a source account that copies there";

fn who(question: &Question) -> &'static str {
    let request = &question.simulation["request"];
    let Some(principal) = request["principal"].as_str() else {
        return ANYBODY;
    };
    let context = &request["contextVariables"];
    let owner = request["resource"]["accountId"].as_str().unwrap();
    if principal == "events.amazonaws.com" {
        EVENTBRIDGE
    } else if context["aws:PrincipalOrgID"] == "o-another00" {
        ELSEWHERE
    } else if principal.ends_with("/AWSServiceRoleForBackup") {
        match context["aws:PrincipalAccount"] == owner {
            true => BACKUP,
            false => OTHER_END,
        }
    } else if principal.ends_with("-backup-copy-back") {
        BACK
    } else if principal.ends_with("-backup-events") {
        FORWARDER
    } else {
        SOURCE
    }
}

fn what(question: &Question) -> String {
    let arn = question.simulation["request"]["resource"]["resource"]
        .as_str()
        .unwrap();
    let end = question.end;
    let mut parts = arn.split(':');
    match (parts.nth(2).unwrap(), parts.nth(2).unwrap()) {
        ("backup", "recovery-point") => format!("recovery point in a {end} vault"),
        ("backup", _) => format!("{end} vault"),
        ("kms", _) => format!("key of a {end} vault"),
        ("events", _) => "central bus".to_owned(),
        ("sns", _) => "alerts topic".to_owned(),
        ("sqs", _) => "alerts queue".to_owned(),
        other => panic!("{arn}: {other:?}"),
    }
}

fn action(question: &Question) -> String {
    let request = &question.simulation["request"];
    let action = request["action"].as_str().unwrap();
    let sources = request["contextVariables"]["events:source"].as_array();
    let others = sources.is_some_and(|all| all.iter().any(|one| one != "aws.backup"));
    if others && !question.allowed {
        return format!("`{action}`, a source of its own among the events");
    }
    format!("`{action}`")
}

fn why(who: &str, what: &str, allowed: bool) -> &'static str {
    match (who, allowed) {
        (ANYBODY, _) => "every statement asks for an account, an organization or a service",
        (ELSEWHERE, _) => {
            "statements for accounts ask for the organization, others for EventBridge"
        }
        (EVENTBRIDGE, _) => "the topic's policy names the service, the queue's its rules as well",
        (BACKUP, _) => "the key policy names its service-linked role",
        (OTHER_END, true) => "it reads what it copies",
        (OTHER_END, false) => "it may use the key, not rule it",
        (BACK, true) => "the group has `copy_back: true`",
        (BACK, false) => "without `copy_back` a local vault has no access policy",
        (FORWARDER, true) => {
            "the bus asks for organization, source and kind of job; the role's policy names the bus"
        }
        (FORWARDER, false) => "the bus takes a call only when all its events are of `aws.backup`",
        (_, true) => {
            "the access policy names the account, or with `access: organization` its organization"
        }
        (_, false) if what.starts_with("key") => "accounts may encrypt with the key, not rule it",
        (_, false) => "the access policy lets copies in and nothing else",
    }
}

/// Fails unless the page has one row for each kind of question; `cargo bless` writes them.
pub(super) fn is_in_the_docs(questions: &[Question]) {
    let mut rows: BTreeMap<(&str, String, bool), BTreeSet<String>> = BTreeMap::new();
    for one in questions {
        let row = (who(one), what(one), one.allowed);
        rows.entry(row).or_default().insert(action(one));
    }
    let mut table =
        "| who | does | on | is | because |\n| --- | --- | --- | --- | --- |\n".to_owned();
    for ((who, what, allowed), actions) in &rows {
        let actions: Vec<&str> = actions.iter().map(String::as_str).collect();
        let answer = if *allowed { "allowed" } else { "denied" };
        table += &format!(
            "| {who} | {} | {what} | {answer} | {} |\n",
            actions.join(", "),
            why(who, what, *allowed)
        );
    }
    let path = examples::project().join(PAGE);
    let page = std::fs::read_to_string(&path).unwrap();
    let (head, rest) = page.split_once(BEGIN).unwrap();
    let (found, tail) = rest.split_once(END).unwrap();
    if std::env::var_os("SNAPSHOTS").is_some_and(|wish| wish == "overwrite") {
        std::fs::write(path, format!("{head}{BEGIN}{table}{END}{tail}")).unwrap();
    } else {
        assert_eq!(found, table, "`cargo bless` writes the table of {PAGE}");
    }
}
