//! The end of a mapping: its keys have to be texts, and each of them once.

use super::build::{Builder, Child};
use super::document::{Content, Value};
use super::{DUPLICATE_KEY, Entry, NodeId, Style, UNSUPPORTED_YAML};

/// Longer mappings get a table for finding entries.
const SEARCHED_ONE_BY_ONE: usize = 16;

impl Builder<'_> {
    /// Turns keys and values in turn into a mapping's entries.
    pub(super) fn close_mapping(&mut self, node: NodeId, children: &[Child]) {
        let mut pairs: Vec<(Child, Child)> = Vec::with_capacity(children.len() / 2);
        for pair in children.chunks_exact(2) {
            if self.is_text_key(pair[0].node) {
                pairs.push((pair[0], pair[1]));
            } else {
                self.incomplete.push(node);
            }
        }
        let mut order = self.by_key(&pairs);
        let mut repeated = vec![false; pairs.len()];
        let mut first = 0;
        for next in 1..order.len() {
            let (one, other) = (order[first] as usize, order[next] as usize);
            let keys = (pairs[one].0.node, pairs[other].0.node);
            if self.key_text(keys.0) == self.key_text(keys.1) {
                self.duplicate(keys.0, keys.1);
                repeated[other] = true;
            } else {
                first = next;
            }
        }
        if repeated.contains(&true) {
            let mut position = 0;
            pairs.retain(|_| {
                position += 1;
                !repeated[position - 1]
            });
            order = self.by_key(&pairs);
        }
        for (position, (key, value)) in pairs.iter().enumerate() {
            self.set_parent(*key, node, position);
            self.set_parent(*value, node, position);
            if self.is_merge(key.node, value.node) {
                self.merge_key(key.node);
                self.incomplete.push(node);
            }
        }
        if pairs.len() <= SEARCHED_ONE_BY_ONE {
            order.clear();
        }
        let entries = pairs.iter().map(|(key, value)| Entry {
            key: key.node,
            value: value.node,
        });
        self.nodes[node.index()].content = Content::Mapping(entries.collect(), order.into());
    }

    /// The positions of entries in the order of their keys, equal keys in the order of the text.
    fn by_key(&self, pairs: &[(Child, Child)]) -> Vec<u32> {
        let key = |position: u32| self.key_text(pairs[position as usize].0.node);
        let mut order: Vec<u32> = (0..u32::try_from(pairs.len()).unwrap_or(u32::MAX)).collect();
        order.sort_by(|one, other| key(*one).cmp(key(*other)));
        order
    }

    fn is_text_key(&mut self, key: NodeId) -> bool {
        let found = match self.nodes[key.index()].content {
            Content::Scalar(..) => return true,
            Content::Null => "nothing",
            Content::Sequence(_) => "a list",
            Content::Mapping(..) => "a mapping",
        };
        let span = self.nodes[key.index()].span.clone();
        let fault = UNSUPPORTED_YAML
            .at(span, "stands where a key belongs")
            .message(format!("expected text as a key, found {found}"));
        self.fault(fault);
        false
    }

    fn duplicate(&mut self, first: NodeId, second: NodeId) {
        let name = self.key_text(first);
        let fault = DUPLICATE_KEY
            .at(self.nodes[second.index()].span.clone(), "again here")
            .message(format!("the key `{name}` is given twice"))
            .related(self.nodes[first.index()].span.clone(), "first here")
            .help("remove one of the two");
        self.fault(fault);
    }

    /// Before a text `<<` is a key like any other, a tag's for one: there is nothing to merge, and
    /// writers of YAML leave it without quotes.
    fn is_merge(&self, key: NodeId, value: NodeId) -> bool {
        let content = |node: NodeId| &self.nodes[node.index()].content;
        matches!(content(key), Content::Scalar(_, Style::Plain))
            && self.key_text(key) == "<<"
            && !matches!(content(value), Content::Scalar(..))
    }

    fn merge_key(&mut self, key: NodeId) {
        self.faulty.push(key);
        let fault = UNSUPPORTED_YAML
            .at(self.nodes[key.index()].span.clone(), "a merge key")
            .message("the merge key `<<` is not supported")
            .help("write the keys out, or repeat the whole mapping by an alias");
        self.fault(fault);
    }

    fn key_text(&self, key: NodeId) -> &str {
        match &self.nodes[key.index()].content {
            Content::Scalar(Value::Written(range), _) => &self.text[range.clone()],
            Content::Scalar(Value::Unescaped(text), _) => text,
            _ => "",
        }
    }
}
