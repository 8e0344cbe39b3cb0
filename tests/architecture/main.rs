//! The rules of `docs/architecture.md` about the program's own sources: the direction of knowledge, no circles, short files.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod sources;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use sources::Sources;

/// The table of directions: for each directory or file right below `src`, what it may use.
fn directions() -> BTreeMap<String, BTreeSet<String>> {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/architecture.md");
    let page = fs::read_to_string(page).unwrap();
    let (_, rest) = page.split_once("<!-- directions: begin -->").unwrap();
    let (table, _) = rest.split_once("<!-- directions: end -->").unwrap();
    let rows = table.lines().filter(|line| line.starts_with("| `"));
    rows.map(|row| {
        let mut cells = row.trim_matches('|').split('|');
        let name = cells.next().unwrap().trim().trim_matches('`').to_owned();
        let others = cells.next().unwrap().split(',').map(str::trim);
        let others = others.filter(|name| name.starts_with('`'));
        (
            name,
            others
                .map(|name| name.trim_matches('`').to_owned())
                .collect(),
        )
    })
    .collect()
}

/// What a file belongs to: the directory or the file right below `src`.
fn room(path: &str) -> String {
    path.split('/')
        .next()
        .unwrap()
        .trim_end_matches(".rs")
        .to_owned()
}

#[test]
fn knowledge_has_the_directions_of_the_table() {
    let sources = Sources::read();
    let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (file, others) in sources.uses() {
        let own = room(file);
        // The root of the crate only lists its modules.
        if own == "lib" {
            continue;
        }
        let others = others.into_iter().map(room).filter(|other| *other != own);
        found.entry(own.clone()).or_default().extend(others);
    }
    let allowed = directions();
    let mut wrong = Vec::new();
    for (own, others) in &found {
        let Some(row) = allowed.get(own) else {
            wrong.push(format!("`{own}` has no row"));
            continue;
        };
        for other in others.difference(row) {
            wrong.push(format!(
                "`{own}` uses `{other}`, which its row does not allow"
            ));
        }
        for other in row.difference(others) {
            wrong.push(format!(
                "`{own}` no longer uses `{other}`: its row can say less"
            ));
        }
    }
    for own in allowed.keys().filter(|own| !found.contains_key(*own)) {
        wrong.push(format!("`{own}` has a row and is not there"));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn no_directories_use_each_other() {
    let allowed = directions();
    let graph = allowed
        .iter()
        .map(|(own, others)| (own.as_str(), others.iter().map(String::as_str).collect()));
    assert_eq!(circles(&graph.collect()), Vec::<Vec<&str>>::new());
}

#[test]
fn no_files_use_each_other() {
    let sources = Sources::read();
    // Deserializing a list deserializes what is in it, which may be a list.
    let serde = vec!["spec/yaml/access.rs", "spec/yaml/deserialize.rs"];
    assert_eq!(circles(&sources.uses()), [serde]);
}

#[test]
fn no_file_is_longer_than_400_lines() {
    let sources = Sources::read();
    let long = sources.files().filter(|file| file.lines > 400);
    let long: Vec<_> = long.map(|file| (&file.path, file.lines)).collect();
    assert!(long.is_empty(), "{long:?}");
}

/// The groups of nodes that lead to one another.
fn circles<'a>(graph: &BTreeMap<&'a str, BTreeSet<&'a str>>) -> Vec<Vec<&'a str>> {
    let reached: BTreeMap<&str, BTreeSet<&str>> = graph
        .keys()
        .map(|node| (*node, reachable(graph, node)))
        .collect();
    let mut groups = BTreeSet::new();
    for (node, others) in &reached {
        if others.contains(node) {
            let group = others.iter().filter(|other| reached[*other].contains(node));
            groups.insert(group.copied().collect::<Vec<_>>());
        }
    }
    groups.into_iter().collect()
}

fn reachable<'a>(graph: &BTreeMap<&'a str, BTreeSet<&'a str>>, from: &str) -> BTreeSet<&'a str> {
    let mut found = BTreeSet::new();
    let mut open: Vec<&str> = graph[from].iter().copied().collect();
    while let Some(node) = open.pop() {
        if found.insert(node) {
            open.extend(graph.get(node).into_iter().flatten().copied());
        }
    }
    found
}
