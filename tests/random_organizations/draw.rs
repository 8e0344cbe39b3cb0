//! Organizations that a spec can describe: names that are odd but legal, texts made to break what
//! is written around them. Nearly all are without errors, or rendering them would prove nothing.

use indexmap::IndexMap;
use offsite::facts::{Change, JobType, Region, ResourceType};
use offsite::spec::ids::*;
use offsite::spec::model::*;
use offsite::spec::time::duration::{days, hours, months, years};
use offsite::spec::time::schedule::{Schedule, Weekday, cron, daily_at, monthly_on, weekly_on};
use offsite::spec::{OneOrNamed, Version};
use proptest::collection::vec;
use proptest::option::{of, weighted};
use proptest::prelude::*;
use proptest::sample::{Index, select, subsequence};

/// Words of both languages, digits first, and names that become alike once a sign is replaced.
const NAMES: [&str; 24] = [
    "null",
    "true",
    "for",
    "each",
    "1",
    "0x10",
    "9_9",
    "x1",
    "a",
    "b",
    "a-b",
    "a_b",
    "a--b",
    "A",
    "a-",
    "account",
    "region",
    "this",
    "local",
    "source",
    "central",
    "management",
    "a_eu_west_1",
    "eu-west-1",
];

const PIECES: [&str; 30] = [
    "\"",
    "\\",
    "$",
    "%",
    "{",
    "}",
    "${",
    "%{",
    "$${",
    "${var.region}",
    "%{ if x }",
    "~}",
    "\n",
    "\r",
    "\t",
    "\0",
    "\u{7f}",
    "\u{a0}",
    "\u{202e}",
    "\u{feff}",
    "é",
    "日本",
    "👩\u{200d}🚀",
    " ",
    "#",
    "*/",
    "<<EOT",
    "{{ x }}",
    "&amp;",
    "$account",
];

const SOURCE_REGIONS: [Region; 4] = [
    Region::EuWest1,
    Region::EuWest2,
    Region::UsEast1,
    Region::ApSoutheast2,
];

const CENTRAL_REGIONS: [Region; 3] = [Region::EuCentral1, Region::UsWest2, Region::EuNorth1];

const TYPES: [ResourceType; 5] = [
    ResourceType::DynamoDb,
    ResourceType::S3,
    ResourceType::Efs,
    ResourceType::Ebs,
    ResourceType::Rds,
];

/// A text that something could take for more than a text.
pub(crate) fn text() -> impl Strategy<Value = String> + Clone {
    prop_oneof![
        4 => vec(select(&PIECES[..]), 1..7).prop_map(|pieces| pieces.concat()),
        2 => "[a-z]{1,12}",
        1 => "\\PC{1,40}",
        1 => (text_piece(), 100..500_usize).prop_map(|(piece, times)| piece.repeat(times)),
    ]
}

fn text_piece() -> impl Strategy<Value = &'static str> + Clone {
    select(&PIECES[..])
}

/// The longest that a tag can be, so that the drawn one is refused by nobody.
fn tag_text() -> impl Strategy<Value = String> + Clone {
    text().prop_map(|text| text.chars().take(128).collect())
}

fn tags(most: usize) -> impl Strategy<Value = Tags> + Clone {
    vec((tag_text(), tag_text()), 0..=most).prop_map(IndexMap::from_iter)
}

/// What plans and stacks take: a key on one line.
fn tags_on_one_line(most: usize) -> impl Strategy<Value = Tags> + Clone {
    let breaks = ['\n', '\r', '\u{85}', '\u{2028}', '\u{2029}'];
    let on_one_line = move |tags: Tags| {
        tags.into_iter()
            .map(move |(key, value)| (key.replace(breaks, "|"), value))
    };
    tags(most).prop_map(move |tags| on_one_line(tags).collect())
}

/// Tags that IAM and stack sets take, and that are as odd as that allows.
fn usual_tags(most: usize) -> impl Strategy<Value = Tags> + Clone {
    vec(
        ("[A-Za-z0-9 _.:/=+-]{1,20}", "[\\p{L}\\p{N} _.:/=+@-]{1,40}"),
        0..=most,
    )
    .prop_map(|tags| {
        let own = |key: &String| key.to_ascii_lowercase().starts_with("aws:");
        tags.into_iter().filter(|(key, _)| !own(key)).collect()
    })
}

