//! Policy documents and their statements.

use indexmap::IndexMap;

use crate::value::Value;

/// A policy document of version 2012-10-17.
///
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html>
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Policy {
    /// The statements, in this order.
    pub statements: Vec<Element>,
}

/// A statement of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Element {
    /// One that offsite makes.
    Statement(Statement),
    /// One that the spec gives, kept word for word.
    Verbatim(Value),
}

impl Policy {
    /// A document without statements.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a statement.
    #[must_use]
    pub fn statement(mut self, statement: Statement) -> Self {
        self.statements.push(Element::Statement(statement));
        self
    }

    /// Adds a statement when the condition asks for it.
    #[must_use]
    pub fn maybe(self, statement: Option<Statement>) -> Self {
        match statement {
            Some(statement) => self.statement(statement),
            None => self,
        }
    }

    /// Adds a statement that is kept word for word.
    #[must_use]
    pub fn verbatim(mut self, statement: Value) -> Self {
        self.statements.push(Element::Verbatim(statement));
        self
    }

    /// Whether there is no statement.
    pub fn is_empty(&self) -> bool {
        self.statements.is_empty()
    }

    /// The document as a value; wrap it in [`Value::json`] where the engine wants text.
    #[must_use]
    pub fn value(&self) -> Value {
        let statements = self.statements.iter().map(|one| match one {
            Element::Statement(statement) => statement.value(),
            Element::Verbatim(statement) => statement.clone(),
        });
        Value::map([
            ("Version", "2012-10-17".into()),
            ("Statement", Value::List(statements.collect())),
        ])
    }
}

/// Allow or deny.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// Grants.
    Allow,
    /// Refuses, whatever else grants.
    Deny,
}

/// Who a statement speaks of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Principal {
    /// Anybody whom the statement's conditions admit.
    Anybody,
    /// These accounts, roles or users, by ARN.
    Aws(Vec<Value>),
    /// An AWS service.
    Service(&'static str),
}

/// One statement of a policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// Its name, unique within the document.
    pub sid: &'static str,
    /// Whether it grants or refuses.
    pub effect: Effect,
    /// Of whom it speaks; none in a policy of the role itself.
    pub principal: Option<Principal>,
    /// The actions.
    pub actions: Vec<String>,
    /// On what; none where the document's own place says it.
    pub resources: Vec<Value>,
    /// Operator, key, and the value or values.
    pub conditions: IndexMap<&'static str, IndexMap<String, Value>>,
}

impl Statement {
    /// A statement that allows these actions.
    pub fn allow<A: Into<String>>(sid: &'static str, actions: impl IntoIterator<Item = A>) -> Self {
        Self {
            sid,
            effect: Effect::Allow,
            principal: None,
            actions: actions.into_iter().map(Into::into).collect(),
            resources: Vec::new(),
            conditions: IndexMap::new(),
        }
    }

    /// Turns the statement into one that denies.
    #[must_use]
    pub fn deny(mut self) -> Self {
        self.effect = Effect::Deny;
        self
    }

    /// Sets the principal, for a policy that is attached to a resource.
    #[must_use]
    pub fn to(mut self, principal: Principal) -> Self {
        self.principal = Some(principal);
        self
    }

    /// Adds a resource; without any, the statement leaves the element out.
    #[must_use]
    pub fn on(mut self, resource: impl Into<Value>) -> Self {
        self.resources.push(resource.into());
        self
    }

    /// Adds a condition: operator, key, value or values.
    #[must_use]
    pub fn when(mut self, operator: &'static str, key: &str, value: impl Into<Value>) -> Self {
        self.conditions
            .entry(operator)
            .or_default()
            .insert(key.to_owned(), value.into());
        self
    }

    /// The statement as a value.
    #[must_use]
    pub fn value(&self) -> Value {
        let mut entries: IndexMap<String, Value> = IndexMap::new();
        entries.insert("Sid".to_owned(), self.sid.into());
        let effect = match self.effect {
            Effect::Allow => "Allow",
            Effect::Deny => "Deny",
        };
        entries.insert("Effect".to_owned(), effect.into());
        match &self.principal {
            Some(Principal::Anybody) => {
                entries.insert("Principal".to_owned(), "*".into());
            }
            Some(Principal::Aws(who)) => {
                entries.insert(
                    "Principal".to_owned(),
                    Value::map([("AWS", one_or_list(who.clone()))]),
                );
            }
            Some(Principal::Service(service)) => {
                entries.insert(
                    "Principal".to_owned(),
                    Value::map([("Service", (*service).into())]),
                );
            }
            None => {}
        }
        let actions = self.actions.iter().cloned().map(Value::Text).collect();
        entries.insert("Action".to_owned(), one_or_list(actions));
        if !self.resources.is_empty() {
            entries.insert("Resource".to_owned(), one_or_list(self.resources.clone()));
        }
        if !self.conditions.is_empty() {
            let conditions = self
                .conditions
                .iter()
                .map(|(operator, keys)| ((*operator).to_owned(), Value::Map(keys.clone())));
            entries.insert("Condition".to_owned(), Value::map(conditions));
        }
        Value::Map(entries)
    }
}

/// AWS stores a list of one as the one, so a plan settles only when it is written so.
pub fn one_or_list(mut values: Vec<Value>) -> Value {
    if values.len() == 1 {
        values.remove(0)
    } else {
        Value::List(values)
    }
}
