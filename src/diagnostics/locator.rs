//! Makes places concrete: file, bytes, line and column.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::ops::Range;
use std::panic::Location;
use std::rc::Rc;

use super::{Diagnostic, Part, Place, Position, Replacement, SourceText, Sources};
use crate::place::Origin;

/// A place made concrete, as far as it is known.
#[derive(Debug, Clone)]
pub struct Spot<'a> {
    /// The file's name, as it is shown.
    pub file: Option<Rc<str>>,
    /// The first character.
    pub start: Option<Position>,
    /// One after the last character; unknown where the text is.
    pub end: Option<Position>,
    /// The text and the bytes in it.
    pub source: Option<(Rc<SourceText<'a>>, Range<usize>)>,
}

impl Spot<'_> {
    const NOWHERE: Self = Self {
        file: None,
        start: None,
        end: None,
        source: None,
    };

    /// What findings are ordered by: file, then place.
    pub(super) fn order(&self) -> (Option<Rc<str>>, Option<Position>, Option<Position>) {
        (self.file.clone(), self.start, self.end)
    }
}

/// Answers places with [`Spot`]s; keeps the index of each text it has seen.
pub struct Locator<'a> {
    sources: Sources<'a>,
    file: Option<Rc<str>>,
    text: Option<Rc<SourceText<'a>>>,
    programs: RefCell<BTreeMap<&'static str, Option<Rc<SourceText<'a>>>>>,
}

impl<'a> Locator<'a> {
    /// A locator over the texts of one run.
    pub fn new(sources: Sources<'a>) -> Self {
        Self {
            sources,
            file: sources.file.map(Rc::from),
            text: sources.text.map(|text| Rc::new(SourceText::new(text))),
            programs: RefCell::default(),
        }
    }

    /// Where `place` is.
    pub fn locate(&self, place: &Place) -> Spot<'a> {
        match place {
            Place::Whole => self.whole(),
            Place::Bytes { range, .. } => self.bytes(range.clone()),
            Place::Path(path, part) => match self.sources.origin(path) {
                Origin::Unknown => self.whole(),
                Origin::Rust(location) => self.program(location),
                Origin::Text { key, value } => self.bytes(self.choose(*part, key, value)),
            },
        }
    }

    /// The change of text that a finding knows. In a program there is none: what is replaced and
    /// what replaces it are words of YAML, and a call is neither.
    pub(super) fn patch<'d>(&self, found: &'d Diagnostic) -> Option<&'d Replacement> {
        let replacement = found.fix.as_ref()?.replacement.as_ref()?;
        let is_call = replacement
            .place
            .path()
            .is_some_and(|path| matches!(self.sources.origin(path), Origin::Rust(_)));
        (!is_call).then_some(replacement)
    }

    /// The value, unless it is asked for by its key or would fill several lines.
    fn choose(&self, part: Part, key: Option<Range<usize>>, value: Range<usize>) -> Range<usize> {
        let content = self.text.as_ref().map_or("", |text| text.content());
        let shown = content.get(value.clone()).unwrap_or_default();
        let long = shown.is_empty() || shown.contains('\n');
        match key {
            Some(key) if part == Part::Key || long => key,
            _ => match shown.find('\n') {
                Some(first) => value.start..value.start + shown[..first].trim_end().len(),
                None => value,
            },
        }
    }

    fn whole(&self) -> Spot<'a> {
        Spot {
            file: self.file.clone(),
            ..Spot::NOWHERE
        }
    }

    fn bytes(&self, range: Range<usize>) -> Spot<'a> {
        let Some(text) = self.text.clone() else {
            return self.whole();
        };
        let range = text.clamp(range);
        Spot {
            file: self.file.clone(),
            start: Some(text.position(range.start)),
            end: Some(text.position(range.end)),
            source: Some((text, range)),
        }
    }

    fn program(&self, location: &'static Location<'static>) -> Spot<'a> {
        let start = Position {
            line: location.line() as usize,
            column: location.column() as usize,
        };
        let mut programs = self.programs.borrow_mut();
        let text = programs.entry(location.file()).or_insert_with(|| {
            let content = (self.sources.read)(location.file())?;
            Some(Rc::new(SourceText::new(content)))
        });
        let source = text.clone().and_then(|text| {
            let byte = text.byte(start)?;
            let end = byte + called_name(&text.content()[byte..]);
            Some((text, byte..end))
        });
        Spot {
            file: Some(Rc::from(location.file())),
            start: Some(start),
            end: source
                .as_ref()
                .map(|(text, range)| text.position(range.end)),
            source,
        }
    }
}

impl std::fmt::Debug for Locator<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Locator")
            .field("sources", &self.sources)
            .finish_non_exhaustive()
    }
}

/// The length of the function's or method's name at the start of `text`; a call's location is only
/// its first character.
fn called_name(text: &str) -> usize {
    let rest =
        text.trim_start_matches(|c: char| c.is_alphanumeric() || matches!(c, '_' | ':' | '!'));
    (text.len() - rest.len()).max(usize::from(!text.is_empty() && text.is_char_boundary(1)))
}
