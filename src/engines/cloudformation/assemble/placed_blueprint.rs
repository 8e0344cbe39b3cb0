//! What a template is put together of: a blueprint with the place where it is at work, and where the
//! switches of its account are made.

use crate::blueprint::{Blueprint, Instance, Placed, Sharing};
use crate::resources::CloudFormation;
use crate::value::Value;

/// A blueprint where it is at work; a shared one is at work in many places.
#[derive(Clone, Copy)]
pub(in crate::engines::cloudformation) struct PlacedBlueprint<'a> {
    pub(in crate::engines::cloudformation) blueprint: &'a Blueprint,
    pub(in crate::engines::cloudformation) instance: Option<&'a Instance>,
    pub(in crate::engines::cloudformation) switches: AccountSwitches<'a>,
}

/// Where the switches of a whole account are made. The regional template of a source group has the
/// function anyway; with one for the account besides, it would stand twice in the template of the
/// group's stack sets, and fill two fifths of what that may have as text. Stacks of several regions
/// may meet: a switch that is made already stays as it is.
#[derive(Clone, Copy)]
pub(in crate::engines::cloudformation) enum AccountSwitches<'a> {
    /// In the template of the blueprint that has them.
    Here,
    /// In each regional template, but not in this one.
    Elsewhere,
    /// In this one: those of this blueprint, before all else.
    Of(&'a Blueprint),
}

fn is_switch(placed: &&Placed) -> bool {
    matches!(
        placed.resource.cloudformation(),
        CloudFormation::Switches { .. }
    )
}

impl<'a> PlacedBlueprint<'a> {
    /// What is made of the account's switches, before all else.
    pub(in crate::engines::cloudformation) fn switches_first(
        self,
    ) -> impl Iterator<Item = &'a Placed> {
        let of = match self.switches {
            AccountSwitches::Of(blueprint) => Some(blueprint),
            AccountSwitches::Here | AccountSwitches::Elsewhere => None,
        };
        of.into_iter()
            .flat_map(|blueprint| &blueprint.resources)
            .filter(is_switch)
    }

    /// Every resource of the template.
    pub(in crate::engines::cloudformation) fn resources(self) -> impl Iterator<Item = &'a Placed> {
        let elsewhere = matches!(self.switches, AccountSwitches::Elsewhere);
        let own = self.blueprint.resources.iter();
        self.switches_first()
            .chain(own.filter(move |one| !elsewhere || !is_switch(one)))
    }
}

impl PlacedBlueprint<'_> {
    /// The value with account, region and rows filled in, where the blueprint is written out for
    /// one place.
    pub(in crate::engines::cloudformation) fn filled(&self, value: &Value) -> Value {
        let Some(instance) = self
            .instance
            .filter(|_| self.blueprint.sharing == Sharing::Inline)
        else {
            return value.clone();
        };
        value.filled(
            instance.account.id.as_str(),
            instance.region.as_str(),
            &|table| {
                let table = self
                    .blueprint
                    .tables
                    .iter()
                    .find(|known| known.name == table)?;
                table.rows.get(&instance.region).cloned()
            },
        )
    }
}
