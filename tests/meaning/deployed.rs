//! The emitted roots as the resources that they make, each in its account and region.

use std::collections::BTreeMap;

use hcl::{Block, Body, Expression, ObjectKey};
use offsite::tree::Tree;
use serde_json::{Map, Value};

use crate::evaluate::fits;

/// How a value begins that is a reference to another resource of the same scope.
const REFERENCE: &str = "reference to ";

/// All that the roots of a tree make.
pub(crate) struct Deployed {
    resources: Vec<Resource>,
}

/// A resource or data source at work in one place.
pub(crate) struct Resource {
    /// The root that makes it, such as `2-central-vault`.
    pub(crate) root: String,
    /// The module call of the root, or nothing; references do not leave it.
    scope: String,
    /// The module calls of the root, as scopes, that its own waits for.
    after: Vec<String>,
    /// The account that its provider is held to.
    pub(crate) account: String,
    /// The region of its provider.
    pub(crate) region: String,
    pub(crate) kind: String,
    pub(crate) label: String,
    /// Arguments by name; nested blocks as lists of the same.
    pub(crate) body: Value,
    /// The id of the `import` block that names it; where a block is for each of several, those.
    pub(crate) adopted: Option<Value>,
}

impl Resource {
    pub(crate) fn place(&self) -> String {
        format!("{}: {}{}.{}", self.root, self.scope, self.kind, self.label)
    }

    /// The number that the root's name begins with: roots are applied in this order.
    pub(crate) fn wave(&self) -> u32 {
        self.root.split('-').next().unwrap().parse().unwrap()
    }

    /// What the resource refers to or waits for, as kind and label.
    fn needs(&self) -> Vec<String> {
        fn collect(value: &Value, found: &mut Vec<String>) {
            match value {
                Value::String(text) => {
                    let name = text.strip_prefix(REFERENCE).into_iter();
                    let parts = name.map(|name| name.split('.').take(2).collect::<Vec<_>>());
                    found.extend(parts.map(|parts| parts.join(".")));
                }
                Value::Array(items) => items.iter().for_each(|item| collect(item, found)),
                Value::Object(members) => members.values().for_each(|one| collect(one, found)),
                Value::Null | Value::Bool(_) | Value::Number(_) => {}
            }
        }
        let mut found = Vec::new();
        collect(&self.body, &mut found);
        found
    }

    /// Whether a value refers to this attribute of this resource, or is the ARN that it will have.
    pub(crate) fn is_named_by(&self, value: &Value, attribute: &str) -> bool {
        *value == format!("{REFERENCE}{}.{}.{attribute}", self.kind, self.label)
            || (attribute == "arn" && value.as_str().is_some_and(|arn| self.has(arn)))
    }

    /// Whether this is a pattern of rules on the default bus of this rule's place, and of this rule.
    pub(crate) fn is_a_rule_of(&self, pattern: &Value) -> bool {
        let rules = format!("arn:aws:events:{}:rule/", self.of_place());
        let pattern = pattern.as_str().unwrap_or_default();
        pattern.starts_with(&rules) && fits(pattern, &format!("{rules}{}", self.name()))
    }

    fn name(&self) -> &str {
        self.body["name"].as_str().unwrap()
    }

    fn of_place(&self) -> String {
        format!("{}:{}", self.region, self.account)
    }

    /// Whether this is the ARN of a rule, a queue or a topic, by its name.
    fn has(&self, arn: &str) -> bool {
        let on_a_bus = !self.body["event_bus_name"].is_null();
        let (service, before) = match self.kind.as_str() {
            "aws_cloudwatch_event_rule" if on_a_bus => ("events", "rule/*/"),
            "aws_cloudwatch_event_rule" => ("events", "rule/"),
            "aws_sqs_queue" => ("sqs", ""),
            "aws_sns_topic" => ("sns", ""),
            _ => return false,
        };
        let (name, place) = (self.name(), self.of_place());
        fits(&format!("arn:aws:{service}:{place}:{before}{name}"), arn)
    }
}

impl Deployed {
    pub(crate) fn read(tree: &Tree) -> Self {
        let mut folders: BTreeMap<String, Vec<Block>> = BTreeMap::new();
        for (path, bytes) in tree.iter() {
            let Some(path) = path.as_str().strip_prefix("terraform/") else {
                continue;
            };
            if let Some((folder, file)) = path.rsplit_once('/')
                && file.ends_with(".tf")
            {
                let body: Body = hcl::from_str(std::str::from_utf8(bytes).unwrap())
                    .unwrap_or_else(|error| panic!("{path}: {error}"));
                let blocks = folders.entry(folder.to_owned()).or_default();
                blocks.extend(body.into_blocks());
            }
        }
        let mut resources = Vec::new();
        for root in folders.keys().filter(|name| !name.starts_with("modules/")) {
            read_root(&folders, root, &mut resources);
        }
        assert!(resources.len() > 20, "a tree without resources");
        Self { resources }
    }

