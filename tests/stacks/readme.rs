//! What the README of a tree says of its engines.

use offsite::spec::OneOrNamed;
use offsite::spec::ids::Name;
use offsite::spec::model::{Deployment, OnDelete, PermissionModel, Spec};
use offsite::stages::{self, Engine};

use crate::{specs, two_groups};

/// A file of the tree of these engines.
fn file_of(spec: &Spec, engines: &[Engine], path: &str) -> String {
    let rendering = stages::render_for(spec, engines).unwrap();
    let tree = rendering.tree.unwrap();
    String::from_utf8(tree.get(path).unwrap().to_vec()).unwrap()
}

#[test]
fn the_readme_of_a_tree_speaks_of_what_is_in_it() {
    let mut own = two_groups("accounts: [orders], regions: [eu-west-1]", "");
    own.cloudformation.stack_sets.permission_model = PermissionModel::SelfManaged;
    let specs: Vec<Spec> = specs().into_iter().chain([own]).collect();
    // Each tree is rendered twice: the longest test of all, unless there are several at once.
    std::thread::scope(|scope| {
        for spec in &specs {
            scope.spawn(|| speaks_of_what_is_in_it(spec));
        }
    });
}

fn speaks_of_what_is_in_it(spec: &Spec) {
    let said = |engine| file_of(spec, &[engine], "README.md");
    let terraform = said(Engine::Terraform);
    for absent in ["CloudFormation", "tack set", "deploy.sh"] {
        assert!(!terraform.contains(absent), "{}: {absent}", spec.name);
    }
    let cloudformation = said(Engine::CloudFormation);
    for absent in ["erraform", "below)", "`aws_"] {
        assert!(!cloudformation.contains(absent), "{}: {absent}", spec.name);
    }
    let sets = spec.cloudformation.delivery == Deployment::StackSets;
    assert_eq!(cloudformation.contains("tack set"), sets, "{}", spec.name);
    let managed =
        spec.cloudformation.stack_sets.permission_model == PermissionModel::ServiceManaged;
    assert_eq!(cloudformation.contains("trusted access"), sets && managed);
    let restores = spec.cloudformation.on_delete == OnDelete::Restore;
    assert_eq!(cloudformation.contains("on_delete: restore"), restores);
}

#[test]
fn an_administrator_is_imported_to_the_address_that_it_has() {
    let mut spec = two_groups("accounts: [orders], regions: [eu-west-1]", "");
    let name = Name::parse("1-vault").unwrap();
    spec.accounts
        .insert(name.clone(), spec.accounts.values().next().unwrap().clone());
    spec.accounts.shift_remove_index(0);
    spec.organization.delegated_administrators = vec![name.clone()];
    let OneOrNamed::One(vault) = &mut spec.central else {
        panic!("there is one")
    };
    vault.account = name;
    let readme = file_of(&spec, &[Engine::Terraform], "README.md");
    assert!(
        readme.contains("import aws_organizations_delegated_administrator._1-vault 222222222222/")
    );
    let root = "terraform/1-management/delegation.tf";
    let emitted = file_of(&spec, &[Engine::Terraform], root);
    assert!(emitted.contains(r#""aws_organizations_delegated_administrator" "_1-vault""#));
}
