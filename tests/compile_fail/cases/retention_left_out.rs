use offsite::ResourceType::*;
use offsite::prelude::*;

fn main() {
    let _ = plan("daily", daily_at(3, 0), [S3]); //~ takes 4 arguments but 3 arguments were supplied ~ argument #4
}
