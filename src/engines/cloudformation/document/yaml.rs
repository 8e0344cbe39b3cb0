//! Writes a template as YAML. Texts are serde's YAML's: plain, in quotes, or as a literal block. What
//! stands around them is laid out here: short tags for functions, comments, and a blank line between
//! resources.

use super::node::Node;
use super::template::{Resource, Template};

/// The column that comments keep within.
const WIDTH: usize = 100;

/// Bytes of a key that stands before its colon on the same line. YAML takes 1,024 characters there;
/// longer ones are announced: <https://yaml.org/spec/1.2.2/#742-flow-mappings>.
const SHORT: usize = 1000;

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
        let mut key = key_text(key);
        if key.len() > SHORT {
            self.line(indent, &format!("? {key}"));
            key.clear();
        }
        match leaf(node) {
            Some(text) => self.text(indent, &format!("{key}:"), &text),
            None => {
                self.line(indent, &format!("{key}:{}", tag(node)));
                self.inside(indent + 1, node);
            }
        }
    }

    /// A text after what leads up to it, on the same line and those below.
    fn text(&mut self, indent: usize, before: &str, text: &str) {
        let mut lines = text.lines();
        self.line(
            indent,
            &format!("{before} {}", lines.next().unwrap_or_default()),
        );
        for line in lines {
            if line.is_empty() {
                self.blank();
            } else {
                self.line(indent, line);
            }
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
        if let Some(text) = leaf(item) {
            self.text(indent, "-", &text);
            return;
        }
        let tag = tag(item);
        if !tag.is_empty() {
            self.line(indent, &format!("-{tag}"));
            self.inside(indent + 1, item);
            return;
        }
        // The dash takes the place of the first line's indentation.
        let mut inner = Self::default();
        inner.inside(indent + 1, item);
        let dash = 2 * indent;
        inner.0.replace_range(dash..=dash, "-");
        self.0.push_str(&inner.0);
    }
}

/// What a node is when it has no entries or items to list; a text may have several lines, of which
/// those after the first are indented.
fn leaf(node: &Node) -> Option<String> {
    match node {
        Node::Bool(on) => Some(on.to_string()),
        Node::Number(number) => Some(number.to_string()),
        Node::Text(text) => Some(scalar(text)),
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

/// A text as serde's YAML writes it, and in quotes where it would be plain and CloudFormation could
/// take it for something else.
fn scalar(text: &str) -> String {
    // Names are plain at sight: asking serde's YAML takes a writer of its own for each text.
    let is_name = text
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'/'));
    if is_name && !is_ambiguous(text) {
        return text.to_owned();
    }
    let written = serde_yaml::to_string(text).unwrap_or_default();
    if written.trim_end_matches('\n') == text && is_ambiguous(text) {
        return format!("'{}'", text.replace('\'', "''"));
    }
    match written.lines().next() {
        // A block that keeps the blank lines at its end would take those that follow it as well.
        Some(block) if block.starts_with('|') && block.ends_with('+') => one_line(text),
        _ => written,
    }
}

/// A text as a key, which has one line.
fn key_text(text: &str) -> String {
    let written = scalar(text);
    match written.starts_with('|') {
        true => one_line(text),
        false => written.trim_end_matches('\n').to_owned(),
    }
}

/// A text of printable characters and line breaks in double quotes, in which YAML and JSON agree.
fn one_line(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// Whether a reader of YAML 1.1, which CloudFormation is and serde's YAML is not, may take a text for
/// a truth value, a date, or a number: <https://yaml.org/type/>.
fn is_ambiguous(text: &str) -> bool {
    let truth = ["y", "n", "yes", "no", "on", "off", "true", "false", "null"];
    let is_word = truth.iter().any(|word| text.eq_ignore_ascii_case(word));
    is_word || !text.starts_with(|first: char| first.is_ascii_alphabetic() || first == '/')
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
            ("222222222222", "'222222222222'"),
            ("012345678901", "'012345678901'"),
            ("2012-10-17", "'2012-10-17'"),
            ("12:30:45", "'12:30:45'"),
            ("<<", "'<<'"),
            ("on", "'on'"),
            ("No", "'No'"),
            ("y", "'y'"),
            ("aws:ResourceTag/backup", "aws:ResourceTag/backup"),
            ("a: b", "'a: b'"),
            ("a #b", "'a #b'"),
            ("*", "'*'"),
            ("", "''"),
            ("1's", "'1''s'"),
            ("cron(0 5 ? * * *)", "cron(0 5 ? * * *)"),
            ("a\u{85}\u{7f}b", "\"a\\N\\x7Fb\""),
            (
                "arn:aws:iam::${AWS::AccountId}:root",
                "arn:aws:iam::${AWS::AccountId}:root",
            ),
        ];
        for (text, written) in cases {
            assert_eq!(scalar(text).trim_end(), written);
            let read: serde_yaml::Value = serde_yaml::from_str(written).unwrap();
            assert_eq!(read, serde_yaml::Value::String(text.to_owned()));
        }
    }

    #[test]
    fn texts_of_several_lines_read_back_as_written_wherever_they_stand() {
        let texts = [
            "two\nlines\n",
            "no end\nhere",
            "blank\n\nlines\n\n\n",
            "\n",
            "  first is indented\nsecond",
            "trailing \nblank",
            &"long: ".repeat(400),
            &"long\n".repeat(400),
            "---\n# x\n- y: z\n",
            "\u{202e}x\r\ny\tz\n",
        ];
        for text in texts {
            let node = Node::map([
                ("Before", Node::from(text)),
                (
                    text,
                    Node::List(vec![
                        text.into(),
                        Node::map([("In", text)].map(|(key, text)| (key, Node::from(text)))),
                    ]),
                ),
                ("Call", Node::call("Sub", text)),
            ]);
            let mut printer = Printer::default();
            printer.entry(0, "Root", &node);
            printer.blank();
            printer.line(0, "After: 1");
            let read: serde_yaml::Value = serde_yaml::from_str(&printer.0)
                .unwrap_or_else(|error| panic!("{text:?}: {error}\n{}", printer.0));
            let root = &read["Root"];
            let told = |value: &serde_yaml::Value| match value {
                serde_yaml::Value::Tagged(tagged) => tagged.value.as_str().map(str::to_owned),
                value => value.as_str().map(str::to_owned),
            };
            for found in [
                &root["Before"],
                &root[text][0],
                &root[text][1]["In"],
                &root["Call"],
            ] {
                assert_eq!(told(found).as_deref(), Some(text), "{}", printer.0);
            }
            assert_eq!(read["After"], serde_yaml::Value::from(1));
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
            "Root:\n  List:\n    - A: '1'\n      B:\n        - - x\n    - !FindInMap\n      - T\n      - !Ref AWS::Region\n      - Value\n    - |\n      two\n      lines\n    - []\n  Code: |\n    if x:\n\n        y()\n"
        );
    }
}
