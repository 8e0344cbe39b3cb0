//! The report for programs.

use serde::Serialize;

use super::{Counts, DiffReport};

/// Raised when a key changes its meaning or goes; new keys may come without.
const VERSION: u32 = 1;

#[derive(Serialize)]
struct Document<'a> {
    version: u32,
    total: Summary,
    stacks: Vec<Stack<'a>>,
    files: Vec<File<'a>>,
}

#[derive(Serialize)]
struct Stack<'a> {
    name: &'a str,
    #[serde(flatten)]
    summary: Summary,
}

#[derive(Serialize)]
struct Summary {
    files_changed: usize,
    files_added: usize,
    files_removed: usize,
    lines_added: usize,
    lines_removed: usize,
}

#[derive(Serialize)]
struct File<'a> {
    path: &'a str,
    stack: &'a str,
    status: &'static str,
    lines_added: usize,
    lines_removed: usize,
    diff: &'a str,
}

impl From<Counts> for Summary {
    fn from(counts: Counts) -> Self {
        Self {
            files_changed: counts.changed,
            files_added: counts.added,
            files_removed: counts.removed,
            lines_added: counts.lines_added,
            lines_removed: counts.lines_removed,
        }
    }
}

impl DiffReport {
    /// The report as indented JSON with a final newline.
    pub fn to_json(&self) -> String {
        let stacks = (self.stacks.iter())
            .map(|stack| Stack {
                name: &stack.name,
                summary: stack.counts().into(),
            })
            .collect();
        let files = (self.stacks.iter())
            .flat_map(|stack| stack.files.iter().map(move |file| (stack, file)))
            .map(|(stack, file)| File {
                path: file.path.as_str(),
                stack: &stack.name,
                status: file.status.as_str(),
                lines_added: file.lines_added,
                lines_removed: file.lines_removed,
                diff: &file.unified,
            })
            .collect();
        let document = Document {
            version: VERSION,
            total: self.counts().into(),
            stacks,
            files,
        };
        let mut text = serde_json::to_string_pretty(&document)
            .expect("texts and numbers under text keys can always be written as JSON");
        text.push('\n');
        text
    }
}
