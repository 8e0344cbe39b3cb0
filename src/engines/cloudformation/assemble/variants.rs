//! One template for accounts that differ in single things. What differs is chosen by the account's
//! id, so that an account that becomes an exception, or is none any longer, keeps its stack: in a
//! stack of its own it would find the names of its roles and vaults taken.
//!
//! Templates are merged as trees: where all say the same, it stands as it is; where they differ, as
//! deep inside as possible, stands a choice.

use std::collections::BTreeSet;

use indexmap::IndexMap;

use crate::engines::cloudformation::document::{Node, Resource, Template};
use crate::facts::Region;
use crate::resources::pascal_case;
use crate::topology::Account;

/// Operands that `Fn::Or` takes.
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-conditions.html>
const OPERANDS: usize = 10;

/// Accounts that the name of a condition lists.
const LISTED: usize = 3;

/// The template as it is for one account.
pub(super) struct Variant<'a> {
    /// The account; of no importance for the first variant, which is for all the others.
    pub(super) account: &'a Account,
    /// Its resources and mappings.
    pub(super) template: Template,
}

/// One template that is each variant in that variant's account, at work in these regions.
pub(super) fn merged(mut variants: Vec<Variant<'_>>, regions: &BTreeSet<&Region>) -> Template {
    if variants.len() < 2 {
        return variants.pop().map(|one| one.template).unwrap_or_default();
    }
    let mut mappings = mappings(&mut variants);
    for rows in mappings.values_mut() {
        fill_missing_rows(rows, regions);
    }
    let mut taken: BTreeSet<String> = mappings.keys().cloned().collect();
    for variant in &variants {
        taken.extend(variant.template.resources.keys().cloned());
    }
    let mut conditions = Conditions::of(&variants, taken);
    let mut resources: IndexMap<String, Resource> = IndexMap::new();
    for id in ids(&variants) {
        let present: Vec<(usize, &Resource)> = variants
            .iter()
            .enumerate()
            .filter_map(|(index, one)| Some((index, one.template.resources.get(&id)?)))
            .collect();
        if let Some(resource) = resource(&present, &mut conditions) {
            resources.insert(id, resource);
        }
    }
    Template {
        mappings,
        conditions: conditions.defined(),
        resources,
        ..Template::default()
    }
}

/// Every logical id, in the order of the first variant; what it lacks follows what precedes it
/// elsewhere.
fn ids(variants: &[Variant<'_>]) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for variant in variants {
        let mut next = 0;
        for id in variant.template.resources.keys() {
            match all.iter().position(|known| known == id) {
                Some(position) => next = position + 1,
                None => {
                    all.insert(next, id.clone());
                    next += 1;
                }
            }
        }
    }
    all
}

/// The resource as those variants have it that have it at all.
fn resource(present: &[(usize, &Resource)], conditions: &mut Conditions) -> Option<Resource> {
    let (_, first) = present.first()?;
    let mut resource = Resource {
        condition: conditions.unless_all(&numbers(present)),
        ..(*first).clone()
    };
    for (_, other) in present {
        for id in &other.depends_on {
            if !resource.depends_on.contains(id) {
                resource.depends_on.push(id.clone());
            }
        }
        for comment in &other.comments {
            if !resource.comments.contains(comment) {
                resource.comments.push(comment);
            }
        }
    }
    let properties: Vec<(usize, Option<&Node>)> = present
        .iter()
        .map(|(index, one)| (*index, Some(&one.properties)))
        .collect();
    resource.properties = node(&properties, conditions);
    Some(resource)
}

fn numbers<T>(of: &[(usize, T)]) -> Vec<usize> {
    of.iter().map(|(index, _)| *index).collect()
}

/// What each variant has here, as one node; `None` is nothing.
fn node(values: &[(usize, Option<&Node>)], conditions: &mut Conditions) -> Node {
    let otherwise = values.first().and_then(|(_, node)| *node);
    if values.iter().all(|(_, node)| *node == otherwise) {
        return present(otherwise);
    }
    if let Some(maps) = all(values, |node| match node {
        Node::Map(entries) => Some(entries),
        _ => None,
    }) {
        let mut keys: Vec<&String> = Vec::new();
        for key in maps.iter().flat_map(|(_, entries)| entries.keys()) {
            if !keys.contains(&key) {
                keys.push(key);
            }
        }
        let entries = keys.into_iter().map(|key| {
            let inside: Vec<_> = maps
                .iter()
                .map(|(index, map)| (*index, map.get(key)))
                .collect();
            (key.clone(), node(&inside, conditions))
        });
        return Node::map(entries.collect::<Vec<_>>());
    }
    if let Some(lists) = all(values, |node| match node {
        Node::List(items) => Some(items),
        _ => None,
    }) && lists
        .iter()
        .all(|(_, items)| items.len() == lists[0].1.len())
    {
        let items = (0..lists[0].1.len()).map(|position| {
            let inside: Vec<_> = lists
                .iter()
                .map(|(index, items)| (*index, items.get(position)))
                .collect();
            node(&inside, conditions)
        });
        return Node::List(items.collect());
    }
    choice(values, conditions)
}

