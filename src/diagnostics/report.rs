//! The findings of one run.

use super::{Diagnostic, Locator, Place, Severity};

/// Collects findings; everything that finds adds to it and nobody stops at the first.
#[derive(Debug, Clone, Default)]
pub struct Report {
    diagnostics: Vec<Diagnostic>,
}

impl Report {
    /// A report without findings.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds one finding.
    pub fn add(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// Whether nothing may be rendered.
    pub fn has_errors(&self) -> bool {
        self.count(Severity::Error) > 0
    }

    /// Whether an error stands at this very place.
    pub(crate) fn has_error_at(&self, place: &Place) -> bool {
        self.iter()
            .any(|found| found.severity == Severity::Error && found.primary.place == *place)
    }

    /// How many findings weigh as much as `severity` and are not accepted.
    pub fn count(&self, severity: Severity) -> usize {
        self.iter()
            .filter(|found| found.severity == severity && found.accepted.is_none())
            .count()
    }

    /// How many findings are accepted.
    pub fn accepted(&self) -> usize {
        let accepted = self.iter().filter(|found| found.accepted.is_some());
        accepted.count()
    }

    /// The findings, to mark those that are accepted.
    pub(crate) fn iter_mut(&mut self) -> impl Iterator<Item = &mut Diagnostic> {
        self.diagnostics.iter_mut()
    }

    /// How many findings there are.
    pub fn len(&self) -> usize {
        self.diagnostics.len()
    }

    /// Whether there are no findings.
    pub fn is_empty(&self) -> bool {
        self.diagnostics.is_empty()
    }

    /// The findings in the order in which they were added.
    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.diagnostics.iter()
    }

    /// The findings by file, place and code, identical ones once: the order of every output.
    /// What agrees in all three stays in the order in which it was added.
    pub fn sorted(&self, locator: &Locator<'_>) -> Vec<&Diagnostic> {
        let mut keyed: Vec<_> = self
            .diagnostics
            .iter()
            .map(|found| {
                let order = locator.locate(&found.primary.place).order();
                ((order, found.code), found)
            })
            .collect();
        keyed.sort_by(|(left, _), (right, _)| left.cmp(right));
        let mut kept: Vec<(_, &Diagnostic)> = Vec::with_capacity(keyed.len());
        for (key, found) in keyed {
            let mut alike = kept.iter().rev().take_while(|(other, _)| *other == key);
            if !alike.any(|(_, other)| *other == found) {
                kept.push((key, found));
            }
        }
        kept.into_iter().map(|(_, found)| found).collect()
    }
}

impl Extend<Diagnostic> for Report {
    fn extend<I: IntoIterator<Item = Diagnostic>>(&mut self, diagnostics: I) {
        self.diagnostics.extend(diagnostics);
    }
}

impl FromIterator<Diagnostic> for Report {
    fn from_iter<I: IntoIterator<Item = Diagnostic>>(diagnostics: I) -> Self {
        Self {
            diagnostics: diagnostics.into_iter().collect(),
        }
    }
}
