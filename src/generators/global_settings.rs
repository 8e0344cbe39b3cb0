//! The third switch: cross-account backup, one of AWS Backup's three organization-wide settings.

use indexmap::IndexMap;

use super::switches;
use crate::blueprint::Placed;
use crate::resources::backup_global_settings::{FoundGlobalSettings, GlobalSettings};
use crate::topology::Topology;

/// The settings that the spec decides. All others, also those that AWS will bring, keep the value they have.
///
/// <https://docs.aws.amazon.com/aws-backup/latest/devguide/API_UpdateGlobalSettings.html>
pub(super) fn global_settings(topology: &Topology) -> [Placed; 2] {
    let organization = &topology.organization;
    let spec = organization.global_settings;
    let optional = [
        (
            "isDelegatedAdministratorEnabled",
            spec.delegated_administrator_sync,
        ),
        ("isMpaEnabled", spec.multi_party_approval),
    ];
    let mut settings = IndexMap::from([("isCrossAccountBackupEnabled", true)]);
    let said = optional.into_iter();
    settings.extend(said.filter_map(|(key, on)| Some((key, on?))));
    let id = || organization.management.id.to_string().into();
    let found = Placed::new("global_settings", "found", FoundGlobalSettings)
        .comment(
            "The settings as they are. This block reads them and changes nothing: what AWS returns has to be \
             written whole, and a setting that AWS brings later is no difference so.",
        )
        .adopting(id())
        .leaving(FoundGlobalSettings::ARGUMENT, [String::new()]);
    let settings = GlobalSettings {
        found: found.address(),
        settings,
    };
    let settings = Placed::new("global_settings", "this", settings)
        .comment("Every setting keeps the value it has, but for these.")
        .adopting(id())
        .after(switches::address());
    [found, settings]
}
