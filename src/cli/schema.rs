//! `offsite schema`: the JSON Schema of the spec language.

use super::failure::Failure;
use super::streams::{Outcome, Streams};

pub(super) fn run(streams: &mut Streams<'_>) -> Result<Outcome, Failure> {
    write!(streams.out, "{}", crate::spec::schema())?;
    Ok(Outcome::Fine)
}
