//! `docs/spec.md`: its tables come from the JSON Schema, so no key is missing and none is stale.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod pairs;
mod tables;
mod words;

use offsite::spec::model::Spec;
use offsite::spec::{schema, yaml};
use snapbox::{Data, assert_data_eq};

const PAGE: &str = include_str!("../../docs/spec.md");
const EVERY_KEY: &str = include_str!("every_key.yaml");
const BEGIN: &str = "<!-- generated from the schema: begin -->\n";
const END: &str = "<!-- generated from the schema: end -->\n";

#[test]
fn the_page_describes_every_key_as_the_schema_does() {
    let (before, rest) = PAGE.split_once(BEGIN).unwrap();
    let (_, after) = rest.split_once(END).unwrap();
    let schema = serde_json::from_str(&schema()).unwrap();
    let examples = serde_yaml::from_str(EVERY_KEY).unwrap();
    let tables = tables::render(&schema, &examples);
    let page = format!("{before}{BEGIN}{tables}{END}{after}");
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/spec.md");
    assert_data_eq!(page, Data::read_from(file.as_ref(), None).raw());
}

#[test]
fn the_examples_are_a_spec_that_can_be_read() {
    assert!(yaml::read::<Spec>(EVERY_KEY.as_bytes()).is_ok());
}
