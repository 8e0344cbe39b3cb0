//! Strings and object keys: everything that is escaped is escaped here.
//!
//! hcl-rs escapes strings too, but leaves the second `$${` of a string as it is, which then reads back as
//! `${`, and prints invisible characters raw.

use std::fmt::Write as _;

/// Which characters a string shows as they are.
#[derive(Clone, Copy)]
pub(super) enum Glyphs {
    /// All that can be seen.
    Visible,
    /// Those of which each takes one column, for what stands left of an aligned `=`: `terraform fmt` counts what Unicode
    /// calls one character as seen, and below U+0300 nothing combines.
    OneColumn,
}

impl Glyphs {
    fn show(self, c: char) -> bool {
        !is_invisible(c) && (matches!(self, Self::Visible) || c < '\u{300}')
    }
}

/// Writes `text` between quotes, so that Terraform reads back exactly `text`.
pub(super) fn quoted(out: &mut String, text: &str, glyphs: Glyphs) {
    out.push('"');
    literal(out, text, glyphs, false);
    out.push('"');
}

/// Writes the key of an object: bare where the language reads a bare word as that very key.
pub(super) fn key(out: &mut String, name: &str) {
    if is_bare_key(name) {
        out.push_str(name);
    } else {
        quoted(out, name, Glyphs::OneColumn);
    }
}

/// Whether `name` can be written after a dot, as an argument's name, or as a reference.
pub(super) fn is_identifier(name: &str) -> bool {
    let mut bytes = name.bytes();
    bytes
        .next()
        .is_some_and(|b| b.is_ascii_alphabetic() || b == b'_')
        && bytes.all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-')
}

fn is_bare_key(name: &str) -> bool {
    is_identifier(name) && !matches!(name, "null" | "true" | "false" | "for")
}

/// Whether a reader of the file would not see `c`, or would see other characters moved by it: controls, blanks that
/// are no space, directional marks, joiners, tags.
pub(super) fn is_invisible(c: char) -> bool {
    c.is_control()
        || (c.is_whitespace() && c != ' ')
        || matches!(
            c,
            '\u{ad}'
                | '\u{34f}'
                | '\u{61c}'
                | '\u{180b}'..='\u{180f}'
                | '\u{200b}'..='\u{200f}'
                | '\u{202a}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}'
                | '\u{fe00}'..='\u{fe0f}'
                | '\u{feff}'
                | '\u{fff9}'..='\u{fffb}'
                | '\u{e0000}'..='\u{e0fff}'
        )
}

fn is_marker(byte: u8) -> bool {
    byte == b'$' || byte == b'%'
}

/// Writes `text` as a part of a quoted string; `followed` when another part comes after it.
pub(super) fn literal(out: &mut String, text: &str, glyphs: Glyphs, followed: bool) {
    let mut rest = text;
    loop {
        let plain = rest
            .bytes()
            .position(|b| !(b' '..=b'~').contains(&b) || b == b'"' || b == b'\\' || is_marker(b));
        let (clean, next) = rest.split_at(plain.unwrap_or(rest.len()));
        out.push_str(clean);
        let Some(c) = next.chars().next() else { return };
        rest = if c.is_ascii() && is_marker(c as u8) {
            markers(out, next, followed)
        } else {
            character(out, c, glyphs);
            &next[c.len_utf8()..]
        };
    }
}

/// Writes the run of `$` and `%` that `text` starts with, and gives back what comes after it.
///
/// `${` is spelled `$${`. What stands before the doubled sign, or before an interpolation, is spelled by its number:
/// readers of HCL do not agree on longer runs.
fn markers<'a>(out: &mut String, text: &'a str, followed: bool) -> &'a str {
    let length = text.bytes().take_while(|b| is_marker(*b)).count();
    let (run, rest) = text.split_at(length);
    let doubled = rest.starts_with('{');
    let ambiguous = if doubled {
        length - 1
    } else if rest.is_empty() && followed {
        length
    } else {
        0
    };
    run[..ambiguous].chars().for_each(|c| number(out, c));
    out.push_str(&run[ambiguous..]);
    if doubled {
        out.push_str(&run[ambiguous..]);
    }
    rest
}

fn character(out: &mut String, c: char, glyphs: Glyphs) {
    match c {
        '"' => out.push_str("\\\""),
        '\\' => out.push_str("\\\\"),
        '\n' => out.push_str("\\n"),
        '\r' => out.push_str("\\r"),
        '\t' => out.push_str("\\t"),
        c if glyphs.show(c) => out.push(c),
        c => number(out, c),
    }
}

fn number(out: &mut String, c: char) {
    let code = u32::from(c);
    let written = if code <= 0xffff {
        write!(out, "\\u{code:04x}")
    } else {
        write!(out, "\\U{code:08x}")
    };
    debug_assert!(written.is_ok(), "writing to a String cannot fail");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_string_is_spelled_so_that_it_reads_back() {
        let cases = [
            ("", r#""""#),
            (
                "plain, with 'all' sorts: <>",
                r#""plain, with 'all' sorts: <>""#,
            ),
            (r#"say "hi" \o/"#, r#""say \"hi\" \\o/""#),
            ("a\nb\r\n\tc", r#""a\nb\r\n\tc""#),
            (
                "${a} $${b} %{c} %%{d}",
                r#""$${a} \u0024$${b} %%{c} \u0025%%{d}""#,
            ),
            ("%${x}", r#""\u0025$${x}""#),
            ("$ 5% $$ %%", r#""$ 5% $$ %%""#),
            ("ends in $", r#""ends in $""#),
            ("größe 日本 🎉", r#""größe 日本 🎉""#),
            ("\0\u{7f}\u{85}", r#""\u0000\u007f\u0085""#),
            (
                "\u{a0}\u{200b}\u{202e}\u{feff}\u{e0041}",
                r#""\u00a0\u200b\u202e\ufeff\U000e0041""#,
            ),
        ];
        for (text, expected) in cases {
            let mut out = String::new();
            quoted(&mut out, text, Glyphs::Visible);
            assert_eq!(out, expected, "{text:?}");
        }
    }

    #[test]
    fn a_sign_before_an_interpolation_does_not_escape_it() {
        let mut out = String::new();
        literal(&mut out, "costs $", Glyphs::Visible, true);
        assert_eq!(out, r"costs \u0024");
    }

    #[test]
    fn a_key_is_bare_only_when_it_reads_as_itself() {
        let cases = [
            ("name", "name"),
            ("_a-b2", "_a-b2"),
            ("aws:SourceArn", r#""aws:SourceArn""#),
            ("1st", r#""1st""#),
            ("", r#""""#),
            ("for", r#""for""#),
            ("null", r#""null""#),
            ("größe", r#""größe""#),
            ("日本", r#""\u65e5\u672c""#),
            ("${a}", r#""$${a}""#),
        ];
        for (name, expected) in cases {
            let mut out = String::new();
            key(&mut out, name);
            assert_eq!(out, expected);
        }
    }
}
