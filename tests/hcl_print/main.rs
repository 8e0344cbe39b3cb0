//! Printed Terraform reads back as the tree it was made of, and `terraform fmt` finds nothing to change.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod reading;
mod terraform;
mod trees;
