//! A spec is the same whether it is written in YAML or in Rust, and stays so when it is written out
//! and read back.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod arbitrary;
// The examples are included as they are: the functions that build their specs are what a user runs.
#[allow(dead_code, reason = "their `main` is for people")]
#[path = "../../specs/acme.rs"]
mod acme;
#[allow(dead_code, reason = "their `main` is for people")]
#[path = "../../specs/quickstart.rs"]
mod quickstart;

use offsite::spec::model::Spec;
use offsite::spec::yaml;
use proptest::prelude::*;

/// The spec as text; a choice of variants is a mapping in it, never a tag.
fn to_yaml(spec: &Spec) -> String {
    let value = serde_json::to_value(spec).unwrap();
    serde_yaml::to_string(&value).unwrap()
}

fn read(text: &str) -> Spec {
    match yaml::read(text.as_bytes()) {
        Ok((spec, _)) => spec,
        Err(unreadable) => panic!("{:#?}\n{text}", unreadable.faults),
    }
}

/// The spec with the order of its mappings, which a comparison of models does not see.
fn in_order(spec: &Spec) -> String {
    serde_yaml::to_string(spec).unwrap()
}

#[test]
fn the_quickstart_in_rust_is_the_one_in_yaml() {
    let built = quickstart::quickstart();
    assert_eq!(built.faults(), []);
    let written = read(include_str!("../../specs/quickstart.yaml"));
    assert_eq!(*built.model(), written);
    assert_eq!(in_order(built.model()), in_order(&written));
}

#[test]
fn acme_in_rust_is_the_one_in_yaml() {
    let built = acme::acme();
    assert_eq!(built.faults(), []);
    let written = read(include_str!("../../specs/acme.yaml"));
    assert_eq!(*built.model(), written);
    assert_eq!(in_order(built.model()), in_order(&written));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_written_out_is_read_back(spec in arbitrary::spec()) {
        let json = serde_json::to_string_pretty(&spec).unwrap();
        prop_assert_eq!(&read(&json), &spec, "{}", json);
        // The writer of YAML takes these for the line breaks that they were in YAML 1.1, and leaves
        // a key `<<` without quotes, which before a mapping or a list asks for a merge.
        let breaks = json.contains(['\u{85}', '\u{2028}', '\u{2029}']);
        let merges = json.contains("\"<<\": {") || json.contains("\"<<\": [");
        if !breaks && !merges {
            let yaml = to_yaml(&spec);
            prop_assert_eq!(&read(&yaml), &spec, "{}", yaml);
        }
    }
}
