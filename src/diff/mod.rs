//! What a spec changes in the committed files, for people to review.
//!
//! [`DiffReport::between`] is plain data: a unified diff of each file that writing the tree would add, change or
//! remove, grouped by stack. The printers (text, Markdown for a pull request, JSON) read that data and
//! nothing else; a further one is a file of its own with one method of [`DiffReport`].
//!
//! `manifest.json` is left out: it is bookkeeping, and changes with every other file. Where nothing else differs
//! (another version of the tool, a comment in the spec) the report is empty, while
//! [`Tree::compare`](crate::tree::Tree::compare) still reports the manifest.

mod file;
mod json;
mod markdown;
mod report;
mod text;
mod unified;

pub use file::{FileDiff, Status};
pub use markdown::MarkdownOptions;
pub use report::{Counts, DiffReport, StackDiff};
