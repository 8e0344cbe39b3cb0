use offsite::Region::*;
use offsite::prelude::*;

const ORDERS: AccountId = AccountId::new("333333333333");

fn main() {
    let _ = sources([&ORDERS], [EuWest1]); //~ expected `&Account`, found `&AccountId`
}
