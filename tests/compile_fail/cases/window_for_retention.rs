use offsite::ResourceType::*;
use offsite::prelude::*;

fn main() {
    let _ = plan("daily", daily_at(3, 0), [S3], hours(8)); //~ `Window` does not say how long a recovery point is kept
    let _ = plan("daily", daily_at(3, 0), [S3], days(14)).start_window(days(1)); //~ expected `Window`, found `Retention`
}
