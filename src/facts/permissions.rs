//! Which actions a role needs that copies to another account: `facts/permissions.toml`, typed.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use serde::Deserialize;

use super::{Partition, ResourceType, arn_pattern};

/// One statement that a copy needs.
#[derive(Debug, Deserialize)]
pub struct CopyPermission {
    /// What the statement is for, in the form of its `Sid`.
    pub id: String,
    /// The types whose copies need it; none when every copy does.
    #[serde(default)]
    types: Vec<ResourceType>,
    /// The actions.
    pub actions: Vec<String>,
    resources: Vec<String>,
    /// The conditions: operator, key and value.
    #[serde(default)]
    pub condition: BTreeMap<String, BTreeMap<String, String>>,
}

impl CopyPermission {
    /// The patterns of ARNs that the statement is about.
    pub fn resources(&self, partition: Partition) -> impl Iterator<Item = String> {
        let patterns = self.resources.iter();
        patterns.map(move |pattern| arn_pattern::in_partition(pattern, partition))
    }
}

#[derive(Deserialize)]
struct File {
    copy: Vec<CopyPermission>,
}

static FACTS: LazyLock<File> = LazyLock::new(|| {
    toml::from_str(super::PERMISSIONS_TOML).expect("the tests read the embedded facts")
});

/// What a role needs that copies recovery points of these types to another account, beyond the
/// vaults themselves; of every type when there is none.
pub fn for_copies(types: &BTreeSet<ResourceType>) -> impl Iterator<Item = &'static CopyPermission> {
    FACTS.copy.iter().filter(|row| {
        types.is_empty() || row.types.is_empty() || row.types.iter().any(|one| types.contains(one))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Deserialize)]
    struct Without {
        types: Vec<ResourceType>,
    }

    #[derive(Deserialize)]
    struct Whole {
        copy: Vec<toml::Table>,
        copy_without: Vec<Without>,
    }

    #[test]
    fn every_type_has_what_its_copies_need_or_is_known_to_need_nothing() {
        let whole: Whole = toml::from_str(super::super::PERMISSIONS_TOML).unwrap();
        let without: BTreeSet<ResourceType> = whole
            .copy_without
            .iter()
            .flat_map(|row| row.types.clone())
            .collect();
        for known in ResourceType::ALL {
            let needs = FACTS.copy.iter().any(|row| row.types.contains(known));
            assert_ne!(needs, without.contains(known), "{known}");
        }
        for row in whole.copy {
            assert!(
                row["source"]
                    .as_str()
                    .unwrap()
                    .starts_with("https://docs.aws.amazon.com/")
            );
            // AWS names no smallest policy for the copies of a type.
            assert_eq!(row.contains_key("types"), row.contains_key("confidence"));
        }
    }

    #[test]
    fn no_copy_deletes_tags_or_rules() {
        for row in &FACTS.copy {
            for action in &row.actions {
                let (_, verb) = action.split_once(':').unwrap();
                let verbs = [
                    "Copy",
                    "Describe",
                    "List",
                    "Modify",
                    "Manage",
                    "Generate",
                    "ReEncrypt",
                    "CreateGrant",
                ];
                assert!(verbs.iter().any(|one| verb.starts_with(one)), "{action}");
                // What is modified is with whom a snapshot is shared.
                assert!(
                    !verb.starts_with("Modify") || verb.ends_with("Attribute"),
                    "{action}"
                );
            }
        }
    }
}
