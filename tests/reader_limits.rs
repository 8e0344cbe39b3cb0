//! The reader takes anything: no text makes it panic, hang or fill the memory.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod unproven;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::time::Duration;

use offsite::Color;
use offsite::diagnostics::{Place, Report, Sources, render_json, render_text};
use offsite::place::{Origin, Origins, Path};
use offsite::spec::yaml::{self, Document, Kind, MAX_FAULTS, Unreadable};
use proptest::prelude::*;
use serde::Deserialize;

#[derive(Debug, PartialEq, Deserialize)]
struct Spec {
    #[serde(default)]
    accounts: BTreeMap<String, Account>,
    #[serde(default)]
    anything: Vec<Account>,
    #[serde(default)]
    tree: Option<Tree>,
}

#[derive(Debug, PartialEq, Deserialize)]
struct Account {
    id: Id,
    regions: Vec<String>,
    #[serde(default)]
    size: Option<i64>,
    #[serde(default)]
    mode: Option<Mode>,
}

#[derive(Debug, PartialEq, Deserialize)]
enum Mode {
    Plain,
    Locked(u32),
    Named { name: String },
}

#[derive(Debug, PartialEq, Deserialize)]
struct Tree {
    #[serde(default)]
    left: Option<Box<Self>>,
    #[serde(default)]
    right: Option<Box<Self>>,
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(try_from = "String")]
struct Id(String);

impl TryFrom<String> for Id {
    type Error = String;
    fn try_from(text: String) -> Result<Self, String> {
        match text.len() == 12 {
            true => Ok(Self(text)),
            false => Err(format!(
                "expected an account id of 12 digits, found `{text}`"
            )),
        }
    }
}

/// Reads, and takes the time for the refusal and its drawing together.
fn refused(bytes: &[u8]) -> (Box<Unreadable>, Duration) {
    let start = processor_time();
    let unreadable = yaml::read::<Spec>(bytes).expect_err("the text is at fault");
    draw(&unreadable);
    (unreadable, processor_time() - start)
}

/// The processor time of this thread: while others keep it waiting, it stands still. It is zero where
/// the system does not tell, after saying so.
fn processor_time() -> Duration {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let nanoseconds = told.split(' ').next().and_then(|first| first.parse().ok());
    nanoseconds.map_or_else(
        || {
            let claim = "the reader takes bounded time";
            unproven::say(claim, "the system does not tell the time of a thread");
            Duration::ZERO
        },
        Duration::from_nanos,
    )
}

fn draw(Unreadable { faults, document }: &Unreadable) -> String {
    let report: Report = faults.iter().cloned().collect();
    let sources = Sources::text("spec.yaml", document.text(), document);
    render_text(&report, sources, Color::Never) + &render_json(&report, sources)
}

fn many_accounts(count: usize) -> String {
    let mut text = String::from("accounts:\n");
    for number in 0..count {
        writeln!(
            text,
            "  account-{number:05}:\n    id: \"{number:012}\"\n    regions: [eu-west-1, us-east-1]"
        )
        .unwrap();
    }
    text
}

#[test]
fn fifty_megabytes_are_refused_at_once() {
    for unit in [
        "a",
        "[",
        "- ",
        "{a: ",
        "\u{0}",
        "a: b\n",
        "&a [*a, ",
        "\u{1F980}",
    ] {
        let mut bytes = unit.repeat(50_000_000 / unit.len()).into_bytes();
        bytes.push(0xff);
        let (unreadable, time) = refused(&bytes);
        assert_eq!(unreadable.faults[0].code, Some("SPC010"));
        assert_eq!(unreadable.faults[0].primary.place, Place::Whole);
        assert!(
            unreadable.faults[0]
                .message
                .ends_with("and the limit is 8388608 bytes")
        );
        assert!(time < Duration::from_secs(1), "{unit}: {time:?}");
    }
}

