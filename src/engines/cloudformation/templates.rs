//! Which templates there are, what they are called and where they are at work.

use super::assemble::{self, AccountSwitches, PlacedBlueprint};
use super::document::{self, Capability, Counts, Template};
use crate::blueprint::{Blueprint, Instance, Layout, Scope, Sharing, Stack, Wave};
use crate::engines::header::header;
use crate::facts::Region;
use crate::topology::{Account, Topology};

/// A template as a file.
#[derive(Debug)]
pub(super) struct TemplateFile {
    /// Its name, which begins with the wave's number.
    pub(super) file: String,
    /// The name without its ending, as part of the names of stacks.
    pub(super) name: String,
    /// What it sets up, in one sentence.
    pub(super) about: String,
    /// Its text.
    pub(super) text: String,
    /// What its limits count.
    pub(super) counts: Counts,
    /// The wave.
    pub(super) wave: Wave,
    /// Whether it is written once for many accounts.
    pub(super) shared: bool,
    /// What a deployment must admit to, when the template makes roles.
    pub(super) capability: Option<&'static str>,
    /// The logical id of what AWS makes no second one of, so that one that is there has to be imported.
    pub(super) adopts: Option<String>,
    /// Where it is at work.
    pub(super) places: Vec<(Account, Region)>,
}

/// Every template of a layout, by wave.
pub(super) fn files(topology: &Topology, layout: &Layout) -> Vec<TemplateFile> {
    let mut files = Vec::new();
    for stack in &layout.stacks {
        match stack.wave {
            // All its instances are the management account's; the settings of other regions are
            // made from the home region.
            Wave::Management | Wave::Policies => {
                let home = stack.instances.iter().take(1);
                let places = home.map(|one| (one.account.clone(), one.region.clone()));
                let used: Vec<PlacedBlueprint<'_>> = used(layout, &stack.instances);
                let template = assemble::template(topology, &stack.about, &used);
                let about = (stack.name.clone(), stack.about.clone());
                files.push(file(
                    topology,
                    about,
                    (stack.wave, false),
                    &template,
                    places.collect(),
                ));
            }
            Wave::Central | Wave::Sources => {
                let used = used(layout, &stack.instances).into_iter();
                let used = stack.instances.iter().zip(used);
                let inline = used.filter(|(_, used)| used.blueprint.sharing == Sharing::Inline);
                // What an account needs once is one template, also for the settings of its regions.
                let (once, regional): (Vec<_>, Vec<_>) =
                    inline.partition(|(_, used)| used.blueprint.scope == Scope::Account);
                files.extend(self::inline(topology, stack, &once));
                files.extend(
                    regional
                        .iter()
                        .filter_map(|one| self::inline(topology, stack, std::slice::from_ref(one))),
                );
            }
        }
    }
    files.extend(shared(topology, layout));
    files.sort_by_key(|file| file.wave);
    files
}

fn used<'a>(layout: &'a Layout, instances: &'a [Instance]) -> Vec<PlacedBlueprint<'a>> {
    let used = instances.iter().map(|instance| PlacedBlueprint {
        blueprint: &layout.blueprints[instance.blueprint],
        instance: Some(instance),
        switches: AccountSwitches::Here,
    });
    used.collect()
}

/// The same, with the account's switches in the regional templates.
fn with_switches<'a>(
    used: PlacedBlueprint<'a>,
    account: Option<&'a Blueprint>,
) -> PlacedBlueprint<'a> {
    let switches = match (used.blueprint.scope, account) {
        (Scope::Account, _) => AccountSwitches::Elsewhere,
        (Scope::Region, Some(account)) => AccountSwitches::Of(account),
        (Scope::Region, None) => AccountSwitches::Here,
    };
    PlacedBlueprint { switches, ..used }
}

/// The template of blueprints that are written out for one account, at work where the first is.
fn inline(
    topology: &Topology,
    stack: &Stack,
    instances: &[(&Instance, PlacedBlueprint<'_>)],
) -> Option<TemplateFile> {
    let (instance, first) = instances.first()?;
    let name = match first.blueprint.scope {
        Scope::Account => stack.name.clone(),
        Scope::Region => {
            // A region may have several: what follows its name in the blueprint's tells them apart.
            let region = instance.region.as_str();
            let blueprint = first.blueprint.name.rsplit_once(region);
            let what = blueprint.map_or("", |(_, what)| what);
            format!("{}.{region}{what}", stack.name)
        }
    };
    let used: Vec<PlacedBlueprint<'_>> = instances.iter().map(|(_, used)| *used).collect();
    let template = assemble::template(topology, &first.blueprint.about, &used);
    Some(file(
        topology,
        (name, first.blueprint.about.clone()),
        (stack.wave, false),
        &template,
        vec![(instance.account.clone(), instance.region.clone())],
    ))
}

/// One template for each family of shared blueprints, whatever the number of accounts. The one with
/// the roles of a group comes before the one with the plans that need them, also where the first
/// account brings a role of its own.
fn shared(topology: &Topology, layout: &Layout) -> Vec<TemplateFile> {
    let groups = topology.groups.iter();
    let families = groups.flat_map(|group| {
        let family = move |scope| format!("{}-{scope}", group.name);
        ["account", "region"].map(|scope| (family("account"), family(scope)))
    });
    let files = families.filter_map(|(account, family)| {
        // Whatever differs between accounts of a group, their switches do not.
        let account = layout.blueprints.iter().find(|one| one.family == account);
        let used = |index: usize| {
            let used = PlacedBlueprint {
                blueprint: &layout.blueprints[index],
                instance: None,
                switches: AccountSwitches::Here,
            };
            with_switches(used, account)
        };
        let blueprints = layout.blueprints.iter().enumerate();
        let members =
            blueprints.filter(|(_, one)| one.sharing == Sharing::Shared && one.family == family);
        // An account for which nothing is left gets no stack.
        let members: Vec<usize> = members
            .map(|(index, _)| index)
            .filter(|index| used(*index).resources().next().is_some())
            .collect();
        let instances = layout.stacks.iter().flat_map(|stack| &stack.instances);
        let instances: Vec<&Instance> = instances
            .filter(|one| members.contains(&one.blueprint))
            .collect();
        let variants = members.iter().filter_map(|index| {
            let first = instances.iter().find(|one| one.blueprint == *index)?;
            Some((used(*index), &first.account))
        });
        let variants: Vec<_> = variants.collect();
        let about = variants.first()?.0.blueprint.about.clone();
        let regions = instances.iter().map(|one| &one.region).collect();
        let template = assemble::family(topology, &about, &variants, &regions);
        let places = instances
            .iter()
            .map(|one| (one.account.clone(), one.region.clone()));
        Some(file(
            topology,
            (Wave::Sources.stack(&family), about),
            (Wave::Sources, true),
            &template,
            places.collect(),
        ))
    });
    files.collect()
}

fn file(
    topology: &Topology,
    (name, about): (String, String),
    (wave, shared): (Wave, bool),
    template: &Template,
    places: Vec<(Account, Region)>,
) -> TemplateFile {
    let format = topology.cloudformation.format;
    let mut resources = template.resources.iter();
    let only_one = resources.find(|(_, resource)| resource.only_one);
    TemplateFile {
        file: format!("{name}.{}", document::ending(format)),
        name,
        about,
        text: document::text(template, format, &header(topology)),
        counts: template.counts(),
        wave,
        shared,
        capability: template.capability().map(Capability::as_str),
        adopts: only_one.map(|(id, _)| id.clone()),
        places,
    }
}
