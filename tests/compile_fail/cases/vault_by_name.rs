use offsite::ResourceType::*;
use offsite::prelude::*;

fn main() {
    let _ = plan("daily", daily_at(3, 0), [S3], days(14)).copy_to("central", days(90)); //~ expected `&CentralVault`
}
