//! The pages of the checks: complete, true to the letter, and listed in `docs/checks.md`.
//!
//! `SNAPSHOTS=overwrite cargo test --test checks` writes what the wrong examples say into the pages,
//! and the list anew.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use offsite::Color;
use offsite::checks::{self, Check};
use offsite::diagnostics::{Report, Severity, Sources, render_text};
use offsite::spec::model::Spec;
use offsite::spec::yaml::{self, Document, Unreadable};
use offsite::stages::analyze;

const SECTIONS: [&str; 5] = [
    "## What it finds",
    "## Why it matters",
    "## How to fix it",
    "## Examples",
    "## Source",
];

/// A page as a file, and the check that it is about.
struct Page {
    path: PathBuf,
    text: String,
    check: &'static Check,
}

/// A fenced block: what stands after its opening fence, and the lines in it.
struct Block {
    info: String,
    body: String,
    /// Where the body is in the page, in bytes.
    range: std::ops::Range<usize>,
}

#[test]
fn codes_and_names_are_unique_and_in_order() {
    let all: Vec<&Check> = checks::index().collect();
    for (position, check) in all.iter().enumerate() {
        let others = &all[position + 1..];
        let twin = others
            .iter()
            .find(|other| other.code == check.code || other.name == check.name);
        assert!(twin.is_none(), "{} {}", check.code, check.name);
        assert!(checks::explain(check.name).is_some_and(|found| found.code == check.code));
        let lower = check.code.to_ascii_lowercase();
        assert!(checks::explain(&lower).is_some_and(|found| found.name == check.name));
    }
    let codes: Vec<&str> = checks::ALL.iter().map(|check| check.code).collect();
    assert!(codes.is_sorted(), "{codes:?}");
}

#[test]
fn faults_of_reading_have_their_pages() {
    for fault in yaml::FAULTS {
        let check = checks::explain(fault.code).expect("a page");
        assert_eq!(check.name, fault.name);
    }
}

#[test]
fn a_misspelt_name_has_a_near_one() {
    assert_eq!(checks::near("CPY01"), Some("CPY001"));
    assert_eq!(
        checks::near("copy-without-retentoin"),
        Some("copy-without-retention")
    );
    assert_eq!(checks::near("weather"), None);
}

#[test]
fn every_page_has_its_sections_and_examples() {
    for page in pages() {
        let name = page.check.name;
        let title = format!("# {} {name}\n", page.check.code);
        assert!(page.text.starts_with(&title), "{name}: the title");
        let found: Vec<&str> = page
            .text
            .lines()
            .filter(|line| line.starts_with("## "))
            .collect();
        assert_eq!(found, SECTIONS, "{name}");
        let file = page.path.file_stem().unwrap_or_default();
        assert_eq!(file.to_string_lossy(), name.replace('-', "_"));
        let (wrong, right) = examples(&page.text);
        assert!(!wrong.is_empty() && !right.is_empty(), "{name}: examples");
        let (_, source) = page.text.split_once("## Source").expect("the section");
        assert!(source.contains("https://"), "{name}: a source");
    }
}

#[test]
fn wrong_examples_say_what_their_pages_show() {
    for page in pages() {
        let mut fresh = page.text.clone();
        let (wrong, _) = examples(&page.text);
        // From the last to the first, so that ranges stay true.
        for (example, shown) in wrong.iter().rev() {
            let (report, document) = find(example);
            let drawn = draw(&report, &document);
            let found = report
                .iter()
                .any(|one| one.code == Some(page.check.code) && one.name == page.check.name);
            assert!(found, "{} does not fire:\n{drawn}", page.check.name);
            fresh.replace_range(shown.range.clone(), &drawn);
        }
        assert_fresh(&page.path, &fresh);
    }
}

#[test]
fn right_examples_are_right() {
    for page in pages() {
        let (_, right) = examples(&page.text);
        for example in right {
            let (report, document) = find(&example);
            let mut shown = report.iter().filter(|one| one.accepted.is_none());
            let wrong = shown.any(|one| one.code == Some(page.check.code));
            let drawn = draw(&report, &document);
            assert!(
                !wrong && report.count(Severity::Error) == 0,
                "{}:\n{drawn}",
                page.check.name
            );
        }
    }
}

