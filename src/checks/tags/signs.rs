//! The text of a tag in messages, and the signs in it that a service does not take.

/// The signs of a text that are not taken, each once, in backticks; `None` when all are.
pub(crate) fn refused_signs(text: &str, is_taken: impl Fn(char) -> bool) -> Option<String> {
    let mut named: Vec<String> = Vec::new();
    for sign in text.chars().filter(|sign| !is_taken(*sign)) {
        let name = format!("`{}`", shown(sign));
        if !named.contains(&name) {
            named.push(name);
        }
    }
    let last = named.pop()?;
    Some(match named.as_slice() {
        [] => last,
        others => format!("{} or {last}", others.join(", ")),
    })
}

/// The text on one line.
pub(crate) fn on_one_line(text: &str) -> String {
    let is_break = |sign: char| sign.is_control() || matches!(sign, '\u{2028}' | '\u{2029}');
    let mut line = String::new();
    for sign in text.chars() {
        if is_break(sign) {
            line.extend(sign.escape_debug());
        } else {
            line.push(sign);
        }
    }
    line
}

/// The sign as it is; what cannot be seen by itself as its escape.
fn shown(sign: char) -> String {
    match sign {
        '\'' | '"' | '\\' => sign.to_string(),
        _ => sign.escape_debug().to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::{on_one_line, refused_signs};

    #[test]
    fn a_text_is_shown_as_it_is_but_for_what_breaks_its_line() {
        for (text, expected) in [
            (r"it's \ ü", r"it's \ ü"),
            ("a\nb\u{2028}", "a\\nb\\u{2028}"),
        ] {
            assert_eq!(on_one_line(text), expected);
        }
    }

    #[test]
    fn refused_signs_are_named_once_and_as_they_are() {
        for (text, expected) in [
            ("abc", None),
            ("it's", Some(r"`'`")),
            (r"(b) $ \ (", Some(r"`(`, `)`, `$` or `\`")),
            ("\"\n\u{200b}", Some("`\"`, `\\n` or `\\u{200b}`")),
        ] {
            let refused = refused_signs(text, |sign| sign.is_alphanumeric() || sign == ' ');
            assert_eq!(refused.as_deref(), expected, "{text}");
        }
    }
}
