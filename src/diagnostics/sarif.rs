//! Findings in SARIF 2.1.0, the form that code scanning services take.
//!
//! <https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html>

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::json::{JsonDiagnostic, JsonPlace, JsonReport};
use super::{Report, Sources};

/// The findings as one SARIF log, indented, with a line break at its end.
pub fn render_sarif(report: &Report, sources: Sources<'_>) -> String {
    let findings = JsonReport::new(report, sources).diagnostics;
    // Each check is described once, in the order of its name.
    let rules: BTreeMap<&str, Value> = findings
        .iter()
        .map(|found| (id(found), rule(found)))
        .collect();
    let results: Vec<Value> = findings.iter().map(result).collect();
    let driver = json!({
        "name": env!("CARGO_PKG_NAME"),
        "version": env!("CARGO_PKG_VERSION"),
        "rules": rules.into_values().collect::<Vec<_>>(),
    });
    let log = json!({
        "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        "version": "2.1.0",
        "runs": [{ "tool": { "driver": driver }, "results": results }],
    });
    format!("{log:#}\n")
}

/// What SARIF calls the rule: the check's code, or the name of a remark without one.
fn id(found: &JsonDiagnostic) -> &'static str {
    found.code.unwrap_or(found.name)
}

fn rule(found: &JsonDiagnostic) -> Value {
    json!({ "id": id(found), "name": found.name })
}

fn result(found: &JsonDiagnostic) -> Value {
    let level = match found.severity {
        "hint" => "note",
        level => level,
    };
    let mut text = found.message.clone();
    for more in found.notes.iter().chain(&found.help) {
        text.push('\n');
        text.push_str(more);
    }
    let related = found.related.iter().filter_map(|label| {
        let mut location = location(&label.place)?;
        location["message"] = json!({ "text": label.text });
        Some(location)
    });
    let mut result = json!({
        "ruleId": id(found),
        "level": level,
        "message": { "text": text },
        "locations": location(&found.place).into_iter().collect::<Vec<_>>(),
        "relatedLocations": related.collect::<Vec<_>>(),
    });
    if let Some(reason) = &found.accepted {
        // Code scanning services list it as dismissed.
        result["suppressions"] = json!([{ "kind": "inSource", "justification": reason }]);
    }
    result
}

/// A place as a physical location; `None` where no file is known.
fn location(place: &JsonPlace) -> Option<Value> {
    let file = place.file.as_ref()?;
    let mut physical = json!({ "artifactLocation": { "uri": file } });
    if let Some(line) = place.line {
        let bounds = [
            ("startLine", Some(line)),
            ("startColumn", place.column),
            ("endLine", place.end_line),
            ("endColumn", place.end_column),
        ];
        let known = bounds
            .into_iter()
            .filter_map(|(name, bound)| Some((name.to_owned(), bound?.into())));
        physical["region"] = Value::Object(known.collect());
    }
    Some(json!({ "physicalLocation": physical }))
}
