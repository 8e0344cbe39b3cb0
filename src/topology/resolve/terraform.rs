//! Texts that only Terraform uses, held to what AWS takes of them.

use super::super::faults::Faults;
use super::Resolver;
use crate::place::Path;

impl Resolver<'_> {
    /// A text that AWS refuses would stop every root at its first plan.
    pub(super) fn terraform_texts(&self, faults: &mut Faults) {
        let path = Path::root().key("terraform");
        let role = &self.spec.terraform.assume_role;
        let role_path = path.key("assume_role");
        // https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
        if let Some(text) = &role.external_id
            && !fits(text, 2, 1224, "+=,.@:/_-")
        {
            let expected = "2 to 1224 letters, digits and `+=,.@:/_-`";
            refuse(
                role_path.key("external_id"),
                "an external id",
                text,
                expected,
                faults,
            );
        }
        if let Some(text) = &role.session_name
            && !fits(text, 2, 64, "+=,.@_-")
        {
            let expected = "2 to 64 letters, digits and `+=,.@_-`";
            refuse(
                role_path.key("session_name"),
                "a session's name",
                text,
                expected,
                faults,
            );
        }
    }
}

fn fits(text: &str, least: usize, most: usize, signs: &str) -> bool {
    (least..=most).contains(&text.len())
        && text
            .chars()
            .all(|one| one.is_ascii_alphanumeric() || signs.contains(one))
}

fn refuse(place: Path, what: &str, text: &str, expected: &str, faults: &mut Faults) {
    faults.mismatch(
        place,
        format!("`{text}` is not {what}"),
        format!("expected {expected}"),
        "use the text that AWS has",
    );
}
