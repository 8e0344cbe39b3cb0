//! What a check is.

use crate::diagnostics::{Diagnostic, Place, Report, Severity};
use crate::topology::Topology;

/// One thing that can be wrong with a spec, under a code that is never given to another.
#[derive(Debug)]
pub struct Check {
    /// The stable code, as `CPY003`.
    pub code: &'static str,
    /// The stable name, which says what is wrong, as `copy-without-retention`.
    pub name: &'static str,
    /// How much a finding weighs, where nothing about it is uncertain.
    pub severity: Severity,
    /// Its documentation in Markdown, with examples.
    pub page: &'static str,
    /// Adds what it finds; `None` for what is found elsewhere: before there is a topology by
    /// the reader or the resolver, or after it in what an engine is given.
    pub(super) run: Option<fn(&Topology, &mut Report)>,
}

impl Check {
    /// A finding of this check at `place`; the message is still to be set.
    pub(crate) fn at(&self, place: impl Into<Place>, text: impl Into<String>) -> Diagnostic {
        Diagnostic::new(self.code, self.name, self.severity, "").at(place, text)
    }

    /// A finding that rests on a fact on which AWS's pages do not agree, unless `certain`.
    pub(super) fn at_if(
        &self,
        certain: Certainty,
        place: impl Into<Place>,
        text: impl Into<String>,
    ) -> Diagnostic {
        let mut found = self.at(place, text);
        if certain == Certainty::Doubtful {
            found.severity = Severity::Hint;
        }
        found
    }

    /// Adds what the check finds in a topology.
    pub(super) fn add_findings(&self, topology: &Topology, report: &mut Report) {
        if let Some(run) = self.run {
            run(topology, report);
        }
    }
}

/// Whether AWS's pages agree on the fact behind a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Certainty {
    /// They do.
    Certain,
    /// They contradict each other, or the fact is known from experience only.
    Doubtful,
}

impl From<bool> for Certainty {
    fn from(certain: bool) -> Self {
        if certain {
            Self::Certain
        } else {
            Self::Doubtful
        }
    }
}
