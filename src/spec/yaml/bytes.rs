//! From what is in the file to a text that can be parsed, and from characters to bytes.

use super::{MAX_BYTES, NOT_UTF8, SYNTAX, TOO_LARGE};
use crate::diagnostics::{Diagnostic, Place};

/// Bytes that are no text to parse.
pub(super) struct Refused {
    /// What can be shown of them.
    pub(super) text: String,
    /// What is wrong with them.
    pub(super) fault: Diagnostic,
}

impl Refused {
    fn new(text: String, fault: Diagnostic) -> Box<Self> {
        Box::new(Self { text, fault })
    }
}

/// The text of a file, without a byte order mark.
pub(super) fn text(bytes: &[u8]) -> Result<&str, Box<Refused>> {
    if bytes.len() > MAX_BYTES {
        let fault = TOO_LARGE
            .at(Place::Whole, "")
            .message(format!(
                "the spec is {} bytes long, and the limit is {MAX_BYTES} bytes",
                bytes.len()
            ))
            .help("split the spec, one file for each organization");
        return Err(Refused::new(String::new(), fault));
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => return Err(not_utf8(bytes, error.valid_up_to())),
    };
    match text.char_indices().find(|(_, c)| unprintable(*c)) {
        None => Ok(text),
        Some((at, c)) => {
            let fault = SYNTAX
                .at(at..at + c.len_utf8(), "not allowed in YAML")
                .message(format!(
                    "the control character U+{:04X} stands in the text",
                    u32::from(c)
                ))
                .help("remove it, or write it as an escape in double quotes");
            Err(Refused::new(text.to_owned(), fault))
        }
    }
}

fn not_utf8(bytes: &[u8], at: usize) -> Box<Refused> {
    let shown = String::from_utf8_lossy(bytes).into_owned();
    let fault = NOT_UTF8
        .at(
            at..at + char::REPLACEMENT_CHARACTER.len_utf8(),
            "no UTF-8 from here",
        )
        .message(format!(
            "expected text in UTF-8, found the byte 0x{:02x}",
            bytes[at]
        ));
    let utf16 = bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff");
    let help = if utf16 {
        "the file is in UTF-16: save it as UTF-8"
    } else {
        "save the file as UTF-8"
    };
    Refused::new(shown, fault.help(help))
}

/// What YAML forbids in its text; line breaks and tabs are judged by the parser.
fn unprintable(c: char) -> bool {
    matches!(c, '\u{fffe}' | '\u{ffff}')
        || (c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{85}'))
}

/// Byte positions of characters; the parser counts characters.
pub(super) struct Characters<'a> {
    text: &'a str,
    /// The byte of every [`STEP`]th character; empty for ASCII, where both counts agree.
    marks: Vec<usize>,
}

const STEP: usize = 64;

impl<'a> Characters<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        let marks = if text.is_ascii() {
            Vec::new()
        } else {
            text.char_indices()
                .step_by(STEP)
                .map(|(byte, _)| byte)
                .collect()
        };
        Self { text, marks }
    }

    /// The byte at which the character number `index` begins; the text's end when there is none.
    pub(super) fn byte(&self, index: usize) -> usize {
        if self.marks.is_empty() {
            return index.min(self.text.len());
        }
        let Some(mark) = self.marks.get(index / STEP) else {
            return self.text.len();
        };
        let after = self.text[*mark..].char_indices().nth(index % STEP);
        after.map_or(self.text.len(), |(byte, _)| mark + byte)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_are_found_at_their_bytes() {
        let text = "aä€🦀".repeat(100);
        let characters = Characters::new(&text);
        for (index, (byte, _)) in text.char_indices().enumerate() {
            assert_eq!(characters.byte(index), byte);
        }
        assert_eq!(characters.byte(400), text.len());
        assert_eq!(characters.byte(9999), text.len());
        assert_eq!(Characters::new("abc").byte(7), 3);
    }
}
