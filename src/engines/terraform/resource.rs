//! One resource as a block of Terraform.

use super::expression::{address, expression, label};
use super::hcl::{Block, Body, Expression, TemplatePart};
use crate::blueprint::Placed;
use crate::resources::{Item, Resource};
use crate::value::Value;

/// The block of a resource or data source. `provider` is named where a root has several;
/// `fill` puts the account and the region in where there are no variables for them.
pub(super) fn block(
    placed: &Placed,
    provider: Option<&str>,
    fill: &dyn Fn(&Value) -> Value,
) -> Body {
    let mut body = Body::new();
    if let Some(provider) = provider {
        body = body
            .attribute("provider", Expression::reference(provider))
            .blank();
    }
    body = body.append(items(placed.resource.terraform().items(), fill));
    if placed.resource.terraform_stack().is_some() {
        let file = Expression::template([
            TemplatePart::interpolation(Expression::reference("path.module")),
            TemplatePart::literal(format!("/{}", placed.stack_file())),
        ]);
        body = body.attribute("template_body", Expression::call("file", [file]));
    }
    if !placed.depends_on.is_empty() {
        let first = placed.depends_on.iter().map(address);
        body = body
            .blank()
            .attribute("depends_on", Expression::list(first));
    }
    if let Some(lifecycle) = lifecycle(placed) {
        body = body.blank().block(Block::new("lifecycle").body(lifecycle));
    }
    let kind = placed.resource.terraform_type();
    let (kind, block_type) = match kind.strip_prefix("data.") {
        Some(data) => (data, "data"),
        None => (kind, "resource"),
    };
    let block = Block::new(block_type)
        .label(kind)
        .label(label(&placed.label))
        .body(body);
    let before = match placed.comment {
        Some(comment) => Body::new().comment(comment),
        None => Body::new(),
    };
    let whole = before.block(block);
    match check(placed) {
        None => whole,
        Some(check) => whole.blank().block(check),
    }
}

/// What Terraform finds out with each plan: a warning, not a refusal, so that the rest can be applied.
fn check(placed: &Placed) -> Option<Block> {
    let mut body = Body::new();
    for (position, one) in placed.expected.iter().enumerate() {
        let found = [expression(&one.list), Expression::from(one.value.as_str())];
        let assert = Body::new()
            .attribute("condition", Expression::call("contains", found))
            .attribute("error_message", one.otherwise.as_str());
        if position > 0 {
            body = body.blank();
        }
        body = body.block(Block::new("assert").body(assert));
    }
    if placed.expected.is_empty() {
        return None;
    }
    Some(Block::new("check").label(label(placed.concern)).body(body))
}

/// The block of a data source that no blueprint has, with its type, label and provider.
pub(super) fn data_source(
    source: &dyn Resource,
    label: &str,
    provider: &str,
    fill: &dyn Fn(&Value) -> Value,
) -> Block {
    let kind = source.terraform_type();
    let body = Body::new()
        .attribute("provider", Expression::reference(provider))
        .blank()
        .append(items(source.terraform().items(), fill));
    Block::new("data")
        .label(kind.strip_prefix("data.").unwrap_or(kind))
        .label(label)
        .body(body)
}

fn items(items: &[Item], fill: &dyn Fn(&Value) -> Value) -> Body {
    items.iter().fold(Body::new(), |body, item| match item {
        Item::Argument(name, value) => body.attribute(name, expression(&fill(value))),
        Item::Block(name, inside) => body.block(Block::new(name).body(self::items(inside, fill))),
        Item::Blank => body.blank(),
        Item::Comment(text) => body.comment(text.as_str()),
    })
}

fn lifecycle(placed: &Placed) -> Option<Body> {
    let mut body = Body::new();
    if placed.protected {
        body = body.attribute("prevent_destroy", true);
    }
    if !placed.left_alone.is_empty() {
        let left_alone = placed.left_alone.iter().map(|(argument, key)| {
            let argument = Expression::reference(argument);
            if key.is_empty() {
                argument
            } else {
                argument.index(key.as_str())
            }
        });
        if placed.protected {
            body = body.blank();
        }
        body = body.attribute("ignore_changes", Expression::list(left_alone));
    }
    (placed.protected || !placed.left_alone.is_empty()).then_some(body)
}
