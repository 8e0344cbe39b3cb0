//! Reading printed files back, and comparing with the tree they came from.
//!
//! The reader is hcl-edit, on which hcl-rs stands: hcl-rs's own tree keeps templates unescaped, so that it takes
//! `\u0024${x}` for `$${x}`.

use hcl::edit;
use hcl::edit::expr::{Expression as Read, ForExpr, TraversalOperator, UnaryOperator};
use hcl::edit::structure::Structure;
use hcl::edit::template::Element;
use offsite::engines::terraform::hcl::{
    Access, Block, Body, Expression, Item, ObjectKey, TemplatePart,
};
use proptest::prelude::*;

use crate::trees;

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_printed_body_reads_back_as_itself(body in trees::body()) {
        let printed = body.to_string();
        let read: edit::structure::Body = printed.parse().map_err(|error: edit::parser::Error| TestCaseError::fail(format!("{error}\n{printed}")))?;
        prop_assert_eq!(read_body(&read), normal_body(&body), "{}", printed);
    }

    #[test]
    fn a_printed_body_has_no_stray_blanks(body in trees::body()) {
        let printed = body.to_string();
        prop_assert!(!printed.contains("\n\n\n"));
        let lines: Vec<&str> = printed.lines().map(str::trim_start).collect();
        for pair in lines.windows(2) {
            let opened = pair[0].ends_with('{') && !pair[0].starts_with('#');
            prop_assert!(!(opened && pair[1].is_empty()), "{}", printed);
            prop_assert!(!(pair[0].is_empty() && pair[1] == "}"), "{}", printed);
        }
        prop_assert!(!printed.starts_with('\n'));
        prop_assert!(printed.is_empty() || (printed.ends_with('\n') && !printed.ends_with("\n\n")));
        for line in printed.lines() {
            prop_assert_eq!(line.trim_end(), line);
        }
    }
}

fn read_body(body: &edit::structure::Body) -> Body {
    let items = body.iter().map(|structure| match structure {
        Structure::Attribute(attribute) => Item::Attribute {
            name: identifier(&attribute.key),
            value: read(&attribute.value),
        },
        Structure::Block(block) => {
            let labels = block.labels.iter().map(|label| label.as_str());
            let read = labels.fold(Block::new(&*block.ident), Block::label);
            Item::Block(read.body(read_body(&block.body)))
        }
    });
    Body(items.collect())
}

fn identifier(name: &edit::Ident) -> hcl::Identifier {
    hcl::Identifier::new(name.as_str()).unwrap()
}

fn read_boxed(expression: &Read) -> Box<Expression> {
    Box::new(read(expression))
}

fn read(expression: &Read) -> Expression {
    match expression {
        Read::Null(_) => Expression::Null,
        Read::Bool(value) => Expression::Bool(*value.value()),
        Read::Number(number) => Expression::Number(number.value().as_i64().unwrap()),
        Read::String(text) => Expression::Text(text.value().clone()),
        Read::StringTemplate(template) => {
            let parts = template.iter().map(|element| match element {
                Element::Literal(text) => TemplatePart::literal(text.value()),
                Element::Interpolation(inner) => TemplatePart::interpolation(read(&inner.expr)),
                Element::Directive(directive) => panic!("a directive: {directive:?}"),
            });
            normal_template(&parts.collect::<Vec<_>>())
        }
        Read::Array(elements) => Expression::List(elements.iter().map(read).collect()),
        Read::Object(entries) => {
            let entries = entries.iter().map(|(key, value)| {
                let key = match key {
                    edit::expr::ObjectKey::Ident(name) => ObjectKey::from(name.as_str()),
                    edit::expr::ObjectKey::Expression(Read::String(name)) => {
                        ObjectKey::from(name.value())
                    }
                    edit::expr::ObjectKey::Expression(key) => ObjectKey::Expression(read(key)),
                };
                (key, read(value.expr()))
            });
            Expression::Object(entries.collect())
        }
        Read::Variable(name) => Expression::Variable(identifier(name)),
        Read::Traversal(traversal) => {
            let steps = traversal.operators.iter().map(|step| match step.value() {
                TraversalOperator::GetAttr(name) => Access::Attr(name.to_string()),
                TraversalOperator::Index(index) => Access::Index(read(index)),
                TraversalOperator::FullSplat(_) => Access::Splat,
                other => panic!("a step: {other:?}"),
            });
            Expression::Traversal(read_boxed(&traversal.expr), steps.collect())
        }
        Read::FuncCall(call) => Expression::Call {
            name: identifier(&call.name.name),
            args: call.args.iter().map(read).collect(),
            expand_final: call.args.expand_final(),
        },
        Read::Parenthesis(inner) => read(inner.inner()),
        Read::Conditional(conditional) => Expression::conditional(
            read(&conditional.cond_expr),
            read(&conditional.true_expr),
            read(&conditional.false_expr),
        ),
        Read::BinaryOp(binary) => {
            read(&binary.lhs_expr).binary(*binary.operator.value(), read(&binary.rhs_expr))
        }
        Read::UnaryOp(unary) => match (unary.operator.value(), read(&unary.expr)) {
            (UnaryOperator::Not, value) => Expression::Not(Box::new(value)),
            (UnaryOperator::Neg, Expression::Number(number)) => Expression::Number(-number),
            other => panic!("an operation: {other:?}"),
        },
        Read::ForExpr(expression) => read_for(expression),
        other => panic!("an expression: {other:?}"),
    }
}

