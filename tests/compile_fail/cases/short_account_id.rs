use offsite::prelude::*;

const VAULT: AccountId = AccountId::new("22222222222"); //~ expected an account id of exactly 12 digits

fn main() {
    let _ = account("vault", VAULT);
}
