//! `inspect` and `strip`: the commands that look at files one by one.

use super::progress::while_waiting;
use super::terminal::{err, out, out_as_it_is, out_json};
use crate::commands::Exit;
use crate::commands::inspect::{InspectError, View, inspect};
use crate::commands::strip::{StripError, strip};
use crate::diagnostic::{Show, to_text};
use clap::{Args, ValueEnum};
use std::path::PathBuf;

#[derive(Debug, Args)]
#[command(next_help_heading = "Angaben")]
pub(super) struct InspectArguments {
    /// Dateien, zum Beispiel Exporte
    #[arg(required = true, value_name = "DATEI")]
    files: Vec<PathBuf>,
    /// Ordner des Projekts; ohne Angabe gelten die bekannten Überschriften, und kein Wert gilt als unbekannt
    #[arg(long, value_name = "PROJEKT")]
    project: Option<PathBuf>,
    /// Gibt statt der Übersicht die Zeilen aus (nur intern)
    #[arg(long, value_name = "FORM")]
    to: Option<RowForm>,
    /// Gibt mit --to jsonl auch die Erfasserbemerkung aus
    #[arg(long, requires = "to")]
    with_remark: bool,
    /// Schlägt Abschnitte für report.toml vor
    #[arg(long, conflicts_with = "to")]
    suggest: bool,
    /// Zeigt auch Werte und Überschriften, die Text einer Person sein können, in Meldungen auch Fallnummern
    #[arg(long)]
    show_values: bool,
    /// So viele Meldungen werden einzeln gezeigt; gezählt werden immer alle
    #[arg(long, value_name = "ANZAHL", default_value_t = 200)]
    max_findings: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum RowForm {
    /// CSV in UTF-8 mit Komma, jedes Feld in Anführungszeichen
    Csv,
    /// Angenommene Datensätze, ein JSON-Objekt je Zeile
    Jsonl,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Angaben")]
pub(super) struct StripArguments {
    /// Exporte
    #[arg(required = true, value_name = "DATEI")]
    files: Vec<PathBuf>,
    /// Leerer oder neuer Ordner, in den geschrieben wird
    #[arg(long, value_name = "ORDNER")]
    to: PathBuf,
    /// Ordner des Projekts
    #[arg(long, default_value = "input", value_name = "PROJEKT")]
    project: PathBuf,
}

/// Runs `inspect`.
pub(super) fn run_inspect(arguments: &InspectArguments) -> Exit {
    let view = match arguments.to {
        _ if arguments.suggest => View::Suggestion,
        None => View::Human,
        Some(RowForm::Csv) => View::Csv,
        Some(RowForm::Jsonl) => View::JsonLines { with_remark: arguments.with_remark },
    };
    let show = Show { values: arguments.show_values, most: arguments.max_findings };
    let inspected = while_waiting("Dateien werden gelesen", || {
        inspect(&arguments.files, arguments.project.as_deref(), view, arguments.show_values)
    });
    match inspected {
        Ok(inspected) => {
            if let Some(warning) = inspected.warning {
                err(&format!("{warning}\n"));
            }
            match view {
                View::Csv => out_as_it_is(&inspected.output),
                View::JsonLines { .. } => out_json(&inspected.output),
                View::Human | View::Suggestion => out(&inspected.output),
            }
            if view == View::Human || !inspected.findings.is_empty() {
                err(&to_text(&inspected.findings, show));
            }
            inspected.exit
        }
        Err(InspectError::Stopped(stopped)) => {
            err(&to_text(&stopped.findings, show));
            stopped.exit
        }
        Err(error) => {
            err(&format!("Fehler: {error}\n"));
            Exit::Usage
        }
    }
}

/// Runs `strip`.
pub(super) fn run_strip(arguments: &StripArguments) -> Exit {
    let stripped = while_waiting("Exporte werden neu geschrieben", || {
        strip(&arguments.files, &arguments.to, &arguments.project)
    });
    match stripped {
        Ok(stripped) => {
            if !stripped.findings.is_empty() {
                err(&to_text(&stripped.findings, Show::default()));
            }
            out(&stripped.summary);
            Exit::Fine
        }
        Err(error) => {
            match &error {
                StripError::Stopped(stopped) => {
                    err(&to_text(&stopped.findings, Show::default()));
                    err("Es wurde nichts geschrieben.\n");
                }
                other => err(&format!("Fehler: {other}\n")),
            }
            error.exit()
        }
    }
}
