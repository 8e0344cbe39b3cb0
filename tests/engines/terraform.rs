//! Terraform on a copy of a tree.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Condvar, Mutex};

use crate::double::JOURNAL;
use crate::environment::Engines;
use crate::process::{self, Ended};
use crate::provider::VERSION;

/// How many Terraforms run at once. Most of an apply is waiting: the provider reads a queue's
/// attributes six times in a row, five seconds apart, before it believes them.
static PERMITS: (Mutex<u32>, Condvar) = (Mutex::new(7), Condvar::new());

/// A copy of a committed tree that Terraform may write to.
pub(crate) struct Work {
    directory: PathBuf,
    configuration: PathBuf,
    journal: PathBuf,
    endpoint: Option<String>,
    management: String,
}

/// A folder that Terraform is run in.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Root {
    pub(crate) name: String,
}

impl Root {
    /// The wave that the root is applied in.
    pub(crate) fn wave(&self) -> &str {
        &self.name[..1]
    }
}

impl Work {
    /// Copies a tree; the double is reached at `endpoint`, when there is one.
    pub(crate) fn copy(
        engines: &Engines,
        tree: &Path,
        directory: &Path,
        management: &str,
        endpoint: Option<&str>,
    ) -> Self {
        copy(&tree.join("terraform"), &directory.join("terraform"));
        let configuration = directory.join("terraform.rc");
        let mirror = engines.provider.mirror.display().to_string();
        fs::write(
            &configuration,
            format!(
                "disable_checkpoint = true\nprovider_installation {{\n  filesystem_mirror {{\n    \
                 path = {mirror:?}\n  }}\n}}\n"
            ),
        )
        .unwrap();
        let work = Self {
            directory: directory.join("terraform"),
            configuration,
            journal: directory.join(JOURNAL),
            endpoint: endpoint.map(str::to_owned),
            management: management.to_owned(),
        };
        work.use_the_provider_at_hand();
        work
    }

    /// Puts the provider's version in the place of a range that excludes it, in an override file
    /// beside each `versions.tf`. Gives whether there was one.
    fn use_the_provider_at_hand(&self) -> bool {
        let mut overridden = false;
        for directory in folders(&self.directory)
            .into_iter()
            .chain(folders(&self.directory.join("modules")))
        {
            let Ok(text) = fs::read_to_string(directory.join("versions.tf")) else {
                continue;
            };
            if text.contains(">= 6.0.0") {
                overridden = true;
                let pinned = format!(
                    "terraform {{\n  required_providers {{\n    aws = {{\n      source  = \
                     \"hashicorp/aws\"\n      version = \"{VERSION}\"\n    }}\n  }}\n}}\n"
                );
                fs::write(directory.join("provider_override.tf"), pinned).unwrap();
            }
        }
        overridden
    }

    /// Puts the files of another tree in the place of those of before; the states stay.
    pub(crate) fn take_over(&self, tree: &Path) {
        let modules = folders(&self.directory.join("modules"));
        for folder in folders(&self.directory).into_iter().chain(modules) {
            for entry in fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.extension().is_some_and(|end| end == "tf") {
                    fs::remove_file(path).unwrap();
                }
            }
        }
        copy(&tree.join("terraform"), &self.directory);
        self.use_the_provider_at_hand();
    }

    /// Every root, in the order of the waves.
    pub(crate) fn roots(&self) -> Vec<Root> {
        let names = folders(&self.directory).into_iter().filter_map(|path| {
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            (name != "modules").then_some(name)
        });
        let mut roots: Vec<Root> = names.map(|name| Root { name }).collect();
        roots.sort();
        roots
    }

    /// Whether the files of a root have a text in them.
    pub(crate) fn says(&self, root: &str, what: &str) -> bool {
        let files = fs::read_dir(self.directory.join(root)).unwrap();
        let paths = files.map(|file| file.unwrap().path());
        let mut emitted = paths.filter(|path| path.extension() == Some(OsStr::new("tf")));
        emitted.any(|path| fs::read_to_string(path).unwrap().contains(what))
    }

    /// Runs Terraform in a root.
    pub(crate) fn run(&self, root: &str, arguments: &[&str]) -> Ended {
        let _permit = Permit::take();
        let directory = self.directory.join(root);
        process::run(OsStr::new("terraform"), arguments, |command| {
            let ours = std::env::vars_os().map(|(name, _)| name).filter(|name| {
                let name = name.to_string_lossy();
                name.starts_with("AWS_") || name.starts_with("TF_")
            });
            for name in ours {
                command.env_remove(name);
            }
            command
                .current_dir(directory)
                .env("TF_CLI_CONFIG_FILE", &self.configuration)
                .env("TF_IN_AUTOMATION", "1")
                // Terraform and the provider read a schema of many megabytes and end soon after: half of
                // their time went into collecting garbage.
                .env("GOGC", "off")
                .env("GOMEMLIMIT", "1GiB")
                .env("CHECKPOINT_DISABLE", "1")
                .env("NO_COLOR", "1")
                .env("AWS_EC2_METADATA_DISABLED", "true")
                .env("AWS_CONFIG_FILE", "/dev/null")
                .env("AWS_SHARED_CREDENTIALS_FILE", "/dev/null")
                .env("AWS_ACCESS_KEY_ID", &self.management)
                .env("AWS_SECRET_ACCESS_KEY", "double")
                .env("AWS_REGION", "us-east-1");
            if let Some(endpoint) = &self.endpoint {
                command
                    .env("AWS_ENDPOINT_URL", endpoint)
                    .env(process::CALLS, &self.journal);
            }
        })
    }

    /// Runs Terraform in a root, to a good end.
    pub(crate) fn succeed(&self, root: &str, arguments: &[&str]) -> Result<Ended, String> {
        let ended = self.run(root, arguments);
        if ended.status == 0 {
            Ok(ended)
        } else {
            Err(format!(
                "{root}: terraform {}: {}",
                arguments.join(" "),
                ended.all()
            ))
        }
    }

    /// Initializes a root with a state of its own beside it.
    pub(crate) fn initialize(&self, root: &str) -> Result<(), String> {
        let local = "terraform {\n  backend \"local\" {}\n}\n";
        fs::write(self.directory.join(root).join("backend_override.tf"), local).unwrap();
        self.succeed(root, &["init", "-input=false", "-no-color"])
            .map(drop)
    }
}

struct Permit;

impl Permit {
    fn take() -> Self {
        let (free, changed) = &PERMITS;
        let mut free = changed
            .wait_while(free.lock().unwrap(), |free| *free == 0)
            .unwrap();
        *free -= 1;
        Self
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        let (free, changed) = &PERMITS;
        *free.lock().unwrap() += 1;
        changed.notify_one();
    }
}

/// Runs one thing for each of many, at the same time, and gives what they gave in their order.
pub(crate) fn side_by_side<T: Sync, R: Send>(many: &[T], one: impl Fn(&T) -> R + Sync) -> Vec<R> {
    std::thread::scope(|scope| {
        let running: Vec<_> = many.iter().map(|each| scope.spawn(|| one(each))).collect();
        running
            .into_iter()
            .map(|thread| {
                let given = thread.join();
                given.unwrap_or_else(|panic| std::panic::resume_unwind(panic))
            })
            .collect()
    })
}

fn folders(directory: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(directory)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    entries.filter(|path| path.is_dir()).collect()
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let name = entry.file_name();
        if name.to_string_lossy().starts_with(".terraform")
            || name.to_string_lossy().contains("tfstate")
        {
            continue;
        }
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &to.join(name));
        } else {
            fs::copy(entry.path(), to.join(name)).unwrap();
        }
    }
}