#[test]
fn repetitions_of_anything_take_bounded_time() {
    // The longest allowed text would take a debug build minutes; quadratic behavior shows here too.
    const LENGTH: usize = 256 * 1024;
    let units = [
        "[",
        "{",
        "- ",
        "? ",
        "{a: ",
        "[[],",
        "a: ",
        "\"",
        "'",
        "|\n ",
        "a",
        " ",
        "\n",
        "a,",
        "#",
        "!a ",
        "&a ",
        "*a ",
        "\u{e4}",
        "a: b\n",
        "- a\n",
        "a\n\n",
        ": ",
        "'': ",
        "%a\n",
        "---\n",
        "\t",
        "-",
        "\\",
        "\r",
        "a:\n- b\n",
        "a b: c\n",
        "- - a\n",
    ];
    for unit in units {
        for (before, after) in [
            ("", ""),
            ("[", ""),
            ("anything: [", "]"),
            ("anything: \"", "\""),
        ] {
            let text = format!("{before}{}{after}", unit.repeat(LENGTH / unit.len()));
            let start = processor_time();
            if let Err(unreadable) = yaml::read::<Spec>(text.as_bytes()) {
                draw(&unreadable);
            }
            let time = processor_time() - start;
            assert!(time < Duration::from_secs(10), "{before}{unit:?}: {time:?}");
        }
    }
}

#[test]
fn aliases_do_not_multiply() {
    let mut text = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for level in 1..30 {
        let alias = format!("*a{}, ", level - 1).repeat(10);
        writeln!(text, "a{level}: &a{level} [{alias}]").unwrap();
    }
    let (unreadable, time) = refused(text.as_bytes());
    assert_eq!(
        unreadable.faults[0].message,
        "the aliases stand for more than 100000 values"
    );
    assert!(time < Duration::from_secs(1), "{time:?}");
}

#[test]
fn aliases_do_not_deepen() {
    let mut text = String::from("tree: &t0 {}\n");
    for level in 1..80 {
        writeln!(text, "t{level}: &t{level} {{ left: *t{} }}", level - 1).unwrap();
    }
    let (unreadable, _) = refused(text.as_bytes());
    assert_eq!(
        unreadable.faults[0].message,
        "lists and mappings are nested deeper than 64 levels"
    );
}

#[test]
fn what_is_allowed_to_be_deep_is_read() {
    let depth = yaml::MAX_DEPTH - 2;
    let text = format!(
        "tree: {}{}{}\n",
        "{ left: ".repeat(depth),
        "{}",
        " }".repeat(depth)
    );
    let (spec, _) = yaml::read::<Spec>(text.as_bytes()).unwrap();
    assert!(spec.tree.unwrap().left.is_some());
}

#[test]
fn faults_beyond_the_cap_are_counted_out() {
    let wrong = many_accounts(2000).replace("\"0", "\"");
    let (unreadable, time) = refused(wrong.as_bytes());
    assert_eq!(unreadable.faults.len(), MAX_FAULTS + 1);
    assert_eq!(unreadable.faults[MAX_FAULTS].name, "more-faults");
    assert!(time < Duration::from_secs(20), "{time:?}");

    let unknown = many_accounts(2000).replace("regions", "regoins");
    let (unreadable, _) = refused(unknown.as_bytes());
    assert_eq!(unreadable.faults.len(), MAX_FAULTS + 1);

    let twice = format!("accounts:\n{}", "  a: b\n".repeat(5000));
    let (unreadable, _) = refused(twice.as_bytes());
    assert_eq!(unreadable.faults.len(), MAX_FAULTS + 1);
}

#[test]
fn ten_thousand_accounts_are_read_and_found_quickly() {
    let text = many_accounts(10_000);
    let start = processor_time();
    let (spec, document) = yaml::read::<Spec>(text.as_bytes()).unwrap();
    let read = processor_time() - start;
    assert_eq!(spec.accounts.len(), 10_000);

    let start = processor_time();
    for name in spec.accounts.keys() {
        let path = Path::root()
            .key("accounts")
            .key(name.clone())
            .key("regions")
            .index(1);
        let Origin::Text { value, .. } = document.of(&path) else {
            panic!("{path} has no place");
        };
        assert_eq!(&text[value], "us-east-1");
    }
    let found = processor_time() - start;
    // Debug builds are slow; quadratic behavior would take minutes.
    assert!(read + found < Duration::from_secs(10), "{read:?} {found:?}");
}

