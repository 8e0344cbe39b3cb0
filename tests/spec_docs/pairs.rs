//! Every key of the language changes between the specs of `tests/engines/pairs`, which prove with real engines
//! that what leaves the spec leaves AWS; or it stands in a short list, with the reason.

use std::collections::{BTreeMap, BTreeSet};

use offsite::spec::schema;
use serde_json::Value;

/// The specs, in the order in which an organization goes through them.
const SPECS: [&str; 3] = [
    include_str!("../engines/pairs/minimal.yaml"),
    include_str!("../engines/pairs/full.yaml"),
    include_str!("../engines/pairs/changed.yaml"),
];

/// Says how many keys are changed.
const PROOF: &str = include_str!("../../docs/proof.md");

/// What no pair changes: a key, or with `*` all of a part of the language.
const LEFT_OUT: [(&str, &str); 43] = [
    ("Spec.offsite", "the version of the language"),
    (
        "Spec.name",
        "every name begins with it: another one makes another set of everything",
    ),
    (
        "Spec.accounts",
        "names of accounts; what is in them follows from other keys",
    ),
    (
        "Spec.accept",
        "which findings are taken as they are, and nothing that AWS holds",
    ),
    (
        "Acceptance.*",
        "which findings are taken as they are, and nothing that AWS holds",
    ),
    (
        "Spec.engines",
        "how it is deployed, and nothing that AWS holds",
    ),
    (
        "Spec.terraform",
        "how it is deployed, and nothing that AWS holds",
    ),
    (
        "Terraform.*",
        "how it is deployed, and nothing that AWS holds",
    ),
    (
        "AssumeRole.*",
        "how it is deployed, and nothing that AWS holds",
    ),
    (
        "S3Backend.*",
        "how it is deployed, and nothing that AWS holds",
    ),
    (
        "Spec.cloudformation",
        "how it is deployed, and nothing that AWS holds",
    ),
    (
        "CloudFormation.*",
        "how it is deployed, and nothing that AWS holds",
    ),
    (
        "StackSets.*",
        "how it is deployed, and nothing that AWS holds",
    ),
    (
        "TemplateBucket.*",
        "how it is deployed, and nothing that AWS holds",
    ),
    ("Organization.id", "another organization"),
    ("Organization.management", "another organization"),
    ("Organization.root", "another organization"),
    (
        "Organization.home_region",
        "where stacks and providers are, and nothing that AWS holds",
    ),
    (
        "Organization.units",
        "names of units; what is in them follows from other keys",
    ),
    (
        "Organization.delegated_administrators",
        "their policy would go, which refuses to be destroyed",
    ),
    (
        "GlobalSettings.delegated_administrator_sync",
        "nothing that is on is switched off",
    ),
    (
        "CentralVault.account",
        "another vault: the old one stays, and what it holds",
    ),
    (
        "CentralVault.region",
        "another vault: the old one stays, and what it holds",
    ),
    (
        "CentralVault.regions",
        "another vault: the old one stays, and what it holds",
    ),
    (
        "CentralVault.vault",
        "another vault: the old one stays, and what it holds",
    ),
    (
        "CentralVault.keys",
        "a vault keeps its key: another one makes another vault",
    ),
    ("Lock.changeable_for", "a lock that cannot be taken back"),
    ("Lock.irreversible", "a lock that cannot be taken back"),
    (
        "SourceGroup.accounts",
        "vaults in accounts that leave refuse to be destroyed",
    ),
    (
        "SourceGroup.regions",
        "vaults in regions that leave refuse to be destroyed",
    ),
    (
        "SourceGroup.vault",
        "another vault: the old one stays, and what it holds",
    ),
    (
        "Exception.regions",
        "vaults in regions that leave refuse to be destroyed",
    ),
    (
        "Exception.keys",
        "a vault keeps its key: another one makes another vault",
    ),
    (
        "SourceGroup.role",
        "a role that somebody else makes, instead of ours, which plans would lose",
    ),
    (
        "Exception.role",
        "a role that somebody else makes, instead of ours, which plans would lose",
    ),
    (
        "Plan.deliver",
        "a backup policy that leaves refuses to be destroyed",
    ),
    (
        "Plan.targets",
        "a backup policy that leaves refuses to be destroyed",
    ),
    (
        "Plan.sources",
        "one group has nothing to choose from; `tests/unusual` has several",
    ),
    (
        "Events.account",
        "another bus in another account, and the old one goes",
    ),
    (
        "Events.region",
        "another bus in another region, and the old one goes",
    ),
    ("Events.sqs", "a key that somebody else makes"),
    ("Queue.key", "a key that somebody else makes"),
    ("Topic.topic", "a topic that somebody else makes"),
];

