//! AWS resources without an engine: what both outputs are read back to.

use std::collections::BTreeMap;

use serde_json::Value;

/// What a resource is known by: kind, account, region (empty where it has none), name.
pub(crate) type Key = (String, String, String, String);

/// Resources with their essential properties.
#[derive(Default)]
pub(crate) struct Plain(pub(crate) BTreeMap<Key, BTreeMap<String, Value>>);

impl Plain {
    /// Says one thing of a resource.
    pub(crate) fn say(&mut self, key: Key, property: &str, value: Value) {
        if value.is_null() {
            return;
        }
        let before = self
            .0
            .entry(key.clone())
            .or_default()
            .insert(property.to_owned(), value);
        assert!(before.is_none(), "{key:?} {property} is said twice");
    }

    /// Adds to what a list of a resource has; order has no meaning in it.
    pub(crate) fn add(&mut self, key: Key, property: &str, value: Value) {
        let list = self
            .0
            .entry(key)
            .or_default()
            .entry(property.to_owned())
            .or_insert_with(|| Value::Array(Vec::new()));
        let items = list.as_array_mut().unwrap();
        items.push(value);
        items.sort_by_key(ToString::to_string);
    }
}

/// An ARN of a resource in a place.
pub(crate) fn arn(service: &str, region: &str, account: &str, resource: &str) -> String {
    format!("arn:aws:{service}:{region}:{account}:{resource}")
}
