//! Names that a program gives to things, with the calls that gave them.

use std::panic::Location;

use crate::spec::ids::{IdentityError, Name};

/// A call in the user's program.
pub(super) type Call = &'static Location<'static>;

/// A name that a program gives to something, and the call that gave it.
#[derive(Debug, Clone)]
pub(super) struct Called<N> {
    pub(super) text: String,
    /// The name; a stand-in where the text is none.
    pub(super) name: N,
    pub(super) fault: Option<IdentityError>,
    pub(super) call: Call,
}

impl<N> Called<N> {
    /// Reads `text` as a name. A text that is none becomes a finding once the named thing is part
    /// of a spec.
    pub(super) fn new(
        text: &str,
        parse: fn(&str) -> Result<N, IdentityError>,
        stand_in: N,
        call: Call,
    ) -> Self {
        let (name, fault) = match parse(text) {
            Ok(name) => (name, None),
            Err(fault) => (stand_in, Some(fault)),
        };
        Self {
            text: text.to_owned(),
            name,
            fault,
            call,
        }
    }
}

/// A name for an account, a unit, a vault or a group.
pub(super) fn named(text: &str, call: Call) -> Called<Name> {
    Called::new(text, Name::parse, Name::new("unnamed"), call)
}
