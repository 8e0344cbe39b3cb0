//! What is answered by a stand-in rather than by moto, and that it still has to be.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::deployed::deployed;
use crate::environment::{engines, say};
use crate::process;
use crate::world::worlds;

#[test]
fn every_stand_in_is_listed_and_still_needed() {
    let claim = "every stand-in is listed and still needed";
    let Some(engines) = engines(claim) else {
        return;
    };
    let doubles = worlds(claim).into_iter().map(|world| &world.double);
    let doubles = doubles.chain(deployed(claim).into_iter().map(|deployed| &deployed.double));
    let made: BTreeSet<String> = doubles
        .flat_map(crate::double::Double::calls)
        .map(|call| format!("{}:{}", call.service, call.operation))
        .collect();
    let answer = process::ask(&engines.python, "stand_ins.py", &[], &json!(made));
    assert_eq!(
        answer["no_longer_needed"],
        json!([]),
        "moto answers these by now: take them out"
    );
    assert_eq!(
        answer["unlisted"],
        json!([]),
        "not in the table of stand_ins.py"
    );
    let used: Vec<&str> = (answer["by_the_stand_in"].as_array().unwrap().iter())
        .filter_map(Value::as_str)
        .collect();
    say(&format!(
        "{} of {} operations are answered by a stand-in: {}",
        used.len(),
        made.len(),
        used.join(", ")
    ));
}
