//! What the reader says about a spec that is not what it should be: whole texts, as a user sees them.

use std::collections::BTreeMap;
use std::fmt;

use offsite::diagnostics::{Color, Report, Sources, render_json, render_text};
use offsite::spec::yaml::{self, Document, Shape, Unreadable, from_mapping, outline};
use serde::Deserialize;
use serde::de::{self, Deserializer, MapAccess, Visitor};
use snapbox::{IntoData, assert_data_eq, str};

/// A small language with every shape that a spec has.
#[derive(Debug, Deserialize, PartialEq)]
struct Spec {
    name: Name,
    organization: Organization,
    central: Option<Central>,
    #[serde(default)]
    accounts: BTreeMap<Name, Account>,
    #[serde(default)]
    plans: BTreeMap<Name, Plan>,
}

#[derive(Debug, Deserialize, PartialEq)]
struct Organization {
    id: String,
    management: Account,
    #[serde(default)]
    adopt: bool,
}

#[derive(Debug, Deserialize, PartialEq)]
struct Plan {
    schedule: String,
    resource_types: Vec<ResourceType>,
    keep: Days,
    #[serde(default)]
    window: Option<u16>,
    #[serde(default)]
    regions: Vec<String>,
}

#[derive(Debug, Deserialize, PartialEq)]
enum ResourceType {
    DynamoDB,
    S3,
    EBS,
}

#[derive(Debug, Deserialize, PartialEq, Eq, PartialOrd, Ord)]
#[serde(try_from = "String")]
struct Name(String);

impl TryFrom<String> for Name {
    type Error = String;
    fn try_from(text: String) -> Result<Self, String> {
        match text
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
        {
            true => Ok(Self(text)),
            false => Err(format!(
                "expected a name of lower-case letters, digits and `-`, found `{text}`"
            )),
        }
    }
}

#[derive(Debug, Deserialize, PartialEq)]
#[serde(try_from = "String")]
struct Account(String);

impl TryFrom<String> for Account {
    type Error = String;
    fn try_from(text: String) -> Result<Self, String> {
        match text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit()) {
            true => Ok(Self(text)),
            false => Err(format!(
                "expected an account id of 12 digits, found `{text}`"
            )),
        }
    }
}

#[derive(Debug, Deserialize, PartialEq)]
#[serde(try_from = "String")]
struct Days(u32);

impl TryFrom<String> for Days {
    type Error = String;
    fn try_from(text: String) -> Result<Self, String> {
        let days = text
            .strip_suffix('d')
            .and_then(|number| number.parse().ok());
        days.map(Self)
            .ok_or_else(|| format!("expected a duration as `14d`, found `{text}`"))
    }
}

/// A name of an account, or one vault.
#[derive(Debug, PartialEq)]
enum Central {
    Account(String),
    Vault(Vault),
}

#[derive(Debug, Deserialize, PartialEq)]
struct Vault {
    account: String,
    region: String,
    #[serde(default)]
    locked: bool,
}

impl<'de> Deserialize<'de> for Central {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Shapes;
        impl<'de> Visitor<'de> for Shapes {
            type Value = Central;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("the name of an account or a vault")
            }
            fn visit_str<E: de::Error>(self, text: &str) -> Result<Central, E> {
                Ok(Central::Account(text.to_owned()))
            }
            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Central, A::Error> {
                from_mapping(map).map(Central::Vault)
            }
        }
        deserializer.deserialize_any(Shapes)
    }
}

