//! Files that are a template with data in it: the script that deploys, and the tree's README.

use serde::Serialize;
use tera::{Context, Tera};

/// The template with the data in it.
///
/// # Errors
///
/// When the template asks for something that the data does not have.
pub(super) fn filled(template: &str, data: &impl Serialize) -> Result<String, tera::Error> {
    let mut tera = Tera::default();
    tera.add_raw_template(NAME, template)?;
    tera.render(NAME, &Context::from_serialize(data)?)
}

/// The engine knows templates by name, and this one is alone.
const NAME: &str = "template";
