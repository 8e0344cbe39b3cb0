//! Values of the model as nodes of a template.

use indexmap::IndexMap;

use super::logical_ids::LogicalIds;
use crate::engines::cloudformation::document::Node;
use crate::facts::Partition;
use crate::resources::pascal_case;
use crate::value::{Address, Value};

/// Spells values within one template.
pub(in crate::engines::cloudformation) struct Spelling<'a> {
    /// The partition of every region, part of ARNs that CloudFormation does not give.
    pub(in crate::engines::cloudformation) partition: Partition,
    /// Logical ids by address.
    pub(in crate::engines::cloudformation) ids: &'a LogicalIds,
}

impl Spelling<'_> {
    /// A value as a node.
    pub(in crate::engines::cloudformation) fn node(&self, value: &Value) -> Node {
        match value {
            Value::Bool(on) => Node::Bool(*on),
            Value::Number(number) => Node::Number(*number),
            Value::Text(text) => literal(text),
            Value::Join(parts) => self.substitution(parts),
            Value::List(items) => Node::List(items.iter().map(|item| self.node(item)).collect()),
            Value::Map(entries) => Node::map(
                entries
                    .iter()
                    .map(|(key, value)| (key.as_str(), self.node(value))),
            ),
            Value::Json(inner) => {
                let mut parts = Vec::new();
                json(inner, &mut parts);
                self.node(&Value::join(parts))
            }
            Value::Account => Node::reference("AWS::AccountId"),
            Value::Region => Node::reference("AWS::Region"),
            Value::Lookup(table) => Node::call(
                "FindInMap",
                Node::List(vec![
                    mapping(table).into(),
                    Node::reference("AWS::Region"),
                    "Value".into(),
                ]),
            ),
            Value::Attribute { of, name } => self.attribute(of, name),
            // What is there now is read by the custom resource, which only adds.
            Value::Merged { entries, .. } => self.node(entries),
        }
    }

    /// What an attribute that Terraform calls `name` is here. What the template does not have is referred to
    /// by its address, which CloudFormation refuses at once.
    fn attribute(&self, of: &Address, name: &str) -> Node {
        match (self.ids.get(of), name) {
            (Some(resource), "arn") => resource.arn(self.partition),
            (Some(resource), _) => Node::reference(resource.id.as_str()),
            (None, _) => Node::reference(format!("{}.{}", of.kind, of.label)),
        }
    }

    /// Texts and references, one after the other, as one `Sub`.
    fn substitution(&self, parts: &[Value]) -> Node {
        let mut template = String::new();
        let mut variables: IndexMap<String, Node> = IndexMap::new();
        for part in parts {
            let node = match part {
                Value::Text(text) => {
                    template.push_str(&escaped(text));
                    continue;
                }
                other => self.node(other),
            };
            match node {
                Node::Text(text) => template.push_str(&escaped(&text)),
                Node::Call("Ref" | "GetAtt", argument) => {
                    if let Node::Text(name) = *argument {
                        template.push_str(&format!("${{{name}}}"));
                    }
                }
                Node::Call("Sub", argument) if matches!(*argument, Node::Text(_)) => {
                    if let Node::Text(inner) = *argument {
                        template.push_str(&inner);
                    }
                }
                other => {
                    let name = format!("Value{}", variables.len() + 1);
                    template.push_str(&format!("${{{name}}}"));
                    variables.insert(name, other);
                }
            }
        }
        if variables.is_empty() {
            Node::call("Sub", template)
        } else {
            Node::call(
                "Sub",
                Node::List(vec![template.into(), Node::Map(variables)]),
            )
        }
    }
}

/// The name of the mapping for a table: mappings take letters and digits only.
pub(super) fn mapping(table: &str) -> String {
    pascal_case(table)
}

/// Text as it is. `${` is no reference in it; taken apart at its dollar, nobody can read it as one.
fn literal(text: &str) -> Node {
    let pieces = text.split("${").enumerate();
    let pieces: Vec<String> = pieces
        .map(|(position, piece)| match position {
            0 => piece.to_owned(),
            _ => format!("{{{piece}"),
        })
        .collect();
    match pieces.as_slice() {
        [_, _, ..] => Node::call("Join", Node::List(vec!["$".into(), Node::texts(pieces)])),
        _ => Node::from(text),
    }
}

/// Text within a `Sub`.
fn escaped(text: &str) -> String {
    text.replace("${", "${!")
}

/// A value as JSON text, in pieces around the references in it.
fn json(value: &Value, parts: &mut Vec<Value>) {
    let quoted = |text: &str| serde_json::Value::from(text).to_string();
    match value {
        Value::Bool(on) => parts.push(on.to_string().into()),
        Value::Number(number) => parts.push(number.to_string().into()),
        Value::Text(text) => parts.push(quoted(text).into()),
        Value::Join(pieces) => {
            parts.push("\"".into());
            for piece in pieces {
                match piece {
                    Value::Text(text) => {
                        let text = quoted(text);
                        parts.push(text[1..text.len() - 1].into());
                    }
                    // Ids, names and ARNs: nothing in them is escaped in JSON.
                    other => parts.push(other.clone()),
                }
            }
            parts.push("\"".into());
        }
        Value::List(items) => {
            parts.push("[".into());
            for (position, item) in items.iter().enumerate() {
                if position > 0 {
                    parts.push(",".into());
                }
                json(item, parts);
            }
            parts.push("]".into());
        }
        Value::Map(entries) => {
            parts.push("{".into());
            for (position, (key, value)) in entries.iter().enumerate() {
                if position > 0 {
                    parts.push(",".into());
                }
                parts.push(format!("{}:", quoted(key)).into());
                json(value, parts);
            }
            parts.push("}".into());
        }
        Value::Json(inner) => json(inner, parts),
        Value::Account
        | Value::Region
        | Value::Lookup(_)
        | Value::Attribute { .. }
        | Value::Merged { .. } => {
            parts.push("\"".into());
            parts.push(value.clone());
            parts.push("\"".into());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dollar_brace_of_the_spec_is_no_reference() {
        let ids = LogicalIds::default();
        let spelling = Spelling {
            partition: Partition::Aws,
            ids: &ids,
        };
        let cases = [
            (Value::from("a $b {c}"), Node::from("a $b {c}")),
            (
                Value::from("a${x}${y}"),
                Node::call(
                    "Join",
                    Node::List(vec!["$".into(), Node::texts(["a", "{x}", "{y}"])]),
                ),
            ),
            (
                Value::join(["${x}/".into(), Value::Account, "/$".into(), Value::Region]),
                Node::call("Sub", "${!x}/${AWS::AccountId}/$${AWS::Region}"),
            ),
            (
                Value::map([("a", Value::join(["\"".into(), Value::Account]))]).json(),
                Node::call("Sub", "{\"a\":\"\\\"${AWS::AccountId}\"}"),
            ),
            (
                Value::join(["x".into(), Value::Lookup("key_arn".to_owned())]),
                Node::call(
                    "Sub",
                    Node::List(vec![
                        "x${Value1}".into(),
                        Node::map([(
                            "Value1",
                            spelling.node(&Value::Lookup("key_arn".to_owned())),
                        )]),
                    ]),
                ),
            ),
        ];
        for (value, expected) in cases {
            assert_eq!(spelling.node(&value), expected);
        }
    }
}
