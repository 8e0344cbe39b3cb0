//! Arbitrary specs: every key, any order, any text where the language takes any text.

use indexmap::IndexMap;
use offsite::facts::{Change, JobType};
use offsite::spec::ids::*;
use offsite::spec::model::*;
use offsite::spec::time::duration::{Retention, Window};
use offsite::spec::time::schedule::Schedule;
use offsite::spec::{OneOrNamed, Version};
use offsite::{Region, ResourceType};
use proptest::collection::vec;
use proptest::option::of;
use proptest::prelude::*;
use proptest::sample::select;

/// Texts of a pattern, read as what they are meant to be.
fn like<T, E>(
    pattern: &'static str,
    read: impl Fn(String) -> Result<T, E> + Clone + 'static,
) -> impl Strategy<Value = T> + Clone
where
    T: std::fmt::Debug + Clone + 'static,
    E: std::fmt::Debug,
{
    let texts = proptest::string::string_regex(pattern).unwrap();
    texts.prop_map(move |text| read(text).unwrap()).boxed()
}

macro_rules! texts {
    ($($name:ident: $type:ty = $pattern:literal;)*) => {
        $(fn $name() -> impl Strategy<Value = $type> + Clone {
            like($pattern, <$type>::try_from)
        })*
    };
}

texts! {
    account_id: AccountId = "[0-9]{12}";
    org_id: OrgId = "o-[a-z0-9]{10,32}";
    root_id: RootId = "r-[a-z0-9]{4,32}";
    unit_id: UnitId = "ou-[a-z0-9]{4,32}-[a-z0-9]{8,32}";
    key: KeyArn = "arn:aws(-cn)?:kms:[a-z]{2}-[a-z]+-[1-3]:[0-9]{12}:key/[A-Za-z0-9-]+";
    role: RoleArn = "arn:aws:iam::([0-9]{12}|\\$account):role/[A-Za-z0-9+=,.@_/-]{1,20}";
    topic: TopicArn = "arn:aws:sns:[a-z]{2}-[a-z]+-[1-3]:[0-9]{12}:[A-Za-z0-9_-]{1,20}";
    resource: ResourceArn = "arn:aws:[a-z0-9-]{1,9}:[a-z0-9*-]{0,9}:([0-9]{12}|\\*)?:[!-~]{1,20}";
    spec_name: SpecName = "[a-z]([a-z0-9-]{0,18}[a-z0-9])?";
    name: Name = "[A-Za-z0-9][A-Za-z0-9_-]{0,49}|true|null|1e3|0x10|12";
    plan_name: PlanName = "[A-Za-z0-9][A-Za-z0-9_.-]{0,49}|1\\.5|no|12_000";
    vault_name: VaultName = "[A-Za-z0-9_-]{2,50}";
    role_name: RoleName = "[A-Za-z0-9+=,.@_-]{1,64}";
    check_code: CheckCode = "[A-Z]{3}[0-9]{3}";
    bucket_name: BucketName = "b[a-z0-9]{2,9}([.-][a-z0-9]{1,9}){0,3}";
    key_prefix: KeyPrefix = "[A-Za-z0-9_-]{1,9}(/[A-Za-z0-9_-][A-Za-z0-9_.-]{0,9}){0,3}/?";
    retention: Retention = "(0|[1-9][0-9]{0,4})(d|w|mo|y)";
    window: Window = "(0|[1-9][0-9]{0,4})(m|h|d)";
    schedule: Schedule = "hourly|(daily|weekly (mon|sun)|monthly (1|28)) (0[0-9]|2[0-3]):[0-5][0-9]|cron\\(0/15 [0-9] \\? \\* MON-FRI \\*\\)";
}

