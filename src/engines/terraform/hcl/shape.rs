//! What the printer asks of an expression before it prints it.

use hcl::Identifier;

use super::expression::{Access, Expression, TemplatePart};

/// What stands behind templates that are nothing but one interpolation.
pub(super) fn bare(expression: &Expression) -> &Expression {
    let Expression::Template(parts) = expression else {
        return expression;
    };
    let mut written = parts.iter().filter(|part| !is_empty(part));
    match (written.next(), written.next()) {
        (Some(TemplatePart::Interpolation(inner)), None) => bare(inner),
        _ => expression,
    }
}

/// Whether a part of a template prints as nothing.
pub(super) fn is_empty(part: &TemplatePart) -> bool {
    matches!(part, TemplatePart::Literal(text) if text.is_empty())
}

/// Whether an object as the argument of this function gets one line an entry.
pub(super) fn opens_objects(function: &Identifier) -> bool {
    function.as_str() == "jsonencode"
}

/// Whether a value has a form over several lines.
pub(super) fn can_break(value: &Expression) -> bool {
    match bare(value) {
        Expression::List(elements) => !elements.is_empty(),
        Expression::Object(entries) => !entries.is_empty(),
        Expression::Call { args, .. } => match args.as_slice() {
            [] => false,
            [argument] => can_break(argument),
            _ => true,
        },
        // A head that has a `=` of its own, and opens a bracket at its end, would be aligned as an entry.
        Expression::ForList { collection, .. } => !holds_entries(collection),
        Expression::ForObject {
            collection,
            key_expr,
            ..
        } => !holds_entries(collection) && !holds_entries(key_expr),
        Expression::Conditional { .. } => true,
        _ => false,
    }
}

/// `terraform fmt` spaces braces that meet those of an interpolation.
pub(super) fn touches_brace(value: &Expression) -> bool {
    match bare(value) {
        Expression::Object(_) | Expression::ForObject { .. } => true,
        Expression::Conditional { otherwise, .. } => touches_brace(otherwise),
        _ => false,
    }
}

/// `terraform fmt` takes the sign of some numbers for a subtraction.
pub(super) fn is_negative(value: &Expression) -> bool {
    matches!(bare(value), Expression::Number(number) if *number < 0)
}

/// Whether an object with entries is anywhere in a value. Its `=` would be taken for the one of the line.
pub(super) fn holds_entries(value: &Expression) -> bool {
    let access = |step: &Access| matches!(step, Access::Index(index) if holds_entries(index));
    match value {
        Expression::Object(entries) => !entries.is_empty(),
        Expression::Template(parts) => parts
            .iter()
            .any(|part| matches!(part, TemplatePart::Interpolation(inner) if holds_entries(inner))),
        Expression::Traversal(root, steps) => holds_entries(root) || steps.iter().any(access),
        Expression::Call { args: values, .. } | Expression::List(values) => {
            values.iter().any(holds_entries)
        }
        Expression::ForList {
            collection,
            value_expr,
            condition,
            ..
        } => [Some(collection), Some(value_expr), condition.as_ref()]
            .into_iter()
            .flatten()
            .any(|part| holds_entries(part)),
        Expression::ForObject {
            collection,
            key_expr,
            value_expr,
            condition,
            ..
        } => [
            Some(collection),
            Some(key_expr),
            Some(value_expr),
            condition.as_ref(),
        ]
        .into_iter()
        .flatten()
        .any(|part| holds_entries(part)),
        Expression::Conditional {
            condition,
            then,
            otherwise,
        } => holds_entries(condition) || holds_entries(then) || holds_entries(otherwise),
        Expression::Binary(left, _, right) => holds_entries(left) || holds_entries(right),
        Expression::Not(value) => holds_entries(value),
        Expression::Null
        | Expression::Bool(_)
        | Expression::Number(_)
        | Expression::Text(_)
        | Expression::Variable(_) => false,
    }
}
