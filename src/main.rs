//! The command line of krm-report; see [`krm_report`].

use clap::Parser;
use krm_report::cli::{Cli, run};
use std::process::ExitCode;

fn main() -> ExitCode {
    run(Cli::parse()).into()
}
