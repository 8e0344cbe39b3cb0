//! The third switch: cross-account backup, one of AWS Backup's three organization-wide settings.

use indexmap::IndexMap;

use super::switches;
use crate::blueprint::Placed;
use crate::resources::backup_global_settings::GlobalSettings;
use crate::topology::Topology;

/// All three settings. Those that the spec does not speak of keep the value they have.
///
/// <https://docs.aws.amazon.com/aws-backup/latest/devguide/API_UpdateGlobalSettings.html>
pub(super) fn global_settings(topology: &Topology) -> Placed {
    let organization = &topology.organization;
    let spec = organization.global_settings;
    let optional = [
        (
            "isDelegatedAdministratorEnabled",
            spec.delegated_administrator_sync,
        ),
        ("isMpaEnabled", spec.multi_party_approval),
    ];
    let mut settings = IndexMap::from([("isCrossAccountBackupEnabled", Some(true))]);
    settings.extend(optional);
    let unsaid = optional.iter().filter(|(_, on)| on.is_none());
    Placed::new("global_settings", "this", GlobalSettings { settings })
        .comment(
            "AWS returns three settings and a map with fewer never settles, so all are written. Those that \
             are left alone keep the value they have, whatever stands here.",
        )
        .adopting(organization.management.id.to_string().into())
        .leaving("global_settings", unsaid.map(|(key, _)| (*key).to_owned()))
        .after(switches::address())
}
