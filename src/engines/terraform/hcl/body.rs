//! Bodies and blocks: what a file is made of.

use hcl::Identifier;

use super::expression::Expression;

/// A file, or the inside of a block: items in the order in which they are printed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Body(pub Vec<Item>);

/// One thing in a body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Item {
    /// An empty line. It groups what belongs together and ends a run of aligned `=`. Several in a row
    /// print as one; none is printed at the start or the end of a body.
    Blank,
    /// A comment on lines of its own, without its `#`. Line breaks are kept, and lines that
    /// would pass column 100 are wrapped at spaces.
    Comment(String),
    /// `name = value`.
    Attribute {
        /// The argument's name.
        name: Identifier,
        /// Its value.
        value: Expression,
    },
    /// `kind "label" { ... }`.
    Block(Block),
}

/// A block such as `resource "aws_kms_key" "local" { ... }`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// The block's type: `resource`, `provider`, `lifecycle`.
    pub kind: Identifier,
    /// The labels after it. Terraform wants identifiers here.
    pub labels: Vec<String>,
    /// What stands between the braces.
    pub body: Body,
}

impl Body {
    /// An empty body.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds `name = value`. A name that is no identifier gets `_` for what HCL does not allow in one.
    #[must_use]
    pub fn attribute(mut self, name: impl AsRef<str>, value: impl Into<Expression>) -> Self {
        self.0.push(Item::Attribute {
            name: Identifier::sanitized(name),
            value: value.into(),
        });
        self
    }

    /// Adds `name = value` where there is a value.
    #[must_use]
    pub fn optional(self, name: impl AsRef<str>, value: Option<impl Into<Expression>>) -> Self {
        match value {
            Some(value) => self.attribute(name, value),
            None => self,
        }
    }

    /// Adds an empty line.
    #[must_use]
    pub fn blank(mut self) -> Self {
        self.0.push(Item::Blank);
        self
    }

    /// Adds a comment, given without its `#`.
    #[must_use]
    pub fn comment(mut self, text: impl Into<String>) -> Self {
        self.0.push(Item::Comment(text.into()));
        self
    }

    /// Adds a block.
    #[must_use]
    pub fn block(mut self, block: Block) -> Self {
        self.0.push(Item::Block(block));
        self
    }

    /// Adds another body's items after this one's.
    #[must_use]
    pub fn append(mut self, other: Self) -> Self {
        self.0.extend(other.0);
        self
    }
}

impl Extend<Item> for Body {
    fn extend<I: IntoIterator<Item = Item>>(&mut self, items: I) {
        self.0.extend(items);
    }
}

impl Block {
    /// An empty block without labels. A kind that is no identifier gets `_` for what HCL does not
    /// allow in one.
    pub fn new(kind: impl AsRef<str>) -> Self {
        Self {
            kind: Identifier::sanitized(kind),
            labels: Vec::new(),
            body: Body::new(),
        }
    }

    /// Adds a label after those there are.
    #[must_use]
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.labels.push(label.into());
        self
    }

    /// Sets what stands between the braces.
    #[must_use]
    pub fn body(mut self, body: Body) -> Self {
        self.body = body;
        self
    }
}
