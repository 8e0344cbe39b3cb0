//! The `offsite` command.

fn main() {}
