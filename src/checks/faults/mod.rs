//! What the reader and the resolver find before there is a topology to check: their codes, for
//! `offsite explain`. The findings themselves are made where they are found, in `spec::yaml` and
//! `topology`.

use super::Check;
use crate::diagnostics::Severity;

/// Every fault of reading and resolving, by code.
pub const FAULTS: &[Check] = &[
    fault("SPC001", "syntax", include_str!("syntax.md")),
    fault("SPC002", "unknown-key", include_str!("unknown_key.md")),
    fault("SPC003", "wrong-type", include_str!("wrong_type.md")),
    fault("SPC004", "missing-key", include_str!("missing_key.md")),
    fault("SPC005", "duplicate-key", include_str!("duplicate_key.md")),
    fault("SPC006", "unknown-value", include_str!("unknown_value.md")),
    fault(
        "SPC007",
        "malformed-value",
        include_str!("malformed_value.md"),
    ),
    fault(
        "SPC008",
        "several-documents",
        include_str!("several_documents.md"),
    ),
    fault(
        "SPC009",
        "unsupported-yaml",
        include_str!("unsupported_yaml.md"),
    ),
    fault("SPC010", "too-large", include_str!("too_large.md")),
    fault(
        "SPC011",
        "unquoted-account-id",
        include_str!("unquoted_account_id.md"),
    ),
    fault("SPC012", "not-utf8", include_str!("not_utf8.md")),
    fault(
        "SPC013",
        "undefined-name",
        include_str!("undefined_name.md"),
    ),
    fault(
        "SPC014",
        "unclear-choice",
        include_str!("unclear_choice.md"),
    ),
    fault("SPC015", "said-twice", include_str!("said_twice.md")),
    fault("SPC016", "contradiction", include_str!("contradiction.md")),
];

const fn fault(code: &'static str, name: &'static str, page: &'static str) -> Check {
    Check {
        code,
        name,
        severity: Severity::Error,
        page,
        run: None,
    }
}
