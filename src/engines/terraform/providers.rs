//! Versions, providers and the backend of a root.

use super::hcl::{Block, Body, Expression};
use crate::blueprint::Blueprint;
use crate::facts::Region;
use crate::spec::model::{AwsProvider, Backend};
use crate::topology::{Account, Topology};

/// 1.7 is the first Terraform whose `import` blocks take every form that the roots use.
const TERRAFORM: &str = ">= 1.7.0";

/// The `terraform` block of a module: what it needs, without saying where from.
pub(super) fn module_versions(topology: &Topology, blueprint: &Blueprint, header: &str) -> String {
    Body::new()
        .comment(header)
        .blank()
        .comment(blueprint.about.as_str())
        .block(Block::new("terraform").body(requirements(topology)))
        .to_string()
}

/// The `terraform` block of a root, with its backend.
pub(super) fn root_versions(topology: &Topology, root: &str, header: &str) -> String {
    let mut inside = requirements(topology);
    if let Some(Backend::S3(backend)) = &topology.terraform.backend {
        let prefix = backend.prefix.iter().map(|prefix| prefix.trim_matches('/'));
        let path: Vec<&str> = prefix
            .filter(|prefix| !prefix.is_empty())
            .chain([topology.name.as_str(), root, "terraform.tfstate"])
            .collect();
        let mut body = Body::new()
            .attribute("bucket", backend.bucket.as_str())
            .attribute("key", path.join("/"))
            .attribute("region", backend.region.as_str())
            .attribute("encrypt", true);
        if let Some(key) = &backend.key {
            body = body.attribute("kms_key_id", key.as_str());
        }
        body = match &backend.dynamodb_table {
            Some(table) => body.attribute("dynamodb_table", table.as_str()),
            // S3 itself keeps the lock since Terraform 1.10; older ones need the table.
            None => body.attribute("use_lockfile", true),
        };
        inside = inside
            .blank()
            .block(Block::new("backend").label("s3").body(body));
    }
    Body::new()
        .comment(header)
        .blank()
        .block(Block::new("terraform").body(inside))
        .to_string()
}

fn requirements(topology: &Topology) -> Body {
    let version = match topology.terraform.aws_provider {
        AwsProvider::V5 => ">= 5.100.0, < 6.0.0",
        AwsProvider::V5To6 => ">= 5.100.0, < 7.0.0",
        AwsProvider::V6 => ">= 6.0.0, < 7.0.0",
    };
    let locks_in_s3 = matches!(
        &topology.terraform.backend,
        Some(Backend::S3(backend)) if backend.dynamodb_table.is_none()
    );
    let terraform = if locks_in_s3 { ">= 1.10.0" } else { TERRAFORM };
    let aws = Expression::object([
        ("source", Expression::from("hashicorp/aws")),
        ("version", Expression::from(version)),
    ]);
    Body::new()
        .attribute("required_version", terraform)
        .blank()
        .block(Block::new("required_providers").body(Body::new().attribute("aws", aws)))
}

/// The provider configuration for an account and region, under this alias.
pub(super) fn provider(
    topology: &Topology,
    alias: &str,
    account: &Account,
    region: &Region,
) -> Block {
    let mut body = Body::new()
        .attribute("alias", alias)
        .attribute("region", region.as_str())
        .comment("A plan with credentials of another account stops here.")
        .attribute(
            "allowed_account_ids",
            Expression::list([account.id.as_str()]),
        );
    if let Some(arn) = topology.assumed_role_arn(account) {
        let spec = &topology.terraform.assume_role;
        let mut assume = Body::new().attribute("role_arn", arn).attribute(
            "session_name",
            spec.session_name.as_deref().unwrap_or("offsite"),
        );
        if let Some(external_id) = &spec.external_id {
            assume = assume.attribute("external_id", external_id.as_str());
        }
        body = body.blank().block(Block::new("assume_role").body(assume));
    }
    if !topology.tags.is_empty() {
        let tags = topology
            .tags
            .iter()
            .map(|(key, value)| (key.as_str(), value.as_str()));
        let tags = Body::new().attribute("tags", Expression::object(tags));
        body = body.blank().block(Block::new("default_tags").body(tags));
    }
    Block::new("provider").label("aws").body(body)
}
