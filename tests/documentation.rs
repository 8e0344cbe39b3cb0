//! What README and guides say is true: sessions run, examples are those of `specs`, links lead
//! somewhere, tables are those of the facts.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use offsite::facts::{JobType, Notice, Source};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn text(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap()
}

/// The texts between fences of this language.
fn fenced<'a>(page: &'a str, language: &str) -> Vec<&'a str> {
    let opening = format!("```{language}\n");
    let blocks = page.split(opening.as_str()).skip(1);
    blocks
        .map(|rest| rest.split_once("```").unwrap().0)
        .collect()
}

fn pages() -> Vec<PathBuf> {
    let mut pages = vec![root().join("README.md"), root().join("CONTRIBUTING.md")];
    for dir in ["docs", "docs/guides"] {
        let entries = fs::read_dir(root().join(dir)).unwrap();
        let entries = entries.map(|entry| entry.unwrap().path());
        pages.extend(entries.filter(|path| path.extension().is_some_and(|end| end == "md")));
    }
    pages
}

#[test]
fn the_sessions_are_what_the_program_says() {
    trycmd::TestCases::new()
        .register_bin("offsite", trycmd::cargo::cargo_bin!("offsite"))
        .case("README.md")
        .case("docs/guides/*.md");
}

#[test]
fn the_readme_shows_the_quickstart_in_both_languages() {
    let readme = text("README.md");
    let [yaml] = fenced(&readme, "yaml")[..] else {
        panic!("the README has one spec in YAML");
    };
    assert_eq!(
        yaml.trim(),
        text("specs/quickstart.yaml")
            .split_once('\n')
            .unwrap()
            .1
            .trim()
    );
    let [rust] = fenced(&readme, "rust")[..] else {
        panic!("the README has one spec in Rust");
    };
    assert!(text("specs/quickstart.rs").contains(rust), "{rust}");
}

#[test]
fn the_first_two_commands_render_and_test() {
    let readme = text("README.md");
    let commands: Vec<&str> = fenced(&readme, "sh")[0].lines().collect();
    assert_eq!(
        commands,
        [
            "cargo run --release -- render specs/quickstart.yaml",
            "cargo test"
        ]
    );
    assert!(text(".ci/run").lines().any(|line| line == commands[1]));
}

#[test]
fn links_lead_somewhere() {
    for page in pages() {
        let said = fs::read_to_string(&page).unwrap();
        for target in said.split("](").skip(1) {
            let target = target.split([')', '#']).next().unwrap();
            if target.is_empty() || target.contains("://") {
                continue;
            }
            let path = page.parent().unwrap().join(target);
            assert!(path.exists(), "{}: {target}", page.display());
        }
    }
}

/// The day of the disaster in the guide's example, 80 days after a backup at 03:00 in Berlin.
const DISASTER: &str = "2026-06-01T00:30:00Z";

#[test]
fn the_way_back_of_the_guide_counts_its_days_from_the_backup() {
    let page = text("docs/guides/restoring.md");
    let blocks = fenced(&page, "sh");
    let [commands] = blocks
        .iter()
        .filter(|block| block.contains("start-copy-job"))
        .collect::<Vec<_>>()[..]
    else {
        panic!("one way back");
    };
    let run = |days: &str| {
        // The reader's own AWS and clock, as the shell sees them.
        let program = format!(
            "set -euo pipefail\n\
             aws() {{ case $2 in\n\
             describe-recovery-point) echo 2026-03-13T03:00:00.123000+01:00 ;;\n\
             start-copy-job) printf '%s\\n' \"$@\" ;;\n\
             *) return 9 ;; esac; }}\n\
             date() {{ if [[ $1 == +%s ]]; then command date -d {DISASTER} +%s; else command date \"$@\"; fi; }}\n\
             {}",
            commands.replace("days=30", days)
        );
        let ran = Command::new("bash")
            .arg("-c")
            .arg(program)
            .output()
            .unwrap();
        assert!(
            ran.status.success(),
            "{}",
            String::from_utf8_lossy(&ran.stderr)
        );
        let said = String::from_utf8(ran.stdout).unwrap();
        let mut words = said.lines().skip_while(|word| *word != "--lifecycle");
        words.nth(1).unwrap().to_owned()
    };
    assert_eq!(run("days=30"), "DeleteAfterDays=110", "as the example says");
    assert_eq!(run("days=1"), "DeleteAfterDays=81");
}

