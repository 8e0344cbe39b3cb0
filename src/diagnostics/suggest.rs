//! Near spellings, for every closed set that a user writes names of.

/// The candidate that `word` was most likely meant to be, if one is near enough.
///
/// Near is an edit distance (insertion, deletion, replacement, exchange of neighbors, all without
/// regard to case) of at most a third of the longer word. Of equally near candidates the first wins.
pub fn suggest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word = folded(word)?;
    candidates
        .into_iter()
        .filter_map(|candidate| {
            let other = folded(candidate)?;
            let longer = word.len().max(other.len());
            let allowed = (longer / 3).max(usize::from(longer > 1));
            if word.len().abs_diff(other.len()) > allowed {
                return None;
            }
            let distance = distance(&word, &other);
            (distance <= allowed).then_some((distance, candidate))
        })
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// Up to `count` candidates, the nearest first: what to show of a set too long to be listed.
pub fn nearest<'a>(
    word: &str,
    candidates: impl IntoIterator<Item = &'a str>,
    count: usize,
) -> Vec<&'a str> {
    let word = folded(word).unwrap_or_default();
    let mut ranked: Vec<_> = candidates
        .into_iter()
        .map(|candidate| {
            (
                distance(&word, &folded(candidate).unwrap_or_default()),
                candidate,
            )
        })
        .collect();
    ranked.sort_by_key(|(distance, _)| *distance);
    ranked
        .into_iter()
        .take(count)
        .map(|(_, candidate)| candidate)
        .collect()
}

/// The characters in lower case, with one spelling for the separators between words; none for a
/// text that is too long to be a name.
fn folded(word: &str) -> Option<Vec<char>> {
    const LONGEST: usize = 128;
    let dash = |c| if matches!(c, '_' | ' ') { '-' } else { c };
    let short = word.len() <= LONGEST;
    short.then(|| {
        word.chars()
            .flat_map(char::to_lowercase)
            .map(dash)
            .collect()
    })
}

/// The edit distance in which no part is edited twice.
fn distance(left: &[char], right: &[char]) -> usize {
    let mut before: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=right.len()).collect();
    for (row, a) in left.iter().enumerate() {
        let mut current = vec![row + 1];
        for (column, b) in right.iter().enumerate() {
            let replaced = above[column] + usize::from(a != b);
            let mut best = replaced.min(above[column + 1] + 1).min(current[column] + 1);
            let exchanged = row > 0 && column > 0 && *a == right[column - 1] && left[row - 1] == *b;
            if exchanged {
                best = best.min(before[column - 1] + 1);
            }
            current.push(best);
        }
        before = std::mem::replace(&mut above, current);
    }
    above[right.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_near_spelling_is_suggested() {
        let keys = ["account", "region", "resource_types", "keep", "on"];
        let cases = [
            ("reigon", Some("region")),
            ("Region", Some("region")),
            ("regions", Some("region")),
            ("resourceTypes", Some("resource_types")),
            ("resource-types", Some("resource_types")),
            ("acount", Some("account")),
            ("kep", Some("keep")),
            ("no", Some("on")),
            ("x", None),
            ("colour", None),
            ("", None),
        ];
        for (word, expected) in cases {
            assert_eq!(suggest(word, keys), expected, "{word}");
        }
    }

    #[test]
    fn neighbors_exchanged_are_one_edit() {
        let chars = |text: &str| text.chars().collect::<Vec<_>>();
        let cases = [
            ("", "", 0),
            ("ab", "ba", 1),
            ("kitten", "sitting", 3),
            ("ä", "a", 1),
            ("", "abc", 3),
        ];
        for (left, right, expected) in cases {
            assert_eq!(
                distance(&chars(left), &chars(right)),
                expected,
                "{left} {right}"
            );
        }
    }

    #[test]
    fn a_long_set_shows_its_nearest() {
        let regions = ["eu-west-1", "us-east-1", "eu-west-2", "ap-south-1"];
        assert_eq!(nearest("eu-wst-1", regions, 2), ["eu-west-1", "eu-west-2"]);
    }
}
