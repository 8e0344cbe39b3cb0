//! The kinds of fault that reading a spec can find, with their codes.

use crate::diagnostics::{Diagnostic, Place, Severity};

/// A kind of fault: always an error, because the spec does not say what it should.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fault {
    /// The stable code.
    pub code: &'static str,
    /// The stable name.
    pub name: &'static str,
    /// What it means, one sentence.
    pub summary: &'static str,
}

impl Fault {
    /// A finding of this kind at `place`; the message is still to be set.
    pub fn at(&self, place: impl Into<Place>, text: impl Into<String>) -> Diagnostic {
        Diagnostic::new(self.code, self.name, Severity::Error, "").at(place, text)
    }
}

/// The text is not YAML.
pub const SYNTAX: Fault = Fault {
    code: "SPC001",
    name: "syntax",
    summary: "the text of the spec is not YAML",
};
/// A key that nothing reads.
pub const UNKNOWN_KEY: Fault = Fault {
    code: "SPC002",
    name: "unknown-key",
    summary: "a mapping has a key that means nothing there",
};
/// A list where a text is needed, and the like.
pub const WRONG_TYPE: Fault = Fault {
    code: "SPC003",
    name: "wrong-type",
    summary: "a value has another shape than its key needs",
};
/// A key without which its mapping means nothing.
pub const MISSING_KEY: Fault = Fault {
    code: "SPC004",
    name: "missing-key",
    summary: "a mapping lacks a key that it cannot do without",
};
/// One key twice in a mapping.
pub const DUPLICATE_KEY: Fault = Fault {
    code: "SPC005",
    name: "duplicate-key",
    summary: "a mapping has the same key twice",
};
/// A word that is none of a closed set.
pub const UNKNOWN_VALUE: Fault = Fault {
    code: "SPC006",
    name: "unknown-value",
    summary: "a value is none of the words that its key knows",
};
/// A value that its type refuses.
pub const MALFORMED_VALUE: Fault = Fault {
    code: "SPC007",
    name: "malformed-value",
    summary: "a value is not written as its key needs it",
};
/// More than one document in one file.
pub const SEVERAL_DOCUMENTS: Fault = Fault {
    code: "SPC008",
    name: "several-documents",
    summary: "the file holds more than one YAML document",
};
/// YAML that a spec does without.
pub const UNSUPPORTED_YAML: Fault = Fault {
    code: "SPC009",
    name: "unsupported-yaml",
    summary: "the spec uses a tag, a merge key or another part of YAML that has no meaning here",
};
/// More than any spec needs.
pub const TOO_LARGE: Fault = Fault {
    code: "SPC010",
    name: "too-large",
    summary: "the spec is longer or deeper than the reader takes",
};
/// An account id that other readers of YAML take for an octal number.
pub const UNQUOTED_ACCOUNT_ID: Fault = Fault {
    code: "SPC011",
    name: "unquoted-account-id",
    summary: "an account id with a leading zero stands without quotes",
};
/// Bytes that are no text.
pub const NOT_UTF8: Fault = Fault {
    code: "SPC012",
    name: "not-utf8",
    summary: "the file is not text in UTF-8",
};
/// A name that the spec defines nowhere.
pub const UNDEFINED_NAME: Fault = Fault {
    code: "SPC013",
    name: "undefined-name",
    summary: "a value names something that the spec does not define",
};

/// Every kind of fault, by code.
pub const FAULTS: [Fault; 13] = [
    SYNTAX,
    UNKNOWN_KEY,
    WRONG_TYPE,
    MISSING_KEY,
    DUPLICATE_KEY,
    UNKNOWN_VALUE,
    MALFORMED_VALUE,
    SEVERAL_DOCUMENTS,
    UNSUPPORTED_YAML,
    TOO_LARGE,
    UNQUOTED_ACCOUNT_ID,
    NOT_UTF8,
    UNDEFINED_NAME,
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_count_up_and_names_are_unique() {
        let mut names: Vec<_> = FAULTS.iter().map(|fault| fault.name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), FAULTS.len());
        for (position, fault) in FAULTS.iter().enumerate() {
            assert_eq!(fault.code, format!("SPC{:03}", position + 1));
        }
    }
}
