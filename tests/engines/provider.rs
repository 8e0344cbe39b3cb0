//! The AWS provider: where it is, and where Terraform finds it.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use crate::environment::kept;

/// The provider's version that everything here is proven with.
pub(crate) const VERSION: &str = "5.100.0";

/// The place of the provider's versions in a mirror.
const PLACE: &str = "registry.terraform.io/hashicorp/aws";

/// An unpacked provider.
#[derive(Clone)]
pub(crate) struct Provider {
    /// Its program.
    pub(crate) program: PathBuf,
    /// A mirror from which Terraform installs it.
    pub(crate) mirror: PathBuf,
}

/// The provider, or why there is none.
pub(crate) fn provider() -> Result<Provider, String> {
    static FOUND: OnceLock<Result<Provider, String>> = OnceLock::new();
    FOUND.get_or_init(find).clone()
}

fn find() -> Result<Provider, String> {
    let set = std::env::var_os("OFFSITE_TF_MIRROR");
    let unpacked = set.map_or_else(|| PathBuf::from("/opt/tf-plugins"), PathBuf::from);
    let found = program(&unpacked.join(PLACE).join(VERSION));
    let program = found.ok_or_else(|| {
        format!(
            "no AWS provider {VERSION} in {} (OFFSITE_TF_MIRROR names another directory, \
             made with `terraform providers mirror` and unpacked)",
            unpacked.display()
        )
    })?;
    let mirror = kept().join("provider");
    stand_in(&mirror, &program).map_err(|error| format!("{}: {error}", mirror.display()))?;
    Ok(Provider { program, mirror })
}

/// The program in the folder of a version, in which there is one folder for each platform.
fn program(version: &Path) -> Option<PathBuf> {
    let platforms = fs::read_dir(version).ok()?;
    let files = platforms.flat_map(|platform| fs::read_dir(platform.unwrap().path()).unwrap());
    let mut files = files.map(|file| file.unwrap().path());
    files.find(|path| {
        let name = path.file_name().unwrap().to_string_lossy();
        name.starts_with("terraform-provider-aws")
    })
}

/// Makes a mirror whose program becomes the provider's. Each command of Terraform's reads the whole
/// program to see that it is the one of the lock file; the provider's own has 700 megabytes.
fn stand_in(mirror: &Path, program: &Path) -> std::io::Result<()> {
    let platform = program.parent().unwrap().file_name().unwrap();
    let folder = mirror.join(PLACE).join(VERSION).join(platform);
    fs::create_dir_all(&folder)?;
    let script = format!("#!/bin/sh\nexec {program:?} \"$@\"\n");
    let place = folder.join(program.file_name().unwrap());
    if fs::read_to_string(&place).is_ok_and(|made| made == script) {
        return Ok(());
    }
    let mut file = tempfile::NamedTempFile::new_in(mirror)?;
    std::io::Write::write_all(&mut file, script.as_bytes())?;
    let permissions = fs::Permissions::from_mode(0o755);
    fs::set_permissions(file.path(), permissions)?;
    // It must not be open for writing when it is started.
    file.into_temp_path().persist(&place)?;
    Ok(())
}
