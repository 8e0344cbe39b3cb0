//! What the reader says about a spec that is not what it should be: whole texts, as a user sees them.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

macro_rules! says {
    ($shown:expr, $expected:expr $(,)?) => {
        snapbox::assert_data_eq!($shown, snapbox::IntoData::raw($expected))
    };
}

mod language;
mod shapes;
mod syntax;
mod values;
