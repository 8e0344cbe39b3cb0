//! One reading of a document: what it needs to know, and what it notes on its way.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;

use super::error::{Error, What};
use super::learned::StandIns;
use super::{Document, MAX_FAULTS, NodeId};

/// How many nodes all readings of one document may visit: a second's work.
const MAX_VISITS: u64 = 20_000_000;

/// What one reading needs to know, and what it notes on its way.
pub(super) struct Reading<'d> {
    document: &'d Document,
    pub(super) marked: Vec<bool>,
    pub(super) missing: BTreeMap<NodeId, Vec<&'static str>>,
    pub(super) stand_ins: StandIns,
    pub(super) unknown: RefCell<BTreeMap<NodeId, &'static [&'static str]>>,
    visits: Cell<u64>,
}

impl<'d> Reading<'d> {
    /// The first reading of a document: nothing is known to be at fault.
    pub(super) fn new(document: &'d Document) -> Self {
        Self {
            document,
            marked: vec![false; document.nodes.len()],
            missing: BTreeMap::new(),
            stand_ins: StandIns::default(),
            unknown: RefCell::default(),
            visits: Cell::new(0),
        }
    }

    pub(super) fn document(&self) -> &'d Document {
        self.document
    }

    /// Whether the node is at fault, and left out of this reading.
    pub(super) fn is_marked(&self, node: NodeId) -> bool {
        self.marked[node.index()]
    }

    /// The keys that a mapping is known to lack.
    pub(super) fn missing(&self, mapping: NodeId) -> &[&'static str] {
        self.missing.get(&mapping).map_or(&[], Vec::as_slice)
    }

    pub(super) fn stand_ins(&self) -> &StandIns {
        &self.stand_ins
    }

    /// Notes a key that its mapping does not know; `expected` is empty where that is not known.
    pub(super) fn unknown_key(&self, key: NodeId, expected: &'static [&'static str]) {
        let mut unknown = self.unknown.borrow_mut();
        if unknown.len() <= MAX_FAULTS {
            unknown.entry(key).or_insert(expected);
        }
    }

    /// Counts a node against the budget.
    pub(super) fn visit(&self) -> Result<(), Error> {
        self.visits.set(self.visits.get() + 1);
        if self.visits.get() > MAX_VISITS {
            return Err(Error::new(What::Exhausted));
        }
        Ok(())
    }
}