fn some_tags(most: usize) -> impl Strategy<Value = Tags> + Clone {
    vec((tag_text(), tag_text()), 1..=most).prop_map(IndexMap::from_iter)
}

fn name_text() -> impl Strategy<Value = String> + Clone {
    prop_oneof![
        3 => select(&NAMES[..]).prop_map(str::to_owned),
        4 => "[A-Za-z0-9][A-Za-z0-9_-]{0,11}",
        1 => "[A-Za-z0-9][A-Za-z0-9_-]{49}",
    ]
}

fn names(count: impl Into<proptest::collection::SizeRange>) -> impl Strategy<Value = Vec<Name>> {
    vec(name_text(), count).prop_map(|texts| {
        let named: IndexMap<Name, ()> = texts
            .iter()
            .map(|text| (Name::parse(text).unwrap(), ()))
            .collect();
        named.into_keys().collect()
    })
}

fn plan_name() -> impl Strategy<Value = PlanName> + Clone {
    // With the spec's name before it and a region's behind, a plan's still fits into 50 characters.
    let name = name_text().prop_map(|text| text.chars().take(20).collect());
    prop_oneof![name, "[A-Za-z0-9][A-Za-z0-9_.-]{0,19}"]
        .prop_map(|text: String| PlanName::parse(&text).unwrap())
}

fn regions() -> impl Strategy<Value = Vec<Region>> {
    subsequence(SOURCE_REGIONS.to_vec(), 1..=3).prop_shuffle()
}

fn schedule() -> impl Strategy<Value = Schedule> + Clone {
    select(vec![
        daily_at(3, 0),
        weekly_on(Weekday::Sun, 0, 59),
        monthly_on(28, 23, 5),
        cron("0 0/12 * * ? *"),
    ])
}

/// The parts that know nothing of one another; `assemble` brings them together.
#[derive(Debug, Clone)]
struct Parts {
    accounts: Vec<Name>,
    groups: Vec<(Name, GroupParts)>,
    central: Vec<(Name, Vec<Region>, bool, Access)>,
    plans: IndexMap<PlanName, PlanParts>,
    delegate: bool,
    emails: Option<Vec<String>>,
    statement: Option<(String, String)>,
    terraform: Terraform,
    cloudformation: CloudFormation,
    tags: Tags,
}

#[derive(Debug, Clone)]
struct GroupParts {
    regions: Vec<Region>,
    copy_back: bool,
    protect: bool,
    exceptions: Vec<(Index, ExceptionParts)>,
}

/// What differs in an account: its regions, a plan that it lacks or keeps longer, its role, its keys.
#[derive(Debug, Clone)]
struct ExceptionParts {
    regions: Option<Vec<Region>>,
    without: Option<Index>,
    keep: Option<(Index, u32)>,
    role: bool,
    keys: bool,
}

#[derive(Debug, Clone)]
struct PlanParts {
    plan: Plan,
    copies: Vec<Index>,
    target: Option<Index>,
    group: Option<Index>,
}

/// Any organization of 1 to 30 source accounts.
pub(crate) fn spec() -> impl Strategy<Value = Spec> {
    let group = (
        regions(),
        (any::<bool>(), any::<bool>()),
        vec((any::<Index>(), exception()), 0..4),
    );
    let group = group.prop_map(|(regions, (copy_back, protect), exceptions)| GroupParts {
        regions,
        copy_back,
        protect,
        exceptions,
    });
    let groups = (names(1..=3), vec(group, 3));
    let groups = groups.prop_map(|(names, groups)| names.into_iter().zip(groups).collect());
    let access = prop_oneof![Just(Access::Sources), Just(Access::Organization)];
    let vaults = vec(
        (
            subsequence(CENTRAL_REGIONS.to_vec(), 1..=2),
            any::<bool>(),
            access,
        ),
        2,
    );
    let central = (names(1..=2), vaults).prop_map(|(names, vaults)| {
        let named = names.into_iter().zip(vaults);
        named
            .map(|(name, (regions, lock, access))| (name, regions, lock, access))
            .collect()
    });
    let plans = vec((plan_name(), plan()), 1..=4).prop_map(IndexMap::from_iter);
    let parts = (
        (names(3..=32), groups, central, plans),
        (any::<bool>(), of(vec(text(), 0..3)), of((text(), text()))),
        (terraform(), cloudformation(), usual_tags(4)),
    );
    parts.prop_map(
        |(
            (accounts, groups, central, plans),
            (delegate, emails, statement),
            (terraform, cloudformation, tags),
        )| {
            assemble(Parts {
                accounts,
                groups,
                central,
                plans,
                delegate,
                emails,
                statement,
                terraform,
                cloudformation,
                tags,
            })
        },
    )
}

