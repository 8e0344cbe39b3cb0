//! A vault called `Default`, which AWS Backup makes itself.

use crate::checks::Check;
use crate::diagnostics::{Report, Severity};
use crate::topology::Topology;

pub(crate) const CHECK: Check = Check {
    code: "VLT003",
    name: "default-vault",
    severity: Severity::Error,
    page: include_str!("default_vault.md"),
    run: Some(run),
};

/// Vault names count their case.
const DEFAULT: &str = "Default";

fn run(topology: &Topology, report: &mut Report) {
    let central = topology.central_vaults.iter();
    let central = central.map(|vault| (&vault.vault, &vault.path));
    let local = topology.groups.iter();
    let local = local.map(|group| (&group.vault, &group.path));
    for (_, path) in central
        .chain(local)
        .filter(|(name, _)| name.as_str() == DEFAULT)
    {
        report.add(
            CHECK
                .at(
                    path.key("vault"),
                    "is there already, under a key that cannot be shared",
                )
                .message(format!(
                    "the vault `{DEFAULT}` is made by AWS Backup itself"
                ))
                .help("choose another name, or remove `vault` to get one from offsite"),
        );
    }
}
