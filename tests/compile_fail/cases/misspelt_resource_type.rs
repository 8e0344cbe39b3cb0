use offsite::ResourceType::*;
use offsite::prelude::*;

fn main() {
    let _ = plan("daily", daily_at(3, 0), [DynamoDB], days(14)); //~ cannot find value `DynamoDB` ~ DynamoDb
}