fn exception() -> impl Strategy<Value = ExceptionParts> {
    let parts = (
        weighted(0.3, regions()),
        weighted(0.4, any::<Index>()),
        weighted(0.5, (any::<Index>(), 1..35_u32)),
        weighted(0.3, Just(())),
        weighted(0.3, Just(())),
    );
    parts.prop_map(|(regions, without, keep, role, keys)| ExceptionParts {
        regions,
        without,
        keep,
        role: role.is_some(),
        keys: keys.is_some(),
    })
}

fn cloudformation() -> impl Strategy<Value = CloudFormation> {
    let format = prop_oneof![3 => Just(Format::Yaml), 1 => Just(Format::Json)];
    let delivery = prop_oneof![3 => Just(Deployment::StackSets), 1 => Just(Deployment::Stacks)];
    let model = prop_oneof![
        3 => Just(PermissionModel::ServiceManaged),
        1 => Just(PermissionModel::SelfManaged)
    ];
    let on_delete = prop_oneof![Just(OnDelete::Keep), Just(OnDelete::Restore)];
    (format, delivery, model, on_delete, of("[a-z]{1,5}/?")).prop_map(
        |(format, delivery, permission_model, on_delete, prefix)| CloudFormation {
            format,
            delivery,
            stack_sets: match delivery {
                Deployment::Stacks => StackSets::default(),
                Deployment::StackSets => StackSets {
                    permission_model,
                    ..StackSets::default()
                },
            },
            // The longest texts make templates that are too large to be handed over inline.
            template_bucket: Some(TemplateBucket {
                bucket: BucketName::new("templates"),
                region: Region::EuWest1,
                prefix: prefix.map(|prefix| KeyPrefix::parse(&prefix).unwrap()),
            }),
            on_delete,
        },
    )
}

fn plan() -> impl Strategy<Value = PlanParts> {
    let conditions = (tags(2), tags(1), tags(1), tags(1)).prop_map(
        |(string_equals, string_not_equals, string_like, string_not_like)| Conditions {
            string_equals,
            string_not_equals,
            string_like,
            string_not_like,
        },
    );
    let protects = (subsequence(TYPES.to_vec(), 1..=3), some_tags(3), conditions);
    let rules = vec((plan_name(), schedule()), 0..3);
    let rest = (
        schedule(),
        tags_on_one_line(2),
        weighted(0.2, any::<Index>()),
        of(any::<Index>()),
    );
    (protects, rules, vec(any::<Index>(), 0..2), rest).prop_map(
        |((resource_types, tags, conditions), rules, copies, rest)| {
            let (schedule, recovery_point_tags, target, group) = rest;
            let rules: IndexMap<PlanName, Rule> = rules
                .into_iter()
                .map(|(name, schedule)| {
                    (
                        name,
                        Rule {
                            schedule: Some(schedule),
                            keep: Some(days(35)),
                            ..Rule::default()
                        },
                    )
                })
                .collect();
            let single = rules.is_empty();
            let plan = Plan {
                resource_types,
                tags,
                conditions,
                recovery_point_tags,
                schedule: single.then_some(schedule),
                keep: single.then(|| days(14)),
                completion_window: Some(hours(20)),
                rules,
                ..Plan::default()
            };
            PlanParts {
                plan,
                copies,
                target,
                group,
            }
        },
    )
}

