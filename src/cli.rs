//! Arguments → commands → terminal. The only place that prints.
#![allow(clippy::print_stdout, clippy::print_stderr)]

use crate::commands::build::{BuildError, build};
use crate::commands::check::check;
use crate::commands::explain::explain;
use crate::commands::{Exit, Stopped};
use crate::diagnostic::{Findings, to_text};
use crate::render::Format;
use clap::builder::PossibleValue;
use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// The command line.
#[derive(Debug, Parser)]
#[command(
    name = "krm-report",
    version,
    about = "Jahresbericht der Ombudsstelle aus den Exporten des Kundenreaktionsmanagements",
    after_help = "Endet mit 0, wenn alles in Ordnung ist, 1 bei Fehlern in Daten oder Kapiteln, 2 bei falscher Bedienung oder Konfiguration, 3 wenn Lesen oder Schreiben nicht möglich ist."
)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Erstellt den Bericht
    Build(BuildArguments),
    /// Prüft Projekt, Kapitel und Exporte, ohne etwas zu schreiben
    Check(CheckArguments),
    /// Erklärt eine Kennzahl: Definition, Zähler, Basis, Zeilen (nur intern)
    Explain(ExplainArguments),
}

#[derive(Debug, Args)]
struct BuildArguments {
    /// Ordner des Projekts
    #[arg(default_value = "input")]
    project: PathBuf,
    /// Ordner, in den der Bericht geschrieben wird
    #[arg(long, value_name = "ORDNER", default_value = "output")]
    output: PathBuf,
    /// Formate, durch Komma getrennt; ohne Angabe alle
    #[arg(long, value_name = "FORMAT", value_delimiter = ',')]
    format: Vec<Format>,
    /// Auch Warnungen verhindern den Bericht
    #[arg(long)]
    deny_warnings: bool,
    /// Zeigt in Meldungen auch Fallnummern und Werte
    #[arg(long)]
    show_values: bool,
}

#[derive(Debug, Args)]
struct CheckArguments {
    /// Ordner des Projekts
    #[arg(default_value = "input")]
    project: PathBuf,
    /// Auch Warnungen gelten als Fehler
    #[arg(long)]
    deny_warnings: bool,
    /// Zeigt in Meldungen auch Fallnummern und Werte
    #[arg(long)]
    show_values: bool,
}

#[derive(Debug, Args)]
struct ExplainArguments {
    /// Kennung der Kennzahl, zum Beispiel cases:category=complaint
    figure: String,
    /// Ordner des Projekts
    #[arg(default_value = "input")]
    project: PathBuf,
    /// Nennt Datei und Zeile jedes gezählten Falls
    #[arg(long)]
    rows: bool,
}

impl ValueEnum for Format {
    fn value_variants<'a>() -> &'a [Self] {
        &Self::ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(self.id()))
    }
}

/// Runs a command line.
pub fn run(cli: Cli) -> Exit {
    match cli.command {
        Command::Build(arguments) => run_build(&arguments),
        Command::Check(arguments) => {
            let (findings, exit) = check(&arguments.project, arguments.deny_warnings);
            eprint!("{}", to_text(&findings, arguments.show_values));
            exit
        }
        Command::Explain(arguments) => {
            match explain(&arguments.project, &arguments.figure, arguments.rows) {
                Ok(text) => {
                    print!("{text}");
                    Exit::Fine
                }
                Err(Stopped { findings, exit }) => {
                    eprint!("{}", to_text(&findings, false));
                    exit
                }
            }
        }
    }
}

fn run_build(arguments: &BuildArguments) -> Exit {
    let formats = match arguments.format.as_slice() {
        [] => Format::ALL.to_vec(),
        chosen => {
            let mut formats = chosen.to_vec();
            formats.sort_unstable();
            formats.dedup();
            formats
        }
    };
    match build(&arguments.project, &arguments.output, &formats, arguments.deny_warnings) {
        Ok(built) => {
            show(&built.findings, arguments.show_values);
            println!("{}", built.summary);
            println!("{}: {} Dateien geschrieben", built.folder.display(), built.files);
            Exit::Fine
        }
        Err(error) => {
            match &error {
                BuildError::Stopped(stopped) => {
                    show(&stopped.findings, arguments.show_values);
                    eprintln!("Es wurde nichts geschrieben; ein früherer Bericht ist unverändert.");
                }
                other => eprintln!("Fehler: {other}"),
            }
            error.exit()
        }
    }
}

fn show(findings: &Findings, show_values: bool) {
    if !findings.is_empty() {
        eprint!("{}", to_text(findings, show_values));
    }
}
