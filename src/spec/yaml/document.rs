//! A text as a tree of nodes, each with the bytes it was written in.

use std::fmt;
use std::ops::Range;

use crate::diagnostics::Diagnostic;
use crate::place::{Origin, Origins, Path, Step};

/// A node's number within its document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId(pub(super) u32);

impl NodeId {
    pub(super) fn index(self) -> usize {
        self.0 as usize
    }
}

/// How a scalar was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// Without quotes.
    Plain,
    /// In single or double quotes, or with the tag `!!str`.
    Quoted,
    /// As a block (`|` or `>`).
    Block,
}

/// A scalar's text: where it stands in the document as it is, nothing is copied.
#[derive(Debug, Clone)]
pub(super) enum Value {
    Written(Range<usize>),
    Unescaped(Box<str>),
}

/// One entry of a mapping.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    /// The key; always a scalar.
    pub key: NodeId,
    /// The value.
    pub value: NodeId,
}

/// What a node is.
#[derive(Debug, Clone)]
pub(super) enum Content {
    Null,
    Scalar(Value, Style),
    Sequence(Vec<NodeId>),
    Mapping(Vec<Entry>, Lookup),
}

/// The entries of a long mapping by key; short mappings are searched one by one.
pub(super) type Lookup = Box<[u32]>;

