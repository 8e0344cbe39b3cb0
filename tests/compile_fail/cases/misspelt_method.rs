use offsite::ResourceType::*;
use offsite::prelude::*;

fn daily(central: &CentralVault) -> Plan {
    plan("daily", daily_at(3, 0), [S3], days(14)).copy_into(central, days(90)) //~ no method named `copy_into` ~ copy_to
}

fn main() {
    let _ = daily;
}
