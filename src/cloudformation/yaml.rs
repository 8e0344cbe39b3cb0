//! Writes a template as YAML: short tags for functions, literal blocks for texts of several lines,
//! quotes where a reader could take a text for something else.

use super::node::Node;
use crate::cloudformation::template::{Resource, Template};

/// The column that comments keep within.
const WIDTH: usize = 100;

/// The template as YAML.
pub(super) fn text(template: &Template, header: &str) -> String {
    let mut printer = Printer::default();
    printer.comment(0, header);
    for (name, node) in template.head() {
        printer.entry(0, name, &node);
    }
    for (name, node) in template.sections() {
        printer.blank();
        printer.entry(0, name, &node);
    }
    printer.blank();
    printer.line(0, "Resources:");
    for (position, (id, resource)) in template.resources.iter().enumerate() {
        if position > 0 {
            printer.blank();
        }
        printer.resource(id, resource);
    }
    if !template.outputs.is_empty() {
        printer.blank();
        printer.entry(0, "Outputs", &template.outputs());
    }
    printer.0
}

#[derive(Default)]
struct Printer(String);

impl Printer {
    fn line(&mut self, indent: usize, text: &str) {
        self.0.push_str(&"  ".repeat(indent));
        self.0.push_str(text);
        self.0.push('\n');
    }

    fn blank(&mut self) {
        self.0.push('\n');
    }

    /// A comment, wrapped at spaces.
    fn comment(&mut self, indent: usize, text: &str) {
        let room = WIDTH - 2 * indent - 2;
        let mut line = String::new();
        for word in text.split_whitespace() {
            if !line.is_empty() && line.chars().count() + 1 + word.chars().count() > room {
                self.line(indent, &format!("# {line}"));
                line.clear();
            }
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
        self.line(indent, &format!("# {line}"));
    }

    fn resource(&mut self, id: &str, resource: &Resource) {
        for comment in &resource.comments {
            self.comment(1, comment);
        }
        self.entry(1, id, &resource.node());
    }

    /// `key: node`.
    fn entry(&mut self, indent: usize, key: &str, node: &Node) {
        let key = scalar(key);
        match node {
            Node::Text(text) if is_block(text) => {
                self.line(indent, &format!("{key}: {}", block_indicator(text)));
                self.block(indent + 1, text);
            }
            _ => match inline(node) {
                Some(value) => self.line(indent, &format!("{key}: {value}")),
                None => {
                    let tag = tag(node);
                    self.line(indent, &format!("{key}:{tag}"));
                    self.inside(indent + 1, node);
                }
            },
        }
    }

    /// The entries of a map or the items of a list, each on lines of its own.
    fn inside(&mut self, indent: usize, node: &Node) {
        match node {
            Node::Map(entries) => {
                for (key, node) in entries {
                    self.entry(indent, key, node);
                }
            }
            Node::List(items) => {
                for item in items {
                    self.item(indent, item);
                }
            }
            Node::Call(_, argument) => self.inside(indent, argument),
            Node::Bool(_) | Node::Number(_) | Node::Text(_) => {}
        }
    }

    fn item(&mut self, indent: usize, item: &Node) {
        if let Some(value) = inline(item) {
            self.line(indent, &format!("- {value}"));
            return;
        }
        if let Node::Text(text) = item {
            self.line(indent, &format!("- {}", block_indicator(text)));
            self.block(indent + 1, text);
            return;
        }
        // The dash takes the place of the first line's indentation.
        let mut inner = Self::default();
        let tag = tag(item);
        if !tag.is_empty() {
            self.line(indent, &format!("-{tag}"));
            self.inside(indent + 1, item);
            return;
        }
        inner.inside(indent + 1, item);
        let dash = 2 * indent;
        inner.0.replace_range(dash..=dash, "-");
        self.0.push_str(&inner.0);
    }

    fn block(&mut self, indent: usize, text: &str) {
        for line in text.lines() {
            if line.is_empty() {
                self.blank();
            } else {
                self.line(indent, line);
            }
        }
    }
}

/// The node on one line, when it fits there.
fn inline(node: &Node) -> Option<String> {
    match node {
        Node::Bool(on) => Some(on.to_string()),
        Node::Number(number) => Some(number.to_string()),
        Node::Text(text) => (!is_block(text)).then(|| scalar(text)),
        Node::List(items) if items.is_empty() => Some("[]".to_owned()),
        Node::Map(entries) if entries.is_empty() => Some("{}".to_owned()),
        Node::List(_) | Node::Map(_) => None,
        Node::Call(function, argument) => match argument.as_ref() {
            Node::Text(text) => Some(format!("!{function} {}", scalar(text))),
            _ => None,
        },
    }
}

fn tag(node: &Node) -> String {
    match node {
        Node::Call(function, _) => format!(" !{function}"),
        _ => String::new(),
    }
}

/// Whether a text is written as a literal block: lines of printable characters, none of which could
/// be taken for the block's indentation, and a line break at the end at most.
fn is_block(text: &str) -> bool {
    text.contains('\n')
        && !text.starts_with([' ', '\n', '\t'])
        && !text.ends_with("\n\n")
        && text
            .chars()
            .all(|letter| letter == '\n' || !letter.is_control() && letter != '\u{feff}')
        && !text.contains(['\u{85}', '\u{2028}', '\u{2029}'])
}

fn block_indicator(text: &str) -> &'static str {
    if text.ends_with('\n') { "|" } else { "|-" }
}