#[test]
fn every_dependency_has_its_reason() {
    let manifest: toml::Table = text("Cargo.toml").parse().unwrap();
    let named = ["dependencies", "dev-dependencies"].map(|table| &manifest[table]);
    let named: BTreeSet<&str> = named
        .iter()
        .flat_map(|table| table.as_table().unwrap().keys().map(String::as_str))
        .collect();
    let page = text("docs/architecture.md");
    let table = page.split_once("| crate | reason |").unwrap().1;
    let explained: BTreeSet<&str> = table
        .lines()
        .filter_map(|line| line.strip_prefix("| ")?.split_once(" | "))
        .map(|(name, _)| name)
        .filter(|name| *name != "---")
        .collect();
    assert_eq!(named, explained);
}

#[test]
fn the_fields_of_the_record_are_those_of_the_facts() {
    const PAGE: &str = "docs/guides/alerts.md";
    const BEGIN: &str = "<!-- fields: begin -->\n";
    const END: &str = "<!-- fields: end -->";
    let from = |job: JobType| job.events().normalized();
    let said = |source: &Source<'_>| match source {
        Source::Path(path) => format!("`{path}`"),
        Source::Literal(text) => format!("\"{text}\""),
        Source::Empty => String::new(),
        Source::WholeEvent => "the event itself".to_owned(),
    };
    let mut table = "| field | of a backup | of a copy | of a restore |\n\
                     | --- | --- | --- | --- |\n"
        .to_owned();
    let (backup, copy, restore) = (
        from(JobType::Backup),
        from(JobType::Copy),
        from(JobType::Restore),
    );
    for ((of_backup, of_copy), of_restore) in backup.iter().zip(&copy).zip(&restore) {
        assert_eq!((of_backup.0, of_copy.0), (of_copy.0, of_restore.0));
        table += &format!(
            "| `{}` | {} | {} | {} |\n",
            of_backup.0,
            said(&of_backup.1),
            said(&of_copy.1),
            said(&of_restore.1)
        );
    }
    fresh_table(PAGE, BEGIN, END, &table);
    // In the same test, since both may write the page.
    what_is_reported_and_is_no_job_is_what_the_facts_have();
}

fn what_is_reported_and_is_no_job_is_what_the_facts_have() {
    let mut table = "| `also` | `job_type` | what happened | by |\n\
                     | --- | --- | --- | --- |\n"
        .to_owned();
    let parts = Notice::all().iter();
    let parts = parts.flat_map(|notice| notice.parts.iter().map(move |part| (notice, part)));
    for (notice, part) in parts {
        let change = part.change.map_or_else(
            || match notice.of_alarms {
                true => "always".to_owned(),
                false => "always, with backup jobs".to_owned(),
            },
            |change| {
                format!(
                    "`{}`",
                    serde_json::to_value(change).unwrap().as_str().unwrap()
                )
            },
        );
        let by = match (part.calls.is_empty(), notice.of_alarms) {
            (true, true) => "CloudWatch",
            (true, false) => "AWS Backup",
            (false, _) => "CloudTrail",
        };
        table += &format!("| {change} | `{}` | {} | {by} |\n", notice.word, part.about);
    }
    fresh_table(
        "docs/guides/alerts.md",
        "<!-- notices: begin -->\n",
        "<!-- notices: end -->",
        &table,
    );
}

/// Fails unless a page has a table between two marks; writes it where that is wished.
fn fresh_table(page: &str, begin: &str, end: &str, table: &str) {
    let whole = text(page);
    let (head, rest) = whole.split_once(begin).unwrap();
    let (found, tail) = rest.split_once(end).unwrap();
    if std::env::var_os("SNAPSHOTS").is_some_and(|wish| wish == "overwrite") {
        let fresh = format!("{head}{begin}{table}{end}{tail}");
        fs::write(root().join(page), fresh).unwrap();
    } else {
        assert_eq!(found, table, "`cargo bless` writes the table of {page}");
    }
}
