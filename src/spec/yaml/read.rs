//! Reads a type from a document, and finds all faults in one run.
//!
//! A derived visitor stops at its first error. So the innermost fault is noted, its node is marked,
//! and the document is read again without marked nodes, until a reading notes nothing new. What
//! then fails only because something was left out is not reported.

use std::collections::BTreeSet;
use std::marker::PhantomData;

use serde::de::DeserializeOwned;

use super::deserialize::NodeDeserializer;
use super::error::{Problem, What};
use super::explain::Explain;
use super::reading::Reading;
use super::{Document, MAX_FAULTS, NodeId};
use crate::diagnostics::{Diagnostic, Severity};

/// What came of bytes that are no spec.
#[derive(Debug)]
pub struct Unreadable {
    /// What is wrong, at most [`MAX_FAULTS`] and a remark that more were left out.
    pub faults: Vec<Diagnostic>,
    /// The text, for showing the faults, and what could be read of it.
    pub document: Document,
}

/// Reads a value, and the document that knows where each part of it was written.
///
/// # Errors
/// All faults that one run can find; see [`super::FAULTS`].
pub fn read<T: DeserializeOwned>(bytes: &[u8]) -> Result<(T, Document), Box<Unreadable>> {
    let document = Document::build(bytes);
    let mut faults = document.faults.clone();
    let value = match document.root {
        Some(root) => Run::new(&document).read::<T>(root, &mut faults),
        None => None,
    };
    match value {
        Some(value) if faults.is_empty() => Ok((value, document)),
        _ => {
            if faults.len() > MAX_FAULTS {
                faults.truncate(MAX_FAULTS);
                faults.push(left_out());
            }
            Err(Box::new(Unreadable { faults, document }))
        }
    }
}

fn left_out() -> Diagnostic {
    let message = "more faults were left out: mend these first";
    Diagnostic::new(None, "more-faults", Severity::Hint, message)
}

/// All readings of one document.
struct Run<'d> {
    reading: Reading<'d>,
    explain: Explain<'d>,
    /// Nodes that hold something faulty: their own complaints may be consequences.
    tainted: Vec<bool>,
    /// Mappings that lack keys because of a fault that is already noted.
    incomplete: BTreeSet<NodeId>,
    /// Keys that were meant by misspelt ones.
    meant: BTreeSet<(NodeId, &'static str)>,
}

impl<'d> Run<'d> {
    fn new(document: &'d Document) -> Self {
        let mut run = Self {
            explain: Explain(document),
            reading: Reading::new(document),
            tainted: vec![false; document.nodes.len()],
            incomplete: document.incomplete.iter().copied().collect(),
            meant: BTreeSet::new(),
        };
        for node in &document.incomplete {
            run.taint(*node);
        }
        for node in &document.faulty {
            run.mark(*node);
        }
        run
    }

    fn read<T: DeserializeOwned>(
        mut self,
        root: NodeId,
        faults: &mut Vec<Diagnostic>,
    ) -> Option<T> {
        while !self.reading.is_marked(root) && faults.len() <= MAX_FAULTS {
            let read = NodeDeserializer::new(&self.reading, root).read(PhantomData::<T>);
            let unknown = std::mem::take(self.reading.unknown.get_mut());
            for (key, expected) in unknown {
                faults.push(self.unknown_key(key, expected));
            }
            let problem = match read {
                Ok(value) => return Some(value),
                Err(error) => error.into_problem(),
            };
            if matches!(problem.what, What::Exhausted) {
                faults.push(left_out());
                return None;
            }
            let at = problem.at.unwrap_or(root);
            if !self.go_on(problem, at, faults) {
                return None;
            }
        }
        None
    }

    /// Notes a problem unless it is a consequence, and says whether the next reading will differ.
    fn go_on(&mut self, problem: Problem, at: NodeId, faults: &mut Vec<Diagnostic>) -> bool {
        match problem.what {
            What::Missing(field) if !self.reading.missing(at).contains(&field) => {
                if !self.is_accounted_for(at, field) {
                    faults.push(self.explain.missing_key(at, field));
                }
                self.reading.missing.entry(at).or_default().push(field);
                self.taint(at);
                true
            }
            What::StandIn { owner, field } if self.reading.stand_ins.advance(owner, field) => true,
            What::StandInLacks { owner, field } if self.reading.stand_ins.require(owner, field) => {
                true
            }
            What::Missing(_) | What::StandIn { .. } | What::StandInLacks { .. } | What::Skipped => {
                self.mark(at)
            }
            What::UnknownKey { expected } => {
                faults.push(self.unknown_key(at, expected));
                true
            }
            what => {
                let own = matches!(what, What::Malformed(_) | What::Refused { .. });
                if !(own && self.tainted[at.index()]) {
                    faults.push(self.explain.fault(what, at));
                }
                self.mark(at)
            }
        }
    }

    /// Leaves a node out of the next readings; false when it is left out already.
    fn mark(&mut self, node: NodeId) -> bool {
        let new = !self.reading.marked[node.index()];
        self.reading.marked[node.index()] = true;
        self.taint(node);
        new
    }

    fn taint(&mut self, node: NodeId) {
        let mut next = Some(node);
        while let Some(node) = next {
            if std::mem::replace(&mut self.tainted[node.index()], true) {
                return;
            }
            next = self
                .reading
                .document()
                .node(node)
                .parent
                .map(|(parent, _)| parent);
        }
    }

    /// Whether a missing key is only the consequence of another fault.
    fn is_accounted_for(&self, mapping: NodeId, field: &'static str) -> bool {
        self.incomplete.contains(&mapping)
            || self.meant.contains(&(mapping, field))
            || self.reading.document().entry(mapping, field).is_some()
    }

    /// A misspelt key stands for the one that was meant, which is then not missing.
    fn unknown_key(&mut self, key: NodeId, expected: &'static [&'static str]) -> Diagnostic {
        let near = self.explain.near_key(key, expected);
        if let (Some((mapping, _)), Some(near)) = (self.reading.document().node(key).parent, near) {
            self.meant.insert((mapping, near));
        }
        self.mark(key);
        self.explain.unknown_key(key, expected, near)
    }
}
