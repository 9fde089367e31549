//! `init`: the command that begins a project.

use super::terminal::{err, out};
use crate::commands::Exit;
use crate::commands::init::init;
use clap::Args;
use std::path::PathBuf;

#[derive(Debug, Args)]
#[command(next_help_heading = "Angaben")]
pub(super) struct InitArguments {
    /// Leerer oder neuer Ordner
    #[arg(value_name = "ORDNER")]
    folder: PathBuf,
    /// Berichtsjahr; ohne Angabe das Jahr, mit dem der Name des Ordners endet
    #[arg(long, value_name = "JAHR")]
    year: Option<i16>,
    /// Exporte, aus denen Spalten, Zeitraum und Listen geraten werden; sie werden in den Ordner `exports` kopiert
    #[arg(long, value_name = "EXPORT", num_args = 1..)]
    from: Vec<PathBuf>,
}

/// Runs `init`.
pub(super) fn run_init(arguments: &InitArguments) -> Exit {
    match init(&arguments.folder, arguments.year, &arguments.from) {
        Ok(next) => {
            out(&next);
            Exit::Fine
        }
        Err(error) => {
            err(&format!("Fehler: {error}\n"));
            error.exit()
        }
    }
}
