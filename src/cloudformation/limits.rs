//! What CloudFormation refuses for its size: said before anything is written.
//!
//! <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html>

use crate::blueprint::{Layout, Wave};
use crate::diagnostics::{Diagnostic, Report, Severity};
use crate::spec::Path;
use crate::topology::Topology;

/// Bytes of a template that is handed over inline.
pub(super) const INLINE_BYTES: usize = 51_200;

/// Bytes of a template in a bucket.
const BYTES: usize = 1_048_576;

/// Resources of a template.
const RESOURCES: usize = 500;

/// A template as the limits see it.
struct Sized<'a> {
    file: &'a str,
    bytes: usize,
    resources: usize,
    place: Path,
}

/// The templates of a layout that are too large for CloudFormation.
#[must_use]
pub fn limits(topology: &Topology, layout: &Layout) -> Report {
    let templates = super::templates::of(topology, layout);
    let sets = super::stack_sets::of(topology, &templates);
    let sized = templates.iter().map(|template| Sized {
        file: &template.file,
        bytes: template.text.len(),
        resources: template.resources,
        place: place(template.wave),
    });
    let sets = sets.iter().map(|set| Sized {
        file: &set.file,
        bytes: set.text.len(),
        resources: set.resources,
        place: place(Wave::Sources),
    });
    let mut report = Report::new();
    for one in sized.chain(sets) {
        check(&one, topology.cloudformation.bucket.is_some(), &mut report);
    }
    report
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
        place,
    } = template;
    let fault = |message: String, label: String| {
        Diagnostic::new("CFN001", "template-too-large", Severity::Error, message)
            .at(place.clone(), label)
    };
    if *resources > RESOURCES {
        report.add(
            fault(
                format!("the CloudFormation template `{file}` has {resources} resources"),
                format!("expected at most {RESOURCES}, found {resources}"),
            )
            .help("split the spec in two, or render with `--only terraform`"),
        );
    }
    if *bytes > BYTES {
        report.add(
            fault(
                format!("the CloudFormation template `{file}` has {bytes} bytes"),
                format!("expected at most {BYTES} bytes, found {bytes}"),
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
