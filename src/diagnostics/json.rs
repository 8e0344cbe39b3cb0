//! Findings for other programs: a versioned form of its own.

use std::rc::Rc;

use serde::Serialize;

use super::{Diagnostic, Label, Locator, Place, Report, Sources};

/// The version of the form; it rises when a field changes its meaning or goes away.
const VERSION: u32 = 1;

/// All findings of a run.
#[derive(Debug, Clone, Serialize)]
pub struct JsonReport {
    /// The version of this form.
    pub version: u32,
    /// The findings by file, place and code.
    pub diagnostics: Vec<JsonDiagnostic>,
}

/// One finding.
#[derive(Debug, Clone, Serialize)]
pub struct JsonDiagnostic {
    /// The stable code, as `CPY003`.
    pub code: Option<&'static str>,
    /// The stable name, as `copy-expires-first`.
    pub name: &'static str,
    /// `error`, `warning` or `hint`.
    pub severity: &'static str,
    /// What is wrong.
    pub message: String,
    /// What is wrong at the place; may be empty.
    pub label: String,
    /// Where.
    #[serde(flatten)]
    pub place: JsonPlace,
    /// Other places that explain the finding.
    pub related: Vec<JsonLabel>,
    /// Further facts.
    pub notes: Vec<String>,
    /// What to do.
    pub help: Option<String>,
    /// The new text, where it is known, and what it replaces.
    pub replacement: Option<JsonLabel>,
    /// Why a person accepts it; null when nobody does.
    pub accepted: Option<String>,
}

/// A place; what is not known is null.
#[derive(Debug, Clone, Serialize)]
pub struct JsonPlace {
    /// The file's name as it was given.
    pub file: Option<String>,
    /// The first line, from 1.
    pub line: Option<usize>,
    /// The first column, from 1, in characters.
    pub column: Option<usize>,
    /// The last line.
    pub end_line: Option<usize>,
    /// One after the last column.
    pub end_column: Option<usize>,
    /// The path in the spec, as `plans.daily.keep`.
    pub path: Option<String>,
}

/// A place and a text for it.
#[derive(Debug, Clone, Serialize)]
pub struct JsonLabel {
    /// The text.
    pub text: String,
    /// Where.
    #[serde(flatten)]
    pub place: JsonPlace,
}

impl JsonReport {
    /// The findings of `report`, in order.
    pub fn new(report: &Report, sources: Sources<'_>) -> Self {
        let locator = Locator::new(sources);
        let sorted = report.sorted(&locator);
        Self {
            version: VERSION,
            diagnostics: sorted
                .into_iter()
                .map(|found| diagnostic(found, &locator))
                .collect(),
        }
    }
}

/// The findings as one JSON document, indented, with a line break at its end.
pub fn render_json(report: &Report, sources: Sources<'_>) -> String {
    let mut text = serde_json::to_string_pretty(&JsonReport::new(report, sources))
        .expect("structs of texts and numbers always have a JSON form");
    text.push('\n');
    text
}

fn diagnostic(found: &Diagnostic, locator: &Locator<'_>) -> JsonDiagnostic {
    let replacement = locator.patch(found);
    JsonDiagnostic {
        code: found.code,
        name: found.name,
        severity: found.severity.word(),
        message: found.message.clone(),
        label: found.primary.text.clone(),
        place: place(&found.primary.place, locator),
        related: found
            .related
            .iter()
            .map(|related| label(related, locator))
            .collect(),
        notes: found.notes.clone(),
        help: found.fix.as_ref().map(|fix| fix.help.clone()),
        replacement: replacement.map(|replacement| JsonLabel {
            text: replacement.text.clone(),
            place: place(&replacement.place, locator),
        }),
        accepted: found.accepted.clone(),
    }
}

fn label(label: &Label, locator: &Locator<'_>) -> JsonLabel {
    JsonLabel {
        text: label.text.clone(),
        place: place(&label.place, locator),
    }
}

fn place(place: &Place, locator: &Locator<'_>) -> JsonPlace {
    let spot = locator.locate(place);
    JsonPlace {
        file: spot.file.as_ref().map(Rc::to_string),
        line: spot.start.map(|start| start.line),
        column: spot.start.map(|start| start.column),
        end_line: spot.end.map(|end| end.line),
        end_column: spot.end.map(|end| end.column),
        path: place
            .path()
            .filter(|path| !path.steps().is_empty())
            .map(ToString::to_string),
    }
}
