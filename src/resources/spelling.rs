//! How the two engines spell the same words.

/// CloudFormation's spelling of Terraform's and of names: `string_equals` as `StringEquals`.
pub(crate) fn pascal_case(words: &str) -> String {
    let words = words.split(|letter: char| !letter.is_ascii_alphanumeric());
    words
        .map(|word| {
            let (first, rest) = word.split_at(word.len().min(1));
            first.to_ascii_uppercase() + rest
        })
        .collect()
}
