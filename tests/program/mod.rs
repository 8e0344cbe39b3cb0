//! A program whose calls are pointed at. The lines are part of what the tests expect.

use std::panic::Location;

#[track_caller]
fn plan(_name: &str, _keep: u32) -> &'static Location<'static> {
    Location::caller()
}

pub(crate) fn daily() -> &'static Location<'static> {
    plan("daily", 14)
}

pub(crate) fn copy_to() -> &'static Location<'static> {
    plan("copy", 7)
}
