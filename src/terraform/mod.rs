//! Terraform: from blueprints and stacks to files that `terraform fmt` leaves alone.

pub mod hcl;
