//! Templates in the spec's bucket. A template's key has the digest of its text in it: CloudFormation
//! sees that a stack set changes only when the URL does.

use sha2::{Digest, Sha256};

use crate::topology::Topology;

/// The key of a template in the bucket.
pub(super) fn key(topology: &Topology, file: &str, text: &str) -> String {
    let digest = Sha256::digest(text.as_bytes());
    let short: String = digest
        .iter()
        .take(8)
        .map(|byte| format!("{byte:02x}"))
        .collect();
    let bucket = topology.cloudformation.bucket.as_ref();
    let prefix = bucket.and_then(|bucket| bucket.prefix.as_deref());
    let prefix = prefix
        .map(|prefix| prefix.trim_matches('/'))
        .filter(|one| !one.is_empty());
    let path: Vec<&str> = prefix
        .into_iter()
        .chain([topology.name.as_str(), &short, file])
        .collect();
    path.join("/")
}

/// The template's URL, in the style of virtual hosts.
pub(super) fn url(topology: &Topology, file: &str, text: &str) -> String {
    let Some(bucket) = &topology.cloudformation.bucket else {
        return String::new();
    };
    format!(
        "https://{}.s3.{}.{}/{}",
        bucket.bucket,
        bucket.region,
        topology.partition.dns_suffix(),
        key(topology, file, text)
    )
}
