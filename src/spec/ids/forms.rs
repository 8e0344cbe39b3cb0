//! The forms of identities, as functions that constants can call: hence the plain loops.

const fn all(text: &[u8], from: usize, to: usize, class: Class) -> bool {
    let mut at = from;
    while at < to {
        if !holds(class, text[at]) {
            return false;
        }
        at += 1;
    }
    true
}

/// Classes of characters that can be tested in constants.
#[derive(Clone, Copy)]
enum Class {
    Digit,
    LowerOrDigit,
    Word,
    WordDot,
    LowerDash,
    RolePath,
    RoleName,
    RegionOrStar,
    Bucket,
    ObjectKey,
}

const fn holds(class: Class, byte: u8) -> bool {
    let lower = byte.is_ascii_lowercase();
    let digit = byte.is_ascii_digit();
    let alphanumeric = lower || digit || byte.is_ascii_uppercase();
    match class {
        Class::Digit => digit,
        Class::LowerOrDigit => lower || digit,
        Class::Word => alphanumeric || matches!(byte, b'-' | b'_'),
        Class::WordDot => alphanumeric || matches!(byte, b'-' | b'_' | b'.'),
        Class::LowerDash => lower || digit || byte == b'-',
        Class::RolePath => {
            alphanumeric || matches!(byte, b'+' | b'=' | b',' | b'.' | b'@' | b'_' | b'-' | b'/')
        }
        Class::RoleName => {
            alphanumeric || matches!(byte, b'+' | b'=' | b',' | b'.' | b'@' | b'_' | b'-')
        }
        Class::RegionOrStar => lower || digit || matches!(byte, b'-' | b'*'),
        Class::Bucket => lower || digit || matches!(byte, b'-' | b'.'),
        Class::ObjectKey => alphanumeric || matches!(byte, b'-' | b'_' | b'.' | b'/'),
    }
}

const fn starts(text: &[u8], prefix: &[u8]) -> bool {
    if text.len() < prefix.len() {
        return false;
    }
    let mut at = 0;
    while at < prefix.len() {
        if text[at] != prefix[at] {
            return false;
        }
        at += 1;
    }
    true
}

const fn ends(text: &[u8], suffix: &[u8]) -> bool {
    text.len() >= suffix.len() && part_is(text, text.len() - suffix.len(), text.len(), suffix)
}

const fn within(length: usize, least: usize, most: usize) -> bool {
    length >= least && length <= most
}

pub(super) const fn is_account_id(text: &[u8]) -> bool {
    text.len() == 12 && all(text, 0, 12, Class::Digit)
}

pub(super) const fn is_org_id(text: &[u8]) -> bool {
    starts(text, b"o-")
        && within(text.len() - 2, 10, 32)
        && all(text, 2, text.len(), Class::LowerOrDigit)
}

pub(super) const fn is_root_id(text: &[u8]) -> bool {
    starts(text, b"r-")
        && within(text.len() - 2, 4, 32)
        && all(text, 2, text.len(), Class::LowerOrDigit)
}

pub(super) const fn is_unit_id(text: &[u8]) -> bool {
    if !starts(text, b"ou-") {
        return false;
    }
    let dash = find(text, 3, b'-');
    dash < text.len()
        && within(dash - 3, 4, 32)
        && all(text, 3, dash, Class::LowerOrDigit)
        && within(text.len() - dash - 1, 8, 32)
        && all(text, dash + 1, text.len(), Class::LowerOrDigit)
}

/// The index of `byte` in `text` from `from` on; the text's length when it is not there.
const fn find(text: &[u8], from: usize, byte: u8) -> usize {
    let mut at = from;
    while at < text.len() && text[at] != byte {
        at += 1;
    }
    at
}

/// The bounds of the colon-separated parts of an ARN; `None` unless there are at least six, the
/// first is `arn` and the second names a partition. The last part runs to the end.
const fn arn_parts(text: &[u8]) -> Option<[usize; 6]> {
    let mut starts_at = [0; 6];
    let mut part = 1;
    while part < 6 {
        let colon = find(text, starts_at[part - 1], b':');
        if colon == text.len() {
            return None;
        }
        starts_at[part] = colon + 1;
        part += 1;
    }
    if !starts(text, b"arn:aws") || !all(text, 4, starts_at[2] - 1, Class::LowerDash) {
        return None;
    }
    Some(starts_at)
}

