//! How the templates reach AWS: the script that deploys them, and the bucket that holds what is too large
//! to be sent.

pub(super) mod bucket;
pub(super) mod script;
