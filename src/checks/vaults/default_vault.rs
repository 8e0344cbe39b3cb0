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
    let central = central.map(|vault| (&vault.vault, &vault.path, "into"));
    let local = topology.groups.iter();
    let local = local.map(|group| (&group.vault, &group.path, "out of"));
    let all = central.chain(local);
    for (_, path, way) in all.filter(|(name, ..)| name.as_str() == DEFAULT) {
        report.add(
            CHECK
                .at(path.key("vault"), "has a key that cannot be shared")
                .message(format!("copies {way} the vault `{DEFAULT}` fail"))
                .help("choose another name, or remove `vault` to get one from offsite"),
        );
    }
}
