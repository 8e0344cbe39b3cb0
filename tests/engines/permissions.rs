//! Who may do what, by an independent evaluation of the policies that the double holds.
//!
//! Callers have the policies of their roles, AWS's own ones included, or may by their own account do
//! anything: what is refused then is refused by the resource's policy. The simulator is a program of
//! its own, installed under `target/` and never part of offsite.

mod asked;
mod events;
mod functions;
mod matrix;
mod notifications;
mod protection;
mod roles;
mod simulator;
mod vaults;

use serde_json::{Value, json};

use crate::environment::{proven, say};
use crate::held::everything;
use crate::process;

#[test]
fn those_who_must_are_allowed_and_nobody_else() {
    let claim = "those who must are allowed and nobody else";
    let Some(simulator) = proven(claim, simulator::directory()) else {
        return;
    };
    let mut questions = Vec::new();
    for held in everything(claim) {
        vaults::central(&held, &mut questions);
        vaults::local(&held, &mut questions);
        protection::vaults(&held, &mut questions);
        events::bus_and_listeners(&held, &mut questions);
        notifications::of_objects(&held, &mut questions);
        roles::assumed(&held, &mut questions);
        functions::switches(&held, &mut questions);
    }
    if questions.is_empty() {
        return;
    }
    let asked: Vec<&Value> = questions.iter().map(|one| &one.simulation).collect();
    let script = "../permissions/simulate.mjs";
    let directory = simulator.display().to_string();
    let answers = process::ask("node".as_ref(), script, &[&directory], &json!(asked));
    let answers = answers.as_array().unwrap();
    assert_eq!(answers.len(), questions.len());
    let mut wrong = Vec::new();
    for (question, answer) in questions.iter().zip(answers) {
        let answer = answer.as_str().unwrap();
        let right = if question.allowed {
            answer == "Allowed"
        } else {
            answer.ends_with("Denied")
        };
        if !right {
            wrong.push(format!(
                "{}: {answer}\n{}",
                question.about, question.simulation
            ));
        }
    }
    let allowed = questions.iter().filter(|one| one.allowed).count();
    let denied = questions.len() - allowed;
    assert!(
        allowed > 300 && denied > 600,
        "{allowed} allowed, {denied} denied"
    );
    assert!(
        wrong.is_empty(),
        "{} of {}:\n{}",
        wrong.len(),
        questions.len(),
        wrong.join("\n")
    );
    matrix::is_in_the_docs(&questions);
    say(&format!(
        "{allowed} requests allowed and {denied} denied, by an independent simulator, of both engines"
    ));
}
