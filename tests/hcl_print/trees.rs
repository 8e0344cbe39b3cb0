//! Arbitrary trees, with text made to break printers.

use std::collections::BTreeSet;

use hcl::Identifier;
use hcl::expr::BinaryOperator;
use offsite::engines::terraform::hcl::{
    Access, Block, Body, Expression, Item, ObjectKey, TemplatePart,
};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

/// What strings are made of. All of it is in Unicode's normal form C, and stays so when joined.
const PIECES: [&str; 34] = [
    "\"",
    "\\",
    "$",
    "%",
    "{",
    "}",
    "${",
    "%{",
    "$${",
    "%%{",
    "${x}",
    "%{ if x }",
    "~",
    "\n",
    "\r",
    "\t",
    "\0",
    "\u{7f}",
    "\u{85}",
    "\u{a0}",
    "\u{200b}",
    "\u{202e}",
    "\u{feff}",
    "é",
    "ß",
    "日本",
    "🎉",
    "👩\u{200d}🚀",
    "🇩🇪",
    " ",
    "#",
    "//",
    "backup",
    "u0024",
];

/// A string of hostile pieces.
pub(crate) fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        2 => "[a-z]{1,8}( [a-z]{1,8}){0,3}",
        1 => "[a-zA-Z:]{30,90}",
        2 => vec(select(PIECES.to_vec()), 0..7).prop_map(|pieces| pieces.concat()),
    ]
}

fn name() -> impl Strategy<Value = String> {
    let keywords = [
        "null", "true", "false", "for", "in", "if", "else", "endif", "endfor",
    ];
    "[a-z_][a-zA-Z0-9_-]{0,14}".prop_filter("a keyword", move |name| !keywords.contains(&&**name))
}

fn identifier() -> impl Strategy<Value = Identifier> {
    name().prop_map(Identifier::sanitized)
}

fn boxed(
    inner: &BoxedStrategy<Expression>,
) -> impl Strategy<Value = Box<Expression>> + Clone + use<> {
    inner.clone().prop_map(Box::new)
}

/// Any expression.
pub(crate) fn expression() -> BoxedStrategy<Expression> {
    let leaf = prop_oneof![
        Just(Expression::Null),
        any::<bool>().prop_map(Expression::Bool),
        any::<i64>().prop_map(Expression::Number),
        (-9i64..99).prop_map(Expression::Number),
        text().prop_map(Expression::Text),
        text().prop_map(Expression::Text),
        identifier().prop_map(Expression::Variable),
    ];
    leaf.prop_recursive(5, 40, 5, |inner| compound(&inner.boxed()))
        .boxed()
}