    pub(crate) fn all(&self) -> &[Resource] {
        &self.resources
    }

    pub(crate) fn of(&self, kind: &str) -> impl Iterator<Item = &Resource> {
        self.resources.iter().filter(move |one| one.kind == kind)
    }

    /// The resources of a kind that stand in the same scope as another.
    pub(crate) fn beside<'a>(
        &'a self,
        other: &'a Resource,
        kind: &str,
    ) -> impl Iterator<Item = &'a Resource> {
        self.of(kind)
            .filter(|one| one.root == other.root && one.scope == other.scope)
    }

    /// Whether Terraform makes `first` before it makes `then`: in an earlier wave, or in the same root because of
    /// what refers to what or waits for it.
    pub(crate) fn makes_before(&self, first: &Resource, then: &Resource) -> bool {
        if first.root != then.root {
            return first.wave() < then.wave();
        }
        if first.scope != then.scope {
            return then.after.contains(&first.scope);
        }
        let wanted = format!("{}.{}", first.kind, first.label);
        let mut open = then.needs();
        let mut seen: Vec<String> = Vec::new();
        while let Some(name) = open.pop() {
            if name == wanted {
                return true;
            }
            if seen.contains(&name) {
                continue;
            }
            let mut beside = self.resources.iter().filter(|one| {
                one.root == then.root
                    && one.scope == then.scope
                    && name == format!("{}.{}", one.kind, one.label)
            });
            open.extend(beside.next().map(Resource::needs).unwrap_or_default());
            seen.push(name);
        }
        false
    }

    /// The resource that an argument of `from` refers to by this attribute.
    pub(crate) fn referred(&self, from: &Resource, value: &Value, attribute: &str) -> &Resource {
        let mut beside = self.resources.iter().filter(|one| {
            one.root == from.root && one.scope == from.scope && one.is_named_by(value, attribute)
        });
        beside
            .next()
            .unwrap_or_else(|| panic!("{}: {value} leads nowhere", from.place()))
    }
}

/// What `var` and `local` stand for.
#[derive(Default)]
struct Scope<'a> {
    variables: BTreeMap<String, Value>,
    locals: BTreeMap<String, &'a Expression>,
}

fn read_root(folders: &BTreeMap<String, Vec<Block>>, root: &str, resources: &mut Vec<Resource>) {
    let blocks = &folders[root];
    let own = scope(blocks, BTreeMap::new());
    let kind = |kind: &'static str| blocks.iter().filter(move |one| one.identifier() == kind);
    let providers: BTreeMap<String, (String, String)> = kind("provider")
        .map(|block| {
            let body = own.body(block.body());
            let text = |value: &Value| value.as_str().unwrap().to_owned();
            let place = (text(&body["allowed_account_ids"][0]), text(&body["region"]));
            (format!("aws.{}", text(&body["alias"])), place)
        })
        .collect();
    let first = resources.len();
    let mut add = |(prefix, after): (&str, &[String]),
                   block: &Block,
                   scope: &Scope<'_>,
                   provider: Option<&str>| {
        let labels: Vec<&str> = block.labels().iter().map(|label| label.as_str()).collect();
        let body = scope.body(block.body());
        let provider = provider.map_or_else(
            || body["provider"].as_str().unwrap().replace(REFERENCE, ""),
            str::to_owned,
        );
        let (account, region) = providers
            .get(&provider)
            .unwrap_or_else(|| panic!("{root}: {labels:?} has no provider {provider}"));
        let data = if block.identifier() == "data" {
            "data."
        } else {
            ""
        };
        resources.push(Resource {
            root: root.to_owned(),
            scope: prefix.to_owned(),
            after: after.to_vec(),
            account: account.clone(),
            region: region.clone(),
            kind: format!("{data}{}", labels[0]),
            label: labels[1].to_owned(),
            body,
            adopted: None,
        });
    };
    for block in kind("resource").chain(kind("data")) {
        add(("", &[]), block, &own, None);
    }
    for call in kind("module") {
        let mut arguments = own.body(call.body());
        let arguments = arguments.as_object_mut().unwrap();
        let source = arguments["source"].as_str().unwrap().replace("../", "");
        let provider = arguments["providers"]["aws"].as_str().unwrap();
        let provider = provider.replace(REFERENCE, "");
        let place = &providers[&provider];
        for (name, is) in [("account_id", &place.0), ("region", &place.1)] {
            let told = arguments.get(name).unwrap_or(&Value::Null);
            assert!(told.is_null() || told == is, "{root}: {told} at {place:?}");
        }
        let prefix = format!("module.{}.", call.labels()[0].as_str());
        let after = arguments.get("depends_on").and_then(Value::as_array);
        let after: Vec<String> = after
            .into_iter()
            .flatten()
            .map(|one| format!("{}.", one.as_str().unwrap().replace(REFERENCE, "")))
            .collect();
        let inside = &folders[&source];
        let variables = arguments.clone().into_iter().collect();
        let scope = scope(inside, variables);
        let made = inside.iter();
        for block in made.filter(|one| matches!(one.identifier(), "resource" | "data")) {
            add((&prefix, &after), block, &scope, Some(&provider));
        }
    }
    for block in kind("import") {
        let import = own.body(block.body());
        let to = import["to"].as_str().unwrap().replace(REFERENCE, "");
        let mut made = resources[first..].iter_mut();
        let target = made.find(|one| format!("{}{}.{}", one.scope, one.kind, one.label) == to);
        let target = target.unwrap_or_else(|| panic!("{root}: {to} is imported and not there"));
        let several = import.get("for_each");
        if several.is_some() {
            assert_eq!(import["id"], format!("{REFERENCE}each.value"), "{root}");
        }
        target.adopted = Some(several.unwrap_or(&import["id"]).clone());
    }
}

