//! How a resource looks in Terraform: arguments and blocks, in the order people read them.

use crate::value::Value;

/// One line, or one block, of a resource.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Item {
    /// An argument.
    Argument(&'static str, Value),
    /// A nested block.
    Block(&'static str, Vec<Self>),
    /// An empty line between groups of arguments, so that a new argument moves few others.
    Blank,
    /// Why the next argument is as it is.
    Comment(String),
}

/// The items of a resource or a block, put together one by one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Arguments(Vec<Item>);

impl Arguments {
    /// Nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds an argument.
    #[must_use]
    pub fn argument(mut self, name: &'static str, value: impl Into<Value>) -> Self {
        self.0.push(Item::Argument(name, value.into()));
        self
    }

    /// Adds an argument when there is a value for it.
    #[must_use]
    pub fn maybe(self, name: &'static str, value: Option<impl Into<Value>>) -> Self {
        match value {
            Some(value) => self.argument(name, value),
            None => self,
        }
    }

    /// Adds a block, after an empty line unless it comes first.
    #[must_use]
    pub fn block(mut self, name: &'static str, inside: Self) -> Self {
        if !self.0.is_empty() && !matches!(self.0.last(), Some(Item::Blank | Item::Comment(_))) {
            self.0.push(Item::Blank);
        }
        self.0.push(Item::Block(name, inside.0));
        self
    }

    /// Adds an empty line.
    #[must_use]
    pub fn blank(mut self) -> Self {
        self.0.push(Item::Blank);
        self
    }

    /// Adds a comment on the argument that follows.
    #[must_use]
    pub fn comment(mut self, text: impl Into<String>) -> Self {
        self.0.push(Item::Comment(text.into()));
        self
    }

    /// Whether an argument has this value, or has it within.
    pub fn contains(&self, wanted: &Value) -> bool {
        fn within(items: &[Item], wanted: &Value) -> bool {
            items.iter().any(|item| match item {
                Item::Argument(_, value) => value.contains(wanted),
                Item::Block(_, inside) => within(inside, wanted),
                Item::Blank | Item::Comment(_) => false,
            })
        }
        within(&self.0, wanted)
    }

    /// The items, in order.
    pub fn items(&self) -> &[Item] {
        &self.0
    }
}
