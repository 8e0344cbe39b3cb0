//! Where the parts of a node stand, as far as the parser does not say it.

use std::ops::Range;

/// The length of the anchor and the tag, with the blanks after them, at the start of a node.
pub(super) fn properties(text: &str) -> usize {
    let mut rest = text;
    while rest.starts_with(['&', '!']) {
        let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
        rest = rest[end..].trim_start();
    }
    text.len() - rest.len()
}

/// Where the tag stands among the properties that begin at `start`.
pub(super) fn tag_range(text: &str, start: usize) -> Range<usize> {
    let mut at = start;
    loop {
        let rest = &text[at..];
        let end = rest
            .find(|c: char| c.is_whitespace() || matches!(c, ',' | ']' | '}'))
            .unwrap_or(rest.len());
        if !rest.starts_with('&') {
            return at..at + end;
        }
        at += end + rest[end..].len() - rest[end..].trim_start().len();
    }
}

/// The length of the quoted text at the start of `text`, quotes included.
pub(super) fn quoted(text: &str) -> usize {
    let bytes = text.as_bytes();
    let Some(quote) = bytes.first().copied() else {
        return 0;
    };
    let mut at = 1;
    while at < bytes.len() {
        match bytes[at] {
            b'\\' if quote == b'"' => at += 1,
            b'\'' if quote == b'\'' && bytes.get(at + 1) == Some(&b'\'') => at += 1,
            byte if byte == quote => return at + 1,
            _ => {}
        }
        at += 1;
    }
    text.trim_end().len()
}
