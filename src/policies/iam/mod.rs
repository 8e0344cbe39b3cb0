//! IAM policy documents as values: what the generators grant, statement by statement.

mod arn;
mod policy;

pub use arn::{arn, root_arn};
pub use policy::{Effect, Element, Policy, Principal, Statement, one_or_list};
