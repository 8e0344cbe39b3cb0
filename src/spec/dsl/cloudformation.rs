//! How the CloudFormation is written and how it reaches the accounts.

use std::panic::Location;

use super::called::named;
use super::notes::Notes;
use super::{Account, Unit};
use crate::facts::Region;
use crate::place::Path;
use crate::spec::ids::{BucketName, KeyPrefix, RoleName};
use crate::spec::model::{
    self, Deployment, Format, OnDelete, Percent, PermissionModel, RegionConcurrency,
};

/// CloudFormation: templates, stack sets, the switches that it has no resource for.
#[derive(Debug, Clone)]
#[must_use = "CloudFormation's delivery belongs into a `spec`"]
pub struct CloudFormation {
    pub(super) model: model::CloudFormation,
    pub(super) notes: Notes,
}

/// The default delivery, until methods say otherwise.
#[track_caller]
pub fn cloudformation() -> CloudFormation {
    CloudFormation {
        model: model::CloudFormation::default(),
        notes: Notes::of(Location::caller()),
    }
}

impl CloudFormation {
    /// Templates in JSON. Default: YAML.
    #[track_caller]
    pub fn json(mut self) -> Self {
        self.notes.key("format", Location::caller());
        self.model.format = Format::Json;
        self
    }

    /// A stack in each source account and region. Default: stack sets.
    #[track_caller]
    pub fn stacks(mut self) -> Self {
        self.notes.key("delivery", Location::caller());
        self.model.delivery = Deployment::Stacks;
        self
    }

    /// Stack sets work with roles that must be there before, `execution_role` in each account.
    #[track_caller]
    pub fn self_managed(mut self, execution_role: &str) -> Self {
        let call = Location::caller();
        self.set("permission_model", call);
        self.model.stack_sets.permission_model = PermissionModel::SelfManaged;
        let mut notes = Notes::default();
        let role = notes.parsed("execution_role", execution_role, RoleName::parse, call);
        self.notes.add(&stack_sets(), notes);
        self.model.stack_sets.execution_role = role;
        self
    }

    /// The account that administers the stack sets. Default: the management account.
    #[track_caller]
    pub fn administrator(mut self, account: &Account) -> Self {
        self.set("administrator", Location::caller());
        self.notes.account(account);
        self.model.stack_sets.administrator = Some(account.called.name.clone());
        self
    }

    /// Units whose accounts get the stacks of a source group, also those that join later; a single
    /// group is called `source`. Default: the accounts that the group lists.
    #[track_caller]
    pub fn units<'a>(mut self, group: &str, units: impl IntoIterator<Item = &'a Unit>) -> Self {
        let called = named(group, Location::caller());
        let mut names = Vec::new();
        for unit in units {
            self.notes.unit(unit);
            names.push(unit.called.name.clone());
        }
        let path = stack_sets().key("units");
        self.notes.insert(
            &mut self.model.stack_sets.units,
            &path,
            &called,
            names,
            Notes::default(),
        );
        self
    }

    /// The share of accounts, in percent, that may fail in a region before an operation stops. The
    /// script says which have failed. Default: 10.
    #[track_caller]
    pub fn failure_tolerance(mut self, percent: u8) -> Self {
        let path = self.set("failure_tolerance", Location::caller());
        match Percent::try_from(percent) {
            Ok(percent) => self.model.stack_sets.failure_tolerance = Some(percent),
            Err(fault) => self.notes.malformed(path, &fault),
        }
        self
    }

    /// Stack sets work on one region after the other. Default: all at once.
    #[track_caller]
    pub fn sequential_regions(mut self) -> Self {
        self.set("region_concurrency", Location::caller());
        self.model.stack_sets.region_concurrency = RegionConcurrency::Sequential;
        self
    }

    /// Where templates are uploaded. Default: they are handed over inline.
    pub fn template_bucket(mut self, bucket: TemplateBucket) -> Self {
        let path = Path::root().key("template_bucket");
        self.notes.add(&path, bucket.notes);
        self.model.template_bucket = Some(bucket.model);
        self
    }

    /// Switches that a stack made are switched off when it is deleted. Default: they stay.
    #[track_caller]
    pub fn restore_on_delete(mut self) -> Self {
        self.notes.key("on_delete", Location::caller());
        self.model.on_delete = OnDelete::Restore;
        self
    }

    fn set(&mut self, key: &'static str, call: super::called::Call) -> Path {
        let mut notes = Notes::default();
        notes.key(key, call);
        self.notes.add(&stack_sets(), notes);
        stack_sets().key(key)
    }
}

fn stack_sets() -> Path {
    Path::root().key("stack_sets")
}

/// The bucket that templates are uploaded to.
#[derive(Debug, Clone)]
#[must_use = "a bucket belongs to `cloudformation`"]
pub struct TemplateBucket {
    model: model::TemplateBucket,
    notes: Notes,
}

/// Templates in this bucket of this region.
#[track_caller]
pub fn template_bucket(bucket: BucketName, region: Region) -> TemplateBucket {
    TemplateBucket {
        model: model::TemplateBucket {
            bucket,
            region,
            prefix: None,
        },
        notes: Notes::of(Location::caller()),
    }
}

impl TemplateBucket {
    /// What every key begins with. Default: nothing.
    #[track_caller]
    pub fn prefix(mut self, prefix: &str) -> Self {
        let call = Location::caller();
        self.model.prefix = self.notes.parsed("prefix", prefix, KeyPrefix::parse, call);
        self
    }
}
