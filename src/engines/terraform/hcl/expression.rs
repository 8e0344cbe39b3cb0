//! Expressions: the values of attributes.

use hcl::Identifier;
use hcl::expr::BinaryOperator;

/// A value as the Terraform language writes it.
///
/// Names are [`Identifier`]s, so that no tree prints as something that does not parse. Parentheses are not
/// part of the tree: the printer sets them where the language, or `terraform fmt`, needs them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Expression {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A whole number.
    Number(i64),
    /// Plain data. Whatever it holds, Terraform reads back this very string (in Unicode's normal form C,
    /// which Terraform gives to all strings).
    Text(String),
    /// A string with expressions in it. One that is a single interpolation prints as that expression.
    Template(Vec<TemplatePart>),
    /// A name: `path`, `each`, the first word of `var.name`.
    Variable(Identifier),
    /// A value inside another: `var.name`, `aws_kms_key.local["a"].arn`.
    Traversal(Box<Self>, Vec<Access>),
    /// A function call.
    Call {
        /// The function.
        name: Identifier,
        /// Its arguments.
        args: Vec<Self>,
        /// Whether the last argument is a list whose elements are the arguments (`list...`).
        expand_final: bool,
    },
    /// `[a, b]`.
    List(Vec<Self>),
    /// `{ a = 1 }`, in the order given.
    Object(Vec<(ObjectKey, Self)>),
    /// `[for key, value in collection : result if condition]`.
    ForList {
        /// The name of the key or index, when it is wanted.
        key_var: Option<Identifier>,
        /// The name of the element.
        value_var: Identifier,
        /// What is gone through.
        collection: Box<Self>,
        /// The element made of each.
        value_expr: Box<Self>,
        /// Which elements are taken; all without it.
        condition: Option<Box<Self>>,
    },
    /// `{ for key, value in collection : key => value if condition }`.
    ForObject {
        /// The name of the key or index, when it is wanted.
        key_var: Option<Identifier>,
        /// The name of the element.
        value_var: Identifier,
        /// What is gone through.
        collection: Box<Self>,
        /// The key made of each.
        key_expr: Box<Self>,
        /// The value made of each.
        value_expr: Box<Self>,
        /// Which elements are taken; all without it.
        condition: Option<Box<Self>>,
    },
    /// `condition ? then : otherwise`.
    Conditional {
        /// What is asked.
        condition: Box<Self>,
        /// The value when it is true.
        then: Box<Self>,
        /// The value when it is false.
        otherwise: Box<Self>,
    },
    /// `left == right`, with any operator between two values.
    Binary(Box<Self>, BinaryOperator, Box<Self>),
    /// `!value`.
    Not(Box<Self>),
}

/// A piece of a template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TemplatePart {
    /// Text that stands for itself.
    Literal(String),
    /// `${expression}`.
    Interpolation(Expression),
}

/// A step from a value to one inside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Access {
    /// `.name`; printed as `["name"]` when the name is no identifier.
    Attr(String),
    /// `[expression]`.
    Index(Expression),
    /// `[*]`: what follows is taken of every element.
    Splat,
}

/// The key of an entry in an object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ObjectKey {
    /// Plain data, quoted only where it must be.
    Name(String),
    /// A computed key, printed in parentheses.
    Expression(Expression),
}

impl Expression {
    /// A reference by its dotted path, such as `var.name` or `aws_kms_key.local.arn`.
    pub fn reference(path: impl AsRef<str>) -> Self {
        let mut names = path.as_ref().split('.');
        let root = Self::Variable(Identifier::sanitized(names.next().unwrap_or_default()));
        names.fold(root, |value, name| value.attr(name))
    }

    /// The attribute `name` of this value.
    #[must_use]
    pub fn attr(self, name: impl Into<String>) -> Self {
        self.access(Access::Attr(name.into()))
    }

    /// The element of this value at `index`.
    #[must_use]
    pub fn index(self, index: impl Into<Self>) -> Self {
        self.access(Access::Index(index.into()))
    }

    /// All elements of this value, `[*]`.
    #[must_use]
    pub fn splat(self) -> Self {
        self.access(Access::Splat)
    }

    fn access(self, step: Access) -> Self {
        match self {
            Self::Traversal(root, mut steps) => {
                steps.push(step);
                Self::Traversal(root, steps)
            }
            root => Self::Traversal(Box::new(root), vec![step]),
        }
    }

    /// A string of literal and computed pieces.
    pub fn template(parts: impl IntoIterator<Item = TemplatePart>) -> Self {
        Self::Template(parts.into_iter().collect())
    }

    /// A list of values of one Rust type.
    pub fn list<T: Into<Self>>(elements: impl IntoIterator<Item = T>) -> Self {
        Self::List(elements.into_iter().map(Into::into).collect())
    }

    /// An object whose values have one Rust type.
    pub fn object<K, V>(entries: impl IntoIterator<Item = (K, V)>) -> Self
    where
        K: Into<ObjectKey>,
        V: Into<Self>,
    {
        let entries = entries.into_iter();
        Self::Object(entries.map(|(k, v)| (k.into(), v.into())).collect())
    }

    /// A call of the function `name`.
    pub fn call(name: impl AsRef<str>, args: impl IntoIterator<Item = Self>) -> Self {
        Self::Call {
            name: Identifier::sanitized(name),
            args: args.into_iter().collect(),
            expand_final: false,
        }
    }

    /// `jsonencode(value)`; an object in it always prints one entry a line.
    pub fn jsonencode(value: impl Into<Self>) -> Self {
        Self::call("jsonencode", [value.into()])
    }

    /// `condition ? then : otherwise`.
    pub fn conditional(
        condition: impl Into<Self>,
        then: impl Into<Self>,
        otherwise: impl Into<Self>,
    ) -> Self {
        Self::Conditional {
            condition: Box::new(condition.into()),
            then: Box::new(then.into()),
            otherwise: Box::new(otherwise.into()),
        }
    }

    /// This value and `right` with an operator between them.
    #[must_use]
    pub fn binary(self, operator: BinaryOperator, right: impl Into<Self>) -> Self {
        Self::Binary(Box::new(self), operator, Box::new(right.into()))
    }
}

impl TemplatePart {
    /// Text that stands for itself.
    pub fn literal(text: impl Into<String>) -> Self {
        Self::Literal(text.into())
    }

    /// `${value}`.
    pub fn interpolation(value: impl Into<Expression>) -> Self {
        Self::Interpolation(value.into())
    }
}

impl From<&str> for Expression {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Expression {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&String> for Expression {
    fn from(text: &String) -> Self {
        Self::Text(text.clone())
    }
}

impl From<bool> for Expression {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}

impl From<i64> for Expression {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}

impl From<i32> for Expression {
    fn from(number: i32) -> Self {
        Self::Number(number.into())
    }
}

impl From<u32> for Expression {
    fn from(number: u32) -> Self {
        Self::Number(number.into())
    }
}

impl From<Vec<Self>> for Expression {
    fn from(elements: Vec<Self>) -> Self {
        Self::List(elements)
    }
}

impl From<&str> for ObjectKey {
    fn from(name: &str) -> Self {
        Self::Name(name.to_owned())
    }
}

impl From<String> for ObjectKey {
    fn from(name: String) -> Self {
        Self::Name(name)
    }
}

impl From<&String> for ObjectKey {
    fn from(name: &String) -> Self {
        Self::Name(name.clone())
    }
}

impl From<Expression> for ObjectKey {
    fn from(key: Expression) -> Self {
        Self::Expression(key)
    }
}
