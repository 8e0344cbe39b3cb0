//! Blueprints, and the stacks that set them to work.
//!
//! A blueprint is a set of resources written once for all places that look alike. A stack is the
//! unit that is planned and applied: blueprints at work in accounts and regions. Both engines read
//! these and nothing else: Terraform makes a module and a root of them, CloudFormation a template
//! and a stack.

use indexmap::IndexMap;

use crate::facts::Region;
use crate::resources::Resource;
use crate::topology::Account;
use crate::value::{Address, Value};

/// Everything that a topology needs: blueprints, and stacks in the order to apply them.
#[derive(Debug, Default)]
pub struct Layout {
    /// The blueprints.
    pub blueprints: Vec<Blueprint>,
    /// The stacks, by wave.
    pub stacks: Vec<Stack>,
}

/// Whether places share a blueprint.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sharing {
    /// Once, with parameters: a module for many places.
    Shared,
    /// Out in full where it is used, because it is used in one place only.
    Inline,
}

/// How often an account needs a blueprint.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// Once: its roles and switches hold in every region.
    Account,
    /// In each of its regions.
    Region,
}

/// A set of resources for places that look alike.
#[derive(Debug)]
pub struct Blueprint {
    /// The name, unique among blueprints.
    pub name: String,
    /// What it is one of: blueprints of a family do the same for accounts that differ in single
    /// things. The one with the family's own name is that of all accounts without an exception.
    pub family: String,
    /// What it sets up, in one sentence.
    pub about: String,
    /// Whether it is shared.
    pub sharing: Sharing,
    /// How often an account needs it.
    pub scope: Scope,
    /// Values that differ by region.
    pub tables: Vec<Table>,
    /// The resources.
    pub resources: Vec<Placed>,
}

impl Blueprint {
    /// Whether a resource asks for this value, such as the account or the region it works in.
    #[must_use]
    pub fn asks_for(&self, wanted: &Value) -> bool {
        self.resources
            .iter()
            .any(|placed| placed.resource.terraform().contains(wanted))
    }
}

/// Values of a blueprint that differ by the region that it works in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// The name, by which [`Value::Lookup`] asks for a row.
    pub name: String,
    /// What the values are, for people.
    pub about: String,
    /// The value for each region.
    pub rows: IndexMap<Region, Value>,
}

/// A resource with its place in a blueprint.
#[derive(Debug)]
pub struct Placed {
    /// The label, unique for its type within the blueprint.
    pub label: String,
    /// The concern that it serves: resources of one concern stand in one file.
    pub concern: &'static str,
    /// Why it is as it is, where AWS surprises.
    pub comment: Option<&'static str>,
    /// Resources that must be there first, beyond those it refers to.
    pub depends_on: Vec<Address>,
    /// Whether destroying it is refused: it holds data, or belongs to others too.
    pub protected: bool,
    /// Entries of its arguments that stay as AWS has them: argument and key.
    pub left_alone: Vec<(&'static str, String)>,
    /// How it is adopted, for what is or may be there before.
    pub adoption: Option<Adoption>,
    /// What Terraform finds out with each plan, and warns of.
    pub expected: Vec<Expected>,
    /// What stands in states of before in its place: forgotten, and never destroyed.
    pub forgotten: Option<Address>,
    /// The resource.
    pub resource: Box<dyn Resource>,
}

/// How a resource is adopted instead of made.
#[derive(Debug)]
pub enum Adoption {
    /// It always exists, under this id.
    Always(Value),
    /// It may exist; where it does not, it is made. Terraform has no word for that, so a data source
    /// looks first, and what it finds is imported.
    IfThere {
        /// The data source that finds this one resource and no other.
        found_by: Box<dyn Resource>,
        /// The data source's attribute with a set: the id of what was found, or nothing.
        ids: &'static str,
    },
}

/// A value that a list must have: made once, and not by what Terraform could compare.
#[derive(Debug)]
pub struct Expected {
    /// The list, as it is read.
    pub list: Value,
    /// The value.
    pub value: String,
    /// What is said when it is not there: what is off, and how it is switched on.
    pub otherwise: String,
}

impl Placed {
    /// A resource without anything special.
    pub fn new(
        concern: &'static str,
        label: impl Into<String>,
        resource: impl Resource + 'static,
    ) -> Self {
        Self {
            label: label.into(),
            concern,
            comment: None,
            depends_on: Vec::new(),
            protected: false,
            left_alone: Vec::new(),
            adoption: None,
            expected: Vec::new(),
            forgotten: None,
            resource: Box::new(resource),
        }
    }

