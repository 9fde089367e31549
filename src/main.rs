//! The command line of krm-report; see [`krm_report`].

use krm_report::cli::{Cli, run};
use std::process::ExitCode;

fn main() -> ExitCode {
    Cli::read().map_or_else(ExitCode::from, |cli| run(cli).into())
}
