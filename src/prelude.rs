//! What a spec in Rust needs; regions and resource types come into scope by their own `use`.
//!
//! ```
//! use offsite::Region::*;
//! use offsite::ResourceType::*;
//! use offsite::prelude::*;
//!
//! const ORGANIZATION: OrgId = OrgId::new("o-a1b2c3d4e5");
//! const MANAGEMENT: AccountId = AccountId::new("111111111111");
//! const BACKUP: AccountId = AccountId::new("222222222222");
//! const ORDERS: AccountId = AccountId::new("333333333333");
//!
//! let backup = account("backup", BACKUP);
//! let orders = account("orders", ORDERS);
//! let central = vault("central", &backup, EuCentral1);
//!
//! let acme = spec(
//!     "acme",
//!     organization(ORGANIZATION, MANAGEMENT),
//!     &central,
//!     sources([&orders], [EuWest1]),
//! )
//! .plan(plan("daily", daily_at(3, 0), [DynamoDb, S3], days(14)).copy_to(&central, days(90)))
//! .events(failures().notify_sns());
//!
//! assert!(acme.faults().is_empty());
//! ```

pub use serde_json::json;

pub use crate::facts::{Change, JobType, Region, ResourceType};
pub use crate::spec::dsl::{
    Acceptance, Account, Administration, CentralVault, CloudFormation, Events, Exception, Forever,
    Lock, Organization, OrganizationRoot, Plan, Rule, S3Backend, SourceGroup, Spec, Stay,
    TemplateBucket, Terraform, Unit, acceptance, account, administration, all_states,
    cloudformation, compliance, exception, failures, finished, governance, no_central_vault,
    organization, plan, plan_with_rules, rule, s3_backend, source_group, sources, spec,
    template_bucket, terraform, unit, vault,
};
pub use crate::spec::ids::{
    AccountId, BucketName, CheckCode, KeyArn, OrgId, Reason, ResourceArn, RoleArn, RootId,
    TopicArn, UnitId,
};
pub use crate::spec::model::{AwsProvider, Engine};
pub use crate::spec::time::duration::{
    Retention, Window, days, hours, minutes, months, weeks, years,
};
pub use crate::spec::time::schedule::{
    Schedule, Weekday, cron, daily_at, hourly, monthly_on, weekly_on,
};
