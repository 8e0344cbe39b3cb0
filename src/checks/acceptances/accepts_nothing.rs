//! An acceptance for a finding that there is not.

use crate::checks::Check;
use crate::diagnostics::{Diagnostic, Report, Severity};
use crate::place::Path;
use crate::spec::model::Acceptance;
use crate::topology::Topology;

pub(crate) const CHECK: Check = Check {
    code: "ACC001",
    name: "accepts-nothing",
    severity: Severity::Warning,
    page: include_str!("accepts_nothing.md"),
    run: None,
};

/// The codes that there are.
pub(in crate::checks) struct Codes {
    /// Whether a finding can have this code.
    pub(in crate::checks) is_known: fn(&str) -> bool,
    /// The code that was most likely meant by one that no finding has.
    pub(in crate::checks) near: fn(&str) -> Option<&'static str>,
}

/// Marks the findings that the spec accepts, after all others are there.
pub(in crate::checks) fn settle(topology: &Topology, report: &mut Report, codes: &Codes) {
    let mut useless = Vec::new();
    for (index, acceptance) in topology.acceptances.iter().enumerate() {
        let mut meets_error = false;
        let mut accepts = false;
        for found in report.iter_mut().filter(|found| meets(acceptance, found)) {
            if found.severity == Severity::Error {
                meets_error = true;
            } else {
                accepts = true;
                found.accepted = Some(acceptance.reason.to_string());
            }
        }
        if !accepts {
            useless.push(finding(index, acceptance, meets_error, codes));
        }
    }
    report.extend(useless);
}

fn meets(acceptance: &Acceptance, found: &Diagnostic) -> bool {
    let within = |place: &str| {
        let path = found.primary.place.path().map(Path::to_string);
        let path = path.unwrap_or_default();
        path.strip_prefix(place)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
    };
    found.code == Some(acceptance.code.as_str()) && acceptance.at.as_deref().is_none_or(within)
}

fn finding(index: usize, acceptance: &Acceptance, meets_error: bool, codes: &Codes) -> Diagnostic {
    let code = acceptance.code.as_str();
    let place = Path::root().key("accept").index(index).key("code");
    if !(codes.is_known)(code) {
        let found = CHECK
            .at(place.clone(), "no finding has this code")
            .message(format!("there is no finding `{code}` to accept"));
        return match (codes.near)(code) {
            Some(near) => found.patch(format!("did you mean `{near}`?"), place, near),
            None => found.help("take the code from the finding, as in `warning[CPY003]`"),
        };
    }
    let found = CHECK.at(place, "accepted here");
    if meets_error {
        return found
            .message(format!("`{code}` is an error, which nobody can accept"))
            .help("mend what it finds; AWS would refuse it, or it would not protect");
    }
    let place = match &acceptance.at {
        Some(at) => format!(" at `{at}`"),
        None => String::new(),
    };
    found
        .message(format!("there is no finding `{code}`{place} to accept"))
        .help("remove the acceptance")
}