    /// How other resources of the blueprint refer to this one.
    #[must_use]
    pub fn address(&self) -> Address {
        Address::new(self.resource.terraform_type(), self.label.as_str())
    }

    /// The name of the template, beside the block, of a stack that Terraform makes.
    #[must_use]
    pub fn stack_file(&self) -> String {
        format!("{}.yaml", self.label)
    }

    /// Says why it is as it is.
    #[must_use]
    pub fn comment(mut self, comment: &'static str) -> Self {
        self.comment = Some(comment);
        self
    }

    /// Makes it wait for another resource.
    #[must_use]
    pub fn after(mut self, other: Address) -> Self {
        self.depends_on.push(other);
        self
    }

    /// Refuses to destroy it.
    #[must_use]
    pub fn protected(mut self) -> Self {
        self.protected = true;
        self
    }

    /// Leaves entries of an argument as AWS has them; the entry without a name is the whole argument.
    #[must_use]
    pub fn leaving(
        mut self,
        argument: &'static str,
        keys: impl IntoIterator<Item = String>,
    ) -> Self {
        self.left_alone
            .extend(keys.into_iter().map(|key| (argument, key)));
        self
    }

    /// Warns with each plan in which a list does not have this value.
    #[must_use]
    pub fn expecting(mut self, list: Value, value: &str, otherwise: String) -> Self {
        self.expected.push(Expected {
            list,
            value: value.to_owned(),
            otherwise,
        });
        self
    }

    /// Takes the place of what stands in states of before.
    #[must_use]
    pub fn in_place_of(mut self, forgotten: Address) -> Self {
        self.forgotten = Some(forgotten);
        self
    }

    /// Adopts what always exists under this id.
    #[must_use]
    pub fn adopting(mut self, id: Value) -> Self {
        self.adoption = Some(Adoption::Always(id));
        self
    }
}

/// Stacks that may be applied together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Wave {
    /// The switches, in the management account.
    Management,
    /// Vaults, keys and the bus, in the central accounts.
    Central,
    /// Roles, vaults and plans, in the source accounts; and what else sends to the bus.
    Sources,
    /// Backup policies: attached before vaults and roles are there, they make no jobs.
    Policies,
}

impl Wave {
    /// The wave's number, from 1.
    #[must_use]
    pub const fn number(self) -> u8 {
        self as u8 + 1
    }

    /// The name of a stack of the wave: the order of names is that of deployment.
    #[must_use]
    pub fn stack(self, name: &str) -> String {
        format!("{}-{name}", self.number())
    }
}

/// Blueprints at work: what is planned and applied as one.
#[derive(Debug)]
pub struct Stack {
    /// The name, which begins with the wave's number.
    pub name: String,
    /// What it sets up, in one sentence.
    pub about: String,
    /// The wave.
    pub wave: Wave,
    /// The blueprints, in the order in which they need one another.
    pub instances: Vec<Instance>,
}

/// A blueprint at work in one account and region.
#[derive(Debug, Clone)]
pub struct Instance {
    /// The blueprint, as an index into the layout's.
    pub blueprint: usize,
    /// The account.
    pub account: Account,
    /// The region; for an account-wide blueprint the one from which it is managed.
    pub region: Region,
    /// What the instance is called within its stack.
    pub label: String,
    /// Instances of the stack that must be there first, as indexes into its own.
    pub after: Vec<usize>,
}
