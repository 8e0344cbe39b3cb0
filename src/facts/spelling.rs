//! Near spellings: what a person probably meant when a word of a closed set is wrong.

use std::fmt;

/// The number of single-character edits between two texts: insert, remove, replace, or swap two
/// neighbors.
pub fn distance(left: &str, right: &str) -> usize {
    let left: Vec<char> = left.chars().collect();
    let right: Vec<char> = right.chars().collect();
    let mut before: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=right.len()).collect();
    for (row, a) in left.iter().enumerate() {
        let mut current = vec![row + 1];
        for (column, b) in right.iter().enumerate() {
            let replaced = above[column] + usize::from(a != b);
            let mut cheapest = replaced.min(above[column + 1] + 1).min(current[column] + 1);
            if row > 0 && column > 0 && *a == right[column - 1] && left[row - 1] == *b {
                cheapest = cheapest.min(before[column - 1] + 1);
            }
            current.push(cheapest);
        }
        before = std::mem::replace(&mut above, current);
    }
    above[right.len()]
}

/// The candidate whose spelling is nearest to `text`, if one is near: the same letters and digits
/// whatever their case and punctuation, or about a third of the characters mistaken.
pub fn nearest<'a>(text: &str, candidates: &[&'a str]) -> Option<&'a str> {
    let text = plain(text);
    let allowed = (text.chars().count() / 3).clamp(1, 3);
    candidates
        .iter()
        .map(|candidate| (distance(&text, &plain(candidate)), *candidate))
        .filter(|(edits, _)| *edits <= allowed && !text.is_empty())
        .min_by_key(|(edits, _)| *edits)
        .map(|(_, candidate)| candidate)
}

/// The end of a message: "; did you mean `x`?", or nothing.
pub(crate) fn did_you_mean(suggestion: Option<&str>) -> impl fmt::Display {
    suggestion.map_or_else(String::new, |suggestion| {
        format!("; did you mean `{suggestion}`?")
    })
}

/// The letters and digits of a text in lower case.
fn plain(text: &str) -> String {
    text.chars()
        .filter(|character| character.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edits_are_counted() {
        for (left, right, expected) in [
            ("", "", 0),
            ("", "abc", 3),
            ("abc", "", 3),
            ("same", "same", 0),
            ("wset", "west", 1),
            ("kitten", "sitting", 3),
            ("größe", "grösse", 2),
            ("ab", "ba", 1),
        ] {
            assert_eq!(distance(left, right), expected, "{left} {right}");
        }
    }

    #[test]
    fn the_nearest_spelling_is_found_or_nothing() {
        let words = ["DynamoDB", "EBS", "S3", "Storage Gateway"];
        for (text, expected) in [
            ("dynamodb", Some("DynamoDB")),
            ("DynamDB", Some("DynamoDB")),
            ("storage-gateway", Some("Storage Gateway")),
            ("ESB", Some("EBS")),
            ("s3", Some("S3")),
            ("lambda", None),
            ("", None),
            ("--", None),
        ] {
            assert_eq!(nearest(text, &words), expected, "{text}");
        }
    }
}
