//! The sample year as a cold process: CPU seconds (user + system) of a whole `build` and `check`,
//! and of a process that only prints its version. Run with `cargo bench`.
//!
//! Times differ from machine to machine; the figures to compare are the ratios. CPU time is read
//! from `/proc/self/stat` in ticks of 10 ms, so each command runs often enough for the ticks to
//! average out; elsewhere than on Linux the wall time is printed instead.

// A benchmark measures time and prints it; a failed run must stop it.
#![allow(clippy::disallowed_methods, clippy::print_stdout, clippy::expect_used)]

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

/// Runs of each command.
const RUNS: u32 = 100;
/// Length of a tick in seconds.
const TICK: f64 = 0.01;

fn main() {
    let output = std::env::temp_dir().join(format!("krm-report-bench-{}", std::process::id()));
    let output_argument = output.display().to_string();
    let start = seconds_per_run(&["--version"]);
    let check = seconds_per_run(&["check", "input"]);
    let build = seconds_per_run(&["build", "input", "--output", &output_argument]);
    std::fs::remove_dir_all(&output).expect("the bench's own folder can be removed");
    println!("sample project, {RUNS} cold processes each, seconds a run");
    println!("process start   {start:.4}");
    println!("check           {check:.4}");
    println!("build           {build:.4}");
    println!("build / check   {:.2}", build / check);
}

/// Mean CPU (or wall) seconds of one run.
fn seconds_per_run(arguments: &[&str]) -> f64 {
    run(arguments);
    let (ticks, clock) = (children_ticks(), Instant::now());
    for _ in 0..RUNS {
        run(arguments);
    }
    let total = match (ticks, children_ticks()) {
        (Some(before), Some(after)) => (after - before) as f64 * TICK,
        _ => clock.elapsed().as_secs_f64(),
    };
    total / f64::from(RUNS)
}

fn run(arguments: &[&str]) {
    let status = Command::new(env!("CARGO_BIN_EXE_krm-report"))
        .args(arguments)
        .current_dir(Path::new(env!("CARGO_MANIFEST_DIR")))
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .expect("the program starts");
    assert!(status.success(), "{arguments:?} failed");
}

/// Ticks of CPU that ended child processes have used (fields 16 and 17 of `/proc/self/stat`).
fn children_ticks() -> Option<u64> {
    let stat = std::fs::read_to_string("/proc/self/stat").ok()?;
    let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
    let field = |number: usize| fields.get(number - 3)?.parse::<u64>().ok();
    Some(field(16)? + field(17)?)
}
