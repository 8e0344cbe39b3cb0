use offsite::ResourceType::*;
use offsite::prelude::*;

fn daily(central: &CentralVault) -> Plan {
    let _ = central;
    plan("daily", daily_at(3, 0), [S3], days(14)).copy_to(centrl, days(90)) //~ cannot find value `centrl` ~ central
}

fn main() {
    let _ = daily;
}
