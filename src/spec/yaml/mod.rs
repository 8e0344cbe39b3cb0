//! Reads a spec written in YAML, or in JSON, which is YAML too.
//!
//! Three steps: bytes to events (`saphyr-parser`), events to a [`Document`] (nodes with the byte
//! range each was written in), document to plain serde types ([`read`]). The document outlives the
//! reading and answers paths with places. Nothing here knows what a spec means.
//!
//! Types that are read must not use serde's `flatten`, `untagged` or `tag`: serde buffers there,
//! and places are lost. A value with several shapes gets a hand-written visitor over
//! `deserialize_any`: `visit_str` for every scalar (numbers too), `visit_bool`, `visit_unit` for
//! nothing, `visit_seq`, and `visit_map` with [`from_mapping`], after a look at the [`outline`] where
//! two mappings have to be told apart. A visitor decides by shape and never tries one shape after
//! the other: what the first attempt noted would stay.

mod access;
mod account_ids;
mod build;
mod bytes;
mod deserialize;
mod document;
mod error;
mod explain;
mod faults;
mod learned;
mod mapping;
mod outline;
mod read;
mod reading;
mod scalar;
mod spans;
mod stand_in;
mod syntax;
mod unwritten;
mod wording;

pub use access::from_mapping;
pub use account_ids::unquoted_account_ids;
pub use document::{Document, Entry, Kind, Node, NodeId, Style};
pub use faults::*;
pub use outline::{Shape, outline};
pub use read::{Unreadable, read};

/// The longest text that is read, in bytes.
pub const MAX_BYTES: usize = 8 * 1024 * 1024;
/// How deep lists and mappings may be nested.
pub const MAX_DEPTH: usize = 64;
/// How many nodes all aliases together may stand for.
pub const MAX_ALIASED_NODES: usize = 100_000;
/// How many nodes may be written.
pub const MAX_NODES: usize = 1_000_000;
/// How many faults one run reports.
pub const MAX_FAULTS: usize = 100;
