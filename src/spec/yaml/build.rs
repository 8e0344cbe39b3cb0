//! Builds a document from the parser's events, within limits.

use std::collections::BTreeMap;
use std::ops::Range;

use saphyr_parser::{Event, Parser, Span, Tag};

use super::bytes::{self, Characters};
use super::document::Content;
use super::spans::properties;
use super::{
    Document, MAX_ALIASED_NODES, MAX_DEPTH, MAX_FAULTS, MAX_NODES, Node, NodeId, SEVERAL_DOCUMENTS,
    SYNTAX, TOO_LARGE, UNSUPPORTED_YAML, syntax,
};
use crate::diagnostics::{Diagnostic, Place};

impl Document {
    /// Reads bytes into nodes. What is wrong is in the document's faults, and it has no root when
    /// nothing can be read from it.
    pub(super) fn build(bytes: &[u8]) -> Self {
        match bytes::text(bytes) {
            Ok(text) => Builder::new(text).run(),
            Err(refused) => Self {
                text: refused.text,
                nodes: Vec::new(),
                root: None,
                faults: vec![refused.fault],
                faulty: Vec::new(),
                incomplete: Vec::new(),
            },
        }
    }
}

/// What the parser's events have built so far.
pub(super) struct Builder<'a> {
    pub(super) text: &'a str,
    characters: Characters<'a>,
    pub(super) nodes: Vec<Node>,
    open: Vec<Frame>,
    pub(super) anchors: BTreeMap<usize, Anchored>,
    aliased: usize,
    /// Where the last event's text ended: a value that was left out stands there.
    pub(super) last_end: usize,
    root: Option<NodeId>,
    faults: Vec<Diagnostic>,
    pub(super) faulty: Vec<NodeId>,
    pub(super) incomplete: Vec<NodeId>,
}

/// A list or mapping whose end has not come yet.
struct Frame {
    node: NodeId,
    anchor: usize,
    /// Keys and values in turn for a mapping, elements for a list.
    children: Vec<Child>,
    mapping: bool,
    extent: Extent,
}

#[derive(Clone, Copy)]
pub(super) struct Child {
    pub(super) node: NodeId,
    pub(super) repeated: bool,
}

/// How much a node stands for when every alias in it is written out.
#[derive(Clone, Copy)]
pub(super) struct Extent {
    pub(super) nodes: usize,
    pub(super) height: usize,
}

#[derive(Clone, Copy)]
pub(super) struct Anchored {
    pub(super) node: NodeId,
    pub(super) extent: Extent,
}

/// Reading stops: the fault says why.
pub(super) struct Stop(Box<Diagnostic>);

impl<'a> Builder<'a> {
    fn new(text: &'a str) -> Self {
        Self {
            text,
            characters: Characters::new(text),
            nodes: Vec::new(),
            open: Vec::new(),
            anchors: BTreeMap::new(),
            aliased: 0,
            last_end: 0,
            root: None,
            faults: Vec::new(),
            faulty: Vec::new(),
            incomplete: Vec::new(),
        }
    }

    fn run(mut self) -> Document {
        if let Err(Stop(fault)) = self.read() {
            self.root = None;
            self.faults.push(*fault);
        } else if self.root.is_none() && self.faults.is_empty() {
            let fault = SYNTAX.at(Place::Whole, "").message("the spec is empty");
            self.faults
                .push(fault.help("`offsite init` writes a first spec"));
        }
        Document {
            nodes: self.nodes,
            root: self.root,
            faults: self.faults,
            faulty: self.faulty,
            incomplete: self.incomplete,
            text: self.text.to_owned(),
        }
    }

    fn read(&mut self) -> Result<(), Stop> {
        let mut documents = 0;
        let mut parser = Parser::new_from_str(self.text);
        while let Some(event) = parser.next_event() {
            let (event, span) = event.map_err(|error| self.not_yaml(&error))?;
            match event {
                Event::DocumentStart(_) => {
                    documents += 1;
                    if documents > 1 {
                        self.second_document(self.range(span).start);
                        return Ok(());
                    }
                }
                Event::Alias(anchor) => self.alias(anchor, span)?,
                Event::Scalar(value, style, anchor, tag) => {
                    self.scalar(&value, style, anchor, tag.as_deref(), span)?;
                }
                Event::SequenceStart(anchor, tag) => {
                    self.begin(false, anchor, tag.as_deref(), span)?;
                }
                Event::MappingStart(anchor, tag) => {
                    self.begin(true, anchor, tag.as_deref(), span)?
                }
                Event::SequenceEnd | Event::MappingEnd => self.end(span)?,
                Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentEnd => {}
            }
        }
        Ok(())
    }

    pub(super) fn range(&self, span: Span) -> Range<usize> {
        self.characters.byte(span.start.index())..self.characters.byte(span.end.index())
    }

    fn not_yaml(&self, error: &saphyr_parser::ScanError) -> Stop {
        let at = self.characters.byte(error.marker().index());
        let opened = self
            .open
            .iter()
            .rev()
            .map(|frame| self.nodes[frame.node.index()].span.start);
        let bracket = opened
            .take_while(|start| self.text[*start..].starts_with(['[', '{']))
            .next();
        Stop(Box::new(syntax::fault(
            self.text,
            at,
            error.info(),
            bracket,
        )))
    }

