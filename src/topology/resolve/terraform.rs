//! Texts that only Terraform and its backend use, held to what AWS takes of them.

use super::super::faults::Faults;
use super::Resolver;
use crate::spec::Path;
use crate::spec::model::Backend;

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
        // https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
        if let Some(Backend::S3(backend)) = &self.spec.terraform.backend
            && (!fits(&backend.bucket, 3, 63, ".-")
                || backend.bucket != backend.bucket.to_lowercase())
        {
            let expected = "3 to 63 lower-case letters, digits, `.` and `-`";
            let place = path.key("backend").key("s3").key("bucket");
            refuse(place, "a bucket's name", &backend.bucket, expected, faults);
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
