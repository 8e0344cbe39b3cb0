//! The table of layouts: a tree, and the text it prints as.

use hcl::Identifier;
use hcl::expr::BinaryOperator;

use super::{Block, Body, Expression, ObjectKey, TemplatePart};

fn reference(path: &str) -> Expression {
    Expression::reference(path)
}

fn of(value: impl Into<Expression>) -> Body {
    Body::new().attribute("value", value)
}

fn long(letter: &str) -> String {
    letter.repeat(45)
}

/// The claim, the tree, the text.
fn cases() -> Vec<(&'static str, Body, &'static str)> {
    let statement = Expression::object([
        ("Sid", Expression::from("Copy")),
        (
            "Principal",
            Expression::object([("AWS", Expression::list(["111111111111"]))]),
        ),
        ("Action", Expression::list(["backup:CopyIntoBackupVault"])),
        ("Resource", Expression::from("*")),
    ]);
    let policy = Expression::object([
        ("Version", Expression::from("2012-10-17")),
        ("Statement", Expression::list([statement])),
    ]);
    let each = |value_expr: Expression| Expression::ForObject {
        key_var: Some(Identifier::sanitized("name")),
        value_var: Identifier::sanitized("vault"),
        collection: Box::new(reference("var.vaults")),
        key_expr: Box::new(reference("name")),
        value_expr: Box::new(value_expr),
        condition: Some(Box::new(
            reference("vault.kind").binary(BinaryOperator::NotEq, "gapped"),
        )),
    };
    vec![
        ("an empty file is empty", Body::new().blank(), ""),
        (
            "blanks are neither doubled nor put at an edge",
            Body::new()
                .blank()
                .attribute("a", 1)
                .blank()
                .blank()
                .block(Block::new("b").body(Body::new().blank().attribute("c", 1).blank()))
                .blank(),
            "a = 1\n\nb {\n  c = 1\n}\n",
        ),
        (
            "blanks, comments, blocks and values over several lines end a run of aligned entries",
            Body::new()
                .attribute("a", 1)
                .attribute("long_name", 2)
                .blank()
                .attribute("b", 3)
                .comment("why")
                .attribute("name", 4)
                .attribute("bb", Expression::object([("x", 1), ("yyy", 2)]))
                .attribute("c", 5)
                .block(Block::new("lifecycle"))
                .attribute("dd", -6),
            "a         = 1
long_name = 2

b = 3
# why
name = 4
bb = {
  x   = 1
  yyy = 2
}
c = 5
lifecycle {}
dd = -6
",
        ),
        (
            "a comment keeps its lines and its margin, and wraps at column 100",
            Body::new().comment(format!(
                "first\n\n  - {} {} {}",
                long("a"),
                long("b"),
                long("c")
            )),
            "# first
#
#   - aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb
#   ccccccccccccccccccccccccccccccccccccccccccccc
",
        ),
        (
            "nothing in a comment can end it",
            Body::new().comment("a\r\nb\u{202e}\0c"),
            "# a\n# b  c\n",
        ),
        (
            "a list that fits stays on its line",
            of(Expression::list(["a", "b"])),
            "value = [\"a\", \"b\"]\n",
        ),
        (
            "a list that does not gets a line an element",
            of(Expression::list([long("a"), long("b")])),
            "value = [
  \"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\",
  \"bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb\",
]
",
        ),
        (
            "an object of one entry stays on its line",
            of(Expression::object([(
                "StringEquals",
                Expression::object([("aws:PrincipalOrgID", "o-a1b2c3d4e5")]),
            )])),
            "value = { StringEquals = { \"aws:PrincipalOrgID\" = \"o-a1b2c3d4e5\" } }\n",
        ),
        (
            "a policy is laid out as one writes it by hand",
            of(Expression::jsonencode(policy)),
            "value = jsonencode({
  Version = \"2012-10-17\"
  Statement = [
    {
      Sid       = \"Copy\"
      Principal = { AWS = [\"111111111111\"] }
      Action    = [\"backup:CopyIntoBackupVault\"]
      Resource  = \"*\"
    },
  ]
})
",
        ),
        (
            "an object that is encoded is opened even for one entry",
            of(Expression::jsonencode(Expression::object([("a", 1)]))),
            "value = jsonencode({\n  a = 1\n})\n",
        ),
        (
            "a call of several arguments gets a line for each",
            of(Expression::call(
                "merge",
                [
                    reference("local.tags"),
                    Expression::object([("a", 1), ("b", 2)]),
                ],
            )),
            "value = merge(
  local.tags,
  {
    a = 1
    b = 2
  },
)
",
        ),
        (
            "a computed key stands in parentheses, any other that is no word in quotes",
            of(Expression::object([
                (ObjectKey::from(reference("local.name")), 1),
                (ObjectKey::from("null"), 2),
                (ObjectKey::from("größe"), 3),
                (ObjectKey::from("name"), 4),
            ])),
            "value = {
  (local.name) = 1
  \"null\"       = 2
  \"größe\"      = 3
  name         = 4
}
",
        ),
        (
            "a template that is one interpolation is that expression",
            of(Expression::template([TemplatePart::interpolation(
                reference("var.name"),
            )])),
            "value = var.name\n",
        ),
        (
            "a template escapes its text and nothing else",
            of(Expression::template([
                TemplatePart::literal("arn:\"${aws}\":"),
                TemplatePart::interpolation(reference("var.regions").index("eu-west-1").attr("id")),
            ])),
            "value = \"arn:\\\"$${aws}\\\":${var.regions[\"eu-west-1\"].id}\"\n",
        ),
        (
            "a name that is no identifier becomes an index",
            of(reference("module.roles").attr("a b").splat().attr("arn")),
            "value = module.roles[\"a b\"][*].arn\n",
        ),
        (
            "a loop that fits stays on its line",
            of(each(reference("vault.arn"))),
            "value = { for name, vault in var.vaults : name => vault.arn if vault.kind != \"gapped\" }\n",
        ),
        (
            "a loop that does not has its condition on a line of its own",
            of(each(Expression::object([
                ("arn", reference("vault.arn")),
                ("days", 7.into()),
            ]))),
            "value = {
  for name, vault in var.vaults : name => {
    arn  = vault.arn
    days = 7
  }
  if vault.kind != \"gapped\"
}
",
        ),
        (
            "a conditional that does not fit is parenthesized",
            of(Expression::conditional(
                reference("var.locked"),
                long("a"),
                long("b"),
            )),
            "value = (
  var.locked
  ? \"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\"
  : \"bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb\"
)
",
        ),
        (
            "operators keep their operands together",
            of(Expression::Not(Box::new(reference("a").binary(
                BinaryOperator::And,
                reference("b").binary(BinaryOperator::Minus, -1),
            )))),
            "value = !(a && (b - (-1)))\n",
        ),
    ]
}

#[test]
fn every_tree_of_the_table_prints_as_its_text() {
    for (claim, tree, text) in cases() {
        assert_eq!(tree.to_string(), text, "{claim}");
    }
}
