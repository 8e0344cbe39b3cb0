//! Values of the model as expressions of Terraform.

use super::hcl::{Expression, ObjectKey, TemplatePart};
use crate::value::{Address, Value};

/// Spells a value where a module says `var.account_id` and `var.region`.
pub(super) fn expression(value: &Value) -> Expression {
    match value {
        Value::Bool(on) => Expression::from(*on),
        Value::Number(number) => Expression::from(*number),
        Value::Text(text) => Expression::from(text.as_str()),
        Value::Join(parts) => Expression::template(parts.iter().map(|part| match part {
            Value::Text(text) => TemplatePart::literal(text.as_str()),
            other => TemplatePart::interpolation(expression(other)),
        })),
        Value::List(items) => Expression::list(items.iter().map(expression)),
        Value::Map(entries) => Expression::Object(
            entries
                .iter()
                .map(|(key, value)| (ObjectKey::from(key.as_str()), expression(value)))
                .collect(),
        ),
        Value::Json(inner) => Expression::jsonencode(expression(inner)),
        Value::Account => Expression::reference("var.account_id"),
        Value::Region => Expression::reference("var.region"),
        Value::Lookup(table) => Expression::reference("local")
            .attr(table.as_str())
            .index(expression(&Value::Region)),
        Value::Attribute { of, name } => attribute(of, name),
        Value::Merged { with, entries } => {
            Expression::call("merge", [expression(with), expression(entries)])
        }
    }
}

/// A reference to a resource as a whole, as `depends_on` takes it.
pub(super) fn address(address: &Address) -> Expression {
    Expression::reference(format!("{}.{}", address.kind, label(&address.label)))
}

fn attribute(of: &Address, name: &str) -> Expression {
    address(of).attr(name)
}

/// A label as Terraform takes it: what is no letter, digit, `_` or `-` becomes `_`, and a label
/// that would begin otherwise gets a `_` first, with which no name of a spec begins.
pub(crate) fn label(text: &str) -> String {
    let fits = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '_' | '-');
    let label: String = text
        .chars()
        .map(|letter| if fits(letter) { letter } else { '_' })
        .collect();
    if label.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_') {
        label
    } else {
        format!("_{label}")
    }
}
