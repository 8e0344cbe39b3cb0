use offsite::prelude::*;

fn acme(organization: Organization, central: CentralVault, orders: SourceGroup) -> Spec {
    spec("acme", organization, central, orders) //~ is no central vault ~ expected `&vault`
}

fn main() {
    let _ = acme;
}
