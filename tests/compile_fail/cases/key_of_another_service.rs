use offsite::prelude::*;

const KEY: KeyArn = KeyArn::new("arn:aws:s3:::bucket/key"); //~ expected the ARN of a KMS key

fn main() {
    let _ = failures().notify_sqs_with_key(KEY);
}
