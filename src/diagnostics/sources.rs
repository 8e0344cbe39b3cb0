//! The texts that findings point into.

use std::borrow::Cow;
use std::ops::Range;

use crate::place::{Origin, Origins, Path};

/// A line and a column, both from 1; columns count characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// The line, from 1.
    pub line: usize,
    /// The column, from 1, in characters.
    pub column: usize,
}

/// The texts of a run, as the caller hands them to a printer.
///
/// The library opens no file: a spec's text was read before, and the texts of Rust programs come
/// from a function of the caller.
#[derive(Clone, Copy)]
pub struct Sources<'a> {
    pub(super) file: Option<&'a str>,
    pub(super) text: Option<&'a str>,
    pub(super) origins: &'a dyn Origins,
    pub(super) read: &'a dyn Fn(&str) -> Option<String>,
}

impl<'a> Sources<'a> {
    /// The sources of a spec written as text.
    ///
    /// `file` is the name to show; `text` and `origins` come from the document of that spec.
    pub fn text(file: &'a str, text: &'a str, origins: &'a dyn Origins) -> Self {
        Self {
            file: Some(file),
            text: Some(text),
            origins,
            read: &|_| None,
        }
    }

    /// The sources of a spec built in Rust.
    ///
    /// `read` is asked for the text of a Rust file, by the name that the compiler gave it. Where it
    /// answers `None`, only the line and the column are shown.
    pub fn rust(origins: &'a dyn Origins, read: &'a dyn Fn(&str) -> Option<String>) -> Self {
        Self {
            file: None,
            text: None,
            origins,
            read,
        }
    }

    pub(super) fn origin(&self, path: &Path) -> Origin {
        self.origins.of(path)
    }
}

impl std::fmt::Debug for Sources<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Sources")
            .field("file", &self.file)
            .finish_non_exhaustive()
    }
}

/// A text and where its lines begin.
#[derive(Debug)]
pub struct SourceText<'a> {
    content: Cow<'a, str>,
    lines: Vec<usize>,
}

impl<'a> SourceText<'a> {
    /// Indexes the lines of `content`.
    pub fn new(content: impl Into<Cow<'a, str>>) -> Self {
        let content = content.into();
        let breaks = content
            .bytes()
            .enumerate()
            .filter(|(_, byte)| *byte == b'\n');
        let lines = std::iter::once(0)
            .chain(breaks.map(|(at, _)| at + 1))
            .collect();
        Self { content, lines }
    }

    /// The text.
    pub fn content(&self) -> &str {
        &self.content
    }

    /// The line and the column of a byte.
    pub fn position(&self, byte: usize) -> Position {
        let byte = self.floor(byte);
        let line = self.line_of(byte);
        let before = self.content.get(self.lines[line]..byte).unwrap_or_default();
        Position {
            line: line + 1,
            column: before.chars().count() + 1,
        }
    }

    /// The byte at a line and a column, if the text has them.
    pub fn byte(&self, position: Position) -> Option<usize> {
        let start = *self.lines.get(position.line.checked_sub(1)?)?;
        let line = self.content.get(self.lines_around(start..start))?;
        let column = position.column.checked_sub(1)?;
        let ends = line.char_indices().map(|(at, _)| at).chain([line.len()]);
        Some(start + ends.into_iter().nth(column)?)
    }

    /// The whole lines that a range touches, without the last line break.
    pub fn lines_around(&self, range: Range<usize>) -> Range<usize> {
        let first = self.line_of(range.start);
        // A range that ends with a line break does not touch the line after it.
        let last = self.line_of(range.end.saturating_sub(1).max(range.start));
        let end = match self.lines.get(last + 1) {
            Some(next) => next - 1,
            None => self.content.len(),
        };
        let start = self.lines[first];
        let carriage_return = self.content.as_bytes()[start..end.max(start)].ends_with(b"\r");
        start
            ..(end - usize::from(carriage_return))
                .max(range.end.min(end))
                .max(start)
    }

    /// The range clamped to the text and to character boundaries.
    pub fn clamp(&self, range: Range<usize>) -> Range<usize> {
        let start = self.floor(range.start);
        start..self.floor(range.end).max(start)
    }

    fn line_of(&self, byte: usize) -> usize {
        self.lines
            .partition_point(|start| *start <= byte)
            .saturating_sub(1)
    }

    fn floor(&self, byte: usize) -> usize {
        let mut byte = byte.min(self.content.len());
        while !self.content.is_char_boundary(byte) {
            byte -= 1;
        }
        byte
    }
}
