use offsite::ResourceType::*;
use offsite::prelude::*;

fn main() {
    let _ = plan("daily", daily_at(3, 0), [S3], 14); //~ does not say how long a recovery point is kept ~ such as `days(14)`
}
