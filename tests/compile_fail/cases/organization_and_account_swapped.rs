use offsite::prelude::*;

const ORGANIZATION: OrgId = OrgId::new("o-a1b2c3d4e5");
const MANAGEMENT: AccountId = AccountId::new("111111111111");

fn main() {
    let _ = organization(MANAGEMENT, ORGANIZATION); //~ swap these arguments
}