const GOOD: &str = "\
name: acme
organization: { id: o-a1b2c3d4e5, management: \"111111111111\" }
";

fn refused(text: impl AsRef<[u8]>) -> Box<Unreadable> {
    yaml::read::<Spec>(text.as_ref()).expect_err("the text is at fault")
}

fn draw(
    faults: impl IntoIterator<Item = offsite::diagnostics::Diagnostic>,
    document: &Document,
) -> String {
    let report: Report = faults.into_iter().collect();
    render_text(
        &report,
        Sources::text("spec.yaml", document.text(), document),
        Color::Never,
    )
}

/// What the user sees of a text that is refused.
fn shown(text: impl AsRef<[u8]>) -> String {
    let Unreadable { faults, document } = *refused(text);
    draw(faults, &document)
}

/// What the user sees of a good spec with some lines more.
fn shown_with(lines: &str) -> String {
    shown(format!("{GOOD}{lines}"))
}

macro_rules! says {
    ($shown:expr, $expected:expr $(,)?) => {
        assert_data_eq!($shown, $expected.raw())
    };
}

#[test]
fn an_unknown_key_is_answered_with_a_similar_one() {
    says!(
        shown_with("central: { account: vault, reigon: eu-west-1 }\n"),
        str![[r#"
error[SPC002]: unknown key `reigon` in `central`
 --> spec.yaml:3:28
  |
3 | central: { account: vault, reigon: eu-west-1 }
  |                            ^^^^^^ expected one of `account`, `region`, `locked`
  |
help: a key with a similar name exists
  |
3 - central: { account: vault, reigon: eu-west-1 }
3 + central: { account: vault, region: eu-west-1 }
  |

"#]]
    );
}

#[test]
fn an_unknown_key_without_a_similar_one_lists_the_known_ones() {
    says!(
        shown_with(
            "plans:\n  daily:\n    colour: red\n    schedule: daily\n    resource_types: [S3]\n    keep: 14d\n"
        ),
        str![[r#"
error[SPC002]: unknown key `colour` in `plans.daily`
 --> spec.yaml:5:5
  |
5 |     colour: red
  |     ^^^^^^ expected one of `schedule`, `resource_types`, `keep`, `window`, `regions`

"#]]
    );
}

#[test]
fn an_unknown_key_at_the_top_has_no_container() {
    says!(
        shown_with("plan: {}\n"),
        str![[r#"
error[SPC002]: unknown key `plan`
 --> spec.yaml:3:1
  |
3 | plan: {}
  | ^^^^ expected one of `name`, `organization`, `central`, `accounts`, `plans`
  |
help: a key with a similar name exists
  |
3 | plans: {}
  |     +

"#]]
    );
}

#[test]
fn text_where_a_list_is_needed_is_put_in_brackets() {
    says!(
        shown_with("plans:\n  daily: { schedule: daily, resource_types: S3, keep: 14d }\n"),
        str![[r#"
error[SPC003]: expected a list, found text
 --> spec.yaml:4:45
  |
4 |   daily: { schedule: daily, resource_types: S3, keep: 14d }
  |                                             ^^
  |
help: put brackets around it
  |
4 -   daily: { schedule: daily, resource_types: S3, keep: 14d }
4 +   daily: { schedule: daily, resource_types: [S3], keep: 14d }
  |

"#]]
    );
}

#[test]
fn a_list_where_a_mapping_is_needed_is_refused() {
    says!(
        shown("name: acme\norganization: [o-a1b2c3d4e5]\n"),
        str![[r#"
error[SPC003]: expected a mapping, found a list
 --> spec.yaml:2:15
  |
2 | organization: [o-a1b2c3d4e5]
  |               ^^^^^^^^^^^^^^ expected the keys `id`, `management`, `adopt`

"#]]
    );
}

#[test]
fn text_where_a_number_is_needed_is_refused() {
    says!(
        shown_with(
            "plans:\n  daily: { schedule: daily, resource_types: [S3], keep: 14d, window: long }\n"
        ),
        str![[r#"
error[SPC003]: expected a whole number, found text
 --> spec.yaml:4:70
  |
4 |   daily: { schedule: daily, resource_types: [S3], keep: 14d, window: long }
  |                                                                      ^^^^

"#]]
    );
}

#[test]
fn a_quoted_number_is_text() {
    says!(
        shown_with(
            "plans:\n  daily: { schedule: daily, resource_types: [S3], keep: 14d, window: \"60\" }\n"
        ),
        str![[r#"
error[SPC003]: expected a whole number, found text
 --> spec.yaml:4:70
  |
4 |   daily: { schedule: daily, resource_types: [S3], keep: 14d, window: "60" }
  |                                                                      ^^^^
  |
help: remove the quotes
  |
4 -   daily: { schedule: daily, resource_types: [S3], keep: 14d, window: "60" }
4 +   daily: { schedule: daily, resource_types: [S3], keep: 14d, window: 60 }
  |

"#]]
    );
}

#[test]
fn a_number_out_of_range_names_the_range() {
    says!(
        shown_with(
            "plans:\n  daily: { schedule: daily, resource_types: [S3], keep: 14d, window: 70000 }\n"
        ),
        str![[r#"
error[SPC003]: expected a whole number from 0 to 65535, found `70000`
 --> spec.yaml:4:70
  |
4 |   daily: { schedule: daily, resource_types: [S3], keep: 14d, window: 70000 }
  |                                                                      ^^^^^

"#]]
    );
}

#[test]
fn yes_is_not_true() {
    says!(
        shown("name: acme\norganization: { id: o-1, management: \"111111111111\", adopt: yes }\n"),
        str![[r#"
error[SPC003]: expected `true` or `false`, found text
 --> spec.yaml:2:61
  |
2 | organization: { id: o-1, management: "111111111111", adopt: yes }
  |                                                             ^^^
  |
help: write `true`
  |
2 - organization: { id: o-1, management: "111111111111", adopt: yes }
2 + organization: { id: o-1, management: "111111111111", adopt: true }
  |

"#]]
    );
}

#[test]
fn a_missing_key_is_reported_at_its_mapping() {
    says!(
        shown("name: acme\norganization:\n  id: o-a1b2c3d4e5\n"),
        str![[r#"
error[SPC004]: `management` is missing in `organization`
 --> spec.yaml:2:1
  |
2 | organization:
  | ^^^^^^^^^^^^ has no `management`
  |
  = help: add the key `management`

"#]]
    );
}

#[test]
fn all_missing_keys_are_reported_at_once() {
    says!(
        shown("plans:\n  daily: {}\n  weekly:\n    schedule: weekly\n"),
        str![[r#"
error[SPC004]: `name` is missing
 --> spec.yaml:1:1
  |
1 | plans:
  | ^^^^^^ has no `name`
  |
  = help: add the key `name`

error[SPC004]: `organization` is missing
 --> spec.yaml:1:1
  |
1 | plans:
  | ^^^^^^ has no `organization`
  |
  = help: add the key `organization`

error[SPC004]: `schedule` is missing in `plans.daily`
 --> spec.yaml:2:3
  |
2 |   daily: {}
  |   ^^^^^ has no `schedule`
  |
  = help: add the key `schedule`

error[SPC004]: `resource_types` is missing in `plans.daily`
 --> spec.yaml:2:3
  |
2 |   daily: {}
  |   ^^^^^ has no `resource_types`
  |
  = help: add the key `resource_types`

error[SPC004]: `keep` is missing in `plans.daily`
 --> spec.yaml:2:3
  |
2 |   daily: {}
  |   ^^^^^ has no `keep`
  |
  = help: add the key `keep`

error[SPC004]: `resource_types` is missing in `plans.weekly`
 --> spec.yaml:3:3
  |
3 |   weekly:
  |   ^^^^^^ has no `resource_types`
  |
  = help: add the key `resource_types`

error[SPC004]: `keep` is missing in `plans.weekly`
 --> spec.yaml:3:3
  |
3 |   weekly:
  |   ^^^^^^ has no `keep`
  |
  = help: add the key `keep`

"#]]
    );
}

#[test]
fn a_missing_key_of_a_list_element_or_of_the_spec_is_reported_at_its_opening() {
    says!(
        shown("\n# a spec\nname: acme\n"),
        str![[r#"
error[SPC004]: `organization` is missing
 --> spec.yaml:3:1
  |
3 | name: acme
  | ^^^^^^^^^^ has no `organization`
  |
  = help: add the key `organization`

"#]]
    );
}

#[test]
fn nothing_where_text_is_needed_is_refused_at_its_key() {
    says!(
        shown_with("plans:\n  daily:\n    schedule:\n    resource_types: [S3]\n    keep: 14d\n"),
        str![[r#"
error[SPC003]: expected text, found nothing
 --> spec.yaml:5:5
  |
5 |     schedule:
  |     ^^^^^^^^

"#]]
    );
}

#[test]
fn a_duplicate_key_shows_both_places() {
    says!(
        shown_with(
            "accounts:\n  orders: \"222222222222\"\n  billing: \"333333333333\"\n  orders: \"444444444444\"\n"
        ),
        str![[r#"
error[SPC005]: the key `orders` is given twice
 --> spec.yaml:6:3
  |
4 |   orders: "222222222222"
  |   ------ first here
5 |   billing: "333333333333"
6 |   orders: "444444444444"
  |   ^^^^^^ again here
  |
  = help: remove one of the two

"#]]
    );
}

#[test]
fn an_unknown_word_is_answered_with_a_similar_one() {
    says!(
        shown_with(
            "plans:\n  daily: { schedule: daily, resource_types: [DynamoDb, Efs], keep: 14d }\n"
        ),
        str![[r#"
error[SPC006]: unknown value `DynamoDb` for `resource_types`
 --> spec.yaml:4:46
  |
4 |   daily: { schedule: daily, resource_types: [DynamoDb, Efs], keep: 14d }
  |                                              ^^^^^^^^ expected one of `DynamoDB`, `S3`, `EBS`
  |
help: a similar value exists
  |
4 -   daily: { schedule: daily, resource_types: [DynamoDb, Efs], keep: 14d }
4 +   daily: { schedule: daily, resource_types: [DynamoDB, Efs], keep: 14d }
  |

error[SPC006]: unknown value `Efs` for `resource_types`
 --> spec.yaml:4:56
  |
4 |   daily: { schedule: daily, resource_types: [DynamoDb, Efs], keep: 14d }
  |                                                        ^^^ expected one of `DynamoDB`, `S3`, `EBS`
  |
help: a similar value exists
  |
4 -   daily: { schedule: daily, resource_types: [DynamoDb, Efs], keep: 14d }
4 +   daily: { schedule: daily, resource_types: [DynamoDb, EBS], keep: 14d }
  |

"#]]
    );
}

#[test]
fn a_types_own_message_stands_at_its_value() {
    says!(
        shown_with("accounts: { orders: 22222222222 }\n"),
        str![[r#"
error[SPC007]: expected an account id of 12 digits, found `22222222222`
 --> spec.yaml:3:21
  |
3 | accounts: { orders: 22222222222 }
  |                     ^^^^^^^^^^^

"#]]
    );
}

#[test]
fn a_malformed_key_is_reported_at_the_key() {
    says!(
        shown_with("accounts: { Orders: \"222222222222\" }\n"),
        str![[r#"
error[SPC007]: expected a name of lower-case letters, digits and `-`, found `Orders`
 --> spec.yaml:3:13
  |
3 | accounts: { Orders: "222222222222" }
  |             ^^^^^^

"#]]
    );
}

#[test]
fn a_hand_written_visitor_says_all_its_shapes() {
    says!(
        shown_with("central: [vault]\n"),
        str![[r#"
error[SPC003]: expected the name of an account or a vault, found a list
 --> spec.yaml:3:10
  |
3 | central: [vault]
  |          ^^^^^^^

"#]]
    );
}

#[test]
fn places_survive_a_hand_written_visitor() {
    says!(
        shown_with("central:\n  account: vault\n  region: [eu-west-1]\n  lock: true\n"),
        str![[r#"
error[SPC003]: expected text, found a list
 --> spec.yaml:5:11
  |
5 |   region: [eu-west-1]
  |           ^^^^^^^^^^^

error[SPC002]: unknown key `lock` in `central`
 --> spec.yaml:6:3
  |
6 |   lock: true
  |   ^^^^ expected one of `account`, `region`, `locked`
  |
help: a key with a similar name exists
  |
6 |   locked: true
  |       ++

"#]]
    );
}

#[test]
fn a_key_missing_behind_a_hand_written_visitor_is_reported_at_its_mapping() {
    says!(
        shown_with("central: { account: vault }\n"),
        str![[r#"
error[SPC004]: `region` is missing in `central`
 --> spec.yaml:3:1
  |
3 | central: { account: vault }
  | ^^^^^^^ has no `region`
  |
  = help: add the key `region`

"#]]
    );
}

#[test]
fn a_tab_as_indentation_is_named() {
    says!(
        shown_with("central:\n\taccount: vault\n"),
        str![[r#"
error[SPC001]: a tab is used as indentation
 --> spec.yaml:4:1
  |
4 |     account: vault
  | ^^^^ a tab
  |
help: indent with spaces
  |
4 |   account: vault
  | ++

"#]]
    );
}

#[test]
fn a_tab_inside_deeper_indentation_is_named() {
    says!(
        shown_with("plans:\n  daily:\n  \tschedule: daily\n"),
        str![[r#"
error[SPC001]: a tab is used as indentation
 --> spec.yaml:5:3
  |
5 |       schedule: daily
  |   ^^^^ a tab
  |
help: indent with spaces
  |
5 |     schedule: daily
  | ++++

"#]]
    );
}

#[test]
fn an_open_bracket_is_shown() {
    says!(
        shown_with("plans:\n  daily: { resource_types: [S3, EBS }\n"),
        str![[r#"
error[SPC001]: expected `,` or `]` in a list
 --> spec.yaml:4:37
  |
4 |   daily: { resource_types: [S3, EBS }
  |                            -        ^ found this instead
  |                            |
  |                            inside the bracket opened here

"#]]
    );
}

#[test]
fn a_bracket_that_is_never_closed_is_shown() {
    says!(
        shown_with("plans:\n  daily: { schedule: daily\n"),
        str![[r#"
error[SPC001]: the bracket `{` is never closed
 --> spec.yaml:4:10
  |
4 |   daily: { schedule: daily
  |          ^ opened here

"#]]
    );
}

#[test]
fn an_open_quote_is_shown() {
    says!(
        shown_with("central: \"vault\n"),
        str![[r#"
error[SPC001]: a quoted text is never closed
 --> spec.yaml:3:10
  |
3 | central: "vault
  |          ^^^^^^ begins here
  |
  = help: add the closing quote

"#]]
    );
}

#[test]
fn a_colon_inside_a_text_is_named() {
    says!(
        shown_with("central: vault: main\n"),
        str![[r#"
error[SPC001]: a `:` does not fit here
 --> spec.yaml:3:15
  |
3 | central: vault: main
  |               ^ no key can stand before this
  |
  = help: quote a text that contains `: `, or begin the mapping on a line of its own

"#]]
    );
}

#[test]
fn indentation_that_fits_nothing_is_named() {
    says!(
        shown_with("plans:\n    daily:\n        keep: 14d\n      schedule: daily\n"),
        str![[r#"
error[SPC001]: expected a key
 --> spec.yaml:6:7
  |
6 |       schedule: daily
  |       ^ found this instead
  |
  = help: the keys of one mapping stand in one column

"#]]
    );
}

#[test]
fn a_reserved_character_is_named() {
    says!(
        shown_with("central: @vault\n"),
        str![[r#"
error[SPC001]: no value begins with this character
 --> spec.yaml:3:10
  |
3 | central: @vault
  |          ^
  |
  = help: quote the text

"#]]
    );
}

#[test]
fn a_list_on_the_line_of_its_key_is_named() {
    says!(
        shown_with("accounts: - orders\n"),
        str![[r#"
error[SPC001]: a list cannot begin here
 --> spec.yaml:3:11
  |
3 | accounts: - orders
  |           ^ this begins a list
  |
  = help: begin the list on a line of its own, below its key

"#]]
    );
}

#[test]
fn an_unknown_escape_is_named() {
    says!(
        shown_with("central: \"a\\qb\"\n"),
        str![[r#"
error[SPC001]: a text in double quotes has an unknown escape
 --> spec.yaml:3:10
  |
3 | central: "a\qb"
  |          ^
  |
  = help: write `\\` for a backslash, or use single quotes

"#]]
    );
}

#[test]
fn an_unknown_anchor_is_named() {
    says!(
        shown_with("central: *vault\n"),
        str![[r#"
error[SPC001]: the alias `*vault` names no anchor above it
 --> spec.yaml:3:10
  |
3 | central: *vault
  |          ^^^^^^
  |
  = help: quote the text if it is not meant to be an alias

"#]]
    );
}

#[test]
fn a_second_document_is_refused() {
    says!(
        shown_with("---\nname: other\n"),
        str![[r#"
error[SPC008]: expected one YAML document, found several
 --> spec.yaml:3:1
  |
3 | ---
  | ^^^ a second document begins here
  |
  = help: one file holds one spec: move the others to files of their own

"#]]
    );
}

#[test]
fn an_empty_spec_is_refused() {
    says!(
        shown("# nothing yet\n"),
        str![[r#"
error[SPC001]: the spec is empty
--> spec.yaml
 = help: `offsite init` writes a first spec

"#]]
    );
}

#[test]
fn a_spec_that_is_null_is_refused() {
    says!(
        shown("~\n"),
        str![[r#"
error[SPC003]: expected a mapping, found nothing
 --> spec.yaml:1:1
  |
1 | ~
  | ^ expected the keys `name`, `organization`, `central`, `accounts`, `plans`

"#]]
    );
}

#[test]
fn a_spec_that_is_text_is_refused() {
    says!(
        shown("hello\n"),
        str![[r#"
error[SPC003]: expected a mapping, found text
 --> spec.yaml:1:1
  |
1 | hello
  | ^^^^^ expected the keys `name`, `organization`, `central`, `accounts`, `plans`

"#]]
    );
}

#[test]
fn a_tag_is_refused() {
    says!(
        shown_with("central: !vault { account: vault, region: eu-west-1 }\n"),
        str![[r#"
error[SPC009]: the tag `!vault` is not supported
 --> spec.yaml:3:10
  |
3 | central: !vault { account: vault, region: eu-west-1 }
  |          ^^^^^^
  |
  = help: a spec needs no tags: remove it

"#]]
    );
}

#[test]
fn a_core_tag_that_means_a_number_is_refused() {
    says!(
        shown_with("central: !!int 5\n"),
        str![[r#"
error[SPC009]: the tag `!!int` is not supported
 --> spec.yaml:3:10
  |
3 | central: !!int 5
  |          ^^^^^
  |
  = help: a spec needs no tags: remove it

"#]]
    );
}

#[test]
fn a_merge_key_is_refused_without_consequences() {
    says!(
        shown_with(
            "plans:\n  daily: &base { schedule: daily, resource_types: [S3], keep: 14d }\n  weekly:\n    <<: *base\n    schedule: weekly\n"
        ),
        str![[r#"
error[SPC009]: the merge key `<<` is not supported
 --> spec.yaml:6:5
  |
6 |     <<: *base
  |     ^^ a merge key
  |
  = help: write the keys out, or repeat the whole mapping by an alias

"#]]
    );
}

#[test]
fn an_alias_inside_its_own_anchor_is_refused() {
    says!(
        shown_with("plans: &all\n  daily: *all\n"),
        str![[r#"
error[SPC009]: the alias `*all` refers to itself
 --> spec.yaml:4:10
  |
4 |   daily: *all
  |          ^^^^ stands inside the value that it repeats

"#]]
    );
}

#[test]
fn a_fault_in_a_repeated_value_is_reported_once_where_it_is_written() {
    says!(
        shown_with(
            "plans:\n  daily: &base { schedule: daily, resource_types: [S3], keep: ever }\n  weekly: *base\n"
        ),
        str![[r#"
error[SPC007]: expected a duration as `14d`, found `ever`
 --> spec.yaml:4:63
  |
4 |   daily: &base { schedule: daily, resource_types: [S3], keep: ever }
  |                                                               ^^^^

"#]]
    );
}

#[test]
fn a_key_that_is_a_list_is_refused() {
    says!(
        shown_with("? [a, b]\n: c\n"),
        str![[r#"
error[SPC009]: expected text as a key, found a list
 --> spec.yaml:3:3
  |
3 | ? [a, b]
  |   ^^^^^^ stands where a key belongs

"#]]
    );
}

#[test]
fn a_control_character_is_named() {
    says!(
        shown_with("central: a\u{0}b\n"),
        str![[r#"
error[SPC001]: the control character U+0000 stands in the text
 --> spec.yaml:3:11
  |
3 | central: a␀b
  |           ^ not allowed in YAML
  |
  = help: remove it, or write it as an escape in double quotes

"#]]
    );
}

#[test]
fn bytes_that_are_not_utf8_are_reported_at_their_place() {
    says!(
        shown(b"name: acme\norganization: \xff\n"),
        str![[r#"
error[SPC012]: expected text in UTF-8, found the byte 0xff
 --> spec.yaml:2:15
  |
2 | organization: �
  |               ^ no UTF-8 from here
  |
  = help: save the file as UTF-8

"#]]
    );
}

#[test]
fn utf16_is_recognized() {
    says!(
        shown(b"\xff\xfen\0a\0m\0e\0"),
        str![[r#"
error[SPC012]: expected text in UTF-8, found the byte 0xff
 --> spec.yaml:1:1
  |
1 | ��n␀a␀m␀e␀
  | ^ no UTF-8 from here
  |
  = help: the file is in UTF-16: save it as UTF-8

"#]]
    );
}

#[test]
fn columns_count_characters_not_bytes() {
    says!(
        shown_with("accounts: { \"b\u{fc}ro\": x, gr\u{f6}\u{df}e: \"222222222222\" } # \u{fc}\n"),
        str![[r#"
error[SPC007]: expected a name of lower-case letters, digits and `-`, found `büro`
 --> spec.yaml:3:13
  |
3 | accounts: { "büro": x, größe: "222222222222" } # ü
  |             ^^^^^^

error[SPC007]: expected a name of lower-case letters, digits and `-`, found `größe`
 --> spec.yaml:3:24
  |
3 | accounts: { "büro": x, größe: "222222222222" } # ü
  |                        ^^^^^

"#]]
    );
}

#[test]
fn carriage_returns_do_not_shift_places() {
    says!(
        shown("name: acme\r\norganization:\r\n  id: o-1\r\n  management: 1\r\n"),
        str![[r#"
error[SPC007]: expected an account id of 12 digits, found `1`
 --> spec.yaml:4:15
  |
4 |   management: 1
  |               ^

"#]]
    );
}

#[test]
fn a_byte_order_mark_does_not_shift_places() {
    says!(
        shown("\u{feff}name: Acme\norganization: { id: o-1, management: \"111111111111\" }\n"),
        str![[r#"
error[SPC007]: expected a name of lower-case letters, digits and `-`, found `Acme`
 --> spec.yaml:1:7
  |
1 | name: Acme
  |       ^^^^

"#]]
    );
}

#[test]
fn json_is_read_as_well() {
    says!(
        shown(
            "{\n  \"name\": \"acme\",\n  \"organization\": { \"id\": \"o-1\", \"managment\": \"111111111111\" }\n}\n"
        ),
        str![[r#"
error[SPC002]: unknown key `managment` in `organization`
 --> spec.yaml:3:34
  |
3 |   "organization": { "id": "o-1", "managment": "111111111111" }
  |                                  ^^^^^^^^^^^ expected one of `id`, `management`, `adopt`
  |
help: a key with a similar name exists
  |
3 |   "organization": { "id": "o-1", "management": "111111111111" }
  |                                        +

"#]]
    );
}

#[test]
fn nesting_has_a_limit() {
    says!(
        shown_with(&format!("central: {}\n", "[".repeat(70))),
        str![[r#"
error[SPC010]: lists and mappings are nested deeper than 64 levels
 --> spec.yaml:3:73
  |
3 | central: [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[
  |                                                                         ^ the limit is reached here

"#]]
    );
}

#[test]
fn consequences_of_a_fault_are_not_reported() {
    says!(
        shown(
            "name: acme\norganization: { id: o-1, management: x }\nplans: { daily: { keep: x } }\n"
        ),
        str![[r#"
error[SPC007]: expected an account id of 12 digits, found `x`
 --> spec.yaml:2:38
  |
2 | organization: { id: o-1, management: x }
  |                                      ^

error[SPC004]: `schedule` is missing in `plans.daily`
 --> spec.yaml:3:10
  |
3 | plans: { daily: { keep: x } }
  |          ^^^^^ has no `schedule`
  |
  = help: add the key `schedule`

error[SPC004]: `resource_types` is missing in `plans.daily`
 --> spec.yaml:3:10
  |
3 | plans: { daily: { keep: x } }
  |          ^^^^^ has no `resource_types`
  |
  = help: add the key `resource_types`

error[SPC007]: expected a duration as `14d`, found `x`
 --> spec.yaml:3:25
  |
3 | plans: { daily: { keep: x } }
  |                         ^

"#]]
    );
}

/// Seven faults of seven kinds; the misspelt key is not reported again as missing.
#[test]
fn seven_faults_are_reported_in_one_run() {
    let text = "\
name: acme
organisation:
  id: o-a1b2c3d4e5
accounts:
  orders: \"22222222222\"
central: { account: vault, reigon: eu-central-1 }
plans:
  daily:
    schedule: [daily]
    resource_types: [DynamoDB, S4, RDS]
    keep: 14d
  weekly:
    schedule: weekly
    resource_types: [S3]
";
    assert_eq!(refused(text).faults.len(), 7);
    says!(
        shown(text),
        str![[r#"
error[SPC002]: unknown key `organisation`
 --> spec.yaml:2:1
  |
2 | organisation:
  | ^^^^^^^^^^^^ expected one of `name`, `organization`, `central`, `accounts`, `plans`
  |
help: a key with a similar name exists
  |
2 - organisation:
2 + organization:
  |

error[SPC007]: expected an account id of 12 digits, found `22222222222`
 --> spec.yaml:5:11
  |
5 |   orders: "22222222222"
  |           ^^^^^^^^^^^^^

error[SPC002]: unknown key `reigon` in `central`
 --> spec.yaml:6:28
  |
6 | central: { account: vault, reigon: eu-central-1 }
  |                            ^^^^^^ expected one of `account`, `region`, `locked`
  |
help: a key with a similar name exists
  |
6 - central: { account: vault, reigon: eu-central-1 }
6 + central: { account: vault, region: eu-central-1 }
  |

error[SPC003]: expected text, found a list
 --> spec.yaml:9:15
  |
9 |     schedule: [daily]
  |               ^^^^^^^

error[SPC006]: unknown value `S4` for `resource_types`
  --> spec.yaml:10:32
   |
10 |     resource_types: [DynamoDB, S4, RDS]
   |                                ^^ expected one of `DynamoDB`, `S3`, `EBS`
   |
help: a similar value exists
   |
10 -     resource_types: [DynamoDB, S4, RDS]
10 +     resource_types: [DynamoDB, S3, RDS]
   |

error[SPC006]: unknown value `RDS` for `resource_types`
  --> spec.yaml:10:36
   |
10 |     resource_types: [DynamoDB, S4, RDS]
   |                                    ^^^ expected one of `DynamoDB`, `S3`, `EBS`

error[SPC004]: `keep` is missing in `plans.weekly`
  --> spec.yaml:12:3
   |
12 |   weekly:
   |   ^^^^^^ has no `keep`
   |
   = help: add the key `keep`

"#]]
    );
}

#[test]
fn an_account_id_with_a_leading_zero_wants_quotes() {
    let text = format!("{GOOD}accounts: {{ orders: 011111111117, billing: \"011111111118\" }}\n");
    let (spec, document) = yaml::read::<Spec>(text.as_bytes()).unwrap();
    assert_eq!(
        spec.accounts[&Name("orders".into())],
        Account("011111111117".into())
    );
    says!(
        draw(yaml::unquoted_account_ids(&document), &document),
        str![[r#"
error[SPC011]: the account id `011111111117` has a leading zero and no quotes
 --> spec.yaml:3:21
  |
3 | accounts: { orders: 011111111117, billing: "011111111118" }
  |                     ^^^^^^^^^^^^ other readers of YAML drop the zero
  |
help: quote it
  |
3 - accounts: { orders: 011111111117, billing: "011111111118" }
3 + accounts: { orders: "011111111117", billing: "011111111118" }
  |

"#]]
    );
}

#[test]
fn json_output_names_file_place_and_path() {
    let Unreadable { faults, document } = *refused(format!(
        "{GOOD}central: {{ account: vault, reigon: eu-west-1 }}\n"
    ));
    let report: Report = faults.into_iter().collect();
    let json = render_json(
        &report,
        Sources::text("spec.yaml", document.text(), &document),
    );
    says!(
        json,
        str![[r#"
{
  "version": 1,
  "diagnostics": [
    {
      "code": "SPC002",
      "name": "unknown-key",
      "severity": "error",
      "message": "unknown key `reigon` in `central`",
      "label": "expected one of `account`, `region`, `locked`",
      "file": "spec.yaml",
      "line": 3,
      "column": 28,
      "end_line": 3,
      "end_column": 34,
      "path": "central.reigon",
      "related": [],
      "notes": [],
      "help": "a key with a similar name exists",
      "replacement": {
        "text": "region",
        "file": "spec.yaml",
        "line": 3,
        "column": 28,
        "end_line": 3,
        "end_column": 34,
        "path": "central.reigon"
      }
    }
  ]
}

"#]]
    );
}

/// One vault, or several by name: told apart by a look at the mapping's outline.
#[derive(Debug, PartialEq)]
struct Vaults(BTreeMap<String, Vault>);

impl<'de> Deserialize<'de> for Vaults {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Shapes;
        impl<'de> Visitor<'de> for Shapes {
            type Value = Vaults;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("one vault or several by name")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Vaults, A::Error> {
                let named = outline(&mut map)?
                    .iter()
                    .all(|(_, shape)| *shape == Shape::Mapping);
                if named {
                    from_mapping(map).map(Vaults)
                } else {
                    let vault = from_mapping(map)?;
                    Ok(Vaults([("central".to_owned(), vault)].into()))
                }
            }
        }
        deserializer.deserialize_any(Shapes)
    }
}

fn vaults(text: &str) -> Result<Vaults, String> {
    match yaml::read::<Vaults>(text.as_bytes()) {
        Ok((vaults, _)) => Ok(vaults),
        Err(unreadable) => Err(draw(unreadable.faults, &unreadable.document)),
    }
}

#[test]
fn one_and_several_are_told_apart_by_their_outline() {
    let one = vaults("{ account: a, region: r }").unwrap();
    let several = vaults("central: { account: a, region: r }").unwrap();
    assert_eq!(one, several);
    assert_eq!(vaults("{}").unwrap(), Vaults(BTreeMap::new()));
    says!(
        vaults("{ acount: a, region: r }").unwrap_err(),
        str![[r#"
error[SPC002]: unknown key `acount`
 --> spec.yaml:1:3
  |
1 | { acount: a, region: r }
  |   ^^^^^^ expected one of `account`, `region`, `locked`
  |
help: a key with a similar name exists
  |
1 | { account: a, region: r }
  |     +

"#]]
    );
    says!(
        vaults("main: { account: a, regoin: r }\nsecond: { account: [a] }\n").unwrap_err(),
        str![[r#"
error[SPC002]: unknown key `regoin` in `main`
 --> spec.yaml:1:21
  |
1 | main: { account: a, regoin: r }
  |                     ^^^^^^ expected one of `account`, `region`, `locked`
  |
help: a key with a similar name exists
  |
1 - main: { account: a, regoin: r }
1 + main: { account: a, region: r }
  |

error[SPC004]: `region` is missing in `second`
 --> spec.yaml:2:1
  |
2 | second: { account: [a] }
  | ^^^^^^ has no `region`
  |
  = help: add the key `region`

error[SPC003]: expected text, found a list
 --> spec.yaml:2:20
  |
2 | second: { account: [a] }
  |                    ^^^

"#]]
    );
}

/// Serde's own way from a mapping to a struct keeps places, and loses only the list of keys.
#[test]
fn an_unknown_key_is_found_behind_serdes_map_deserializer() {
    #[derive(Debug)]
    struct Wrapped(#[expect(dead_code, reason = "only read")] Vault);
    impl<'de> Deserialize<'de> for Wrapped {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            struct Shapes;
            impl<'de> Visitor<'de> for Shapes {
                type Value = Wrapped;
                fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                    f.write_str("a vault")
                }
                fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Wrapped, A::Error> {
                    Vault::deserialize(de::value::MapAccessDeserializer::new(map)).map(Wrapped)
                }
            }
            deserializer.deserialize_any(Shapes)
        }
    }
    let text = "account: vault\nreigon: eu-west-1\nlocked: maybe\n";
    let Unreadable { faults, document } = *yaml::read::<Wrapped>(text.as_bytes()).unwrap_err();
    says!(
        draw(faults, &document),
        str![[r#"
error[SPC004]: `region` is missing
 --> spec.yaml:1:1
  |
1 | account: vault
  | ^^^^^^^^^^^^^^ has no `region`
  |
  = help: add the key `region`

error[SPC002]: unknown key `reigon`
 --> spec.yaml:2:1
  |
2 | reigon: eu-west-1
  | ^^^^^^

error[SPC003]: expected `true` or `false`, found text
 --> spec.yaml:3:9
  |
3 | locked: maybe
  |         ^^^^^

"#]]
    );
}

#[test]
fn enums_with_values_keep_their_places() {
    #[derive(Debug, Deserialize, PartialEq)]
    #[serde(rename_all = "snake_case")]
    enum Lock {
        None,
        Governance(u16),
        Compliance { days: u16 },
    }
    let read = |text: &str| yaml::read::<Vec<Lock>>(text.as_bytes());
    let (locks, _) = read("[none, governance: 3, compliance: { days: 4 }]").unwrap();
    assert_eq!(
        locks,
        [
            Lock::None,
            Lock::Governance(3),
            Lock::Compliance { days: 4 }
        ]
    );
    let text = "- non\n- governance\n- governence: 3\n- compliance: { day: 4 }\n- governance: x\n- [none]\n- { none: 1 }\n";
    let Unreadable { faults, document } = *read(text).unwrap_err();
    says!(
        draw(faults, &document),
        str![[r#"
error[SPC006]: unknown value `non`
 --> spec.yaml:1:3
  |
1 | - non
  |   ^^^ expected one of `none`, `governance`, `compliance`
  |
help: a similar value exists
  |
1 | - none
  |      +

error[SPC003]: expected a mapping `governance: …`, found text
 --> spec.yaml:2:3
  |
2 | - governance
  |   ^^^^^^^^^^

error[SPC006]: unknown value `governence`
 --> spec.yaml:3:3
  |
3 | - governence: 3
  |   ^^^^^^^^^^ expected one of `none`, `governance`, `compliance`
  |
help: a similar value exists
  |
3 - - governence: 3
3 + - governance: 3
  |

error[SPC002]: unknown key `day` in `[3].compliance`
 --> spec.yaml:4:17
  |
4 | - compliance: { day: 4 }
  |                 ^^^ expected `days`
  |
help: a key with a similar name exists
  |
4 | - compliance: { days: 4 }
  |                    +

error[SPC003]: expected a whole number, found text
 --> spec.yaml:5:15
  |
5 | - governance: x
  |               ^

error[SPC003]: expected one of `none`, `governance`, `compliance`, found a list
 --> spec.yaml:6:3
  |
6 | - [none]
  |   ^^^^^^

error[SPC003]: expected nothing, found a number
 --> spec.yaml:7:11
  |
7 | - { none: 1 }
  |           ^

"#]]
    );
}
