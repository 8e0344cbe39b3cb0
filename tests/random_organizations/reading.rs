//! What a reader of the rendered Terraform finds in it.

use std::collections::BTreeSet;

use hcl::edit;
use hcl::edit::structure::Body;
use hcl::edit::template::StringTemplate;
use hcl::edit::visit::{Visit, visit_expr, visit_object_key};

/// Every text in a file, as Terraform would read it: values, keys, and what stands around
/// references.
#[derive(Default)]
pub(crate) struct Texts(pub(crate) BTreeSet<String>);

impl Visit for Texts {
    fn visit_expr(&mut self, node: &edit::expr::Expression) {
        if let edit::expr::Expression::String(text) = node {
            self.0.insert(text.value().clone());
        }
        visit_expr(self, node);
    }

    fn visit_object_key(&mut self, node: &edit::expr::ObjectKey) {
        if let edit::expr::ObjectKey::Ident(name) = node {
            self.0.insert(name.to_string());
        }
        visit_object_key(self, node);
    }

    fn visit_string_template(&mut self, node: &StringTemplate) {
        for element in node {
            match element {
                edit::template::Element::Literal(text) => {
                    self.0.insert(text.value().clone());
                }
                edit::template::Element::Interpolation(inner) => self.visit_expr(&inner.expr),
                edit::template::Element::Directive(directive) => {
                    panic!("nothing renders a directive: {directive:?}")
                }
            }
        }
    }
}

/// What a root or a module declares, by kind and labels, and the files' texts.
pub(crate) fn declared(body: &Body) -> Vec<String> {
    body.blocks()
        .filter(|block| !block.labels.is_empty())
        .map(|block| {
            let alias = block.body.get_attribute("alias");
            let alias = alias
                .map(|alias| alias.value.to_string())
                .unwrap_or_default();
            let labels: Vec<&str> = block.labels.iter().map(|label| label.as_str()).collect();
            format!("{} {}{alias}", block.ident.as_str(), labels.join("."))
        })
        .collect()
}
