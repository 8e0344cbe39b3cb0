//! Where in the user's text, or in the user's Rust program, a value of a spec was written.

use std::collections::BTreeMap;
use std::ops::Range;
use std::panic::Location;

use super::Path;

/// The place where a value of a spec was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// Byte ranges in the text of the spec.
    Text {
        /// The key that introduces the value; a list's element and the whole spec have none.
        key: Option<Range<usize>>,
        /// The value itself.
        value: Range<usize>,
    },
    /// The call that put the value into a spec built in Rust.
    Rust(&'static Location<'static>),
    /// Nothing is known about the path nor about any of its ancestors.
    Unknown,
}

/// A front end's answer to the question where a path was written.
pub trait Origins {
    /// The place of `path`, or of its nearest ancestor that has one.
    ///
    /// For an ancestor, both ranges of [`Origin::Text`] are those of its key where it has a key:
    /// the ancestor's whole value would say less.
    fn of(&self, path: &Path) -> Origin;
}

/// The calls that wrote the values of a spec built in Rust.
#[derive(Debug, Clone, Default)]
pub struct RustOrigins {
    calls: BTreeMap<Path, &'static Location<'static>>,
}

impl RustOrigins {
    /// A table that knows no place yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Notes that the value at `path` was written by the call at `location`; the latest call wins.
    pub fn record(&mut self, path: Path, location: &'static Location<'static>) {
        self.calls.insert(path, location);
    }
}

impl Origins for RustOrigins {
    fn of(&self, path: &Path) -> Origin {
        let mut wanted = Some(path.clone());
        while let Some(path) = wanted {
            if let Some(location) = self.calls.get(&path) {
                return Origin::Rust(location);
            }
            wanted = path.parent();
        }
        Origin::Unknown
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_without_a_call_answers_with_its_nearest_ancestor() {
        let mut origins = RustOrigins::new();
        let plan = Path::root().key("plans").key("daily");
        let here = Location::caller();
        assert_eq!(origins.of(&plan), Origin::Unknown);
        origins.record(plan.clone(), here);
        assert_eq!(origins.of(&plan.key("keep")), Origin::Rust(here));
        assert_eq!(origins.of(&Path::root().key("plans")), Origin::Unknown);
    }
}
