//! Terraform has nothing to change in any emitted file.

use crate::environment::engines;
use crate::examples;
use crate::terraform::Work;

#[test]
fn terraform_fmt_leaves_every_emitted_file_alone() {
    let Some(engines) = engines("terraform fmt leaves every emitted file alone") else {
        return;
    };
    for example in examples::all() {
        let scratch = tempfile::tempdir().unwrap();
        let tree = examples::project().join("output").join(&example.name);
        let work = Work::copy(&engines, &tree, scratch.path(), "", None);
        let ended = work.run(".", &["fmt", "-check", "-recursive", "-diff", "-no-color"]);
        assert_eq!(ended.status, 0, "{}: {}", example.name, ended.all());
    }
}
