use offsite::Region::*;
use offsite::prelude::*;

fn backups(keeper: &Account) -> CentralVault {
    vault("central", keeper, EuCentrl1) //~ cannot find value `EuCentrl1` ~ EuCentral1
}

fn main() {
    let _ = backups;
}