/// A text on one line. It is plain when serde's YAML leaves it plain and it begins with a letter,
/// so that no reader takes an account id for a number or a version for a date.
fn scalar(text: &str) -> String {
    let word = text.to_ascii_lowercase();
    let other = matches!(
        word.as_str(),
        "y" | "n" | "yes" | "no" | "on" | "off" | "true" | "false" | "null"
    );
    // Names are plain at sight: asking serde's YAML takes a writer of its own for each text.
    let is_name = text
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'/'));
    let plain = !other
        && text.starts_with(|first: char| first.is_ascii_alphabetic() || first == '/')
        && (is_name
            || serde_yaml::to_string(text)
                .is_ok_and(|written| written.trim_end_matches('\n') == text));
    if plain {
        return text.to_owned();
    }
    let mut quoted = String::from("\"");
    for letter in text.chars() {
        match letter {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            '\r' => quoted.push_str("\\r"),
            letter
                if letter.is_control()
                    || matches!(letter, '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{85}') =>
            {
                quoted.push_str(&format!("\\u{:04x}", u32::from(letter)));
            }
            letter => quoted.push(letter),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_plain_at_sight_is_plain_to_serde() {
        for text in ["nan", "inf", "e1", "a-", "/", "A_b/c-0", "x0x1"] {
            assert_eq!(scalar(text), text);
            assert_eq!(serde_yaml::to_string(text).unwrap().trim_end(), text);
        }
    }

    #[test]
    fn texts_are_quoted_when_a_reader_could_take_them_for_something_else() {
        let cases = [
            ("eu-west-1", "eu-west-1"),
            ("222222222222", "\"222222222222\""),
            ("2012-10-17", "\"2012-10-17\""),
            ("on", "\"on\""),
            ("No", "\"No\""),
            ("aws:ResourceTag/backup", "aws:ResourceTag/backup"),
            ("a: b", "\"a: b\""),
            ("a #b", "\"a #b\""),
            ("*", "\"*\""),
            ("", "\"\""),
            ("cron(0 5 ? * * *)", "cron(0 5 ? * * *)"),
            ("\"hi\"\\", "\"\\\"hi\\\"\\\\\""),
            ("a\u{85}\u{7f}b", "\"a\\u0085\\u007fb\""),
            (
                "arn:aws:iam::${AWS::AccountId}:root",
                "arn:aws:iam::${AWS::AccountId}:root",
            ),
        ];
        for (text, written) in cases {
            assert_eq!(scalar(text), written);
            let read: serde_yaml::Value = serde_yaml::from_str(written).unwrap();
            assert_eq!(read, serde_yaml::Value::String(text.to_owned()));
        }
    }

    #[test]
    fn nested_lists_and_tags_read_back_as_written() {
        let node = Node::map([
            (
                "List",
                Node::List(vec![
                    Node::map([
                        ("A", Node::from("1")),
                        ("B", Node::List(vec![Node::texts(["x"])])),
                    ]),
                    Node::call(
                        "FindInMap",
                        Node::List(vec![
                            "T".into(),
                            Node::reference("AWS::Region"),
                            "Value".into(),
                        ]),
                    ),
                    Node::from("two\nlines\n"),
                    Node::List(Vec::new()),
                ]),
            ),
            ("Code", Node::from("if x:\n\n    y()\n")),
        ]);
        let mut printer = Printer::default();
        printer.entry(0, "Root", &node);
        assert_eq!(
            printer.0,
            "Root:\n  List:\n    - A: \"1\"\n      B:\n        - - x\n    - !FindInMap\n      - T\n      - !Ref AWS::Region\n      - Value\n    - |\n      two\n      lines\n    - []\n  Code: |\n    if x:\n\n        y()\n"
        );
    }
}
