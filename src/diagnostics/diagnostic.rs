//! One finding: what is wrong, where, and what to do.

use std::ops::Range;

use crate::place::Path;

/// How much a finding weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// AWS refuses this, or it silently does not protect: nothing is rendered.
    Error,
    /// It works, and is rarely what was meant.
    Warning,
    /// Worth knowing, or not certain enough for more.
    Hint,
}

impl Severity {
    /// The word in every output format.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Hint => "hint",
        }
    }
}

/// Which half of an entry a place means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// The key that introduces the value.
    Key,
    /// The value itself.
    Value,
}

/// Where a finding is, before the front end has been asked for a line and a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// A value of the spec, by the keys that lead to it.
    Path(Path, Part),
    /// Bytes of the spec's text; what the YAML reader names, because a faulty text need not have a path.
    Bytes {
        /// The range, in bytes of the text as the reader keeps it (without a byte order mark).
        range: Range<usize>,
        /// The path of what stands there, where it has one.
        path: Option<Path>,
    },
    /// The spec as a whole.
    Whole,
}

impl Place {
    /// The key that introduces the value at `path`.
    pub fn key(path: Path) -> Self {
        Self::Path(path, Part::Key)
    }

    /// The path that the place names, if any.
    pub fn path(&self) -> Option<&Path> {
        match self {
            Self::Path(path, _) => Some(path),
            Self::Bytes { path, .. } => path.as_ref(),
            Self::Whole => None,
        }
    }
}

impl From<Path> for Place {
    fn from(path: Path) -> Self {
        Self::Path(path, Part::Value)
    }
}

impl From<Range<usize>> for Place {
    fn from(range: Range<usize>) -> Self {
        Self::Bytes { range, path: None }
    }
}

/// A place and what to say about it there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// Where.
    pub place: Place,
    /// A phrase for that place; may be empty.
    pub text: String,
}

/// What to do about a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// The advice, one phrase.
    pub help: String,
    /// The change of the text, where it is known.
    pub replacement: Option<Replacement>,
}

/// A change of the spec's text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Replacement {
    /// What is replaced.
    pub place: Place,
    /// What stands there afterwards.
    pub text: String,
}

/// One finding about a spec.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// The stable code, as `CPY003`; remarks about the run itself have none.
    pub code: Option<&'static str>,
    /// The stable name, as `copy-expires-first`.
    pub name: &'static str,
    /// How much it weighs.
    pub severity: Severity,
    /// What is wrong: one phrase, lower case, the user's own text in backticks.
    pub message: String,
    /// The place that has to change.
    pub primary: Label,
    /// Other places that explain the finding.
    pub related: Vec<Label>,
    /// Further facts, one phrase each.
    pub notes: Vec<String>,
    /// What to do.
    pub fix: Option<Fix>,
    /// Why a person accepts it; such a finding is not shown, and counts no more.
    pub accepted: Option<String>,
}

impl Diagnostic {
    /// A finding about the spec as a whole; [`Diagnostic::at`] gives it a place.
    pub fn new(
        code: impl Into<Option<&'static str>>,
        name: &'static str,
        severity: Severity,
        message: impl Into<String>,
    ) -> Self {
        Self {
            code: code.into(),
            name,
            severity,
            message: message.into(),
            primary: Label {
                place: Place::Whole,
                text: String::new(),
            },
            related: Vec::new(),
            notes: Vec::new(),
            fix: None,
            accepted: None,
        }
    }

    /// Sets the place that has to change; a bare [`Path`] means the value there.
    #[must_use]
    pub fn at(mut self, place: impl Into<Place>, text: impl Into<String>) -> Self {
        self.primary = Label {
            place: place.into(),
            text: text.into(),
        };
        self
    }

    /// Sets what is wrong.
    #[must_use]
    pub fn message(mut self, message: impl Into<String>) -> Self {
        self.message = message.into();
        self
    }

    /// Adds a place that explains the finding.
    #[must_use]
    pub fn related(mut self, place: impl Into<Place>, text: impl Into<String>) -> Self {
        self.related.push(Label {
            place: place.into(),
            text: text.into(),
        });
        self
    }

    /// Adds a fact.
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.notes.push(note.into());
        self
    }

    /// Says what to do, in words.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.fix = Some(Fix {
            help: help.into(),
            replacement: None,
        });
        self
    }

    /// Says what to do, in words and as a change of the text.
    #[must_use]
    pub fn patch(
        mut self,
        help: impl Into<String>,
        place: impl Into<Place>,
        text: impl Into<String>,
    ) -> Self {
        self.fix = Some(Fix {
            help: help.into(),
            replacement: Some(Replacement {
                place: place.into(),
                text: text.into(),
            }),
        });
        self
    }
}
