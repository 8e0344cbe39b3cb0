//! Time and memory of stages in a process of their own, and the table of them.
//!
//! A process's peak of resident memory says nothing of one stage once others have run in it. So
//! each size is measured in fresh processes, and the peak is set back before each stage, which
//! Linux lets a process do. Elsewhere there are times only.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Write as _};
use std::path::Path;
use std::process::Command;
use std::time::Instant;

use offsite::stages::{check, generate, print, resolve};

use crate::organization;
use crate::stages::{parse, render, write};

/// The argument that makes this program a measured process.
pub(crate) const ARGUMENT: &str = "measure";

const STAGES: [&str; 9] = [
    "parse", "resolve", "check", "generate", "print", "write", "rewrite", "render", "rerender",
];

const RUNS: usize = 5;

/// What one stage took once: milliseconds, and the highest resident memory meanwhile in megabytes,
/// what earlier stages left included.
#[derive(Clone, Copy)]
struct Cost {
    milliseconds: f64,
    megabytes: f64,
}

/// Prints what every stage costs at every size.
pub(crate) fn table(sizes: &[usize]) -> io::Result<()> {
    let mut out = io::stdout().lock();
    writeln!(
        out,
        "\nEach stage in fresh processes, median of {RUNS} runs: ms / peak resident MB"
    )?;
    write!(out, "{:10}", "accounts")?;
    for size in sizes {
        write!(out, "{size:>20}")?;
    }
    let costs: Vec<_> = sizes
        .iter()
        .map(|size| costs(*size))
        .collect::<Result<_, _>>()?;
    for stage in STAGES {
        write!(out, "\n{stage:10}")?;
        for of_size in &costs {
            let Cost {
                milliseconds,
                megabytes,
            } = of_size[stage];
            write!(out, "{milliseconds:>12.1} /{megabytes:>6.1}")?;
        }
    }
    writeln!(out)
}

/// The median cost of every stage.
fn costs(accounts: usize) -> io::Result<BTreeMap<String, Cost>> {
    let mut runs: BTreeMap<String, Vec<Cost>> = BTreeMap::new();
    for _ in 0..RUNS {
        // Beside the build, as a temporary file system may be kept in memory.
        let dir = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR"))?;
        for mode in ["stages", "render", "rerender"] {
            let output = Command::new(std::env::current_exe()?)
                .args([ARGUMENT, mode, &accounts.to_string()])
                .arg(dir.path())
                .output()?;
            if !output.status.success() {
                return Err(io::Error::other(String::from_utf8_lossy(&output.stderr)));
            }
            for line in String::from_utf8_lossy(&output.stdout).lines() {
                let mut words = line.split(' ');
                let stage = words.next().unwrap_or_default().to_owned();
                let mut number = || words.next()?.parse().ok();
                if let (Some(milliseconds), Some(megabytes)) = (number(), number()) {
                    let cost = Cost {
                        milliseconds,
                        megabytes,
                    };
                    runs.entry(stage).or_default().push(cost);
                }
            }
        }
    }
    Ok(runs
        .into_iter()
        .map(|(stage, costs)| (stage, median(costs)))
        .collect())
}

fn median(costs: Vec<Cost>) -> Cost {
    let middle = |of: fn(&Cost) -> f64| {
        let mut values: Vec<f64> = costs.iter().map(of).collect();
        values.sort_by(f64::total_cmp);
        values[values.len() / 2]
    };
    Cost {
        milliseconds: middle(|cost| cost.milliseconds),
        megabytes: middle(|cost| cost.megabytes),
    }
}

/// Runs as a measured process: what to measure, with how many accounts, where to write.
pub(crate) fn measure(arguments: &[String]) -> io::Result<()> {
    let [mode, accounts, dir] = arguments else {
        return Err(io::Error::other(
            "expected a mode, a number and a directory",
        ));
    };
    let text = organization::yaml(accounts.parse().map_err(io::Error::other)?);
    let dir = Path::new(dir);
    if mode != "stages" {
        sample(mode, || render(&text, &dir.join("render")))?;
        return Ok(());
    }
    let spec = sample("parse", || parse(&text))?;
    let (topology, _) = sample("resolve", || resolve(&spec))?;
    sample("check", || check(&topology))?;
    let layout = sample("generate", || generate(&topology))?;
    let tree = sample("print", || print(&spec, &topology, &layout))?;
    let tree = tree.map_err(io::Error::other)?;
    sample("write", || write(&tree, &dir.join("write")))?;
    sample("rewrite", || write(&tree, &dir.join("write")))?;
    Ok(())
}

fn sample<T>(stage: &str, work: impl FnOnce() -> T) -> io::Result<T> {
    forget_peak();
    let start = Instant::now();
    let done = work();
    let milliseconds = start.elapsed().as_secs_f64() * 1e3;
    writeln!(io::stdout(), "{stage} {milliseconds} {}", peak())?;
    Ok(done)
}

/// Lowers the recorded peak to what is resident now.
/// <https://www.kernel.org/doc/html/latest/filesystems/proc.html#process-specific-subdirectories>
fn forget_peak() {
    // Where the system has no such file, the peak is that of the whole process, or unknown.
    let _ = fs::write("/proc/self/clear_refs", "5");
}

/// The highest resident memory in megabytes; not a number where the system does not tell.
fn peak() -> f64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes = line.and_then(|line| line.trim().strip_suffix(" kB")?.parse::<f64>().ok());
    kilobytes.map_or(f64::NAN, |kilobytes| kilobytes * 1024.0 / 1e6)
}
