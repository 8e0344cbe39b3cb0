//! The report as a comment on a pull request.

use super::{DiffReport, StackDiff};

/// How the Markdown is laid out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MarkdownOptions {
    /// The text of the heading.
    pub title: String,
    /// The most bytes that the result may have; GitHub takes comments of 65,536 characters.
    ///
    /// Diffs that do not fit are left out and said to be, then rows of the table. Heading and total always stay.
    pub limit: usize,
}

/// Room kept for the two sentences that say what was left out.
const RESERVE: usize = 160;

const TABLE_HEAD: &str =
    "\n| stack | changed | added | removed | lines |\n| --- | ---: | ---: | ---: | ---: |\n";

impl DiffReport {
    /// A heading, the total, a table of the stacks, and each stack's diff to unfold.
    pub fn to_markdown(&self, options: &MarkdownOptions) -> String {
        let mut text = format!("## {}\n\n{}\n", escaped(&options.title), self.counts());
        if self.is_empty() {
            return text;
        }
        let limit = options.limit.saturating_sub(RESERVE);

        let mut rows = self.stacks.iter().map(row).peekable();
        let mut table = String::new();
        let room = limit.saturating_sub(text.len() + TABLE_HEAD.len());
        while let Some(row) = rows.next_if(|row| table.len() + row.len() <= room) {
            table.push_str(&row);
        }
        if !table.is_empty() {
            text.push_str(TABLE_HEAD);
            text.push_str(&table);
        }
        let rows_left = rows.count();
        if rows_left > 0 {
            text.push_str(&format!("\n{rows_left} more stacks are not listed.\n"));
        }

        let mut diffs_left = 0;
        for stack in &self.stacks {
            let details = details(stack);
            if text.len() + details.len() <= limit {
                text.push_str(&details);
            } else {
                diffs_left += 1;
            }
        }
        if diffs_left > 0 {
            text.push_str(&format!(
                "\nThe diffs of {diffs_left} stacks are too long to be shown.\n"
            ));
        }
        text
    }
}

fn row(stack: &StackDiff) -> String {
    let counts = stack.counts();
    format!(
        "| {} | {} | {} | {} | +{} -{} |\n",
        escaped(&stack.name),
        counts.changed,
        counts.added,
        counts.removed,
        counts.lines_added,
        counts.lines_removed
    )
}

fn details(stack: &StackDiff) -> String {
    let diff: String = stack
        .files
        .iter()
        .map(|file| file.unified.as_str())
        .collect();
    let fence = "`".repeat(longest_run(&diff).max(2) + 1);
    let (name, counts) = (escaped(&stack.name), stack.counts());
    // The blank line before the fence makes it Markdown again inside of HTML.
    format!(
        "\n<details><summary>{name}: {counts}</summary>\n\n{fence}diff\n{diff}{fence}\n\n</details>\n"
    )
}

fn longest_run(text: &str) -> usize {
    text.split(|character| character != '`')
        .map(str::len)
        .max()
        .unwrap_or(0)
}

/// Text that stands for itself in Markdown, in a table and in HTML: what could be markup becomes a character reference.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '<' | '>' | '&' | '|' | '`' | '*' | '_' | '[' | ']' | '\\' | '~' | '@' | '#' => {
                escaped.push_str(&format!("&#{};", u32::from(character)));
            }
            character if character.is_control() => escaped.push(' '),
            character => escaped.push(character),
        }
    }
    escaped
}
