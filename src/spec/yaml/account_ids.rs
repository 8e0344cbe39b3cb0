//! Account ids that only this reader takes for what they are.

use crate::diagnostics::{Diagnostic, Place};

use super::{Document, Kind, Style, UNQUOTED_ACCOUNT_ID};

/// Plain scalars that are an account id with a leading zero.
///
/// This reader keeps them as they are written. Most others take twelve digits for a number and
/// drop the zero, and AWS then knows no such account; a spec is read by other tools as well.
pub fn unquoted_account_ids(document: &Document) -> Vec<Diagnostic> {
    document
        .ids()
        .filter_map(|id| match document.kind(id) {
            Kind::Scalar(text, Style::Plain) if is_account_id_with_zero(text) => Some((id, text)),
            _ => None,
        })
        .map(|(id, text)| {
            let place = Place::Bytes {
                range: document.node(id).span(),
                path: Some(document.path(id)),
            };
            UNQUOTED_ACCOUNT_ID
                .at(place.clone(), "other readers of YAML drop the zero")
                .message(format!(
                    "the account id `{text}` has a leading zero and no quotes"
                ))
                .patch("quote it", place, format!("\"{text}\""))
        })
        .collect()
}

fn is_account_id_with_zero(text: &str) -> bool {
    text.len() == 12 && text.starts_with('0') && text.bytes().all(|byte| byte.is_ascii_digit())
}
