//! docs/proof.md lists every mutant with the test that must catch it, and every stand-in.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use crate::examples::project;

const PAGE: &str = "docs/proof.md";

struct Mutant {
    name: String,
    what: String,
    target: String,
    test: String,
    patch: String,
}

fn mutants() -> Vec<Mutant> {
    let directory = fs::read_dir(project().join("tests/mutants")).unwrap();
    let mut patches: Vec<PathBuf> = directory
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|end| end == "patch"))
        .collect();
    patches.sort();
    let read = |path: &PathBuf| {
        let patch = fs::read_to_string(path).unwrap();
        let mut lines = patch.lines();
        let mut header = |key: &str| {
            let line = lines.next().unwrap_or_default();
            let value = line.strip_prefix(key);
            let value = value.unwrap_or_else(|| panic!("{}: no {key}", path.display()));
            value.trim_end_matches('.').to_owned()
        };
        let what = header("What: ");
        let test = header("Test: ");
        let (target, test) = test.split_once(' ').unwrap();
        Mutant {
            name: path.file_stem().unwrap().to_str().unwrap().to_owned(),
            what,
            target: target.to_owned(),
            test: test.to_owned(),
            patch,
        }
    };
    patches.iter().map(read).collect()
}

/// The file that a test of an integration test target stands in.
fn source(target: &str, test: &str) -> PathBuf {
    let tests = project().join("tests");
    let module = test.rsplit_once("::").map(|(module, _)| module);
    match module {
        Some(module) => tests.join(target).join(format!("{module}.rs")),
        None => [format!("{target}.rs"), format!("{target}/main.rs")]
            .map(|file| tests.join(file))
            .into_iter()
            .find(|file| file.is_file())
            .unwrap_or_else(|| panic!("no test target {target}")),
    }
}

/// Fails unless the page has this text between two marks; `cargo bless` writes it.
fn stands_in_the_page(mark: &str, expected: &str) {
    let (begin, end) = (
        format!("<!-- {mark}: begin -->\n"),
        format!("<!-- {mark}: end -->"),
    );
    let path = project().join(PAGE);
    let page = fs::read_to_string(&path).unwrap();
    let (head, rest) = page.split_once(&begin).unwrap();
    let (found, tail) = rest.split_once(&end).unwrap();
    if std::env::var_os("SNAPSHOTS").is_some_and(|wish| wish == "overwrite") {
        fs::write(path, format!("{head}{begin}{expected}{end}{tail}")).unwrap();
    } else {
        assert_eq!(found, expected, "`cargo bless` writes the table of {PAGE}");
    }
}

#[test]
fn every_mutant_applies_to_a_source_file_and_names_a_test_that_is_there() {
    let mutants = mutants();
    assert!(mutants.len() >= 20);
    for mutant in mutants {
        let source = source(&mutant.target, &mutant.test);
        let text = fs::read_to_string(&source)
            .unwrap_or_else(|error| panic!("{}: {}: {error}", mutant.name, source.display()));
        let name = mutant.test.rsplit("::").next().unwrap();
        assert!(text.contains(&format!("fn {name}(")), "{}", mutant.name);
        let (_, hunks) = mutant.patch.split_once("+++ b/").unwrap();
        let (file, hunks) = hunks.split_once('\n').unwrap();
        assert!(file.starts_with("src/"), "{}: {file}", mutant.name);
        assert!(!hunks.contains("+++ b/"), "{}: two files", mutant.name);
        let text = fs::read_to_string(project().join(file)).unwrap();
        for hunk in hunks.split("@@ -").skip(1) {
            let lines = hunk.lines().skip(1);
            let before: String = lines
                .filter(|line| !line.starts_with('+'))
                .map(|line| format!("{}\n", line.get(1..).unwrap_or_default()))
                .collect();
            let there = text.contains(&before);
            assert!(there, "{}: applies no longer:\n{before}", mutant.name);
        }
    }
}

#[test]
fn every_mutant_has_a_number_of_its_own_that_puts_it_in_order() {
    let names: Vec<String> = mutants().into_iter().map(|one| one.name).collect();
    let numbers: BTreeSet<&str> = names
        .iter()
        .map(|name| {
            let (number, _) = name.split_once('-').unwrap();
            let digits = number.bytes().filter(u8::is_ascii_digit).count();
            assert!(digits == 3 && number.len() == 3, "{name}");
            number
        })
        .collect();
    assert_eq!(numbers.len(), names.len(), "{names:?}");
}

#[test]
fn the_page_lists_every_mutant_and_every_stand_in() {
    // One test, so that no two write the page at the same time.
    stands_in_the_page("mutants", &table_of_mutants());
    stands_in_the_page("stand-ins", &table_of_stand_ins());
}

/// Every mutant with the test that catches it.
fn table_of_mutants() -> String {
    let mut table = "| mutant | what is broken | caught by |\n| --- | --- | --- |\n".to_owned();
    for Mutant {
        name,
        what,
        target,
        test,
        ..
    } in mutants()
    {
        table += &format!(
            "| [{name}](../tests/mutants/{name}.patch) | {what} | `{target}` `{test}` |\n"
        );
    }
    table
}

/// Every stand-in with the reason for it.
fn table_of_stand_ins() -> String {
    let script = fs::read_to_string(project().join("tests/double/stand_ins.py")).unwrap();
    let (_, table) = script.split_once("STAND_INS = {\n").unwrap();
    let (table, _) = table.split_once("\n}").unwrap();
    let mut listed = "| call | why moto does not answer it |\n| --- | --- |\n".to_owned();
    for line in table.lines() {
        let (call, why) = line.trim().trim_end_matches(',').split_once(": ").unwrap();
        let why = match why {
            "None" => "moto has no such call".to_owned(),
            "POLICY" => shares("backup:GetBackupVaultAccessPolicy"),
            "SELECTION" => shares("backup:CreateBackupSelection"),
            text if text.starts_with('"') => shares(text.trim_matches('"')),
            probe => format!("in moto, {}", probe.replace('_', " ")),
        };
        listed += &format!("| `{}` | {why} |\n", call.trim_matches('"'));
    }
    listed
}

fn shares(call: &str) -> String {
    format!("shares its state with `{call}`, which moto lacks")
}