    fn second_document(&mut self, start: usize) {
        let end = self.text[start..]
            .find(['\n', '\r'])
            .map_or(self.text.len(), |at| start + at);
        let fault = SEVERAL_DOCUMENTS
            .at(start..end, "a second document begins here")
            .message("expected one YAML document, found several")
            .help("one file holds one spec: move the others to files of their own");
        self.fault(fault);
    }

    /// Notes a fault that does not stop the building. One more than is ever shown is enough to
    /// know that some were left out.
    pub(super) fn fault(&mut self, fault: Diagnostic) {
        if self.faults.len() <= MAX_FAULTS {
            self.faults.push(fault);
        }
    }

    fn alias(&mut self, anchor: usize, span: Span) -> Result<(), Stop> {
        let range = self.range(span);
        let name = &self.text[range.clone()];
        self.last_end = range.end;
        let Some(anchored) = self.anchors.get(&anchor).copied() else {
            let fault = UNSUPPORTED_YAML
                .at(range.clone(), "stands inside the value that it repeats")
                .message(format!("the alias `{name}` refers to itself"));
            self.fault(fault);
            let node = self.add(Content::Null, range)?;
            self.faulty.push(node);
            self.attach(
                Child {
                    node,
                    repeated: false,
                },
                Extent {
                    nodes: 1,
                    height: 0,
                },
            );
            return Ok(());
        };
        self.aliased = self.aliased.saturating_add(anchored.extent.nodes);
        if self.aliased > MAX_ALIASED_NODES {
            return Err(self.too_large(
                range,
                format!("the aliases stand for more than {MAX_ALIASED_NODES} values"),
            ));
        }
        if self.open.len() + anchored.extent.height > MAX_DEPTH {
            return Err(self.too_deep(range));
        }
        self.attach(
            Child {
                node: anchored.node,
                repeated: true,
            },
            anchored.extent,
        );
        Ok(())
    }

    fn begin(
        &mut self,
        mapping: bool,
        anchor: usize,
        tag: Option<&Tag>,
        span: Span,
    ) -> Result<(), Stop> {
        let whole = self.range(span);
        let start = whole.start + properties(&self.text[whole.clone()]);
        if self.open.len() >= MAX_DEPTH {
            return Err(self.too_deep(start..start + 1));
        }
        let node = self.add(Content::Null, start..start)?;
        self.check_tag(node, tag, if mapping { "map" } else { "seq" }, whole.start);
        self.last_end = start;
        self.open.push(Frame {
            node,
            anchor,
            children: Vec::new(),
            mapping,
            extent: Extent {
                nodes: 1,
                height: 1,
            },
        });
        Ok(())
    }

    fn end(&mut self, span: Span) -> Result<(), Stop> {
        // The parser sends as many ends as starts.
        let Some(frame) = self.open.pop() else {
            return Ok(());
        };
        let Frame {
            node,
            anchor,
            children,
            mapping,
            extent,
        } = frame;
        let start = self.nodes[node.index()].span.start;
        let closing = self.range(span).start;
        let end = match self.text[closing..].chars().next() {
            Some(']' | '}') if self.text[start..].starts_with(['[', '{']) => closing + 1,
            _ => self.last_end.max(start),
        };
        self.last_end = end;
        self.nodes[node.index()].span.end = end;
        if mapping {
            self.close_mapping(node, &children);
        } else {
            for (position, child) in children.iter().enumerate() {
                self.set_parent(*child, node, position);
            }
            let elements = children.into_iter().map(|child| child.node).collect();
            self.nodes[node.index()].content = Content::Sequence(elements);
        }
        if anchor > 0 {
            self.anchors.insert(anchor, Anchored { node, extent });
        }
        self.attach(
            Child {
                node,
                repeated: false,
            },
            extent,
        );
        Ok(())
    }

    /// A repeated node keeps the place where it was written.
    pub(super) fn set_parent(&mut self, child: Child, parent: NodeId, position: usize) {
        if !child.repeated {
            let position = u32::try_from(position).unwrap_or(u32::MAX);
            self.nodes[child.node.index()].parent = Some((parent, position));
        }
    }

    pub(super) fn expects_key(&self) -> bool {
        self.open
            .last()
            .is_some_and(|frame| frame.mapping && frame.children.len() % 2 == 0)
    }

    pub(super) fn attach(&mut self, child: Child, extent: Extent) {
        let Some(frame) = self.open.last_mut() else {
            self.root = Some(child.node);
            return;
        };
        frame.children.push(child);
        frame.extent.nodes = frame.extent.nodes.saturating_add(extent.nodes);
        frame.extent.height = frame.extent.height.max(extent.height + 1);
    }

    pub(super) fn add(&mut self, content: Content, span: Range<usize>) -> Result<NodeId, Stop> {
        if self.nodes.len() >= MAX_NODES {
            return Err(self.too_large(span, format!("the spec has more than {MAX_NODES} values")));
        }
        let id = NodeId(u32::try_from(self.nodes.len()).unwrap_or(u32::MAX));
        self.nodes.push(Node {
            content,
            span,
            parent: None,
        });
        Ok(id)
    }

    fn too_deep(&self, range: Range<usize>) -> Stop {
        self.too_large(
            range,
            format!("lists and mappings are nested deeper than {MAX_DEPTH} levels"),
        )
    }

    fn too_large(&self, range: Range<usize>, message: String) -> Stop {
        Stop(Box::new(
            TOO_LARGE
                .at(range, "the limit is reached here")
                .message(message),
        ))
    }
}
