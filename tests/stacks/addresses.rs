//! Templates in a bucket: where they are fetched from.

use std::collections::BTreeSet;

use offsite::Region;
use offsite::spec::OneOrNamed;
use offsite::spec::ids::{BucketName, KeyPrefix};
use offsite::spec::model::Spec;
use offsite::spec::time::duration::days;

use crate::{files, stack_sets, unusual};

#[test]
fn a_template_is_fetched_by_an_address_that_the_certificate_of_s3_holds_for() {
    for (bucket, prefix, begins) in [
        (
            "units-templates",
            Some("offsite/"),
            "https://units-templates.s3.eu-west-1.amazonaws.com/offsite/units/",
        ),
        (
            "units.templates",
            Some("off/site"),
            "https://s3.eu-west-1.amazonaws.com/units.templates/off/site/units/",
        ),
        (
            "units.templates",
            None,
            "https://s3.eu-west-1.amazonaws.com/units.templates/units/",
        ),
    ] {
        let mut spec = unusual("units");
        let place = spec.cloudformation.template_bucket.as_mut().unwrap();
        place.bucket = BucketName::parse(bucket).unwrap();
        place.prefix = prefix.map(|prefix| KeyPrefix::parse(prefix).unwrap());
        let sets = stack_sets(&spec);
        assert!(!sets.is_empty());
        for set in sets.values() {
            let url = set["TemplateURL"].as_str().unwrap();
            assert!(url.starts_with(begins), "{url}");
        }
    }
}

#[test]
fn a_template_that_changes_has_another_address_and_is_uploaded_to_it() {
    let mut spec = unusual("units");
    let addresses = |spec: &Spec| -> BTreeSet<String> {
        let sets = stack_sets(spec).into_values();
        sets.map(|set| set["TemplateURL"].as_str().unwrap().to_owned())
            .collect()
    };
    let uploaded = |spec: &Spec| -> BTreeSet<String> {
        let script = &files(spec)["deploy.sh"];
        let lines = script
            .lines()
            .filter_map(|line| line.split_once("s3://units-templates/"));
        lines
            .map(|(_, key)| format!("https://units-templates.s3.eu-west-1.amazonaws.com/{key}"))
            .collect()
    };
    let before = addresses(&spec);
    assert_eq!(uploaded(&spec), before);
    spec.plans.values_mut().next().unwrap().keep = Some(days(15));
    let after = addresses(&spec);
    assert_eq!(uploaded(&spec), after);
    // The roles are as they were.
    assert_eq!(before.intersection(&after).count(), 1);
    assert_eq!(after.len(), 2);
}

#[test]
fn a_template_in_china_is_fetched_from_china() {
    let mut spec = unusual("units");
    let place = spec.cloudformation.template_bucket.as_mut().unwrap();
    place.region = Region::CnNorth1;
    let OneOrNamed::One(sources) = &mut spec.sources else {
        panic!("there is one group")
    };
    sources.regions = vec![Region::CnNorth1];
    sources.exceptions.clear();
    let OneOrNamed::One(vault) = &mut spec.central else {
        panic!("there is one vault")
    };
    vault.region = Some(Region::CnNorthwest1);
    // There, nothing can be copied to another account.
    for plan in spec.plans.values_mut() {
        plan.copy_to.clear();
    }
    for set in stack_sets(&spec).values() {
        let url = set["TemplateURL"].as_str().unwrap();
        assert!(
            url.starts_with("https://units-templates.s3.cn-north-1.amazonaws.com.cn/"),
            "{url}"
        );
    }
}
