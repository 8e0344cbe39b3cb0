//! The table of who may do what in docs/proof.md: the questions asked, and why the answers are right.

use std::collections::{BTreeMap, BTreeSet};

use super::asked::Question;
use crate::examples;

const PAGE: &str = "docs/proof.md";
const BEGIN: &str = "<!-- permissions: begin -->\n";
const END: &str = "<!-- permissions: end -->";

/// Fails unless the page has one row for each kind of question; `cargo bless` writes them.
pub(super) fn is_in_the_docs(questions: &[Question]) {
    let mut rows: BTreeMap<(&str, &str, bool, &str), BTreeSet<String>> = BTreeMap::new();
    for one in questions {
        let action = one.simulation["request"]["action"].as_str().unwrap();
        let row = (one.who, one.on, one.allowed, one.because);
        rows.entry(row).or_default().insert(format!("`{action}`"));
    }
    let mut table =
        "| who | does | on | is | because |\n| --- | --- | --- | --- | --- |\n".to_owned();
    for ((who, on, allowed, because), actions) in &rows {
        let actions: Vec<&str> = actions.iter().map(String::as_str).collect();
        let answer = if *allowed { "allowed" } else { "denied" };
        table += &format!(
            "| {who} | {} | {on} | {answer} | {because} |\n",
            actions.join(", "),
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
