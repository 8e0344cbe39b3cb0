//! What the parser refuses, in our own words.

use std::ops::Range;

use crate::diagnostics::Diagnostic;

use super::{MAX_DEPTH, SYNTAX, TOO_LARGE, UNSUPPORTED_YAML};

/// A part of the parser's message; the message, the label and the help that stand for it.
type Wording = (&'static str, &'static str, &'static str, &'static str);

/// The first row whose first column occurs in the parser's message is used.
const WORDINGS: &[Wording] = &[
    (
        "mapping values are not allowed",
        "a `:` does not fit here",
        "no key can stand before this",
        "quote a text that contains `: `, or begin the mapping on a line of its own",
    ),
    (
        "found unexpected end of stream",
        "a quoted text is never closed",
        "begins here",
        "add the closing quote",
    ),
    (
        "found unexpected document indicator",
        "a quoted text is never closed",
        "begins here",
        "add the closing quote",
    ),
    (
        "invalid indentation in quoted scalar",
        "a quoted text leaves its indentation",
        "begins here",
        "add the closing quote, or indent the lines that belong to the text",
    ),
    (
        "expected ',' or ']'",
        "expected `,` or `]` in a list",
        "found this instead",
        "",
    ),
    (
        "expected ',' or '}'",
        "expected `,` or `}` in a mapping",
        "found this instead",
        "",
    ),
    (
        "did not find expected '-' indicator",
        "expected the next list element",
        "found this instead",
        "elements of one list begin with `-` in one column",
    ),
    (
        "did not find expected key",
        "expected a key",
        "found this instead",
        "the keys of one mapping stand in one column",
    ),
    (
        "simple key expect",
        "expected `:` after a key",
        "found none up to here",
        "",
    ),
    (
        "misplaced bracket",
        "a closing bracket has no opening one",
        "closes nothing",
        "remove it",
    ),
    (
        "block sequence entries are not allowed",
        "a list cannot begin here",
        "this begins a list",
        "begin the list on a line of its own, below its key",
    ),
    (
        "is only valid inside a block",
        "a `-` does not fit inside brackets",
        "",
        "separate the elements by `,`",
    ),
    (
        "unexpected character",
        "no value begins with this character",
        "",
        "quote the text",
    ),
    (
        "plain scalar cannot start",
        "no value begins with this character",
        "",
        "quote the text",
    ),
    (
        "unknown escape character",
        "a text in double quotes has an unknown escape",
        "",
        "write `\\\\` for a backslash, or use single quotes",
    ),
    (
        "while parsing a quoted scalar",
        "a text in double quotes has an incomplete escape",
        "",
        "write `\\\\` for a backslash, or use single quotes",
    ),
    (
        "invalid trailing content",
        "expected the end of the line after a closing quote",
        "found this instead",
        "",
    ),
    (
        "block scalar",
        "a block of text is not written as YAML needs it",
        "",
        "indent all its lines by the same number of spaces",
    ),
    (
        "mapping keys are not allowed",
        "a key cannot begin here",
        "",
        "",
    ),
    ("':' must be followed", "expected a blank after `:`", "", ""),
    (
        "':'",
        "a `:` does not fit here",
        "",
        "quote a text that contains `:`",
    ),
    (
        "document end marker",
        "expected nothing more after the end of the document",
        "found this instead",
        "",
    ),
    (
        "<document start>",
        "expected the end of the spec",
        "found this instead",
        "the keys of one mapping stand in one column",
    ),
    (
        "directive",
        "a line that begins with `%` is not understood",
        "",
        "a spec needs no directives: remove the line",
    ),
    (
        "indentation",
        "the indentation does not fit the lines above",
        "",
        "keys of one mapping and elements of one list stand in one column",
    ),
    (
        "expected node content",
        "expected a value",
        "found this instead",
        "",
    ),
    (
        "byte order mark",
        "a byte order mark stands inside the text",
        "",
        "remove it",
    ),
    (
        "anchor or alias",
        "expected a name after `&` or `*`",
        "",
        "quote the text",
    ),
    (
        "comment",
        "a comment interrupts a text of several lines",
        "",
        "put the text on one line, or quote it",
    ),
];

