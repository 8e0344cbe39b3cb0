//! The report for a terminal, or for `git apply`.

use super::{DiffReport, FileDiff};
use crate::color::Color;

impl DiffReport {
    /// The unified diffs, then a line per stack, the total last; empty without differences.
    ///
    /// Without color it is a valid patch as a whole: tools skip the lines after the last hunk.
    pub fn to_text(&self, color: Color) -> String {
        if self.is_empty() {
            return String::new();
        }
        let mut text = String::new();
        for file in self.stacks.iter().flat_map(|stack| &stack.files) {
            match color {
                Color::Never => text.push_str(&file.unified),
                Color::Always => push_colored(&mut text, file),
            }
        }
        text.push('\n');
        for stack in &self.stacks {
            text.push_str(&format!("{}: {}\n", stack.name, stack.counts()));
        }
        text.push_str(&format!("total: {}\n", self.counts()));
        text
    }
}

fn push_colored(text: &mut String, file: &FileDiff) {
    let mut in_hunk = false;
    for line in file.unified.split_inclusive('\n') {
        let line = line.strip_suffix('\n').unwrap_or(line);
        in_hunk |= line.starts_with("@@");
        let code = match line.as_bytes().first() {
            _ if !in_hunk => "1",
            Some(b'@') => "36",
            Some(b'+') => "32",
            Some(b'-') => "31",
            _ => "",
        };
        if code.is_empty() {
            text.push_str(line);
        } else {
            text.push_str(&format!("\u{1b}[{code}m{line}\u{1b}[0m"));
        }
        text.push('\n');
    }
}
