//! ARN patterns with `*`: whether two of them can mean the same resource.

use super::Partition;

/// The fields before the resource part, which may itself contain colons.
const FIELDS: usize = 6;

/// The pattern, written for the partition `aws`, as another partition spells it.
pub(super) fn in_partition(pattern: &str, partition: Partition) -> String {
    match pattern.strip_prefix("arn:aws:") {
        Some(rest) => format!("arn:{partition}:{rest}"),
        None => pattern.to_owned(),
    }
}

/// Whether some ARN, in any partition, is matched by both patterns.
pub(super) fn overlap(pattern: &str, known: &str) -> bool {
    let left: Vec<&str> = pattern.splitn(FIELDS, ':').collect();
    // Field by field a star stays within its field; in a shorter pattern a star spans several.
    if left.len() == FIELDS {
        let known = known.replacen("arn:aws:", "arn:*:", 1);
        let mut pairs = left.iter().zip(known.splitn(FIELDS, ':'));
        pairs.all(|(left, right)| globs_overlap(left, right))
    } else {
        let mut everywhere = Partition::ALL.into_iter();
        everywhere.any(|partition| globs_overlap(pattern, &in_partition(known, partition)))
    }
}

/// Whether some text is matched by both globs.
fn globs_overlap(left: &str, right: &str) -> bool {
    let left = left.as_bytes();
    let right = right.as_bytes();
    // `reachable[j]`: the globs agree on some text up to the current byte of left and byte j of right.
    let mut reachable = vec![false; right.len() + 1];
    reachable[0] = true;
    spread_over_stars(&mut reachable, right);
    for &byte in left {
        let mut next = vec![false; right.len() + 1];
        if byte == b'*' {
            let first = reachable.iter().position(|&here| here);
            if let Some(first) = first {
                next[first..].fill(true);
            }
        } else {
            for (position, &other) in right.iter().enumerate() {
                if reachable[position] {
                    next[position] |= other == b'*';
                    next[position + 1] |= other == byte;
                }
            }
            spread_over_stars(&mut next, right);
        }
        reachable = next;
    }
    reachable[right.len()]
}

/// A star may stand for nothing: what is reachable before it is reachable after it.
fn spread_over_stars(reachable: &mut [bool], right: &[u8]) {
    for (position, &byte) in right.iter().enumerate() {
        reachable[position + 1] |= reachable[position] && byte == b'*';
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn globs_overlap_when_one_text_fits_both() {
        for (left, right, expected) in [
            ("", "", true),
            ("*", "", true),
            ("a", "", false),
            ("abc", "abc", true),
            ("abc", "abd", false),
            ("a*", "*b", true),
            ("a*c", "ab*", true),
            ("a*c", "b*", false),
            ("table/x*", "table/*", true),
            ("*a*", "b", false),
            ("*a*b", "ab*c", false),
            ("*a*b*", "ab*c", true),
            ("**", "x", true),
        ] {
            assert_eq!(globs_overlap(left, right), expected, "{left} {right}");
            assert_eq!(globs_overlap(right, left), expected, "{right} {left}");
        }
    }
}