fn scope(blocks: &[Block], variables: BTreeMap<String, Value>) -> Scope<'_> {
    let locals = blocks.iter().filter(|one| one.identifier() == "locals");
    Scope {
        variables,
        locals: locals
            .flat_map(|block| block.body().attributes())
            .map(|one| (one.key().to_owned(), one.expr()))
            .collect(),
    }
}

impl Scope<'_> {
    fn body(&self, body: &Body) -> Value {
        let mut members = Map::new();
        for attribute in body.attributes() {
            members.insert(attribute.key().to_owned(), self.value(attribute.expr()));
        }
        for block in body.blocks() {
            let many = members
                .entry(block.identifier())
                .or_insert_with(|| Value::Array(Vec::new()));
            many.as_array_mut().unwrap().push(self.body(block.body()));
        }
        Value::Object(members)
    }

    /// A value with `var` and `local` filled in, and documents in JSON read.
    fn value(&self, expression: &Expression) -> Value {
        match expression {
            Expression::Null => Value::Null,
            Expression::Bool(on) => Value::from(*on),
            Expression::Number(number) => Value::from(number.as_u64().unwrap()),
            Expression::String(text) => Value::from(text.as_str()),
            Expression::Array(items) => items.iter().map(|item| self.value(item)).collect(),
            Expression::Object(members) => members
                .iter()
                .map(|(name, value)| (key(name), self.value(value)))
                .collect(),
            Expression::TemplateExpr(template) => {
                let mut text = match template.as_ref() {
                    hcl::TemplateExpr::QuotedString(text) => text.clone(),
                    hcl::TemplateExpr::Heredoc(heredoc) => heredoc.template.clone(),
                };
                for (name, value) in &self.variables {
                    if let Some(value) = value.as_str() {
                        text = text.replace(&format!("${{var.{name}}}"), value);
                    }
                }
                Value::from(text)
            }
            Expression::FuncCall(call) if call.name.name.as_str() == "jsonencode" => {
                self.value(&call.args[0])
            }
            Expression::FuncCall(call) => {
                let arguments = call.args.iter().map(|one| self.value(one)).collect();
                let name = call.name.name.to_string();
                Value::Object(Map::from_iter([(name, arguments)]))
            }
            Expression::Traversal(_) | Expression::Variable(_) => self.reference(expression),
            other => panic!("offsite emits no {other:?}"),
        }
    }

    fn reference(&self, expression: &Expression) -> Value {
        let text = expression.to_string();
        if let Some(name) = text.strip_prefix("var.") {
            let known = self.variables.get(name);
            return known.unwrap_or_else(|| panic!("no {text}")).clone();
        }
        if let Some(rest) = text.strip_prefix("local.") {
            let table = rest.strip_suffix("[var.region]").unwrap();
            let rows = self.value(self.locals[table]);
            let region = self.variables["region"].as_str().unwrap();
            return rows[region].clone();
        }
        Value::from(format!("{REFERENCE}{text}"))
    }
}

fn key(key: &ObjectKey) -> String {
    match key {
        ObjectKey::Expression(Expression::String(text)) => text.clone(),
        other => other.to_string(),
    }
}
