//! The printer against Terraform itself.

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use offsite::engines::terraform::hcl::{Block, Body, Expression, TemplatePart};

use crate::trees;

/// A command, without what a machine's own settings would add to its output.
fn terraform(directory: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new("terraform");
    command
        .args(arguments)
        .current_dir(directory)
        .env("CHECKPOINT_DISABLE", "1")
        .env("NO_COLOR", "1")
        .env_remove("TF_CLI_CONFIG_FILE");
    command
}

/// Whether Terraform can be asked. Its absence is a failure only where engines are required.
fn present(unproven: &str) -> bool {
    let found = Command::new("terraform")
        .arg("version")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success());
    if !found {
        // Straight to the stream: what a passing test prints with a macro is not shown.
        let missing = format!("terraform is not installed; not proven: {unproven}\n");
        std::io::stderr().write_all(missing.as_bytes()).unwrap();
        let required = std::env::var_os("OFFSITE_REQUIRE_ENGINES").is_some_and(|set| set == "1");
        assert!(!required, "OFFSITE_REQUIRE_ENGINES=1 and no terraform");
    }
    found
}

fn succeed(mut command: Command) -> Output {
    let output = command.output().unwrap();
    assert!(
        output.status.success(),
        "{command:?}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    output
}

#[test]
fn terraform_fmt_finds_nothing_to_change() {
    if !present("terraform fmt finds nothing to change") {
        return;
    }
    let trees = trees::samples(&trees::body(), 400);
    let files: Vec<String> = trees.iter().map(Body::to_string).collect();
    // One block around each tree, or names would be set twice.
    let wrapped = trees
        .into_iter()
        .map(|body| Block::new("tree").body(body))
        .fold(Body::new(), |all, block| all.block(block).blank());
    let directory = tempfile::tempdir().unwrap();
    let mut names = vec!["all.tf".to_owned()];
    std::fs::write(directory.path().join("all.tf"), wrapped.to_string()).unwrap();
    for (number, file) in files.iter().enumerate() {
        let name = format!("{number}.tf");
        std::fs::write(directory.path().join(&name), file).unwrap();
        names.push(name);
    }
    let output = terraform(directory.path(), &["fmt", "-check", "-diff", "-list=true"])
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    let complained = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said:.6000}\n{complained:.3000}");
}

#[test]
fn standard_input_is_given_back_unchanged() {
    if !present("terraform fmt gives standard input back unchanged") {
        return;
    }
    let file = trees::samples(&trees::body(), 20)
        .into_iter()
        .map(|body| Block::new("tree").body(body))
        .fold(Body::new(), |all, block| all.block(block).blank())
        .to_string();
    let directory = tempfile::tempdir().unwrap();
    let mut child = terraform(directory.path(), &["fmt", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let sent = file.clone();
    let writer = std::thread::spawn(move || stdin.write_all(sent.as_bytes()));
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap().unwrap();
    assert_eq!(String::from_utf8_lossy(&output.stdout), file);
}

#[test]
fn terraform_reads_every_string_back() {
    if !present("terraform reads every string back") {
        return;
    }
    let texts = trees::samples(&trees::text(), 200);
    let pairs: Vec<&[String]> = texts.chunks(2).collect();
    let outputs = Body::new()
        .block(output("texts", Expression::list(&texts)))
        .block(output(
            "templates",
            Expression::list(pairs.iter().map(|pair| {
                Expression::template([
                    TemplatePart::literal(&pair[0]),
                    TemplatePart::literal(&pair[1]),
                    TemplatePart::interpolation(pair[1].as_str()),
                    TemplatePart::literal(&pair[0]),
                ])
            })),
        ))
        .block(output(
            "keys",
            Expression::object(texts.iter().map(|text| (text, true))),
        ));
    let directory = tempfile::tempdir().unwrap();
    std::fs::write(directory.path().join("main.tf"), outputs.to_string()).unwrap();
    succeed(terraform(directory.path(), &["init", "-input=false"]));
    succeed(terraform(
        directory.path(),
        &["apply", "-auto-approve", "-input=false"],
    ));
    let output = succeed(terraform(directory.path(), &["output", "-json"]));
    let read: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(read["texts"]["value"], serde_json::json!(texts));
    let templates: Vec<String> = pairs
        .iter()
        .map(|pair| [&*pair[0], &pair[1], &pair[1], &pair[0]].concat())
        .collect();
    assert_eq!(read["templates"]["value"], serde_json::json!(templates));
    let keys: serde_json::Map<_, _> = texts
        .iter()
        .map(|text| (text.clone(), true.into()))
        .collect();
    assert_eq!(read["keys"]["value"], serde_json::Value::Object(keys));
}

fn output(name: &str, value: Expression) -> Block {
    Block::new("output")
        .label(name)
        .body(Body::new().attribute("value", value))
}