fn terraform() -> impl Strategy<Value = Terraform> {
    let roots = prop_oneof![Just(Roots::Account), Just(Roots::Group)];
    let provider = prop_oneof![
        Just(AwsProvider::V5),
        Just(AwsProvider::V5To6),
        Just(AwsProvider::V6)
    ];
    let backend = of(("b[a-z0-9]{1,30}[.-][a-z0-9]{1,30}", of(text()))).prop_map(|drawn| {
        drawn.map(|(bucket, prefix)| {
            Backend::S3(S3Backend {
                bucket: BucketName::parse(&bucket).unwrap(),
                region: Region::EuWest1,
                prefix,
                key: None,
                dynamodb_table: None,
            })
        })
    });
    let role = (
        of("[A-Za-z0-9+=,.@:/_-]{2,80}"),
        of("[A-Za-z0-9+=,.@_-]{2,64}"),
    )
        .prop_map(|(external_id, session_name)| AssumeRole {
            external_id,
            session_name,
            ..AssumeRole::default()
        });
    (roots, provider, backend, role).prop_map(|(roots, aws_provider, backend, assume_role)| {
        Terraform {
            roots,
            aws_provider,
            backend,
            assume_role,
        }
    })
}

fn assemble(parts: Parts) -> Spec {
    let accounts: IndexMap<Name, AccountId> = parts
        .accounts
        .iter()
        .enumerate()
        .map(|(number, name)| {
            (
                name.clone(),
                AccountId::parse(&format!("{number:012}")).unwrap(),
            )
        })
        .collect();
    let (keeper, members) = parts.accounts.split_first().unwrap();
    let sources = groups(&parts, &accounts, members);
    let central = central(&parts, keeper);
    let vaults: Vec<&Name> = parts.central.iter().map(|(name, ..)| name).collect();
    let group_names: Vec<Name> = match &sources {
        OneOrNamed::One(_) => Vec::new(),
        OneOrNamed::Named(named) => named.keys().cloned().collect(),
    };
    let plans = parts.plans.iter().map(|(name, drawn)| {
        let mut plan = drawn.plan.clone();
        let copies = drawn.copies.iter().map(|index| {
            let keep = Some(days(90));
            let copy = Copy {
                keep,
                ..Copy::default()
            };
            (index.get(&vaults).to_owned().clone(), copy)
        });
        let copies: IndexMap<Name, Copy> = copies.collect();
        match plan.rules.values_mut().next() {
            Some(rule) => rule.copy_to = copies,
            None => plan.copy_to = copies,
        }
        if let Some(target) = &drawn.target {
            plan.deliver = Delivery::Policy;
            plan.targets = vec![target.get(&[Name::new("root"), Name::new("unit")]).clone()];
        }
        if let (Some(group), false) = (&drawn.group, group_names.is_empty()) {
            plan.sources = vec![group.get(&group_names).clone()];
        }
        (name.clone(), plan)
    });
    Spec {
        offsite: Version,
        name: SpecName::new("drawn"),
        organization: Organization {
            id: OrgId::new("o-a1b2c3d4e5"),
            root: Some(RootId::new("r-ab12")),
            management: AccountId::new("999999999999"),
            home_region: None,
            delegated_administrators: parts.delegate.then(|| keeper.clone()).into_iter().collect(),
            units: IndexMap::from([(Name::new("unit"), UnitId::new("ou-ab12-c3d4e5f6"))]),
            resource_policy: Some(
                parts
                    .statement
                    .iter()
                    .map(|(key, value)| serde_json::json!({ "Sid": "Known", "Condition": { key: value } }))
                    .collect(),
            ),
            global_settings: GlobalSettings::default(),
        },
        central,
        sources,
        plans: plans.collect(),
        cloudformation: parts.cloudformation,
        events: parts.emails.clone().map(|emails| Events {
            on: Occasion::Failures,
            jobs: vec![JobType::Copy, JobType::Backup],
            also: vec![Change::Keys, Change::Plans],
            silence: Some(hours(48)),
            notify: vec![Notify::Sns, Notify::Sqs, Notify::Logs, Notify::Chat],
            account: None,
            region: None,
            sns: Topic { topic: None, emails },
            sqs: Queue::default(),
            logs: Logs::default(),
        }),
        administration: Administration {
            break_glass: vec![RoleArn::new("arn:aws:iam::$account:role/break-glass")],
            deploying: Vec::new(),
        },
        accept: Vec::new(),
        engines: Vec::new(),
        region_settings: RegionSettings::default(),
        terraform: parts.terraform,
        tags: parts.tags,
        accounts,
    }
}