fn read_for(expression: &ForExpr) -> Expression {
    let key_var = expression
        .intro
        .key_var
        .as_ref()
        .map(|name| identifier(name));
    let value_var = identifier(&expression.intro.value_var);
    let collection = read_boxed(&expression.intro.collection_expr);
    let value_expr = read_boxed(&expression.value_expr);
    let condition = expression.cond.as_ref().map(|cond| read_boxed(&cond.expr));
    match expression.key_expr.as_ref().map(read_boxed) {
        None => Expression::ForList {
            key_var,
            value_var,
            collection,
            value_expr,
            condition,
        },
        Some(key_expr) => Expression::ForObject {
            key_var,
            value_var,
            collection,
            key_expr,
            value_expr,
            condition,
        },
    }
}

fn normal_body(body: &Body) -> Body {
    let items = body.0.iter().filter_map(|item| match item {
        Item::Blank | Item::Comment(_) => None,
        Item::Attribute { name, value } => Some(Item::Attribute {
            name: name.clone(),
            value: normal(value),
        }),
        Item::Block(block) => Some(Item::Block(block.clone().body(normal_body(&block.body)))),
    });
    Body(items.collect())
}

fn normal_boxed(expression: &Expression) -> Box<Expression> {
    Box::new(normal(expression))
}

/// One tree for all trees that mean the same by the rules of the language and are printed alike.
fn normal(expression: &Expression) -> Expression {
    match expression {
        Expression::Template(parts) => normal_template(parts),
        Expression::Traversal(root, steps) => {
            let mut steps: Vec<Access> = steps
                .iter()
                .map(|step| match step {
                    Access::Attr(name)
                        if !name.is_ascii() || hcl::Identifier::new(name.as_str()).is_err() =>
                    {
                        Access::Index(name.into())
                    }
                    Access::Index(index) => Access::Index(normal(index)),
                    other => other.clone(),
                })
                .collect();
            match normal(root) {
                Expression::Traversal(root, mut first) if !first.contains(&Access::Splat) => {
                    first.append(&mut steps);
                    Expression::Traversal(root, first)
                }
                root => Expression::Traversal(Box::new(root), steps),
            }
        }
        Expression::Call {
            name,
            args,
            expand_final,
        } => Expression::Call {
            name: name.clone(),
            args: args.iter().map(normal).collect(),
            expand_final: *expand_final,
        },
        Expression::List(elements) => Expression::List(elements.iter().map(normal).collect()),
        Expression::Object(entries) => {
            let entries = entries.iter().map(|(key, value)| match key {
                ObjectKey::Name(_) => (key.clone(), normal(value)),
                ObjectKey::Expression(key) => (ObjectKey::Expression(normal(key)), normal(value)),
            });
            Expression::Object(entries.collect())
        }
        Expression::ForList {
            key_var,
            value_var,
            collection,
            value_expr,
            condition,
        } => Expression::ForList {
            key_var: key_var.clone(),
            value_var: value_var.clone(),
            collection: normal_boxed(collection),
            value_expr: normal_boxed(value_expr),
            condition: condition.as_deref().map(normal_boxed),
        },
        Expression::ForObject {
            key_var,
            value_var,
            collection,
            key_expr,
            value_expr,
            condition,
        } => Expression::ForObject {
            key_var: key_var.clone(),
            value_var: value_var.clone(),
            collection: normal_boxed(collection),
            key_expr: normal_boxed(key_expr),
            value_expr: normal_boxed(value_expr),
            condition: condition.as_deref().map(normal_boxed),
        },
        Expression::Conditional {
            condition,
            then,
            otherwise,
        } => Expression::conditional(normal(condition), normal(then), normal(otherwise)),
        Expression::Binary(left, operator, right) => normal(left).binary(*operator, normal(right)),
        Expression::Not(value) => Expression::Not(normal_boxed(value)),
        plain => plain.clone(),
    }
}

fn normal_template(parts: &[TemplatePart]) -> Expression {
    let mut merged: Vec<TemplatePart> = Vec::new();
    for part in parts {
        match (part, merged.last_mut()) {
            (TemplatePart::Literal(text), _) if text.is_empty() => {}
            (TemplatePart::Literal(text), Some(TemplatePart::Literal(before))) => {
                before.push_str(text);
            }
            (TemplatePart::Literal(text), _) => merged.push(TemplatePart::literal(text)),
            (TemplatePart::Interpolation(value), _) => {
                merged.push(TemplatePart::interpolation(normal(value)));
            }
        }
    }
    match merged.as_slice() {
        [] => Expression::from(""),
        [TemplatePart::Literal(text)] => Expression::from(text),
        [TemplatePart::Interpolation(value)] => value.clone(),
        _ => Expression::Template(merged),
    }
}
