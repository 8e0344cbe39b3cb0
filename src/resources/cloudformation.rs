//! How a resource looks in CloudFormation, which folds several of Terraform's resources into one.

use indexmap::IndexMap;

use crate::value::{Address, Value};

/// A resource in CloudFormation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CloudFormation {
    /// A resource of its own.
    Resource(OwnResource),
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

/// A resource of a template, with what CloudFormation has to know of its type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnResource {
    /// The type, as `AWS::Backup::BackupVault`.
    pub kind: &'static str,
    /// Its properties.
    pub properties: Properties,
    /// How a template refers to its ARN.
    pub arn: ArnReference,
    /// What people read at the output with its ARN; without it there is none.
    pub output: Option<&'static str>,
    /// Whether it goes with its stack although it holds data: events of the past, which no restore needs.
    pub disposable: bool,
    /// Whether AWS refuses to change two of the type at the same time.
    pub one_at_a_time: bool,
    /// Whether AWS makes no second one, so that one that is there has to be imported.
    pub only_one: bool,
    /// Whether it is a role with a name of its own, to which a deployment must admit.
    pub named_role: bool,
}

/// How a template refers to the ARN of a resource.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ArnReference {
    /// By this attribute: `Arn` for most types.
    Attribute(&'static str),
    /// By `Ref`, which gives the name or the id for most other types.
    Ref,
    /// Put together in the region and account of the stack, where no attribute gives it as others take it.
    Composed {
        /// The service's part, as `logs`.
        service: &'static str,
        /// What stands before the resource's name, as `log-group:`.
        prefix: &'static str,
    },
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
        OwnResource::new(kind, properties).into()
    }

    /// A property of another resource.
    pub fn part(parent: &Address, part: Part) -> Self {
        Self::PartOf {
            parent: parent.clone(),
            part,
        }
    }
}

impl OwnResource {
    /// A resource about which there is nothing special: its ARN is its attribute `Arn`.
    #[must_use]
    pub fn new(kind: &'static str, properties: Properties) -> Self {
        Self {
            kind,
            properties,
            arn: ArnReference::Attribute("Arn"),
            output: None,
            disposable: false,
            one_at_a_time: false,
            only_one: false,
            named_role: false,
        }
    }

    /// Says how a template refers to its ARN.
    #[must_use]
    pub fn arn(mut self, arn: ArnReference) -> Self {
        self.arn = arn;
        self
    }

    /// Makes the ARN an output of the stack, with these words for people.
    #[must_use]
    pub fn output(mut self, about: &'static str) -> Self {
        self.output = Some(about);
        self
    }

    /// Lets it go with its stack, although it holds data.
    #[must_use]
    pub fn disposable(mut self) -> Self {
        self.disposable = true;
        self
    }

    /// Says that it is a role with a name of its own.
    #[must_use]
    pub fn named_role(mut self) -> Self {
        self.named_role = true;
        self
    }

    /// Makes each of the type wait for the one before.
    #[must_use]
    pub fn one_at_a_time(mut self) -> Self {
        self.one_at_a_time = true;
        self
    }

    /// Makes no second one where there is one: it is imported.
    #[must_use]
    pub fn only_one(mut self) -> Self {
        self.only_one = true;
        self
    }
}

impl From<OwnResource> for CloudFormation {
    fn from(resource: OwnResource) -> Self {
        Self::Resource(resource)
    }
}

impl From<Properties> for Value {
    fn from(properties: Properties) -> Self {
        Self::Map(properties.0)
    }
}