#[test]
fn checks_run_on_what_the_resolver_leaves_of_a_faulty_spec() {
    let plan = "deliver: policy, targets: [workloads], resource_types: [EFS], keep: 14d, \
                schedule: daily 03:00, copy_to: { central: { keep: 90d } }";
    for (central, sources) in [
        ("account: vault", "accounts: [orders], regions: [eu-west-1]"),
        (
            "account: nobody, region: eu-central-1",
            "accounts: [orders], regions: [eu-west-1]",
        ),
        (
            "account: vault, region: eu-central-1",
            "accounts: [], regions: [eu-west-1]",
        ),
        (
            "account: vault, region: eu-central-1",
            "accounts: [orders], regions: []",
        ),
        (
            "account: vault, region: eu-central-1",
            "accounts: [nobody], regions: []",
        ),
    ] {
        let body = format!(
            "offsite: 1\nname: acme\n\
             organization: {{ id: o-a1b2c3d4e5, management: \"111111111111\" }}\n\
             accounts: {{ vault: \"222222222222\", orders: \"333333333333\" }}\n\
             central: {{ {central} }}\nsources: {{ {sources} }}\nplans: {{ daily: {{ {plan} }} }}\n"
        );
        let range = 0..body.len();
        let info = "yaml".to_owned();
        let (report, document) = find(&Block { info, body, range });
        assert!(document.text().contains(central));
        // None of the checks adds an error to those of the resolver.
        let codes: Vec<_> = report.iter().filter_map(|one| one.code).collect();
        assert!(
            codes.iter().any(|code| code.starts_with("SPC")),
            "{codes:?}"
        );
        assert!(
            codes
                .iter()
                .all(|code| code.starts_with("SPC") || *code == "TTO001"),
            "{codes:?}"
        );
    }
}

#[test]
fn the_list_of_checks_says_each_in_a_whole_sentence() {
    for check in checks::index() {
        let said = summary(check);
        let marks = said.matches('`').count();
        assert!(
            said.ends_with('.') && marks.is_multiple_of(2),
            "{}: {said}",
            check.code
        );
    }
}

#[test]
fn the_list_of_checks_is_fresh() {
    let paths: BTreeMap<&str, PathBuf> = pages()
        .into_iter()
        .map(|page| (page.check.code, page.path))
        .collect();
    let mut list = String::from(
        "# Checks\n\n\
         What `offsite check` finds, by code. `offsite explain CODE` shows the page of one.\n\
         This list is generated; `SNAPSHOTS=overwrite cargo test --test checks` writes it anew.\n",
    );
    for (title, table) in [
        ("What AWS would refuse, or fail at silently", checks::ALL),
        ("What one engine would refuse", checks::LIMITS),
        ("What the spec leaves unclear", checks::FAULTS),
    ] {
        list += &format!(
            "\n## {title}\n\n| code | name | severity | finds |\n| --- | --- | --- | --- |\n"
        );
        for check in table {
            let path = paths.get(check.code).expect("every check has a page");
            let path = path.strip_prefix(root()).expect("a page of the project");
            list += &format!(
                "| [{}](../{}) | {} | {} | {} |\n",
                check.code,
                path.display(),
                check.name,
                check.severity.word(),
                summary(check)
            );
        }
    }
    assert_fresh(&root().join("docs/checks.md"), &list);
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every page under `src/checks`, sorted by path; each belongs to a check, and each check has one.
fn pages() -> Vec<Page> {
    let mut pages = Vec::new();
    let mut subjects: Vec<PathBuf> = entries(&root().join("src/checks"));
    subjects.retain(|path| path.is_dir());
    for path in subjects.iter().flat_map(|subject| entries(subject)) {
        if path.extension().is_some_and(|extension| extension == "md") {
            let text = fs::read_to_string(&path).expect("the page is readable");
            let title = text.lines().next().unwrap_or_default();
            let code = title.split(' ').nth(1).unwrap_or_default();
            let check = checks::explain(code)
                .unwrap_or_else(|| panic!("{} is the page of no check", path.display()));
            pages.push(Page { path, text, check });
        }
    }
    assert_eq!(pages.len(), checks::index().count());
    pages
}

fn entries(directory: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(directory).expect("the directory is readable");
    let mut paths: Vec<PathBuf> = entries
        .map(|entry| entry.expect("the entry is readable").path())
        .collect();
    paths.sort();
    paths
}

/// The wrong examples, each with the block of what it says, and the right ones.
fn examples(page: &str) -> (Vec<(Block, Block)>, Vec<Block>) {
    let mut blocks = blocks(page).into_iter().peekable();
    let (mut wrong, mut right) = (Vec::new(), Vec::new());
    while let Some(block) = blocks.next() {
        if !block.info.starts_with("yaml") {
            continue;
        }
        match blocks.next_if(|next| next.info == "text") {
            Some(shown) => wrong.push((block, shown)),
            None => right.push(block),
        }
    }
    (wrong, right)
}

fn blocks(page: &str) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut open: Option<(String, usize)> = None;
    let mut at = 0;
    for line in page.split_inclusive('\n') {
        let end = at + line.len();
        if let Some(info) = line.trim_end().strip_prefix("```") {
            open = match open.take() {
                None => Some((info.to_owned(), end)),
                Some((info, start)) => {
                    blocks.push(Block {
                        info,
                        body: page[start..at].to_owned(),
                        range: start..at,
                    });
                    None
                }
            };
        }
        at = end;
    }
    assert!(open.is_none(), "every block is closed");
    blocks
}