fn compound(inner: &BoxedStrategy<Expression>) -> BoxedStrategy<Expression> {
    let access = prop_oneof![
        4 => name().prop_map(Access::Attr),
        1 => text().prop_map(Access::Attr),
        1 => inner.clone().prop_map(Access::Index),
        1 => Just(Access::Splat),
    ];
    let part = prop_oneof![
        text().prop_map(TemplatePart::Literal),
        inner.clone().prop_map(TemplatePart::Interpolation),
    ];
    let key = prop_oneof![
        3 => name().prop_map(ObjectKey::Name),
        2 => text().prop_map(ObjectKey::Name),
        1 => inner.clone().prop_map(ObjectKey::Expression),
    ];
    let function = prop_oneof![
        name(),
        Just("jsonencode".to_owned()),
        Just("merge".to_owned())
    ];
    let operator = select(vec![
        BinaryOperator::Eq,
        BinaryOperator::NotEq,
        BinaryOperator::And,
        BinaryOperator::Or,
        BinaryOperator::Plus,
        BinaryOperator::Minus,
        BinaryOperator::Less,
        BinaryOperator::Mod,
    ]);
    prop_oneof![
        3 => (boxed(inner), vec(access, 1..4)).prop_map(|(root, steps)| Expression::Traversal(root, steps)),
        2 => vec(part, 0..4).prop_map(Expression::Template),
        3 => (function, vec(inner.clone(), 0..4), any::<bool>()).prop_map(|(name, args, expand)| Expression::Call {
            name: Identifier::sanitized(name),
            expand_final: expand && !args.is_empty(),
            args,
        }),
        3 => vec(inner.clone(), 0..5).prop_map(Expression::List),
        4 => vec((key, inner.clone()), 0..5).prop_map(object),
        1 => (option::of(identifier()), identifier(), boxed(inner), boxed(inner), option::of(boxed(inner))).prop_map(
            |(key_var, value_var, collection, value_expr, condition)| Expression::ForList {
                key_var,
                value_var,
                collection,
                value_expr,
                condition,
            }
        ),
        1 => (option::of(identifier()), identifier(), boxed(inner), boxed(inner), boxed(inner), option::of(boxed(inner)))
            .prop_map(|(key_var, value_var, collection, key_expr, value_expr, condition)| Expression::ForObject {
                key_var,
                value_var,
                collection,
                key_expr,
                value_expr,
                condition,
            }),
        1 => (boxed(inner), boxed(inner), boxed(inner)).prop_map(|(condition, then, otherwise)| Expression::Conditional {
            condition,
            then,
            otherwise,
        }),
        1 => (boxed(inner), operator, boxed(inner)).prop_map(|(left, operator, right)| Expression::Binary(left, operator, right)),
        1 => boxed(inner).prop_map(Expression::Not),
    ]
    .boxed()
}

/// An object without two keys that print alike, which hcl-edit refuses.
fn object(mut entries: Vec<(ObjectKey, Expression)>) -> Expression {
    let mut seen = BTreeSet::new();
    entries.retain(|(key, _)| {
        let alone = Expression::object([(key.clone(), Expression::Null)]);
        seen.insert(Body::new().attribute("object", alone).to_string())
    });
    Expression::Object(entries)
}

/// Any body. No name is set twice in it, which HCL forbids.
pub(crate) fn body() -> BoxedStrategy<Body> {
    items(blocks(items(blocks(items(Just(Vec::new()).boxed())))))
        .prop_map(Body)
        .boxed()
}

fn blocks(inside: BoxedStrategy<Vec<Item>>) -> BoxedStrategy<Vec<Item>> {
    let kind = select(vec!["resource", "provider", "lifecycle", "statement"]);
    let block = (kind, vec(name(), 0..3), inside).prop_map(|(kind, labels, items)| {
        let block = labels.into_iter().fold(Block::new(kind), Block::label);
        Item::Block(block.body(Body(items)))
    });
    vec(block, 0..2).boxed()
}

fn items(blocks: BoxedStrategy<Vec<Item>>) -> BoxedStrategy<Vec<Item>> {
    let item = prop_oneof![
        6 => (name(), expression()).prop_map(|(name, value)| Item::Attribute { name: Identifier::sanitized(name), value }),
        1 => Just(Item::Blank),
        1 => text().prop_map(Item::Comment),
        1 => "[a-z]{1,12}( [a-z]{1,12}){10,30}".prop_map(Item::Comment),
    ];
    (vec(item, 0..6), blocks, any::<prop::sample::Index>())
        .prop_map(|(mut items, blocks, at)| {
            let at = at.index(items.len() + 1);
            items.splice(at..at, blocks);
            for (position, item) in items.iter_mut().enumerate() {
                if let Item::Attribute { name, .. } = item {
                    *name = Identifier::sanitized(format!("{}{position}", name.as_str()));
                }
            }
            items
        })
        .boxed()
}

/// The same `count` values on every run.
pub(crate) fn samples<T: std::fmt::Debug>(
    strategy: &impl Strategy<Value = T>,
    count: usize,
) -> Vec<T> {
    let mut runner = TestRunner::deterministic();
    let sample = |_| strategy.new_tree(&mut runner).unwrap().current();
    (0..count).map(sample).collect()
}
