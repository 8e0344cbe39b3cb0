//! Python programs that are read once: each run of one is a process of its own.

use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::time::Duration;

use serde_json::json;

use crate::double::Double;
use crate::environment::python_for;
use crate::process::{self, Server};

/// A server that has programs read; killed with all their runs when dropped.
pub(crate) struct Warm {
    _server: Server,
    socket: PathBuf,
    _directory: tempfile::TempDir,
}

impl Warm {
    /// Starts one of the servers in `tests/double`.
    pub(crate) fn start(python: &Path, server: &str) -> Self {
        let directory = tempfile::tempdir().unwrap();
        let socket = directory.path().join("socket");
        let mut command = process::supervised(python.as_os_str(), &[]);
        command
            .arg(process::scripts().join(server))
            .arg(&socket)
            .env("AWS_CONFIG_FILE", "/dev/null")
            .env("AWS_SHARED_CREDENTIALS_FILE", "/dev/null")
            .env("PYTHONDONTWRITEBYTECODE", "1");
        let (started, line) = Server::start(command);
        assert_eq!(line, "ready", "{server} did not start");
        Self {
            _server: started,
            socket,
            _directory: directory,
        }
    }

    /// The arguments with which Python asks for a run; those of the run follow.
    pub(crate) fn run(&self) -> [PathBuf; 3] {
        let program = process::scripts().join("warm.py");
        // Without the interpreter's own search for packages, which takes longer than the rest.
        [PathBuf::from("-BES"), program, self.socket.clone()]
    }
}

/// The double, and the programs that look at what is in it; started by the first test that asks.
pub(crate) fn prepared(python: &Path) -> &'static Warm {
    static PREPARED: OnceLock<Warm> = OnceLock::new();
    PREPARED.get_or_init(|| Warm::start(python, "prepared.py"))
}

#[test]
fn a_run_ends_when_whoever_asked_for_it_does() {
    let claim = "a run ends when whoever asked for it does";
    let Some(python) = python_for(claim) else {
        return;
    };
    let scratch = tempfile::tempdir().unwrap();
    let organization = json!({
        "management_account": "111111111111", "organization_id": "o-a1b2c3d4e5",
        "units": [], "accounts": [], "policy_types": [], "service_access": [],
    });
    let double = Double::start(&python, &organization, scratch.path());
    let address = double.url.strip_prefix("http://").unwrap().to_owned();
    let answers = || TcpStream::connect(&address).is_ok();
    assert!(answers());
    drop(double);
    // It is ended at once, but a busy machine may take its time over it.
    let mut tries = 0..200;
    while answers() && tries.next().is_some() {
        std::thread::sleep(Duration::from_millis(100));
    }
    assert!(!answers());
}