#[test]
fn an_unknown_path_answers_with_its_nearest_ancestor() {
    let text = "accounts:\n  orders: { id: \"111111111111\", regions: [eu-west-1] }\n";
    let (_, document) = yaml::read::<Spec>(text.as_bytes()).unwrap();
    let orders = Path::root().key("accounts").key("orders");
    let shown = |path: &Path| match document.of(path) {
        Origin::Text { key, value } => (key.map(|key| &text[key]), &text[value]),
        other => panic!("{other:?}"),
    };
    assert_eq!(shown(&orders.key("id")), (Some("id"), "\"111111111111\""));
    assert_eq!(shown(&orders.key("regions").index(0)), (None, "eu-west-1"));
    assert_eq!(
        shown(&orders.key("regions").index(7)),
        (Some("regions"), "regions")
    );
    assert_eq!(
        shown(&orders.key("size").key("deep")),
        (Some("orders"), "orders")
    );
    assert_eq!(
        shown(&Path::root().key("plans")),
        (Some("accounts:"), "accounts:")
    );
}

/// Texts that look like YAML more often than random bytes do.
fn pieces() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        prop::sample::select(vec![
            "accounts",
            "anything",
            "tree",
            "id",
            "regions",
            "mode",
            "left",
            "Locked",
            "Named",
            ":",
            ": ",
            "- ",
            "? ",
            "\n",
            "\n  ",
            "\n    ",
            " ",
            "{",
            "}",
            "[",
            "]",
            ", ",
            "\"",
            "'",
            "&a ",
            "*a",
            "!",
            "!!str ",
            "!<x>",
            "<<: ",
            "|\n",
            ">-\n",
            "# c",
            "---\n",
            "...\n",
            "%YAML 1.2\n",
            "\t",
            "\r\n",
            "~",
            "null",
            "true",
            "12",
            "\\x",
            "\u{e4}",
            "\u{1F980}",
            "\u{feff}",
            "@",
            "`",
            "111111111111",
            "eu-west-1",
        ])
        .prop_map(str::to_owned),
        "[ -~]{0,3}",
    ];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

/// Every node's bytes are within the text, and a plain scalar's are its value.
fn is_consistent(document: &Document) {
    for id in document.ids() {
        let span = document.node(id).span();
        let written = document.text().get(span.clone());
        assert!(written.is_some(), "{span:?} in {:?}", document.text());
        if let Kind::Scalar(text, _) = document.kind(id) {
            assert!(!text.is_empty() || !span.is_empty() || document.text().len() >= span.end);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        if let Err(unreadable) = yaml::read::<Spec>(&bytes) {
            prop_assert!(!unreadable.faults.is_empty());
            is_consistent(&unreadable.document);
            draw(&unreadable);
        }
    }

    #[test]
    fn any_text_like_yaml_is_read_or_refused(text in pieces()) {
        match yaml::read::<Spec>(text.as_bytes()) {
            Ok((spec, document)) => {
                is_consistent(&document);
                let report: Report = yaml::unquoted_account_ids(&document).into_iter().collect();
                render_text(&report, Sources::text("spec.yaml", document.text(), &document), Color::Always);
                drop(format!("{spec:?}"));
            }
            Err(unreadable) => {
                prop_assert!(!unreadable.faults.is_empty());
                is_consistent(&unreadable.document);
                draw(&unreadable);
            }
        }
    }

    #[test]
    fn any_text_survives_as_a_quoted_value(text in "\\PC{0,40}") {
        let spec = serde_json::json!({ "accounts": { (text.clone()): { "id": "111111111111", "regions": [text] } } });
        let (read, _) = yaml::read::<Spec>(spec.to_string().as_bytes()).expect("JSON is YAML");
        prop_assert_eq!(&read.accounts[&text].regions[0], &text);
    }
}
