//! What CloudFormation refuses for its size: said before anything is written.
//!
//! Parameters and mappings need no look: there is one parameter at most, a mapping for each kind of
//! difference between regions, and a row in it for each region.
//!
//! <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html>

use super::stack_sets::StackSetFile;
use super::templates::TemplateFile;
use crate::blueprint::Wave;
use crate::checks::TEMPLATE_TOO_LARGE;
use crate::diagnostics::Report;
use crate::facts::limits::{TEMPLATE_BYTES, TEMPLATE_RESOURCES};
use crate::spec::Path;
use crate::topology::Topology;

pub(super) use crate::facts::limits::TEMPLATE_INLINE_BYTES as INLINE_BYTES;

/// Outputs of a template.
const OUTPUTS: usize = 200;

/// A template as the limits see it.
struct Sized<'a> {
    file: &'a str,
    bytes: usize,
    resources: usize,
    outputs: usize,
    place: Path,
}

/// Finds the templates that are too large for CloudFormation.
pub(super) fn find(
    topology: &Topology,
    templates: &[TemplateFile],
    sets: &[StackSetFile],
    report: &mut Report,
) {
    let sized = templates.iter().map(|template| Sized {
        file: &template.file,
        bytes: template.text.len(),
        resources: template.resources,
        outputs: template.outputs,
        place: place(template.wave),
    });
    let sets = sets.iter().map(|set| Sized {
        file: &set.file,
        bytes: set.text.len(),
        resources: set.resources,
        outputs: 0,
        place: place(Wave::Sources),
    });
    for one in sized.chain(sets) {
        check(&one, topology.cloudformation.bucket.is_some(), report);
    }
}

/// The part of the spec that a wave's templates grow with.
fn place(wave: Wave) -> Path {
    Path::root().key(match wave {
        Wave::Management => "organization",
        Wave::Central => "central",
        Wave::Sources => "sources",
        Wave::Policies => "plans",
    })
}

fn check(template: &Sized<'_>, has_bucket: bool, report: &mut Report) {
    let Sized {
        file,
        bytes,
        resources,
        outputs,
        place,
    } = template;
    let fault = |message: String, label: String| {
        TEMPLATE_TOO_LARGE.at(place.clone(), label).message(message)
    };
    if *resources > TEMPLATE_RESOURCES {
        report.add(
            fault(
                format!("the CloudFormation template `{file}` has {resources} resources"),
                format!("expected at most {TEMPLATE_RESOURCES}, found {resources}"),
            )
            .help("split the spec in two, or render with `--only terraform`"),
        );
    }
    if *outputs > OUTPUTS {
        report.add(
            fault(
                format!("the CloudFormation template `{file}` has {outputs} outputs"),
                format!("expected at most {OUTPUTS}, found {outputs}"),
            )
            .help("split the spec in two, or render with `--only terraform`"),
        );
    }
    if *bytes > TEMPLATE_BYTES {
        report.add(
            fault(
                format!("the CloudFormation template `{file}` has {bytes} bytes"),
                format!("expected at most {TEMPLATE_BYTES} bytes, found {bytes}"),
            )
            .help("split the spec in two, or render with `--only terraform`"),
        );
    } else if *bytes > INLINE_BYTES && !has_bucket {
        report.add(
            fault(
                format!("the CloudFormation template `{file}` has {bytes} bytes"),
                format!("expected at most {INLINE_BYTES} bytes without a bucket, found {bytes}"),
            )
            .help("name a bucket in `cloudformation.template_bucket`, or render with `--only terraform`"),
        );
    }
}
