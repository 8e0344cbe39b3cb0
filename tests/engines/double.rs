//! The AWS double of one proof.

use serde_json::{Value, json};
use std::path::{Path, PathBuf};

use crate::process::{self, Server};
use crate::warm::prepared;

/// The journal's name in the directory of a proof: what Terraform does there is seen by its calls.
pub(crate) const JOURNAL: &str = "calls.jsonl";

/// A running double; killed when dropped.
pub(crate) struct Double {
    _server: Server,
    pub(crate) url: String,
    pub(crate) journal: PathBuf,
}

/// One call that the double got.
#[derive(Debug, Clone)]
pub(crate) struct Call {
    pub(crate) account: String,
    pub(crate) region: String,
    pub(crate) service: String,
    pub(crate) operation: String,
    pub(crate) status: u64,
    pub(crate) error: String,
}

impl Double {
    /// Starts a double with an organization, on a free port.
    pub(crate) fn start(python: &Path, organization: &Value, directory: &Path) -> Self {
        let description = directory.join("organization.json");
        std::fs::write(&description, organization.to_string()).unwrap();
        let journal = directory.join(JOURNAL);
        let log = std::fs::File::create(directory.join("double.log")).unwrap();
        let mut command = process::supervised(python.as_os_str(), &[]);
        command
            .args(prepared(python).run())
            .args(["aws_double.py", "--organization"])
            .arg(&description)
            .arg("--journal")
            .arg(&journal)
            .env("PYTHONDONTWRITEBYTECODE", "1")
            .stderr(log);
        let (server, port) = Server::start(command);
        assert!(
            port.parse::<u16>().is_ok(),
            "the double did not start: {}",
            std::fs::read_to_string(directory.join("double.log")).unwrap()
        );
        Self {
            _server: server,
            url: format!("http://127.0.0.1:{port}"),
            journal,
        }
    }

    /// Every call so far.
    pub(crate) fn calls(&self) -> Vec<Call> {
        let text = std::fs::read_to_string(&self.journal).unwrap();
        let calls = text.lines().map(|line| {
            let call: Value = serde_json::from_str(line).unwrap();
            let text = |key: &str| call[key].as_str().unwrap_or_default().to_owned();
            Call {
                account: text("account"),
                region: text("region"),
                service: text("service"),
                operation: text("operation"),
                status: call["status"].as_u64().unwrap_or_default(),
                error: text("error"),
            }
        });
        calls.collect()
    }

    /// What accounts hold in regions, and what the organization does, read through the AWS API.
    pub(crate) fn read_back(
        &self,
        python: &Path,
        management: &str,
        places: &[(String, String)],
    ) -> Value {
        let question = json!({ "management": management, "places": places });
        process::ask_prepared(python, "read_back.py", &[&self.url], &question)
    }
}
