//! What a builder notes beside its model: where each value was written, which accounts it speaks
//! of, and what is wrong already.

use std::fmt::Display;
use std::hash::Hash;

use indexmap::IndexMap;

use super::called::{Call, Called};
use super::{Account, Unit};
use crate::diagnostics::Diagnostic;
use crate::place::{Path, Step};
use crate::spec::ids::IdentityError;
use crate::spec::yaml::{DUPLICATE_KEY, MALFORMED_VALUE};

/// Something wrong that only a program can write: a reader of YAML finds it in the text.
#[derive(Debug, Clone)]
enum Fault {
    Malformed {
        path: Path,
        message: String,
    },
    Repeated {
        again: Path,
        first: Path,
        call: Call,
    },
}

/// The notes of one builder; paths start at the value that it builds.
#[derive(Debug, Clone, Default)]
pub(super) struct Notes {
    places: Vec<(Path, Call)>,
    faults: Vec<Fault>,
    accounts: Vec<Account>,
    units: Vec<Unit>,
}

impl Notes {
    /// The notes of a value that `call` begins.
    pub(super) fn of(call: Call) -> Self {
        Self {
            places: vec![(Path::root(), call)],
            ..Self::default()
        }
    }

    /// The value under `key` was written by `call`.
    pub(super) fn key(&mut self, key: &'static str, call: Call) -> Path {
        let path = Path::root().key(key);
        self.place(path.clone(), call);
        path
    }

    fn place(&mut self, path: Path, call: Call) {
        self.places.push((path, call));
    }

    /// The text at `path` is not what it should be. One finding is enough for a handle that is
    /// used in several places.
    pub(super) fn malformed(&mut self, path: Path, fault: &impl Display) {
        let message = fault.to_string();
        let known =
            |fault: &Fault| matches!(fault, Fault::Malformed { path: other, .. } if *other == path);
        if !self.faults.iter().any(known) {
            self.faults.push(Fault::Malformed { path, message });
        }
    }

    /// The account is spoken of, so the spec has to define it.
    pub(super) fn account(&mut self, account: &Account) {
        self.accounts.push(account.clone());
    }

    /// The unit is spoken of, so the spec has to define it.
    pub(super) fn unit(&mut self, unit: &Unit) {
        self.units.push(unit.clone());
    }

    /// The text under `key`, as what it should be; a finding and nothing where it is not.
    pub(super) fn parsed<T>(
        &mut self,
        key: &'static str,
        text: &str,
        parse: fn(&str) -> Result<T, IdentityError>,
        call: Call,
    ) -> Option<T> {
        let path = self.key(key, call);
        parse(text)
            .map_err(|fault| self.malformed(path, &fault))
            .ok()
    }

    /// Puts a named value into a mapping at `path`; a name that is malformed or taken is a finding.
    pub(super) fn insert<N: Clone + Eq + Hash, V>(
        &mut self,
        map: &mut IndexMap<N, V>,
        path: &Path,
        called: &Called<N>,
        value: V,
        notes: Self,
    ) {
        let path = path.key(called.text.clone());
        if let Some(fault) = &called.fault {
            self.malformed(path.clone(), fault);
        } else if map.contains_key(&called.name) {
            self.repeated(path, called.call);
            return;
        } else {
            map.insert(called.name.clone(), value);
        }
        self.place(path.clone(), called.call);
        self.add(&path, notes);
    }

    /// Puts a value under a name that some handle brought along.
    pub(super) fn refer<N: Clone + Eq + Hash, V>(
        &mut self,
        map: &mut IndexMap<N, V>,
        path: &Path,
        handle: &Called<N>,
        value: V,
        call: Call,
    ) {
        let path = path.key(handle.text.clone());
        if map.contains_key(&handle.name) {
            self.repeated(path, call);
        } else {
            map.insert(handle.name.clone(), value);
            self.place(path, call);
        }
    }

    /// Puts pairs of texts into a mapping under `key`.
    pub(super) fn texts(
        &mut self,
        map: &mut IndexMap<String, String>,
        path: &Path,
        pairs: impl IntoIterator<Item = (impl Into<String>, impl Into<String>)>,
        call: Call,
    ) {
        for (key, value) in pairs {
            let key = key.into();
            let path = path.key(key.clone());
            if map.contains_key(&key) {
                self.repeated(path, call);
            } else {
                map.insert(key, value.into());
                self.place(path, call);
            }
        }
    }

    /// The value at `path` is written a second time. The first stays, and the second answers to an
    /// index of its own beneath the path.
    fn repeated(&mut self, path: Path, call: Call) {
        let mut earlier = self.faults.iter().filter_map(|fault| match fault {
            Fault::Repeated { first, call, .. } if *first == path => Some(*call),
            _ => None,
        });
        let count = earlier.clone().count();
        if earlier.any(|known| known == call) {
            return;
        }
        let again = path.index(1 + count);
        self.place(again.clone(), call);
        self.faults.push(Fault::Repeated {
            again,
            first: path,
            call,
        });
    }

    /// Takes over the notes of a value that now stands at `path`.
    pub(super) fn add(&mut self, path: &Path, notes: Self) {
        let below = |rest: Path| path.join(&rest);
        self.places.extend(
            notes
                .places
                .into_iter()
                .map(|(rest, call)| (below(rest), call)),
        );
        self.faults
            .extend(notes.faults.into_iter().map(|fault| match fault {
                Fault::Malformed { path, message } => Fault::Malformed {
                    path: below(path),
                    message,
                },
                Fault::Repeated { again, first, call } => Fault::Repeated {
                    again: below(again),
                    first: below(first),
                    call,
                },
            }));
        self.accounts.extend(notes.accounts);
        self.units.extend(notes.units);
    }

    /// The accounts and units that were spoken of, taken out of the notes.
    pub(super) fn handles(&mut self) -> (Vec<Account>, Vec<Unit>) {
        (
            std::mem::take(&mut self.accounts),
            std::mem::take(&mut self.units),
        )
    }

    /// Where values were written, oldest call first, taken out of the notes.
    pub(super) fn take_places(&mut self) -> Vec<(Path, Call)> {
        std::mem::take(&mut self.places)
    }

    /// The findings, in the words of the reader of YAML.
    pub(super) fn findings(&self) -> Vec<Diagnostic> {
        self.faults.iter().map(Fault::finding).collect()
    }
}

impl Fault {
    fn finding(&self) -> Diagnostic {
        match self {
            Self::Malformed { path, message } => MALFORMED_VALUE
                .at(path.clone(), "")
                .message(message.clone()),
            Self::Repeated { again, first, .. } => {
                let key = match first.steps().last() {
                    Some(Step::Key(key)) => key.as_ref(),
                    _ => "",
                };
                DUPLICATE_KEY
                    .at(again.clone(), "again here")
                    .message(format!("the key `{key}` is given twice"))
                    .related(first.clone(), "first here")
                    .help("remove one of the two")
            }
        }
    }
}
