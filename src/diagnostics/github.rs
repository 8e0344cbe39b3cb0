//! Findings as the workflow commands that GitHub Actions shows beside the lines of a pull request.
//!
//! <https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands>

use super::json::{JsonDiagnostic, JsonReport};
use super::{Report, Sources};

/// One line for each finding that is not accepted.
pub fn render_github(report: &Report, sources: Sources<'_>) -> String {
    JsonReport::new(report, sources)
        .diagnostics
        .iter()
        .filter(|found| found.accepted.is_none())
        .map(command)
        .collect()
}

fn command(found: &JsonDiagnostic) -> String {
    let level = match found.severity {
        "hint" => "notice",
        level => level,
    };
    let place = &found.place;
    let number = |number: Option<usize>| number.map(|number| number.to_string());
    let title = found.code.map_or_else(
        || found.name.to_owned(),
        |code| format!("{code} {}", found.name),
    );
    let properties = [
        ("file", place.file.clone()),
        ("line", number(place.line)),
        ("col", number(place.column)),
        ("endLine", number(place.end_line)),
        ("endColumn", number(place.end_column)),
        ("title", Some(title)),
    ];
    let properties = properties.into_iter().filter_map(|(name, value)| {
        Some(format!(
            "{name}={}",
            escaped(&value?).replace(':', "%3A").replace(',', "%2C")
        ))
    });
    let mut text = found.message.clone();
    for more in found.notes.iter().chain(&found.help) {
        text.push('\n');
        text.push_str(more);
    }
    let properties: Vec<String> = properties.collect();
    format!("::{level} {}::{}\n", properties.join(","), escaped(&text))
}

/// A command is one line: these characters stand for themselves only in this form.
fn escaped(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}