const fn part_is(text: &[u8], from: usize, to: usize, expected: &[u8]) -> bool {
    if to - from != expected.len() {
        return false;
    }
    let mut at = 0;
    while at < expected.len() {
        if text[from + at] != expected[at] {
            return false;
        }
        at += 1;
    }
    true
}

/// Whether the text is an ARN of `service` with a region, a twelve-digit account and a last part
/// of `prefix` followed by at least one character of `class`.
const fn is_regional_arn(text: &[u8], service: &[u8], prefix: &[u8], class: Class) -> bool {
    let Some(parts) = arn_parts(text) else {
        return false;
    };
    let last = parts[5];
    if !part_is(text, parts[2], parts[3] - 1, service)
        || parts[4] - 1 == parts[3]
        || !all(text, parts[3], parts[4] - 1, Class::LowerDash)
        || last - 1 - parts[4] != 12
        || !all(text, parts[4], last - 1, Class::Digit)
        || text.len() <= last + prefix.len()
    {
        return false;
    }
    part_is(text, last, last + prefix.len(), prefix)
        && all(text, last + prefix.len(), text.len(), class)
}

pub(super) const fn is_key_arn(text: &[u8]) -> bool {
    is_regional_arn(text, b"kms", b"key/", Class::Word)
}

pub(super) const fn is_topic_arn(text: &[u8]) -> bool {
    is_regional_arn(text, b"sns", b"", Class::Word)
}

pub(super) const fn is_role_arn(text: &[u8]) -> bool {
    let Some(parts) = arn_parts(text) else {
        return false;
    };
    let last = parts[5];
    let account = part_is(text, parts[4], last - 1, b"$account")
        || (last - 1 - parts[4] == 12 && all(text, parts[4], last - 1, Class::Digit));
    part_is(text, parts[2], parts[3] - 1, b"iam")
        && parts[4] - 1 == parts[3]
        && account
        && text.len() > last + 5
        && part_is(text, last, last + 5, b"role/")
        && all(text, last + 5, text.len(), Class::RolePath)
}

pub(super) const fn is_resource_arn(text: &[u8]) -> bool {
    let Some(parts) = arn_parts(text) else {
        return false;
    };
    let (account, last) = (parts[4], parts[5]);
    let account_fits = account == last - 1
        || part_is(text, account, last - 1, b"*")
        || (last - 1 - account == 12 && all(text, account, last - 1, Class::Digit));
    parts[3] - 1 > parts[2]
        && all(text, parts[2], parts[3] - 1, Class::LowerDash)
        && all(text, parts[3], account - 1, Class::RegionOrStar)
        && account_fits
        && text.len() > last
        && text.len() <= 2048
}

pub(super) const fn is_spec_name(text: &[u8]) -> bool {
    within(text.len(), 1, 20)
        && text[0].is_ascii_lowercase()
        && text[text.len() - 1] != b'-'
        && all(text, 0, text.len(), Class::LowerDash)
}

pub(super) const fn is_name(text: &[u8]) -> bool {
    within(text.len(), 1, 50)
        && text[0].is_ascii_alphanumeric()
        && all(text, 0, text.len(), Class::Word)
}

/// Three capital letters and three digits.
pub(super) const fn is_check_code(text: &[u8]) -> bool {
    let mut at = 0;
    while at < text.len() {
        let fits = match at {
            0..3 => text[at].is_ascii_uppercase(),
            _ => text[at].is_ascii_digit(),
        };
        if !fits {
            return false;
        }
        at += 1;
    }
    text.len() == 6
}

/// Anything but blanks.
pub(super) const fn is_reason(text: &[u8]) -> bool {
    let mut at = 0;
    while at < text.len() {
        if !text[at].is_ascii_whitespace() {
            return true;
        }
        at += 1;
    }
    false
}

