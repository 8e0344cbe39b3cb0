//! Templates in the spec's bucket. A template's key has the digest of its text in it: CloudFormation
//! sees that a stack set changes only when the URL does.

use sha2::{Digest, Sha256};

use crate::topology::Topology;

/// The key of a template in the bucket.
pub(in crate::engines::cloudformation) fn key(
    topology: &Topology,
    file: &str,
    text: &str,
) -> String {
    let digest = Sha256::digest(text.as_bytes());
    let short: String = digest
        .iter()
        .take(8)
        .map(|byte| format!("{byte:02x}"))
        .collect();
    let bucket = topology.cloudformation.bucket.as_ref();
    let prefix = bucket.and_then(|bucket| bucket.prefix.as_deref());
    let path: Vec<&str> = prefix
        .into_iter()
        .chain([topology.name.as_str(), &short, file])
        .collect();
    path.join("/")
}

/// The template's URL, in the style of virtual hosts; with a dot in the bucket's name, for which the
/// certificate of those does not hold, in that of paths. Nothing in it needs to be encoded.
/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/VirtualHosting.html>
pub(in crate::engines::cloudformation) fn url(
    topology: &Topology,
    file: &str,
    text: &str,
) -> String {
    let Some(bucket) = &topology.cloudformation.bucket else {
        return String::new();
    };
    let name = &bucket.bucket;
    let service = format!("s3.{}.{}", bucket.region, topology.partition.dns_suffix());
    let key = key(topology, file, text);
    if name.contains('.') {
        format!("https://{service}/{name}/{key}")
    } else {
        format!("https://{name}.{service}/{key}")
    }
}
