//! `release`: the command that records what has been published.

use super::terminal::err;
use super::{CheckArguments, GoalArguments, show_built, show_error, show_failure};
use crate::commands::Exit;
use crate::commands::release::{ReleaseError, release};
use clap::Args;

#[derive(Debug, Args)]
#[command(next_help_heading = "Angaben")]
pub(super) struct ReleaseArguments {
    #[command(flatten)]
    check: CheckArguments,
    #[command(flatten)]
    goal: GoalArguments,
    /// Hält eine berichtigte Ausgabe neben der früheren fest
    #[arg(long)]
    correction: bool,
}

/// Runs `release`.
pub(super) fn run_release(arguments: &ReleaseArguments) -> Exit {
    let check = &arguments.check;
    let released = release(check.options(), &arguments.goal.goal(), arguments.correction);
    match released {
        Ok(released) => {
            show_built(&released.built, check);
            match released.archived {
                Some(path) => err(&format!("Freigegeben: {}\n", path.display())),
                None => err("Diese Ausgabe ist bereits freigegeben.\n"),
            }
            Exit::Fine
        }
        Err(ReleaseError::Build(error)) => show_error(&error, check),
        Err(error) => {
            show_failure(&error.to_string(), &check.findings, &check.project);
            if !matches!(error, ReleaseError::NotPlaced(..)) {
                err("Es wurde nichts geschrieben.\n");
            }
            error.exit()
        }
    }
}