fn groups(parts: &Parts, accounts: &IndexMap<Name, AccountId>, members: &[Name]) -> SourceGroups {
    let size = members.len().div_ceil(parts.groups.len());
    let groups = parts.groups.iter().zip(members.chunks(size));
    let mut groups: IndexMap<Name, SourceGroup> = groups
        .map(|((name, drawn), members)| {
            let exceptions = drawn.exceptions.iter().map(|(index, odd)| {
                let account = index.get(members);
                let regions = odd.regions.as_ref().unwrap_or(&drawn.regions);
                (
                    account.clone(),
                    exception_of(parts, odd, &accounts[account], regions),
                )
            });
            let group = SourceGroup {
                accounts: members.to_vec(),
                regions: drawn.regions.clone(),
                vault: None,
                role: None,
                copy_back: drawn.copy_back,
                protect: drawn.protect,
                lock: drawn.protect.then(|| Lock {
                    mode: LockMode::Governance,
                    min: None,
                    max: Some(years(100)),
                    changeable_for: None,
                    irreversible: false,
                }),
                exceptions: exceptions.collect(),
            };
            (name.clone(), group)
        })
        .collect();
    match groups.len() {
        1 => OneOrNamed::One(groups.pop().unwrap().1),
        _ => OneOrNamed::Named(groups),
    }
}

fn exception_of(
    parts: &Parts,
    odd: &ExceptionParts,
    account: &AccountId,
    regions: &[Region],
) -> Exception {
    let in_accounts = |(_, drawn): &(&PlanName, &PlanParts)| drawn.target.is_none();
    let plans: Vec<&PlanName> = parts
        .plans
        .iter()
        .filter(in_accounts)
        .map(|(name, _)| name)
        .collect();
    let some = |index: &Index| (!plans.is_empty()).then(|| (*index.get(&plans)).clone());
    let without: Vec<PlanName> = odd.without.iter().filter_map(some).collect();
    let keep = odd.keep.iter().filter_map(|(index, kept)| {
        let plan = some(index).filter(|plan| !without.contains(plan))?;
        Some((plan, days(*kept)))
    });
    let keys = regions.iter().filter(|_| odd.keys).map(|region| {
        let id = "1a2b3c4d-5e6f-7a8b-9c0d-e1f2a3b4c5d6";
        KeyArn::parse(&format!("arn:aws:kms:{region}:{account}:key/{id}")).unwrap()
    });
    Exception {
        regions: odd.regions.clone(),
        keep: keep.collect(),
        without: without.clone(),
        role: odd
            .role
            .then(|| RoleArn::new("arn:aws:iam::$account:role/a+=,.@_/b")),
        keys: keys.collect(),
    }
}

fn central(parts: &Parts, keeper: &Name) -> CentralVaults {
    let vaults = parts.central.iter().map(|(name, regions, lock, access)| {
        let single = regions.len() == 1;
        let pairs = SOURCE_REGIONS
            .into_iter()
            .zip(regions.iter().cycle().cloned());
        let vault = CentralVault {
            account: keeper.clone(),
            region: single.then(|| regions[0].clone()),
            regions: pairs.filter(|_| !single).collect(),
            vault: Some(
                VaultName::parse(&format!("v-{name}").chars().take(50).collect::<String>())
                    .unwrap(),
            ),
            keys: Vec::new(),
            lock: lock.then(|| Lock {
                mode: LockMode::Governance,
                min: Some(months(1)),
                max: Some(years(10)),
                changeable_for: None,
                irreversible: false,
            }),
            access: *access,
            protect: !*lock,
        };
        (name.clone(), vault)
    });
    OneOrNamed::Named(vaults.collect())
}