/// The parser refuses `text` at byte `at`; `bracket` is the innermost open one.
pub(super) fn fault(text: &str, at: usize, info: &str, bracket: Option<usize>) -> Diagnostic {
    if (bracket.is_none() || info.contains("tab"))
        && let Some(tab) = tab_indentation(text, at)
    {
        return tab;
    }
    let here = at..at
        + text[at..]
            .chars()
            .next()
            .filter(|c| *c != '\n')
            .map_or(0, char::len_utf8);
    let line = text[at..].lines().next().unwrap_or_default().trim_end();
    if info.contains("recursion limit") {
        return TOO_LARGE
            .at(here, "the limit is reached here")
            .message(format!(
                "lists and mappings are nested deeper than {MAX_DEPTH} levels"
            ));
    }
    if info.contains("unknown anchor") {
        let name = word(line);
        return SYNTAX
            .at(at..at + name.len(), "")
            .message(format!("the alias `{name}` names no anchor above it"))
            .help("quote the text if it is not meant to be an alias");
    }
    if info.contains("tag") || info.contains("handle") {
        return UNSUPPORTED_YAML
            .at(at..at + word(line).len(), "")
            .message("a text that begins with `!` is a tag, and tags are not supported")
            .help("quote the text if it is not meant to be a tag");
    }
    if let (Some(open), true) = (bracket, text[at..].trim().is_empty()) {
        let name = &text[open..open + 1];
        return SYNTAX
            .at(open..open + 1, "opened here")
            .message(format!("the bracket `{name}` is never closed"));
    }
    if let Some(fault) = neighbor_fault(text, at, info, bracket) {
        return fault;
    }
    let wording = WORDINGS.iter().find(|(part, ..)| info.contains(part));
    let Some((_, message, label, help)) = wording else {
        return SYNTAX
            .at(here, "not understood")
            .message("the text is not YAML");
    };
    let quote = line.starts_with(['"', '\'']) && message.contains("quoted");
    let range = if quote { at..at + line.len() } else { here };
    let mut fault = SYNTAX.at(range, *label).message(*message);
    if let Some(open) = bracket {
        fault = fault.related(open..open + 1, "inside the bracket opened here");
    }
    if help.is_empty() {
        fault
    } else {
        fault.help(*help)
    }
}

/// Faults whose cause stands before the place where the parser notices them.
fn neighbor_fault(text: &str, at: usize, info: &str, bracket: Option<usize>) -> Option<Diagnostic> {
    if let Some(open) = bracket {
        let inside = info.contains("':'") && text[open..at].contains('\n');
        return inside.then(|| {
            let name = &text[open..open + 1];
            SYNTAX
                .at(open..open + 1, "opened here")
                .message(format!("the bracket `{name}` is never closed"))
                .related(at..at + 1, "a key cannot stand inside it")
        });
    }
    let start = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
    let (above, range) = line_above(text, start)?;
    let colon = above.find(':');
    if info.contains("simple key expect") {
        // Where a value follows the colon without a blank, all of it is one word to YAML.
        return match colon {
            Some(colon) => Some(
                SYNTAX
                    .at(
                        range.start + colon..range.start + colon + 1,
                        "no blank follows",
                    )
                    .message("expected a blank after `:`")
                    .patch(
                        "put a blank after it",
                        range.start + colon..range.start + colon + 1,
                        ": ",
                    ),
            ),
            None => Some(without_colon(range)),
        };
    }
    if !info.contains("mapping values are not allowed") {
        return None;
    }
    let line = text[start..].lines().next().unwrap_or_default();
    // A second `:` in the line itself is that line's own fault.
    if text[start..at].contains(": ") {
        return None;
    }
    let (own, other) = (indentation(line), indentation(text_line(text, range.start)));
    match colon {
        None if own == other && !above.starts_with("- ") => Some(without_colon(range)),
        Some(_) if own > other => Some(
            SYNTAX
                .at(start..start + own, format!("{own} spaces"))
                .message("a key is indented deeper than the one above it")
                .related(range.start - other..range.start, format!("{other} spaces"))
                .help("the keys of one mapping stand in one column"),
        ),
        _ => None,
    }
}

fn without_colon(range: Range<usize>) -> Diagnostic {
    SYNTAX
        .at(range, "has no `:`")
        .message("expected `:` after a key")
}

/// The nearest line above `start` that says something, without its indentation, and its range.
fn line_above(text: &str, start: usize) -> Option<(&str, Range<usize>)> {
    let mut end = start.checked_sub(1)?;
    loop {
        let begin = text[..end].rfind('\n').map_or(0, |newline| newline + 1);
        let line = &text[begin..end];
        let said = line.trim();
        if !said.is_empty() && !said.starts_with('#') {
            let from = begin + indentation(line);
            return Some((said, from..from + said.len()));
        }
        end = begin.checked_sub(1)?;
    }
}

fn indentation(line: &str) -> usize {
    line.len() - line.trim_start_matches(' ').len()
}

/// The whole line in which byte `at` stands.
fn text_line(text: &str, at: usize) -> &str {
    let start = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
    text[start..].lines().next().unwrap_or_default()
}

fn word(line: &str) -> &str {
    let end = line.find(|c: char| c.is_whitespace() || matches!(c, ',' | ']' | '}'));
    &line[..end.unwrap_or(line.len())]
}

/// A tab in the indentation of the refused line or of the next: the parser notices some tabs only
/// where it looks for more, at the end of the line before.
fn tab_indentation(text: &str, at: usize) -> Option<Diagnostic> {
    let start = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
    let next = text[at..].find('\n').map(|newline| at + newline + 1);
    let indented = |start: usize| {
        let line = text[start..].lines().next().unwrap_or_default();
        let blank = &line[..line.len() - line.trim_start_matches([' ', '\t']).len()];
        let tab = blank.find('\t')?;
        (blank.len() < line.len()).then_some((start, blank, start + tab..start + blank.len()))
    };
    let (line, blank, range) = [Some(start), next]
        .into_iter()
        .flatten()
        .find_map(indented)?;
    Some(
        SYNTAX
            .at(range, "a tab")
            .message("a tab is used as indentation")
            .patch(
                "indent with spaces",
                line..line + blank.len(),
                blank.replace('\t', "  "),
            ),
    )
}
