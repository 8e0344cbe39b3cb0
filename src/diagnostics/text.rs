//! Findings for people: drawn on the user's text, as rustc draws its own.

use std::ops::Range;

use annotate_snippets::{
    Annotation, AnnotationKind, Element, Group, Level, Origin, Patch, Renderer, Snippet,
    normalize_untrusted_str,
};

use crate::color::Color;

use super::{Diagnostic, Label, Locator, Replacement, Report, Severity, SourceText, Sources, Spot};

/// Lines longer than this are named, not shown: nobody reads them, and drawing costs time.
const LONGEST_EXCERPT: usize = 16 * 1024;

/// All findings that are not accepted, a blank line between any two, each ending with a line break.
pub fn render_text(report: &Report, sources: Sources<'_>, color: Color) -> String {
    let locator = Locator::new(sources);
    let renderer = match color {
        Color::Never => Renderer::plain(),
        Color::Always => Renderer::styled(),
    };
    let drawn = report.sorted(&locator).into_iter();
    let drawn = drawn.filter(|found| found.accepted.is_none());
    let drawn = drawn.map(|found| {
        let mut text = draw(found, &locator, &renderer);
        text.push('\n');
        text
    });
    drawn.collect::<Vec<_>>().join("\n")
}

fn draw(found: &Diagnostic, locator: &Locator<'_>, renderer: &Renderer) -> String {
    let primary = (AnnotationKind::Primary, &found.primary);
    let related = found
        .related
        .iter()
        .map(|label| (AnnotationKind::Context, label));
    let located: Vec<_> = std::iter::once(primary)
        .chain(related)
        .map(|(kind, label)| (kind, label, locator.locate(&label.place)))
        .collect();
    let mut excerpts: Vec<Excerpt<'_>> = Vec::new();
    let mut bare = Vec::new();
    for (kind, label, spot) in &located {
        match Excerpt::of(*kind, label, spot) {
            Some(excerpt) => match excerpts.iter_mut().find(|other| other.holds(&excerpt)) {
                Some(other) => other.merge(excerpt),
                None => excerpts.push(excerpt),
            },
            None => bare.push((*kind, *label, spot)),
        }
    }

    let replacement = locator.patch(found);
    let patched = replacement.map(|replacement| locator.locate(&replacement.place));
    let title = level(found.severity).primary_title(found.message.as_str());
    let mut group = match found.code {
        Some(code) => Group::with_title(title.id(code)),
        None => Group::with_title(title),
    };
    for (kind, label, spot) in bare {
        group = group.elements(without_text(kind, label, spot));
    }
    group = group.elements(excerpts.iter().map(Excerpt::snippet));
    for note in &found.notes {
        group = group.element(said(&Level::NOTE, note));
    }
    let Some(fix) = &found.fix else {
        return renderer.render(&[group]);
    };
    match replacement
        .zip(patched.as_ref())
        .and_then(|(new, spot)| suggestion(new, spot))
    {
        Some(snippet) => {
            let help = Level::HELP.secondary_title(normalize_untrusted_str(&fix.help));
            renderer.render(&[group, Group::with_title(help).element(snippet)])
        }
        None => renderer.render(&[group.element(said(&Level::HELP, &fix.help))]),
    }
}

fn level(severity: Severity) -> Level<'static> {
    match severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Hint => Level::INFO.with_name(Some(severity.word())),
    }
}

/// Some lines of one file with the labels in them.
struct Excerpt<'a> {
    file: &'a str,
    source: &'a SourceText<'a>,
    lines: Range<usize>,
    marks: Vec<(AnnotationKind, Range<usize>, &'a str)>,
}

impl<'a> Excerpt<'a> {
    fn of(kind: AnnotationKind, label: &'a Label, spot: &'a Spot<'a>) -> Option<Self> {
        let (source, range) = spot.source.as_ref()?;
        let lines = source.lines_around(range.clone());
        (lines.len() <= LONGEST_EXCERPT && !source.content().is_empty()).then(|| Self {
            file: spot.file.as_deref().unwrap_or_default(),
            source,
            lines,
            marks: vec![(kind, range.clone(), label.text.as_str())],
        })
    }

    fn holds(&self, other: &Self) -> bool {
        std::ptr::eq(self.source, other.source) && self.joined(other).len() <= LONGEST_EXCERPT
    }

    fn joined(&self, other: &Self) -> Range<usize> {
        self.lines.start.min(other.lines.start)..self.lines.end.max(other.lines.end)
    }

    fn merge(&mut self, other: Self) {
        self.lines = self.joined(&other);
        self.marks.extend(other.marks);
    }

    fn snippet(&self) -> Snippet<'a, Annotation<'a>> {
        let text = &self.source.content()[self.lines.clone()];
        let marks = self.marks.iter().map(|(kind, range, label)| {
            let start = range.start.saturating_sub(self.lines.start);
            let end = range.end.saturating_sub(self.lines.start).min(text.len());
            kind.span(start.min(end)..end)
                .label((!label.is_empty()).then(|| normalize_untrusted_str(label)))
        });
        Snippet::source(text)
            .line_start(self.source.position(self.lines.start).line)
            .path(self.file)
            .annotations(marks)
    }
}

/// A phrase below the text; the renderer trusts it, and it may quote what a spec says.
fn said<'a>(level: &Level<'a>, text: &str) -> Element<'a> {
    level.clone().message(normalize_untrusted_str(text)).into()
}

/// What stands for a label whose text cannot be shown: where it is, and what it says.
fn without_text<'a>(kind: AnnotationKind, label: &Label, spot: &Spot<'_>) -> Vec<Element<'a>> {
    let note = (!label.text.is_empty()).then(|| said(&Level::NOTE, &label.text));
    let Some(file) = spot.file.as_deref() else {
        return note.into_iter().collect();
    };
    let empty = matches!(&spot.source, Some((text, _)) if text.content().is_empty());
    let place = match spot.start.filter(|_| !empty) {
        Some(start) => format!("{file}:{}:{}", start.line, start.column),
        None => file.to_owned(),
    };
    match kind {
        AnnotationKind::Primary => {
            let origin = Element::from(Origin::path(place));
            std::iter::once(origin).chain(note).collect()
        }
        _ => vec![said(&Level::NOTE, &format!("{} ({place})", label.text))],
    }
}

fn suggestion<'a>(new: &'a Replacement, spot: &'a Spot<'a>) -> Option<Snippet<'a, Patch<'a>>> {
    let (source, range) = spot.source.as_ref()?;
    let lines = source.lines_around(range.clone());
    if lines.len() > LONGEST_EXCERPT || source.content().is_empty() {
        return None;
    }
    let patch = Patch::new(
        range.start - lines.start..range.end - lines.start,
        normalize_untrusted_str(&new.text),
    );
    Some(
        Snippet::source(&source.content()[lines.clone()])
            .line_start(source.position(lines.start).line)
            .path(spot.file.as_deref().unwrap_or_default())
            .patch(patch),
    )
}