/// All that `offsite check` finds in an example.
fn find(block: &Block) -> (Report, Document) {
    let bytes = match block.info.as_str() {
        "yaml latin-1" => block.body.chars().map(|c| c as u8).collect(),
        _ => block.body.clone().into_bytes(),
    };
    match yaml::read::<Spec>(&bytes) {
        Ok((spec, document)) => {
            let (_, mut report) = analyze(&spec);
            report.extend(yaml::unquoted_account_ids(&document));
            (report, document)
        }
        Err(unreadable) => {
            let Unreadable { faults, document } = *unreadable;
            (faults.into_iter().collect(), document)
        }
    }
}

fn draw(report: &Report, document: &Document) -> String {
    let sources = Sources::text("spec.yaml", document.text(), document);
    render_text(report, sources, Color::Never)
}

/// Holds a file equal to what it should be, or makes it so when asked to.
fn assert_fresh(path: &Path, expected: &str) {
    if std::env::var("SNAPSHOTS").is_ok_and(|wish| wish == "overwrite") {
        fs::write(path, expected).expect("the file is writable");
        return;
    }
    let found = fs::read_to_string(path).unwrap_or_default();
    assert!(
        found == expected,
        "{} is out of date: SNAPSHOTS=overwrite cargo test --test checks\n--- expected\n{expected}",
        path.display()
    );
}

/// The first sentence of what a check finds; a full stop in a code span ends none.
fn summary(check: &Check) -> String {
    let (_, rest) = check.page.split_once(SECTIONS[0]).expect("the section");
    let paragraph = rest.trim_start().lines().next().unwrap_or_default();
    let ends = paragraph.match_indices(". ").map(|(at, _)| at + 1);
    let is_whole = |end: &usize| paragraph[..*end].matches('`').count().is_multiple_of(2);
    let end = ends.into_iter().find(is_whole);
    paragraph[..end.unwrap_or(paragraph.len())].to_owned()
}

/// Hints that a key policy is too large, for 480 accounts of a group.
fn large_key_policies(access: &str, copy_back: bool, more: &str) -> Vec<String> {
    let ids: Vec<String> = (0..480).map(|n| format!("a{n}")).collect();
    let named = ids.iter().enumerate();
    let named: Vec<String> = named
        .map(|(n, name)| format!("{name}: \"{}\"", 300_000_000_000_u64 + n as u64))
        .collect();
    let text = format!(
        "offsite: 1\nname: acme\norganization: {{ id: o-a1b2c3d4e5, management: \"111111111111\", units: {{ work: ou-ab12-c3d4e5f6 }} }}\n\
         accounts: {{ vault: \"222222222222\", {} }}\n\
         central: {{ account: vault, region: eu-central-1, access: {access} }}\n\
         sources: {{ regions: [eu-west-1], accounts: [{}], copy_back: {copy_back} }}\n\
         plans:\n  daily:\n    resource_types: [DynamoDB]\n    schedule: daily 03:00\n    keep: 14d\n    \
         copy_to: {{ central: {{ keep: 90d }} }}\n{more}",
        named.join(", "),
        ids.join(", "),
    );
    let (spec, _) = yaml::read::<Spec>(text.as_bytes()).expect("a spec");
    let (_, report) = analyze(&spec);
    let large = report.iter().filter(|one| one.code == Some("QUO002"));
    large.map(|one| one.message.clone()).collect()
}

#[test]
fn a_key_policy_names_accounts_that_copies_go_back_to_whoever_else_it_admits() {
    let units = "cloudformation: { stack_sets: { units: { source: [work] } } }\n";
    for (access, copy_back, more, large) in [
        ("sources", false, "", true),
        ("sources", true, "", true),
        ("organization", false, "", false),
        ("organization", true, "", true),
        // Accounts that join a unit are not known, so all are admitted.
        ("organization", true, units, false),
    ] {
        let found = large_key_policies(access, copy_back, more);
        assert_eq!(
            found.len(),
            usize::from(large),
            "{access} {copy_back} {more}: {found:?}"
        );
    }
}