/// Any text, often one that YAML or Terraform could take for something else.
fn text() -> impl Strategy<Value = String> + Clone {
    const TRAPS: [&str; 21] = [
        "", " ", "~", "true", "0123", "- a", "a: b", "#", "${x}", "%{x}", "\n", "a\nb\n",
        "\u{feff}", "'\"", "*a", "&a", "!s3", "\t", "\0", "<<", "=",
    ];
    const BREAKS: [&str; 3] = ["\u{85}", "\u{2028}", "\u{2029}"];
    prop_oneof![
        80 => any::<String>(),
        20 => select(&TRAPS[..]).prop_map(str::to_owned),
        1 => select(&BREAKS[..]).prop_map(str::to_owned),
    ]
}

fn region() -> impl Strategy<Value = Region> + Clone {
    prop_oneof![
        9 => select(Region::KNOWN),
        1 => like("zz-[a-z]{9,12}-[1-9]", |code| Region::parse(&code)),
    ]
}

fn resource_type() -> impl Strategy<Value = ResourceType> + Clone {
    select(ResourceType::ALL)
}

fn few<T: std::fmt::Debug>(of: impl Strategy<Value = T>) -> impl Strategy<Value = Vec<T>> {
    vec(of, 0..4)
}

fn mapping<K: std::fmt::Debug + Eq + std::hash::Hash, V: std::fmt::Debug>(
    keys: impl Strategy<Value = K>,
    values: impl Strategy<Value = V>,
) -> impl Strategy<Value = IndexMap<K, V>> {
    few((keys, values)).prop_map(IndexMap::from_iter)
}

fn tags() -> impl Strategy<Value = Tags> {
    mapping(text(), text())
}

fn one_or_named<T: std::fmt::Debug + Clone + 'static>(
    one: impl Strategy<Value = T> + 'static,
) -> impl Strategy<Value = OneOrNamed<T>> {
    let one = one.boxed();
    prop_oneof![
        one.clone().prop_map(OneOrNamed::One),
        vec((name(), one), 1..4).prop_map(|named| OneOrNamed::Named(IndexMap::from_iter(named))),
    ]
}

/// Statements of policies: texts and truths. A plain number is read as its digits, for which IAM
/// takes it too, so that an account id needs no quotes.
fn statement() -> impl Strategy<Value = Statement> {
    let leaf = prop_oneof![
        any::<bool>().prop_map(Statement::from),
        text().prop_map(Statement::from),
    ];
    leaf.prop_recursive(3, 12, 4, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..4).prop_map(Statement::from),
            few((text(), inner)).prop_map(|fields| Statement::Object(fields.into_iter().collect())),
        ]
    })
}

fn acceptance() -> impl Strategy<Value = Acceptance> {
    let reason =
        text().prop_filter_map("a reason says something", |text| Reason::parse(&text).ok());
    (check_code(), of(text()), reason).prop_map(|(code, at, reason)| Acceptance {
        code,
        at,
        reason,
    })
}

fn organization() -> impl Strategy<Value = Organization> {
    let settings = (any::<Option<bool>>(), any::<Option<bool>>()).prop_map(|(sync, approval)| {
        GlobalSettings {
            delegated_administrator_sync: sync,
            multi_party_approval: approval,
        }
    });
    (
        org_id(),
        of(root_id()),
        account_id(),
        of(region()),
        few(name()),
        mapping(name(), unit_id()),
        of(few(statement())),
        settings,
    )
        .prop_map(
            |(id, root, management, home_region, delegates, units, policy, settings)| {
                Organization {
                    id,
                    root,
                    management,
                    home_region,
                    delegated_administrators: delegates,
                    units,
                    resource_policy: policy,
                    global_settings: settings,
                }
            },
        )
}

fn lock() -> impl Strategy<Value = Lock> {
    (
        select(vec![LockMode::Governance, LockMode::Compliance]),
        of(retention()),
        of(retention()),
        of(retention()),
        any::<bool>(),
    )
        .prop_map(|(mode, min, max, changeable_for, irreversible)| Lock {
            mode,
            min,
            max,
            changeable_for,
            irreversible,
        })
}

