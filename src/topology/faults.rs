//! What a spec can get wrong before it means anything: names that are not defined, choices that
//! are missing or made twice.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use super::names::collision_key;
use crate::diagnostics::{Diagnostic, Place, Report, Severity, suggest};
use crate::place::Path;

/// Collects the faults of one resolution.
#[derive(Debug, Default)]
pub(super) struct Faults(pub(super) Report);

impl Faults {
    /// A name that the spec uses but does not define. Where the name is a key, `place` is the key's.
    pub(super) fn undefined<'a>(
        &mut self,
        place: impl Into<Place>,
        kind: &str,
        name: &str,
        known: impl IntoIterator<Item = &'a str>,
    ) {
        let message = format!("{kind} `{name}` is not defined");
        self.unknown(place.into(), message, kind, name, known);
    }

    /// A name that something in the spec has, but not the group that it is said of.
    pub(super) fn not_of_group<'a>(
        &mut self,
        place: impl Into<Place>,
        kind: &str,
        name: &str,
        known: impl IntoIterator<Item = &'a str>,
    ) {
        let message = format!("`{name}` is no {kind} of the group");
        self.unknown(place.into(), message, kind, name, known);
    }

    fn unknown<'a>(
        &mut self,
        place: Place,
        message: String,
        kind: &str,
        name: &str,
        known: impl IntoIterator<Item = &'a str>,
    ) {
        let known: Vec<&str> = known.into_iter().collect();
        let label = match known.as_slice() {
            [] => format!("there is no {kind}"),
            [only] => format!("expected `{only}`"),
            few if few.len() <= 8 => format!("expected one of {}", quoted(few)),
            _ => format!("no {kind} has this name"),
        };
        let mut fault = Diagnostic::new("SPC013", "undefined-name", Severity::Error, message)
            .at(place.clone(), label);
        if let Some(near) = suggest(name, known.iter().copied()) {
            fault = fault.patch(format!("a similar name is defined: `{near}`"), place, near);
        }
        self.0.add(fault);
    }

    /// Keys that exclude one another, or of which one is needed.
    pub(super) fn choice(
        &mut self,
        place: impl Into<Place>,
        message: String,
        label: &str,
        help: &str,
    ) {
        let fault = Diagnostic::new("SPC014", "unclear-choice", Severity::Error, message)
            .at(place, label)
            .help(help);
        self.0.add(fault);
    }

    /// Something that may be said once and is said twice.
    pub(super) fn repeated(&mut self, path: Path, message: String, first: Path) {
        self.0.add(said_twice(path, message, first));
    }

    /// Something that may be said once and is said twice, where what to do needs a word.
    pub(super) fn repeated_with(&mut self, path: Path, message: String, first: Path, help: &str) {
        self.0.add(said_twice(path, message, first).help(help));
    }

    /// Names of one kind that would name the same files or resources.
    pub(super) fn alike<'a>(
        &mut self,
        kind: &str,
        names: impl IntoIterator<Item = (&'a str, Path)>,
    ) {
        let mut seen: BTreeMap<String, (&str, Path)> = BTreeMap::new();
        for (name, path) in names {
            match seen.entry(collision_key(name)) {
                Entry::Vacant(entry) => {
                    entry.insert((name, path));
                }
                Entry::Occupied(entry) => {
                    let (first, first_path) = entry.get().clone();
                    self.repeated(
                        path,
                        format!("{kind} `{first}` and `{name}` differ only by case or signs"),
                        first_path,
                    );
                }
            }
        }
    }

    /// A value that contradicts another part of the spec.
    pub(super) fn mismatch(
        &mut self,
        place: impl Into<Place>,
        message: String,
        label: String,
        help: &str,
    ) {
        let fault = Diagnostic::new("SPC016", "contradiction", Severity::Error, message)
            .at(place, label)
            .help(help);
        self.0.add(fault);
    }
}

fn said_twice(path: Path, message: String, first: Path) -> Diagnostic {
    Diagnostic::new("SPC015", "said-twice", Severity::Error, message)
        .at(path, "said again here")
        .related(first, "said first here")
}

fn quoted(names: &[&str]) -> String {
    names
        .iter()
        .map(|name| format!("`{name}`"))
        .collect::<Vec<_>>()
        .join(", ")
}
