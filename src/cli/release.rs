//! `release`: the command that records what has been published.

use super::{CheckArguments, GoalArguments, show_built, show_error};
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
    let released = release(
        &check.project,
        check.edition.as_deref(),
        &arguments.goal.goal(),
        arguments.correction,
        check.deny_warnings,
        check.allow_rejected,
    );
    match released {
        Ok(released) => {
            show_built(&released.built, check);
            match released.archived {
                Some(path) => eprintln!("Freigegeben: {}", path.display()),
                None => eprintln!("Diese Ausgabe ist bereits freigegeben."),
            }
            Exit::Fine
        }
        Err(ReleaseError::Build(error)) => show_error(&error, check),
        Err(error) => {
            eprintln!("Fehler: {error}");
            if !matches!(error, ReleaseError::NotPlaced(..)) {
                eprintln!("Es wurde nichts geschrieben.");
            }
            error.exit()
        }
    }
}
