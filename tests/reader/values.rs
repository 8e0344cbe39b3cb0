//! Values that are not what their keys need.

use offsite::diagnostics::{Report, Sources, render_json};
use offsite::spec::yaml::{self, Unreadable};
use snapbox::str;

use crate::language::*;

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
      },
      "accepted": null
    }
  ]
}

"#]]
    );
}
