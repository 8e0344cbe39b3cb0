//! What each stage from a spec to files costs, by the number of accounts: time by Criterion, then a
//! table of time and peak memory in fresh processes. `docs/performance.md` says how to read it.

mod alone;
mod organization;
mod stages;

use std::hint::black_box;
use std::path::Path;
use std::process::ExitCode;
use std::time::Duration;

use criterion::{BatchSize, Criterion};
use offsite::stages::{check, generate, print, resolve};

/// Source accounts, each in two regions.
const SIZES: [usize; 4] = [10, 100, 1_000, 10_000];

/// Ten times a tree of tens of thousands of files would take longer than all the rest.
const MOST_WRITTEN: usize = 1_000;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let [first, rest @ ..] = arguments.as_slice()
        && first == alone::ARGUMENT
    {
        return exit(alone::measure(rest));
    }
    let mut criterion = Criterion::default()
        .sample_size(10)
        .warm_up_time(Duration::from_millis(100))
        .measurement_time(Duration::from_millis(500))
        .without_plots()
        .configure_from_args();
    for accounts in SIZES {
        in_memory(&mut criterion, accounts);
        if accounts <= MOST_WRITTEN {
            on_disk(&mut criterion, accounts);
        }
    }
    criterion.final_summary();
    // Only a full run: neither one with a filter, nor the one by which `cargo test` tries benches.
    if arguments == ["--bench"] {
        return exit(alone::table(&SIZES));
    }
    ExitCode::SUCCESS
}

fn exit(result: std::io::Result<()>) -> ExitCode {
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = std::io::Write::write_fmt(&mut std::io::stderr(), format_args!("{error}\n"));
            ExitCode::FAILURE
        }
    }
}

fn in_memory(criterion: &mut Criterion, accounts: usize) {
    let text = organization::yaml(accounts);
    let spec = stages::parse(&text);
    let (topology, _) = resolve(&spec);
    let layout = generate(&topology);
    let mut bench = |stage: &str, work: &mut dyn FnMut()| {
        criterion.bench_function(&format!("{stage}/{accounts}"), |bencher| {
            bencher.iter(&mut *work);
        });
    };
    bench("parse", &mut || drop(black_box(stages::parse(&text))));
    bench("resolve", &mut || drop(black_box(resolve(&spec))));
    bench("check", &mut || drop(black_box(check(&topology))));
    bench("generate", &mut || drop(black_box(generate(&topology))));
    bench("print", &mut || {
        drop(black_box(print(&spec, &topology, &layout)));
    });
}

fn on_disk(criterion: &mut Criterion, accounts: usize) {
    let tree = stages::tree(&organization::yaml(accounts));
    // Beside the build, as a temporary file system may be kept in memory.
    let beside = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let fresh = || tempfile::tempdir_in(beside).expect("the build directory can be written");
    criterion.bench_function(&format!("write/{accounts}"), |bencher| {
        bencher.iter_batched(
            fresh,
            |dir| {
                stages::write(&tree, &dir.path().join("tree"));
                dir
            },
            BatchSize::PerIteration,
        );
    });
    let dir = fresh();
    let place = dir.path().join("tree");
    stages::write(&tree, &place);
    criterion.bench_function(&format!("rewrite/{accounts}"), |bencher| {
        bencher.iter(|| stages::write(&tree, &place));
    });
}