fn central_vault() -> impl Strategy<Value = CentralVault> {
    (
        name(),
        of(region()),
        mapping(region(), region()),
        of(vault_name()),
        few(key()),
        of(lock()),
        select(vec![Access::Sources, Access::Organization]),
        any::<bool>(),
    )
        .prop_map(
            |(account, region, regions, vault, keys, lock, access, protect)| CentralVault {
                account,
                region,
                regions,
                vault,
                keys,
                lock,
                access,
                protect,
            },
        )
}

fn source_group() -> impl Strategy<Value = SourceGroup> {
    let exception = (
        of(few(region())),
        few(plan_name()),
        mapping(plan_name(), retention()),
        of(role()),
        few(key()),
    )
        .prop_map(|(regions, without, keep, role, keys)| Exception {
            regions,
            without,
            keep,
            role,
            keys,
        });
    (
        few(name()),
        few(region()),
        of(vault_name()),
        of(role()),
        (any::<bool>(), any::<bool>(), of(lock())),
        mapping(name(), exception),
    )
        .prop_map(
            |(accounts, regions, vault, role, (copy_back, protect, lock), exceptions)| {
                SourceGroup {
                    accounts,
                    regions,
                    vault,
                    role,
                    copy_back,
                    protect,
                    lock,
                    exceptions,
                }
            },
        )
}

fn rule() -> impl Strategy<Value = Rule> {
    let copy =
        (of(retention()), of(retention())).prop_map(|(keep, cold_after)| Copy { keep, cold_after });
    (
        (of(schedule()), of(text()), of(window()), of(window())),
        (of(retention()), of(retention()), any::<bool>()),
        mapping(name(), copy),
        tags(),
    )
        .prop_map(|(when, stay, copy_to, recovery_point_tags)| Rule {
            schedule: when.0,
            timezone: when.1,
            start_window: when.2,
            completion_window: when.3,
            keep: stay.0,
            cold_after: stay.1,
            continuous: stay.2,
            copy_to,
            recovery_point_tags,
        })
}

fn plan() -> impl Strategy<Value = Plan> {
    let conditions =
        (tags(), tags(), tags(), tags()).prop_map(|(is, is_not, fits, fits_not)| Conditions {
            string_equals: is,
            string_not_equals: is_not,
            string_like: fits,
            string_not_like: fits_not,
        });
    (
        select(vec![Delivery::Plan, Delivery::Policy]),
        (few(name()), few(name())),
        (few(resource_type()), tags(), conditions),
        (few(resource()), few(resource())),
        mapping(plan_name(), rule()),
        rule(),
    )
        .prop_map(
            |(deliver, (sources, targets), (types, tags, conditions), arns, rules, own)| Plan {
                deliver,
                sources,
                targets,
                resource_types: types,
                tags,
                conditions,
                resources: arns.0,
                not_resources: arns.1,
                rules,
                schedule: own.schedule,
                timezone: own.timezone,
                start_window: own.start_window,
                completion_window: own.completion_window,
                keep: own.keep,
                cold_after: own.cold_after,
                continuous: own.continuous,
                copy_to: own.copy_to,
                recovery_point_tags: own.recovery_point_tags,
            },
        )
}

fn events() -> impl Strategy<Value = Events> {
    (
        select(vec![Occasion::Failures, Occasion::Finished, Occasion::All]),
        (
            few(select(JobType::ALL.to_vec())),
            few(select(Change::ALL.to_vec())),
            of(window()),
        ),
        few(select(vec![
            Notify::Sns,
            Notify::Sqs,
            Notify::Logs,
            Notify::Chat,
        ])),
        (of(name()), of(region())),
        (of(topic()), few(text())),
        of(key()),
        of(retention()),
    )
        .prop_map(
            |(on, (jobs, also, silence), notify, bus, sns, key, keep)| Events {
                on,
                jobs,
                also,
                silence,
                notify,
                account: bus.0,
                region: bus.1,
                sns: Topic {
                    topic: sns.0,
                    emails: sns.1,
                },
                sqs: Queue { key },
                logs: Logs { keep },
            },
        )
}

