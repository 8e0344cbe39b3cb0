use offsite::prelude::*;

fn backups(keeper: &Account) -> CentralVault {
    vault("central", keeper, "eu-central-1") //~ does not say where a vault is ~ such as `EuCentral1`
}

fn main() {
    let _ = backups;
}