pub(super) const fn is_plan_name(text: &[u8]) -> bool {
    within(text.len(), 1, 50)
        && text[0].is_ascii_alphanumeric()
        && all(text, 0, text.len(), Class::WordDot)
}

pub(super) const fn is_vault_name(text: &[u8]) -> bool {
    within(text.len(), 2, 50) && all(text, 0, text.len(), Class::Word)
}

pub(super) const fn is_role_name(text: &[u8]) -> bool {
    within(text.len(), 1, 64) && all(text, 0, text.len(), Class::RoleName)
}

pub(super) const fn is_bucket_name(text: &[u8]) -> bool {
    within(text.len(), 3, 63)
        && all(text, 0, text.len(), Class::Bucket)
        && text[0].is_ascii_alphanumeric()
        && text[text.len() - 1].is_ascii_alphanumeric()
        && !has_empty_part(text, b'.')
        && !is_ip_address(text)
        && !starts(text, b"xn--")
        && !starts(text, b"sthree-")
        && !starts(text, b"amzn-s3-demo-")
        && !ends(text, b"-s3alias")
        && !ends(text, b"--ol-s3")
        && !ends(text, b".mrap")
        && !ends(text, b"--x-s3")
        && !ends(text, b"--table-s3")
}

/// Whether the text has nothing before, between or after some `separator`.
const fn has_empty_part(text: &[u8], separator: u8) -> bool {
    let mut at = 0;
    while at <= text.len() {
        let end = find(text, at, separator);
        if end == at {
            return true;
        }
        at = end + 1;
    }
    false
}

/// Whether the text is written as an IP address, which four numbers are, of up to three digits each.
const fn is_ip_address(text: &[u8]) -> bool {
    let (mut parts, mut at) = (0, 0);
    while at <= text.len() {
        let end = find(text, at, b'.');
        if !within(end - at, 1, 3) || !all(text, at, end, Class::Digit) {
            return false;
        }
        parts += 1;
        at = end + 1;
    }
    parts == 4
}

pub(super) const fn is_key_prefix(text: &[u8]) -> bool {
    if !within(text.len(), 1, 512) || !all(text, 0, text.len(), Class::ObjectKey) {
        return false;
    }
    let mut at = 0;
    while at < text.len() {
        let end = find(text, at, b'/');
        // A client may take parts of nothing but dots for directories.
        if end == at || part_is(text, at, end, b".") || part_is(text, at, end, b"..") {
            return false;
        }
        at = end + 1;
    }
    true
}

#[cfg(test)]
mod tests {
    use super::{is_bucket_name, is_key_prefix};

    #[test]
    fn a_bucket_has_a_name_that_s3_gives() {
        let longest = "b".repeat(63);
        for right in [
            "abc",
            "acme-templates",
            "acme.state.1",
            "1.2.3",
            "1.2.3.4.5",
            &longest,
        ] {
            assert!(is_bucket_name(right.as_bytes()), "{right}");
        }
        let too_long = "b".repeat(64);
        for wrong in [
            "",
            "a",
            "ab",
            &too_long,
            "Bad_Bucket",
            "x#y",
            "a b c",
            "-abc",
            "abc-",
            ".abc",
            "abc.",
            "a..b",
            "192.168.5.4",
            "xn--abc",
            "sthree-abc",
            "amzn-s3-demo-abc",
            "abc-s3alias",
            "abc--ol-s3",
            "abc.mrap",
            "abc--x-s3",
            "abc--table-s3",
        ] {
            assert!(!is_bucket_name(wrong.as_bytes()), "{wrong}");
        }
    }

    #[test]
    fn a_prefix_stands_in_a_url_as_it_is() {
        for right in ["p", "offsite/", "a/b_c/D.1-x", "...", "a..b/c"] {
            assert!(is_key_prefix(right.as_bytes()), "{right}");
        }
        let too_long = "p".repeat(513);
        for wrong in [
            "", "/", "/a", "a//b", "a//", "..", "../x", "a/../b", "a/..", "./a", "p/q r", "a#b",
            "a?b", "a%20b", "it's", "\u{e9}", &too_long,
        ] {
            assert!(!is_key_prefix(wrong.as_bytes()), "{wrong}");
        }
    }
}
