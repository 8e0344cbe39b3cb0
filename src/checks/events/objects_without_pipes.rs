//! Objects that could not be backed up, where nothing can bring the news of them onto a bus.

use crate::checks::Check;
use crate::checks::places::{quoted, source_region};
use crate::diagnostics::{Report, Severity};
use crate::facts::Region;
use crate::place::Path;
use crate::topology::Topology;

pub(crate) const CHECK: Check = Check {
    code: "EVT004",
    name: "objects-without-pipes",
    severity: Severity::Error,
    page: include_str!("objects_without_pipes.md"),
    run: Some(run),
};

fn run(topology: &Topology, report: &mut Report) {
    let Some(route) = &topology.events else {
        return;
    };
    let shapes = topology.groups.iter().flat_map(|group| &group.shapes);
    let heard = shapes.filter(|shape| topology.hears_of_objects(shape));
    let mut without: Vec<(&Region, Path)> = Vec::new();
    for member in heard.flat_map(|shape| &shape.members) {
        for region in member.regions.iter().filter(|region| !region.has_pipes()) {
            if !without.iter().any(|(known, _)| *known == region) {
                without.push((region, source_region(member, region)));
            }
        }
    }
    let Some((first, path)) = without.first() else {
        return;
    };
    let found = CHECK
        .at(path.clone(), "buckets are backed up here")
        .message(format!(
            "objects that fail in `{first}` cannot be reported: EventBridge has no pipes there, and no other way \
             leads from a vault's notifications to the bus"
        ))
        .related(route.path.key("also"), "they are asked for here")
        .help("leave `objects` out of `also`, or write a spec of its own for the region");
    let others = quoted(without[1..].iter().map(|(region, _)| region));
    report.add(match others.is_empty() {
        true => found,
        false => found.note(format!("nor are there in {others}")),
    });
}
