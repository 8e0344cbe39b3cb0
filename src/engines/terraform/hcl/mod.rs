//! The Terraform language as a tree, and the printer of that tree.
//!
//! A [`Body`] is one file, or the inside of one [`Block`]; its values are [`Expression`]s.
//! [`Body`]'s `Display` prints it byte for byte as `terraform fmt` would leave it. The module knows
//! the language, and nothing of AWS, of resources or of providers.
//!
//! - `body.rs`, `expression.rs`: the tree and its constructors;
//! - `text.rs`: strings and object keys, the one place where anything is escaped;
//! - `shape.rs`: what is asked of an expression before it is printed;
//! - `line.rs`: an expression on one line;
//! - `layout.rs`: line breaks, indentation, the columns of `=`, comments.
//!
//! A new kind of expression needs a variant, its spelling in `line.rs`, and, when it has a form over
//! several lines, that form in `layout.rs`; then a case in the table of `layout_cases.rs` and an arm in the
//! generator of `tests/hcl_print.rs`, which holds the printer against hcl-rs and `terraform fmt`.
//!
//! ```
//! use offsite::engines::terraform::hcl::{Block, Body, Expression};
//!
//! let file = Body::new().comment("Made by hand.").block(
//!     Block::new("resource").label("aws_kms_key").label("local").body(
//!         Body::new()
//!             .attribute("description", "backups of orders")
//!             .attribute("enable_key_rotation", true)
//!             .blank()
//!             .attribute("tags", Expression::reference("local.tags")),
//!     ),
//! );
//! assert_eq!(
//!     file.to_string(),
//!     r#"# Made by hand.
//! resource "aws_kms_key" "local" {
//!   description         = "backups of orders"
//!   enable_key_rotation = true
//!
//!   tags = local.tags
//! }
//! "#
//! );
//! ```

mod body;
mod expression;
mod layout;
#[cfg(test)]
mod layout_cases;
mod line;
mod shape;
mod text;

pub use hcl::Identifier;
pub use hcl::expr::BinaryOperator;

pub use body::{Block, Body, Item};
pub use expression::{Access, Expression, ObjectKey, TemplatePart};
