//! Scalars: where they stand, what they hold, and the tags that values may have.

use std::ops::Range;

use saphyr_parser::{ScalarStyle, Span, Tag};

use super::build::{Anchored, Builder, Child, Extent, Stop};
use super::document::{Content, Value};
use super::spans::{properties, quoted, tag_range};
use super::{NodeId, Style, UNSUPPORTED_YAML};

impl Builder<'_> {
    pub(super) fn scalar(
        &mut self,
        value: &str,
        style: ScalarStyle,
        anchor: usize,
        tag: Option<&Tag>,
        span: Span,
    ) -> Result<(), Stop> {
        let whole = self.range(span);
        let start = whole.start + properties(&self.text[whole.clone()]);
        let left_out = value.is_empty() && style == ScalarStyle::Plain;
        let range = match style {
            _ if left_out && anchor == 0 && tag.is_none() => self.last_end..self.last_end,
            ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted => {
                start..start + quoted(&self.text[start..whole.end])
            }
            _ => start..start + self.text[start..whole.end].trim_end().len(),
        };
        let style = match style {
            ScalarStyle::Plain if tag.is_some_and(|tag| is_core(tag, "str")) => Style::Quoted,
            ScalarStyle::Plain => Style::Plain,
            ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted => Style::Quoted,
            ScalarStyle::Literal | ScalarStyle::Folded => Style::Block,
        };
        let is_key = self.expects_key();
        let null = match value {
            "" => true,
            "~" | "null" | "Null" | "NULL" => !is_key,
            _ => false,
        };
        let content = if null && style == Style::Plain {
            Content::Null
        } else {
            Content::Scalar(self.stored(value, &range), style)
        };
        self.last_end = range.end.max(self.last_end);
        let node = self.add(content, range)?;
        self.check_tag(node, tag, "str", whole.start);
        let extent = Extent {
            nodes: 1,
            height: 0,
        };
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

    /// The value by its place in the text, where that holds exactly the value.
    fn stored(&self, value: &str, range: &Range<usize>) -> Value {
        let inner = range.start + 1..range.end.saturating_sub(1);
        [range.clone(), inner]
            .into_iter()
            .find(|range| self.text.get(range.clone()) == Some(value))
            .map_or_else(|| Value::Unescaped(value.into()), Value::Written)
    }

    /// Refuses a tag that is not the one its kind of value has anyway.
    pub(super) fn check_tag(
        &mut self,
        node: NodeId,
        tag: Option<&Tag>,
        allowed: &str,
        start: usize,
    ) {
        let Some(tag) = tag else { return };
        let core = ["str", "map", "seq"]
            .into_iter()
            .any(|name| is_core(tag, name));
        if core && is_core(tag, allowed) {
            return;
        }
        let written = tag_range(self.text, start);
        let name = &self.text[written.clone()];
        let (message, help) = if core {
            (
                format!("the tag `{name}` does not fit its value"),
                "remove the tag",
            )
        } else {
            (
                format!("the tag `{name}` is not supported"),
                "a spec needs no tags: remove it",
            )
        };
        let fault = UNSUPPORTED_YAML.at(written, "").message(message).help(help);
        self.fault(fault);
        self.faulty.push(node);
    }
}

fn is_core(tag: &Tag, name: &str) -> bool {
    tag.is_yaml_core_schema() && tag.suffix == name
}
