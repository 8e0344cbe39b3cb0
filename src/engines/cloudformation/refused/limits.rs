//! What CloudFormation refuses for its size: said before anything is written.
//!
//! What a mapping holds needs no look: a row for each region, with one value.
//!
//! <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html>

use crate::blueprint::Wave;
use crate::checks::TEMPLATE_TOO_LARGE;
use crate::diagnostics::Report;
use crate::engines::cloudformation::document::Counts;
use crate::engines::cloudformation::stack_sets::StackSetFile;
use crate::engines::cloudformation::templates::TemplateFile;
use crate::facts::limits::{
    TEMPLATE_BYTES, TEMPLATE_INLINE_BYTES as INLINE_BYTES, TEMPLATE_MAPPINGS, TEMPLATE_OUTPUTS,
    TEMPLATE_PARAMETERS, TEMPLATE_RESOURCES,
};
use crate::place::Path;
use crate::topology::Topology;

/// A template as the limits see it.
struct Sized<'a> {
    file: &'a str,
    bytes: usize,
    counts: Counts,
    place: Path,
}

/// Finds the templates that are too large for CloudFormation.
pub(in crate::engines::cloudformation) fn find(
    topology: &Topology,
    templates: &[TemplateFile],
    sets: &[StackSetFile],
    report: &mut Report,
) {
    let sized = templates.iter().map(|template| Sized {
        file: &template.file,
        bytes: template.text.len(),
        counts: template.counts,
        place: place(template.wave),
    });
    let sets = sets.iter().map(|set| Sized {
        file: &set.file,
        bytes: set.text.len(),
        counts: set.counts,
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
        counts,
        place,
    } = template;
    let fault = |has: &str, found: String| {
        TEMPLATE_TOO_LARGE
            .at(place.clone(), found)
            .message(format!("the CloudFormation template `{file}` has {has}"))
    };
    let counted = [
        ("parameters", counts.parameters, TEMPLATE_PARAMETERS),
        ("mappings", counts.mappings, TEMPLATE_MAPPINGS),
        ("resources", counts.resources, TEMPLATE_RESOURCES),
        ("outputs", counts.outputs, TEMPLATE_OUTPUTS),
    ];
    for (what, found, limit) in counted {
        if found > limit {
            let label = format!("expected at most {limit}, found {found}");
            report.add(
                fault(&format!("{found} {what}"), label)
                    .help("split the spec in two, or render with `--only terraform`"),
            );
        }
    }
    let has = format!("{bytes} bytes");
    if *bytes > TEMPLATE_BYTES {
        report.add(
            fault(
                &has,
                format!("expected at most {TEMPLATE_BYTES} bytes, found {bytes}"),
            )
            .help("split the spec in two, or render with `--only terraform`"),
        );
    } else if *bytes > INLINE_BYTES && !has_bucket {
        report.add(
            fault(
                &has,
                format!("expected at most {INLINE_BYTES} bytes without a bucket, found {bytes}"),
            )
            .help("name a bucket in `cloudformation.template_bucket`, or render with `--only terraform`"),
        );
    }
}
