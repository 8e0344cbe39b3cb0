//! How a resource looks in CloudFormation, which folds several of Terraform's resources into one.

use indexmap::IndexMap;

use super::value::{Address, Value};

/// A resource in CloudFormation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CloudFormation {
    /// A resource of its own.
    Resource {
        /// The type, as `AWS::Backup::BackupVault`.
        kind: &'static str,
        /// Its properties.
        properties: Properties,
    },
    /// A property of another resource, such as the lock of a vault.
    PartOf {
        /// The other resource.
        parent: Address,
        /// The property.
        part: Part,
    },
    /// Something for which CloudFormation has no resource: a custom one makes the calls.
    Switches {
        /// What is switched, as the last word of a logical id.
        noun: &'static str,
        /// The custom resource's properties.
        properties: Properties,
    },
    /// Nothing: the custom resource reads what is there by itself.
    Nothing,
}

/// A property that a resource gives to another one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// The whole property.
    Set(&'static str, Value),
    /// One more item of a property that is a list.
    Append(&'static str, Value),
}

/// Properties in the order in which people read them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Properties(IndexMap<String, Value>);

impl Properties {
    /// Nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets a property.
    #[must_use]
    pub fn set(mut self, name: &'static str, value: impl Into<Value>) -> Self {
        self.0.insert(name.to_owned(), value.into());
        self
    }

    /// Sets a property when there is a value for it.
    #[must_use]
    pub fn maybe(self, name: &'static str, value: Option<impl Into<Value>>) -> Self {
        match value {
            Some(value) => self.set(name, value),
            None => self,
        }
    }

    /// Sets a property when the list is not empty.
    #[must_use]
    pub fn list(self, name: &'static str, items: Vec<Value>) -> Self {
        if items.is_empty() {
            self
        } else {
            self.set(name, Value::List(items))
        }
    }

    /// Sets what others set, after this.
    #[must_use]
    pub fn then(mut self, others: Self) -> Self {
        self.0.extend(others.0);
        self
    }

    /// Takes in what another resource gives.
    pub fn add(&mut self, part: Part) {
        match part {
            Part::Set(name, value) => {
                self.0.insert(name.to_owned(), value);
            }
            Part::Append(name, value) => {
                match self
                    .0
                    .entry(name.to_owned())
                    .or_insert_with(|| Value::List(Vec::new()))
                {
                    Value::List(items) => items.push(value),
                    other => *other = Value::List(vec![other.clone(), value]),
                }
            }
        }
    }

    /// The properties by name.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value))
    }

    /// The properties with every value replaced.
    #[must_use]
    pub fn map(&self, replace: impl Fn(&Value) -> Value) -> Self {
        Self(
            self.0
                .iter()
                .map(|(name, value)| (name.clone(), replace(value)))
                .collect(),
        )
    }
}

impl CloudFormation {
    /// A resource of its own.
    pub fn resource(kind: &'static str, properties: Properties) -> Self {
        Self::Resource { kind, properties }
    }

    /// A property of another resource.
    pub fn part(parent: &Address, part: Part) -> Self {
        Self::PartOf {
            parent: parent.clone(),
            part,
        }
    }
}

impl From<Properties> for Value {
    fn from(properties: Properties) -> Self {
        Self::Map(properties.0)
    }
}