/// The values that a spec gives to each key, by the part of the language that the key is in.
type Given = BTreeMap<String, Vec<Value>>;

/// Notes what a value says, as the schema reads it; `part` is the name of that part.
fn note(schema: &Value, here: &Value, part: &str, value: &Value, given: &mut Given) {
    if let Some(link) = here["$ref"].as_str() {
        let part = link.strip_prefix("#/$defs/").unwrap();
        note(schema, &schema["$defs"][part], part, value, given);
    }
    for form in ["anyOf", "oneOf", "allOf"] {
        for one in here[form].as_array().into_iter().flatten() {
            note(schema, one, part, value, given);
        }
    }
    for item in value.as_array().into_iter().flatten() {
        note(schema, &here["items"], part, item, given);
    }
    let entries = value.as_object().into_iter().flatten();
    let entries: Vec<(&String, &Value)> = entries.collect();
    let keys = here["properties"].as_object();
    // One vault or several by name: only one of the two readings knows all the keys.
    if keys.is_some_and(|keys| entries.iter().any(|(key, _)| !keys.contains_key(*key))) {
        return;
    }
    let patterns = here["patternProperties"].as_object().into_iter().flatten();
    let named = patterns.map(|(_, of)| of).next();
    let named = named.unwrap_or(&here["additionalProperties"]);
    for (key, value) in entries {
        match keys {
            Some(keys) => {
                let values = given.entry(format!("{part}.{key}")).or_default();
                values.push(value.clone());
                note(schema, &keys[key], part, value, given);
            }
            None => note(schema, named, part, value, given),
        }
    }
}

/// Every key, with the part of the language that it is in.
fn keys(schema: &Value) -> BTreeSet<String> {
    let parts = schema["$defs"].as_object().unwrap().iter();
    let parts = parts.map(|(name, part)| (name.as_str(), part));
    let parts = parts.chain([("Spec", schema)]);
    let keys = parts.flat_map(|(name, part)| {
        let keys = part["properties"].as_object().into_iter().flatten();
        keys.map(move |(key, _)| format!("{name}.{key}"))
    });
    keys.collect()
}

#[test]
fn every_key_of_the_language_is_changed_by_a_pair_of_specs_or_left_out_for_a_reason() {
    let schema: Value = serde_json::from_str(&schema()).unwrap();
    let specs = SPECS.map(|text| {
        let mut given = Given::new();
        let spec: Value = serde_yaml::from_str(text).unwrap();
        note(&schema, &schema, "Spec", &spec, &mut given);
        given
    });
    let mut left_out = BTreeSet::new();
    let mut wrong = Vec::new();
    let mut unchanged = 0;
    let keys = keys(&schema);
    for key in &keys {
        let [minimal, full, changed] = &specs;
        let same = minimal.get(key) == full.get(key) && full.get(key) == changed.get(key);
        unchanged += usize::from(same);
        let (part, _) = key.split_once('.').unwrap();
        let listed = LEFT_OUT
            .iter()
            .find(|(one, _)| one == key || *one == format!("{part}.*"));
        left_out.extend(listed.map(|(one, _)| *one));
        match (same, listed) {
            (true, None) => wrong.push(format!("{key}: no pair of tests/engines/pairs changes it")),
            (false, Some((_, why))) => wrong.push(format!("{key}: changed, and left out: {why}")),
            _ => {}
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let changed = keys.len() - unchanged;
    let told = format!("{changed} of the {} keys of the language", keys.len());
    assert!(PROOF.contains(&told), "docs/proof.md: {told}");
    for (one, _) in LEFT_OUT {
        assert!(left_out.contains(one), "{one} is no key");
    }
}