fn terraform() -> impl Strategy<Value = Terraform> {
    let backend = (bucket_name(), region(), of(text()), of(key()), of(text())).prop_map(
        |(bucket, region, prefix, key, dynamodb_table)| {
            Backend::S3(S3Backend {
                bucket,
                region,
                prefix,
                key,
                dynamodb_table,
            })
        },
    );
    let assume_role = (of(role_name()), of(role_name()), of(text()), of(text())).prop_map(
        |(name, management, external_id, session_name)| AssumeRole {
            name,
            management,
            external_id,
            session_name,
        },
    );
    (
        select(vec![Roots::Account, Roots::Group]),
        select(vec![AwsProvider::V5, AwsProvider::V5To6, AwsProvider::V6]),
        of(backend),
        assume_role,
    )
        .prop_map(|(roots, aws_provider, backend, assume_role)| Terraform {
            roots,
            aws_provider,
            backend,
            assume_role,
        })
}

fn cloudformation() -> impl Strategy<Value = CloudFormation> {
    let bucket =
        (bucket_name(), region(), of(key_prefix())).prop_map(|(bucket, region, prefix)| {
            TemplateBucket {
                bucket,
                region,
                prefix,
            }
        });
    let stack_sets = (
        select(vec![
            PermissionModel::ServiceManaged,
            PermissionModel::SelfManaged,
        ]),
        of(name()),
        mapping(name(), vec(name(), 1..3)),
        of(role_name()),
        of(0_u8..=100),
        select(vec![
            RegionConcurrency::Parallel,
            RegionConcurrency::Sequential,
        ]),
    );
    let stack_sets = stack_sets.prop_map(
        |(permission_model, administrator, units, execution_role, tolerance, concurrency)| {
            StackSets {
                permission_model,
                administrator,
                units,
                execution_role,
                failure_tolerance: tolerance.map(|percent| Percent::try_from(percent).unwrap()),
                region_concurrency: concurrency,
            }
        },
    );
    (
        select(vec![Format::Yaml, Format::Json]),
        select(vec![Deployment::StackSets, Deployment::Stacks]),
        stack_sets,
        of(bucket),
        select(vec![OnDelete::Keep, OnDelete::Restore]),
    )
        .prop_map(
            |(format, delivery, stack_sets, template_bucket, on_delete)| CloudFormation {
                format,
                delivery,
                stack_sets,
                template_bucket,
                on_delete,
            },
        )
}

/// Any spec that the model can hold and that was not built with a malformed schedule.
pub(crate) fn spec() -> impl Strategy<Value = Spec> {
    let settings =
        (few(resource_type()), of(few(resource_type()))).prop_map(|(opt_in, full_management)| {
            RegionSettings {
                opt_in,
                full_management,
            }
        });
    let administration =
        (few(role()), few(role())).prop_map(|(break_glass, deploying)| Administration {
            break_glass,
            deploying,
        });
    (
        spec_name(),
        organization(),
        mapping(name(), account_id()),
        prop_oneof![
            9 => one_or_named(central_vault()),
            1 => Just(OneOrNamed::Named(IndexMap::new())),
        ],
        one_or_named(source_group()),
        mapping(plan_name(), plan()),
        of(events()),
        (
            settings,
            terraform(),
            tags(),
            cloudformation(),
            administration,
            (few(acceptance()), few(select(&Engine::ALL[..]))),
        ),
    )
        .prop_map(
            |(name, organization, accounts, central, sources, plans, events, rest)| Spec {
                offsite: Version,
                name,
                organization,
                accounts,
                central,
                sources,
                plans,
                events,
                administration: rest.4,
                region_settings: rest.0,
                terraform: rest.1,
                cloudformation: rest.3,
                tags: rest.2,
                accept: rest.5.0,
                engines: rest.5.1,
            },
        )
}
