//! Texts that are not YAML, or not YAML that a spec may use.

use snapbox::str;

use crate::language::*;

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
fn two_smaller_signs_before_a_text_are_a_key_like_any_other() {
    for key in ["<<", "'<<'"] {
        let text = format!("accounts:\n  {key}: {{ id: \"111111111111\" }}\n");
        let quoted = key.starts_with('\'');
        assert_eq!(shown_with(&text).contains("merge key"), !quoted, "{key}");
        let text = format!("{key}: eu-west-1\n");
        assert!(shown_with(&text).contains("unknown key `<<`"), "{key}");
    }
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
