//! ARNs, put together from their parts. Every ARN that crosses an account or a region is computed
//! here, never looked up.

use crate::facts::Partition;
use crate::value::Value;

/// `arn:<partition>:<service>:<region>:<account>:<resource>`.
///
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html>
pub fn arn(
    partition: Partition,
    service: &str,
    region: impl Into<Value>,
    account: impl Into<Value>,
    resource: impl Into<Value>,
) -> Value {
    Value::join([
        Value::Text(format!("arn:{partition}:{service}:")),
        region.into(),
        ":".into(),
        account.into(),
        ":".into(),
        resource.into(),
    ])
}

/// The principal that stands for a whole account.
pub fn root_arn(partition: Partition, account: impl Into<Value>) -> Value {
    arn(partition, "iam", "", account, "root")
}
