//! The organization: who it is, what is delegated, what it already has.

use std::panic::Location;

use super::notes::Notes;
use super::{Account, Unit};
use crate::facts::Region;
use crate::spec::ids::{AccountId, OrgId, RootId};
use crate::spec::model::{self, GlobalSettings, Statement};

/// The organization whose backups the spec describes.
#[derive(Debug, Clone)]
#[must_use = "an organization belongs into a `spec`"]
pub struct Organization {
    pub(super) model: model::Organization,
    pub(super) notes: Notes,
}

/// The organization with its id and the id of its management account.
#[track_caller]
pub fn organization(id: OrgId, management: AccountId) -> Organization {
    Organization {
        model: model::Organization {
            id,
            root: None,
            management,
            home_region: None,
            delegated_administrators: Vec::new(),
            units: Default::default(),
            resource_policy: None,
            global_settings: GlobalSettings::default(),
        },
        notes: Notes::of(Location::caller()),
    }
}

impl Organization {
    /// The id of the organization's root; needed when a plan is attached to it.
    #[track_caller]
    pub fn root(mut self, id: RootId) -> Self {
        self.notes.key("root", Location::caller());
        self.model.root = Some(id);
        self
    }

    /// The region from which the organization's own settings are managed. Default: the first source
    /// region.
    #[track_caller]
    pub fn home_region(mut self, region: Region) -> Self {
        self.notes.key("home_region", Location::caller());
        self.model.home_region = Some(region);
        self
    }

    /// Accounts that may monitor all backups and manage backup policies; at most five.
    #[track_caller]
    pub fn delegated_administrators<'a>(
        mut self,
        accounts: impl IntoIterator<Item = &'a Account>,
    ) -> Self {
        self.notes
            .key("delegated_administrators", Location::caller());
        for account in accounts {
            self.notes.account(account);
            let name = account.called.name.clone();
            self.model.delegated_administrators.push(name);
        }
        self
    }

    /// Organizational units of the spec; those that plans are attached to need not be listed.
    pub fn units<'a>(mut self, units: impl IntoIterator<Item = &'a Unit>) -> Self {
        for unit in units {
            self.notes.unit(unit);
        }
        self
    }

    /// Statements that the organization's single resource policy already has. They are kept; an
    /// empty list says that there is no such policy yet.
    #[track_caller]
    pub fn resource_policy(mut self, statements: impl IntoIterator<Item = Statement>) -> Self {
        self.notes.key("resource_policy", Location::caller());
        let kept = self.model.resource_policy.get_or_insert_default();
        kept.extend(statements);
        self
    }

    /// Whether AWS Backup keeps the delegated administrators in step by itself.
    #[track_caller]
    pub fn delegated_administrator_sync(mut self, on: bool) -> Self {
        self.notes.key("global_settings", Location::caller());
        self.model.global_settings.delegated_administrator_sync = Some(on);
        self
    }

    /// Whether multi-party approval is on.
    #[track_caller]
    pub fn multi_party_approval(mut self, on: bool) -> Self {
        self.notes.key("global_settings", Location::caller());
        self.model.global_settings.multi_party_approval = Some(on);
        self
    }
}
