//! What the script is told of the stack sets, and looks for afterwards.

use std::collections::BTreeSet;

use offsite::spec::ids::RootId;
use offsite::stages;

use crate::{every_file, files, script, stack_sets, templates, two_groups, unusual};

/// A stack set that the script looks through.
struct Check {
    account: String,
    region: String,
    set: String,
    caller: String,
    /// Account and region of each stack that it looks for.
    stacks: BTreeSet<(String, String)>,
}

fn checks(script: &str) -> Vec<Check> {
    let lines = script
        .lines()
        .filter_map(|line| line.strip_prefix("  check_set "));
    let checks = lines.map(|line| {
        // Words with blanks in them, and no others, are in quotes.
        let mut words: Vec<String> = Vec::new();
        for (index, part) in line.split('"').enumerate() {
            match index % 2 {
                0 => words.extend(part.split_whitespace().map(str::to_owned)),
                _ => words.push(part.to_owned()),
            }
        }
        let mut stacks = BTreeSet::new();
        for target in &words[5..] {
            let (regions, accounts) = target.split_once(':').unwrap();
            for region in regions.split(' ') {
                let of = accounts
                    .split(' ')
                    .map(|account| (account.to_owned(), region.to_owned()));
                stacks.extend(of);
            }
        }
        let [account, _, region, set, caller] = &words[..5] else {
            panic!("{line}")
        };
        Check {
            account: account.clone(),
            region: region.clone(),
            set: set.clone(),
            caller: caller.clone(),
            stacks,
        }
    });
    checks.collect()
}

#[test]
fn the_script_looks_for_every_stack_of_every_set() {
    let mut seen = 0;
    for (spec, files) in every_file() {
        let (topology, _) = stages::resolve(spec);
        let checks = checks(&files["deploy.sh"]);
        let sets = stack_sets(spec);
        assert_eq!(checks.len(), sets.len(), "{}", spec.name);
        for check in checks {
            let set = sets
                .values()
                .find(|set| set["StackSetName"] == *check.set)
                .unwrap();
            let caller = set["CallAs"].as_str().unwrap_or("SELF");
            assert_eq!(check.caller, caller);
            let group = topology
                .groups
                .iter()
                .find(|group| {
                    check
                        .set
                        .starts_with(&format!("{}-{}-", spec.name, group.name))
                })
                .unwrap();
            let management = &topology.organization.management.id;
            let members = group.members().filter(|one| one.account.id != *management);
            let expected: BTreeSet<(String, String)> = members
                .flat_map(|member| {
                    let regions: Vec<_> = match check.set.ends_with("-region") {
                        true => member.regions.iter().collect(),
                        false => group.home(member).into_iter().collect(),
                    };
                    let id = member.account.id.to_string();
                    regions
                        .into_iter()
                        .map(move |region| (id.clone(), region.to_string()))
                })
                .collect();
            // Accounts with a role of their own may need none of the stack set's.
            match check.set.ends_with("-region") {
                true => assert_eq!(check.stacks, expected, "{}", check.set),
                false => assert!(check.stacks.is_subset(&expected), "{}", check.set),
            }
            seen += check.stacks.len();
        }
    }
    assert!(seen > 100, "{seen}");
}

#[test]
fn stack_sets_are_in_the_home_region_of_the_account_that_runs_them() {
    for (spec, account, region) in [
        (unusual("choosy"), "111111111111", "eu-west-2"),
        (unusual("units"), "222222222222", "eu-west-1"),
    ] {
        let files = files(&spec);
        let deployments = script::deployments(&files["deploy.sh"]);
        let sets = deployments
            .iter()
            .filter(|one| one.file.starts_with("stacksets"));
        let places: Vec<_> = sets.map(|one| (one.account, one.region)).collect();
        assert_eq!(places, [(account, region)]);
        let checked = checks(&files["deploy.sh"]);
        assert_eq!(checked.len(), 2);
        for check in checked {
            assert_eq!((&*check.account, &*check.region), (account, region));
        }
    }
}

#[test]
fn the_root_is_asked_for_unless_the_spec_says_it() {
    let mut spec = two_groups("accounts: [orders], regions: [eu-west-1]", "");
    for root in [None, Some("r-ab12")] {
        spec.organization.root = root.map(|root| RootId::parse(root).unwrap());
        let files = files(&spec);
        for deployment in script::deployments(&files["deploy.sh"]) {
            if !deployment.file.starts_with("stacksets") {
                continue;
            }
            let template = templates::read(deployment.file, &files[deployment.file]);
            let default = template["Parameters"]["OrganizationRoot"]["Default"].as_str();
            assert_eq!(default, root);
            let asked = [
                "--parameters",
                "ParameterKey=OrganizationRoot,ParameterValue=\"$root\"",
            ];
            assert_eq!(deployment.options == asked, root.is_none());
        }
    }
}
