//! Objects that are to be reported where no plan can back up a bucket.

use crate::checks::Check;
use crate::diagnostics::{Report, Severity};
use crate::facts::Change;
use crate::topology::Topology;

pub(crate) const CHECK: Check = Check {
    code: "EVT005",
    name: "objects-of-no-bucket",
    severity: Severity::Warning,
    page: include_str!("objects_of_no_bucket.md"),
    run: Some(run),
};

fn run(topology: &Topology, report: &mut Report) {
    let Some(route) = &topology.events else {
        return;
    };
    let mut asked = route.also.iter();
    let Some(index) = asked.position(|change| *change == Change::Objects) else {
        return;
    };
    let mut shapes = topology.groups.iter().flat_map(|group| &group.shapes);
    if shapes.any(|shape| topology.hears_of_objects(shape)) {
        return;
    }
    report.add(
        CHECK
            .at(route.path.key("also").index(index), "nothing to hear of")
            .message("objects of buckets are to be reported, and no plan can back up a bucket")
            .help("leave it out, or add `S3` to the `resource_types` of a plan"),
    );
}
