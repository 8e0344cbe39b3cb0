//! The program's own sources, read as Rust: which file uses what of which other file.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use syn::visit::{self, Visit};

/// A module by its names from the root of the crate.
type Module = Vec<String>;

/// The library's files and what they use of one another. Code under `#[cfg(test)]` does not count.
pub(crate) struct Sources {
    files: BTreeMap<Module, File>,
}

/// One file.
pub(crate) struct File {
    /// Its path below `src`, with slashes.
    pub(crate) path: String,
    /// How many lines it has.
    pub(crate) lines: usize,
    /// What a name of this module stands for, when it was imported or re-exported.
    names: BTreeMap<String, Vec<String>>,
    /// Every path that the code names, from the root of the crate.
    used: Vec<Vec<String>>,
}

impl Sources {
    /// Reads every file below `src`, but the binary, which only calls the library.
    pub(crate) fn read() -> Self {
        let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
        let mut paths = Vec::new();
        find(&src, &mut paths);
        let mut texts = BTreeMap::new();
        for path in paths {
            let path_below = path.strip_prefix(&src).unwrap().to_owned();
            if path_below != Path::new("main.rs") {
                texts.insert(
                    module(&path_below),
                    (path_below, fs::read_to_string(&path).unwrap()),
                );
            }
        }
        let modules: BTreeSet<Module> = texts.keys().cloned().collect();
        let files = texts.into_iter().map(|(module, (path, text))| {
            let syntax = syn::parse_file(&text).unwrap();
            let mut reader = Reader {
                module: &module,
                modules: &modules,
                names: BTreeMap::new(),
                used: Vec::new(),
            };
            // A name may be used above the line that imports it.
            reader.imports(&syntax.items);
            reader.visit_file(&syntax);
            let file = File {
                path: path.to_str().unwrap().replace('\\', "/"),
                lines: text.lines().count(),
                names: reader.names,
                used: reader.used,
            };
            (module, file)
        });
        Self {
            files: files.collect(),
        }
    }

    pub(crate) fn files(&self) -> impl Iterator<Item = &File> {
        self.files.values()
    }

    /// For each file, by path, the files that it uses something of. What a file hands on of another file counts
    /// as used by those who take it.
    pub(crate) fn uses(&self) -> BTreeMap<&str, BTreeSet<&str>> {
        let uses = self.files.values().map(|file| {
            let others = file.used.iter().filter_map(|path| self.home(path, 0));
            let others = others.filter(|other| *other != file.path).collect();
            (file.path.as_str(), others)
        });
        uses.collect()
    }

    /// The file in which a path's item is written.
    fn home(&self, path: &[String], hops: usize) -> Option<&str> {
        assert!(hops < 20, "{path:?} leads to itself");
        let mut module: Module = Vec::new();
        for (index, name) in path.iter().enumerate() {
            let mut inner = module.clone();
            inner.push(name.clone());
            if self.files.contains_key(&inner) {
                module = inner;
                continue;
            }
            let alias = self.files.get(&module)?.names.get(name);
            return match alias {
                Some(target) if *target != path[..=index] => {
                    let target: Vec<_> = target.iter().chain(&path[index + 1..]).cloned().collect();
                    self.home(&target, hops + 1)
                }
                _ => Some(&self.files[&module].path),
            };
        }
        self.files.get(&module).map(|file| file.path.as_str())
    }
}

fn find(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            find(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
}

fn module(path: &Path) -> Module {
    let mut names: Module = path
        .with_extension("")
        .components()
        .map(|part| part.as_os_str().to_str().unwrap().to_owned())
        .collect();
    if matches!(names.last().map(String::as_str), Some("mod" | "lib")) {
        names.pop();
    }
    names
}

struct Reader<'a> {
    module: &'a Module,
    modules: &'a BTreeSet<Module>,
    names: BTreeMap<String, Vec<String>>,
    used: Vec<Vec<String>>,
}

impl Reader<'_> {
    fn imports(&mut self, items: &[syn::Item]) {
        for item in items {
            if let syn::Item::Use(import) = item
                && !for_tests(&import.attrs)
            {
                let handed_on = !matches!(import.vis, syn::Visibility::Inherited);
                self.tree(&import.tree, &mut Vec::new(), handed_on);
            }
        }
    }

    fn tree(&mut self, tree: &syn::UseTree, before: &mut Vec<String>, handed_on: bool) {
        let (name, alias) = match tree {
            syn::UseTree::Path(path) => {
                before.push(path.ident.to_string());
                self.tree(&path.tree, before, handed_on);
                before.pop();
                return;
            }
            syn::UseTree::Group(group) => {
                for tree in &group.items {
                    self.tree(tree, before, handed_on);
                }
                return;
            }
            syn::UseTree::Name(name) => (Some(name.ident.to_string()), name.ident.to_string()),
            syn::UseTree::Rename(name) => (Some(name.ident.to_string()), name.rename.to_string()),
            syn::UseTree::Glob(_) => (None, String::new()),
        };
        let mut path = before.clone();
        path.extend(name.filter(|name| name != "self"));
        let alias = match alias.as_str() {
            "self" => before.last().unwrap().clone(),
            _ => alias,
        };
        if let Some(path) = self.absolute(&path) {
            if !handed_on {
                self.used.push(path.clone());
            }
            self.names.insert(alias, path);
        }
    }

    /// A path of this file from the root of the crate; nothing when it leads out of the crate or is local.
    fn absolute(&self, path: &[String]) -> Option<Vec<String>> {
        let (first, mut rest) = path.split_first()?;
        let mut module = self.module.clone();
        match first.as_str() {
            "crate" => module.clear(),
            "self" => {}
            "super" => {
                module.pop();
                while rest.first().is_some_and(|name| name == "super") {
                    module.pop();
                    rest = &rest[1..];
                }
            }
            name => {
                let mut child = module.clone();
                child.push(name.to_owned());
                if self.modules.contains(&child) {
                    module = child;
                } else {
                    module.clone_from(self.names.get(name)?);
                }
            }
        }
        module.extend(rest.iter().cloned());
        Some(module)
    }
}

impl Visit<'_> for Reader<'_> {
    fn visit_item(&mut self, item: &syn::Item) {
        let attributes: &[syn::Attribute] = match item {
            syn::Item::Mod(item) => &item.attrs,
            syn::Item::Fn(item) => &item.attrs,
            syn::Item::Impl(item) => &item.attrs,
            // Imports are read before.
            syn::Item::Use(_) => return,
            _ => &[],
        };
        if !for_tests(attributes) {
            visit::visit_item(self, item);
        }
    }

    /// Who may use an item is no use of theirs.
    fn visit_visibility(&mut self, _: &syn::Visibility) {}

    fn visit_path(&mut self, path: &syn::Path) {
        let names: Vec<String> = path
            .segments
            .iter()
            .map(|part| part.ident.to_string())
            .collect();
        // A single name was imported, which counts already, or is local.
        if names.len() > 1
            && let Some(path) = self.absolute(&names)
        {
            self.used.push(path);
        }
        visit::visit_path(self, path);
    }
}

fn for_tests(attributes: &[syn::Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        attribute.path().is_ident("cfg")
            && matches!(&attribute.meta, syn::Meta::List(list) if list.tokens.to_string() == "test")
    })
}
