//! Delegated administrators, and the organization's one resource policy.

pub(super) mod management_as_delegated_administrator;
pub(super) mod resource_policy_unsaid;
pub(super) mod too_many_delegated_administrators;