/// The value of each variant, chosen by conditions; the first one's is that of all others.
fn choice(values: &[(usize, Option<&Node>)], conditions: &mut Conditions) -> Node {
    let mut different: Vec<(Option<&Node>, Vec<usize>)> = Vec::new();
    for (index, node) in values {
        match different.iter_mut().find(|(known, _)| known == node) {
            Some((_, of)) => of.push(*index),
            None => different.push((*node, vec![*index])),
        }
    }
    let mut different = different.into_iter();
    let otherwise = different.next().and_then(|(node, _)| node);
    let chosen: Vec<_> = different
        .map(|(node, of)| (conditions.any_of(&of), present(node)))
        .collect();
    chosen
        .into_iter()
        .rev()
        .fold(present(otherwise), |otherwise, (condition, node)| {
            Node::choice(&condition, node, otherwise)
        })
}

fn present(node: Option<&Node>) -> Node {
    node.cloned()
        .unwrap_or_else(|| Node::reference("AWS::NoValue"))
}

/// All values as what `taken` takes them for; `None` when one is something else.
fn all<'a, T>(
    values: &[(usize, Option<&'a Node>)],
    taken: impl Fn(&'a Node) -> Option<&'a T>,
) -> Option<Vec<(usize, &'a T)>> {
    values
        .iter()
        .map(|(index, node)| Some((*index, taken((*node)?)?)))
        .collect()
}

/// The mappings of all variants. One that says something else under the same name gets a name of
/// its own, in the mappings and in what looks it up.
fn mappings(variants: &mut [Variant<'_>]) -> IndexMap<String, Node> {
    let mut merged: IndexMap<String, Node> = IndexMap::new();
    for variant in variants {
        for (name, rows) in std::mem::take(&mut variant.template.mappings) {
            let Node::Map(rows) = rows else { continue };
            let known = merged.get(&name).and_then(|known| match known {
                Node::Map(rows) => Some(rows),
                _ => None,
            });
            let agrees = known.is_none_or(|known| {
                rows.iter()
                    .all(|(region, row)| known.get(region).is_none_or(|other| other == row))
            });
            let own = if agrees {
                name
            } else {
                let own = unique(
                    &format!("{}{name}", pascal_case(variant.account.name.as_str())),
                    &|taken| merged.contains_key(taken),
                );
                for resource in variant.template.resources.values_mut() {
                    rename_mapping(&mut resource.properties, &name, &own);
                }
                own
            };
            let all = merged
                .entry(own)
                .or_insert_with(|| Node::Map(IndexMap::new()));
            if let Node::Map(all) = all {
                all.extend(rows);
            }
        }
    }
    merged
}

/// Adds a row for each region that a mapping has none for, because no account of its variant has
/// resources there: CloudFormation may look it up all the same, and refuse the template.
fn fill_missing_rows(rows: &mut Node, regions: &BTreeSet<&Region>) {
    let Node::Map(rows) = rows else { return };
    let is_list = matches!(
        rows.values().next(),
        Some(Node::Map(row)) if matches!(row.get("Value"), Some(Node::List(_)))
    );
    for region in regions {
        let nothing = || match is_list {
            true => Node::texts(["none"]),
            false => "none".into(),
        };
        rows.entry(region.to_string())
            .or_insert_with(|| Node::map([("Value", nothing())]));
    }
}

/// Looks up another mapping in the place of one.
fn rename_mapping(node: &mut Node, one: &str, other: &str) {
    match node {
        Node::Bool(_) | Node::Number(_) | Node::Text(_) => {}
        Node::List(items) => items
            .iter_mut()
            .for_each(|item| rename_mapping(item, one, other)),
        Node::Map(entries) => entries
            .values_mut()
            .for_each(|node| rename_mapping(node, one, other)),
        Node::Call(function, argument) => match argument.as_mut() {
            Node::List(items) if *function == "FindInMap" => {
                if let Some(Node::Text(name)) = items.first_mut()
                    && name == one
                {
                    other.clone_into(name);
                }
            }
            argument => rename_mapping(argument, one, other),
        },
    }
}

/// A name that nothing else has.
fn unique(name: &str, is_taken: &dyn Fn(&str) -> bool) -> String {
    let mut unique = name.to_owned();
    let mut number = 2;
    while is_taken(&unique) {
        unique = format!("{name}{number}");
        number += 1;
    }
    unique
}

/// The name of a condition without its first word.
fn bare(name: &str) -> &str {
    name.strip_prefix("Is").unwrap_or(name)
}

/// Which accounts are meant. Each set of accounts has one name.
struct Conditions {
    /// The condition of each variant's account; of the first, nothing asks for it.
    accounts: Vec<(String, Node)>,
    /// The names of those that something asks for.
    asked: BTreeSet<usize>,
    /// Sets of several accounts.
    sets: IndexMap<Vec<usize>, (String, Node)>,
    taken: BTreeSet<String>,
}

impl Conditions {
    fn of(variants: &[Variant<'_>], mut taken: BTreeSet<String>) -> Self {
        let accounts = variants.iter().map(|variant| {
            let account = variant.account;
            let name = format!("Is{}", pascal_case(account.name.as_str()));
            let name = unique(&name, &|name| taken.contains(name));
            taken.insert(name.clone());
            let is = Node::call(
                "Equals",
                Node::List(vec![
                    Node::reference("AWS::AccountId"),
                    account.id.as_str().into(),
                ]),
            );
            (name, is)
        });
        Self {
            accounts: accounts.collect(),
            asked: BTreeSet::new(),
            sets: IndexMap::new(),
            taken,
        }
    }

    /// The condition of a resource that these variants have; none, when all have it.
    fn unless_all(&mut self, of: &[usize]) -> Option<String> {
        let others: Vec<usize> = (0..self.accounts.len())
            .filter(|index| !of.contains(index))
            .collect();
        if others.is_empty() {
            return None;
        }
        // The first variant has no condition of its own: it is what all others are not.
        if !of.contains(&0) {
            return Some(self.any_of(of));
        }
        let excluded = self.any_of(&others);
        let name = format!("IsNot{}", bare(&excluded));
        let operand = Node::List(vec![Node::call("Condition", excluded)]);
        Some(self.set(of, name, Node::call("Not", operand)))
    }

    /// The condition of these accounts, none of which is the first.
    fn any_of(&mut self, of: &[usize]) -> String {
        self.asked.extend(of);
        if let [only] = of {
            return self.accounts[*only].0.clone();
        }
        let names: Vec<&str> = of
            .iter()
            .map(|index| self.accounts[*index].0.as_str())
            .collect();
        let listed: Vec<&str> = names.iter().map(|name| bare(name)).collect();
        let name = match listed.as_slice() {
            few if few.len() <= LISTED => format!("Is{}", few.join("Or")),
            [first, others @ ..] => format!("Is{first}Or{}Others", others.len()),
            [] => String::new(),
        };
        let mut operands: Vec<Node> = names
            .into_iter()
            .map(|name| Node::call("Condition", name))
            .collect();
        while operands.len() > 1 {
            operands = operands
                .chunks(OPERANDS)
                .map(|some| match some {
                    [only] => only.clone(),
                    some => Node::call("Or", Node::List(some.to_vec())),
                })
                .collect();
        }
        let any = operands.pop().unwrap_or(Node::Bool(false));
        self.set(of, name, any)
    }

    fn set(&mut self, of: &[usize], name: String, node: Node) -> String {
        if let Some((known, _)) = self.sets.get(of) {
            return known.clone();
        }
        let name = unique(&name, &|name| self.taken.contains(name));
        self.taken.insert(name.clone());
        self.sets.insert(of.to_vec(), (name.clone(), node));
        name
    }

    /// The conditions that something asks for: first the accounts, then sets of them.
    fn defined(self) -> IndexMap<String, Node> {
        let asked = self.asked;
        let accounts = self.accounts.into_iter().enumerate();
        let accounts = accounts.filter(|(index, _)| asked.contains(index));
        accounts
            .map(|(_, condition)| condition)
            .chain(self.sets.into_values())
            .collect()
    }
}