/// What a node is, with borrowed contents.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind<'a> {
    /// Nothing: an empty value, `null` or `~` without quotes.
    Null,
    /// A text; what it means is for the reading type to say.
    Scalar(&'a str, Style),
    /// A list.
    Sequence(&'a [NodeId]),
    /// A mapping, in the order of the text.
    Mapping(&'a [Entry]),
}

/// A value in a document.
#[derive(Debug, Clone)]
pub struct Node {
    pub(super) content: Content,
    pub(super) span: Range<usize>,
    /// The list or mapping it stands in, and its position there; keys have their entry's.
    pub(super) parent: Option<(NodeId, u32)>,
}

impl Node {
    /// The bytes in which it was written: without anchor and tag, without trailing blanks; empty
    /// where a value was left out.
    pub fn span(&self) -> Range<usize> {
        self.span.clone()
    }
}

/// A text and its nodes. A node that an alias repeats exists once, where its anchor is.
#[derive(Clone)]
pub struct Document {
    pub(super) text: String,
    pub(super) nodes: Vec<Node>,
    pub(super) root: Option<NodeId>,
    /// Faults found while the tree was built; none of them stops the building.
    pub(super) faults: Vec<Diagnostic>,
    /// Keys and values that one of those faults is about: nothing is read from them.
    pub(super) faulty: Vec<NodeId>,
    /// Mappings that lack keys because of one of those faults.
    pub(super) incomplete: Vec<NodeId>,
}

impl Document {
    /// The text, without a byte order mark; what is not UTF-8 in it is replaced, and a text beyond
    /// [`super::MAX_BYTES`] is empty.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The whole value; `None` when the text holds none or is not YAML.
    pub fn root(&self) -> Option<NodeId> {
        self.root
    }

    /// The node with this number.
    ///
    /// # Panics
    /// When the number is another document's.
    pub fn node(&self, id: NodeId) -> &Node {
        &self.nodes[id.index()]
    }

    /// What the node is.
    ///
    /// # Panics
    /// When the number is another document's.
    pub fn kind(&self, id: NodeId) -> Kind<'_> {
        match &self.node(id).content {
            Content::Null => Kind::Null,
            Content::Scalar(value, style) => Kind::Scalar(self.value(value), *style),
            Content::Sequence(elements) => Kind::Sequence(elements),
            Content::Mapping(entries, _) => Kind::Mapping(entries),
        }
    }

    /// All nodes, keys included, in the order in which they begin.
    pub fn ids(&self) -> impl Iterator<Item = NodeId> {
        (0..self.nodes.len()).map(|index| NodeId(u32::try_from(index).unwrap_or(u32::MAX)))
    }

    /// The text of a key; keys are scalars.
    pub(super) fn key(&self, id: NodeId) -> &str {
        match &self.node(id).content {
            Content::Scalar(value, _) => self.value(value),
            _ => "",
        }
    }

    pub(super) fn value<'a>(&'a self, value: &'a Value) -> &'a str {
        match value {
            Value::Written(range) => &self.text[range.clone()],
            Value::Unescaped(text) => text,
        }
    }

    /// The entry of the mapping `id` with this key.
    pub fn entry(&self, id: NodeId, key: &str) -> Option<Entry> {
        let Content::Mapping(entries, lookup) = &self.node(id).content else {
            return None;
        };
        if lookup.is_empty() {
            return entries
                .iter()
                .find(|entry| self.key(entry.key) == key)
                .copied();
        }
        let at = |position: &u32| entries[*position as usize];
        let found = lookup
            .binary_search_by(|position| self.key(at(position).key).cmp(key))
            .ok()?;
        Some(at(&lookup[found]))
    }

    /// The path of a node, found by its parents; the root's for a node that is not in the tree.
    pub(super) fn path(&self, id: NodeId) -> Path {
        let mut steps = Vec::new();
        let mut child = id;
        while let Some((parent, position)) = self.node(child).parent {
            steps.push(match self.kind(parent) {
                Kind::Mapping(entries) => {
                    let key = self.key(entries[position as usize].key);
                    Step::Key(key.to_owned().into())
                }
                _ => Step::Index(position as usize),
            });
            child = parent;
        }
        steps
            .into_iter()
            .rev()
            .fold(Path::root(), |path, step| match step {
                Step::Key(key) => path.key(key),
                Step::Index(index) => path.index(index),
            })
    }

    /// The key under which a node stands in its mapping; a key's own is itself.
    pub(super) fn key_of(&self, id: NodeId) -> Option<NodeId> {
        let (parent, position) = self.node(id).parent?;
        match self.kind(parent) {
            Kind::Mapping(entries) => Some(entries[position as usize].key),
            _ => None,
        }
    }

    /// The bytes to point at for a node: its own if they fill one line, else its key, else its
    /// first line.
    pub(super) fn shown(&self, id: NodeId) -> Range<usize> {
        let span = self.node(id).span();
        let text = self.text.get(span.clone()).unwrap_or_default();
        if !text.is_empty() && !text.contains('\n') {
            return span;
        }
        match self.key_of(id) {
            Some(key) => self.node(key).span(),
            None => self.opening(id),
        }
    }

    /// The first line of a node.
    pub(super) fn opening(&self, id: NodeId) -> Range<usize> {
        let span = self.node(id).span();
        let text = self.text.get(span.clone()).unwrap_or_default();
        let first = text.split('\n').next().unwrap_or_default().trim_end();
        span.start..span.start + first.len()
    }
}

impl fmt::Debug for Document {
    /// The size only: the text would drown whatever it is part of.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Document")
            .field("bytes", &self.text.len())
            .field("nodes", &self.nodes.len())
            .finish_non_exhaustive()
    }
}

impl Origins for Document {
    fn of(&self, path: &Path) -> Origin {
        let Some(mut node) = self.root else {
            return Origin::Unknown;
        };
        let mut key = None;
        for step in path.steps() {
            let child = match (step, &self.node(node).content) {
                (Step::Key(name), Content::Mapping(..)) => self
                    .entry(node, name)
                    .map(|entry| (Some(entry.key), entry.value)),
                (Step::Index(index), Content::Sequence(elements)) => {
                    elements.get(*index).map(|element| (None, *element))
                }
                _ => None,
            };
            let Some((found_key, found)) = child else {
                let place = match key {
                    Some(key) => self.node(key).span(),
                    None => self.opening(node),
                };
                return Origin::Text {
                    key: Some(place.clone()),
                    value: place,
                };
            };
            (key, node) = (found_key, found);
        }
        Origin::Text {
            key: key.map(|key| self.node(key).span()),
            value: self.node(node).span(),
        }
    }
}
