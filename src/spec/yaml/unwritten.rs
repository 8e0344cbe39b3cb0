//! Features of AWS Backup that a spec cannot ask for: whoever writes one of these keys means no other key. Words
//! that people give as names to vaults, groups or plans are none of them.

/// Keys that people write for a feature, and the feature.
const UNWRITTEN: [(&[&str], &str); 11] = [
    (
        &["advanced_backup_settings", "vss", "windows_vss"],
        "Windows VSS",
    ),
    (
        &["ebs_archive", "opt_in_to_archive"],
        "the archive tier of EBS snapshots",
    ),
    (
        &["air_gapped", "logically_air_gapped"],
        "logically air-gapped vaults",
    ),
    (
        &["replica", "replicas"],
        "vaults in another region of a source's own account",
    ),
    (
        &["restore_testing", "restore_testing_plans", "restore_tests"],
        "restore testing",
    ),
    (
        &["audit_manager", "framework", "frameworks", "report_plans"],
        "AWS Backup Audit Manager",
    ),
    (&["legal_hold", "legal_holds"], "legal holds"),
    (&["index_actions"], "backup indexes"),
    (&["scan_actions", "scan_settings"], "malware scans"),
    (
        &[
            "guardrails",
            "resource_control_policies",
            "service_control_policies",
        ],
        "service control policies",
    ),
    (&["approval_team", "mpa"], "multi-party approval teams"),
];

/// The feature that this key asks for and that offsite does not write yet.
pub(super) fn feature(key: &str) -> Option<&'static str> {
    let plain = |text: &str| text.to_ascii_lowercase().replace(['-', '_'], "");
    let key = plain(key);
    let mut features = UNWRITTEN.iter();
    let (_, feature) = features.find(|(words, _)| words.iter().any(|word| plain(word) == key))?;
    Some(feature)
}
