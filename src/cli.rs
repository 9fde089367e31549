//! Arguments → commands → terminal.

mod files;
mod init;
mod progress;
mod release;
mod terminal;
mod usage;

use crate::commands::build::{BuildError, Built, build};
use crate::commands::check::check;
use crate::commands::explain::explain;
use crate::commands::explain_code::{explain_code, is_code};
use crate::commands::{Exit, ReportOptions, Stopped, Summary};
use crate::diagnostic::{
    Finding, FindingCode, Findings, Show, to_github, to_json_lines, to_sarif, to_text,
};
use crate::project::Overrides;
use crate::project::files::shown;
use crate::publish::{Goal, Internal};
use crate::render::Format;
use clap::builder::PossibleValue;
use clap::error::ErrorKind;
use clap::{Arg, ArgAction, Args, CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum};
use progress::while_waiting;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use terminal::{err, out, out_as_it_is, out_json};

/// How help is laid out, in place of the English standard.
const HELP: &str = "{about}\n\nAufruf: {usage}\n\n{all-args}{after-help}";

/// The command line.
#[derive(Debug, Parser)]
#[command(
    name = "krm-report",
    version,
    disable_help_subcommand = true,
    subcommand_help_heading = "Befehle",
    subcommand_value_name = "BEFEHL",
    next_help_heading = "Angaben",
    about = "Jahresbericht der Ombudsstelle aus den Exporten des Kundenreaktionsmanagements",
    after_help = "Endet mit 0, wenn alles in Ordnung ist, 1 bei Fehlern in Daten oder Kapiteln, 2 bei falscher Bedienung oder Konfiguration, 3 wenn Lesen oder Schreiben nicht möglich ist."
)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Legt ein neues Projekt an
    Init(init::InitArguments),
    /// Erstellt den Bericht
    Build(BuildArguments),
    /// Erstellt den Bericht und hält im Archiv des Projekts fest, was veröffentlicht ist
    Release(release::ReleaseArguments),
    /// Prüft Projekt, Kapitel und Exporte, ohne etwas zu schreiben
    Check(CheckArguments),
    /// Erklärt eine Meldung (K202), oder eine Kennzahl: Definition, Zähler, Basis, Zeilen (nur intern)
    Explain(ExplainArguments),
    /// Zeigt, wie eine Datei verstanden wird, oder ihre Zeilen in anderer Form
    Inspect(files::InspectArguments),
    /// Schreibt Exporte ohne Personenbezug; aus ihnen entstehen dieselben Kennzahlen
    Strip(files::StripArguments),
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Angaben")]
struct BuildArguments {
    #[command(flatten)]
    check: CheckArguments,
    #[command(flatten)]
    goal: GoalArguments,
    /// Formate, durch Komma getrennt; ohne Angabe html,md,csv,json
    #[arg(long, value_name = "FORMAT", value_delimiter = ',')]
    format: Vec<Format>,
}

/// Where a report is written.
#[derive(Debug, Args)]
#[command(next_help_heading = "Angaben")]
struct GoalArguments {
    /// Ordner, in den der Bericht geschrieben wird
    #[arg(long, value_name = "ORDNER", default_value = "output")]
    output: PathBuf,
    /// Ordner für das, was im Haus bleibt (Vorgabe: neben dem Bericht); `none` schreibt es nicht
    #[arg(long, value_name = "ORDNER")]
    internal: Option<PathBuf>,
}

impl GoalArguments {
    fn goal(&self) -> Goal {
        let internal = match &self.internal {
            None => Internal::Beside,
            Some(folder) if folder.as_os_str() == "none" => Internal::Nowhere,
            Some(folder) => Internal::Within(folder.clone()),
        };
        Goal { output: self.output.clone(), internal }
    }
}

/// What is checked, and how strictly.
#[derive(Debug, Args)]
#[command(next_help_heading = "Angaben")]
struct CheckArguments {
    /// Ordner des Projekts
    #[arg(default_value = "input", value_name = "PROJEKT")]
    project: PathBuf,
    /// Ausgabe für einen Leserkreis, wie in `report.toml` unter [[edition]] beschrieben
    #[arg(long, value_name = "NAME")]
    edition: Option<String>,
    #[command(flatten)]
    time: TimeArguments,
    /// Auch Warnungen verhindern den Bericht
    #[arg(long)]
    deny_warnings: bool,
    /// Zählt ohne die fehlerhaften Datensätze weiter; Seite eins des Berichts sagt es
    #[arg(long)]
    allow_rejected: bool,
    #[command(flatten)]
    findings: FindingArguments,
}

impl CheckArguments {
    fn options(&self) -> ReportOptions<'_> {
        ReportOptions {
            folder: &self.project,
            edition: self.edition.as_deref(),
            overrides: self.time.overrides(),
            deny_warnings: self.deny_warnings,
            allow_rejected: self.allow_rejected,
        }
    }
}

/// Which time the report is about.
#[derive(Debug, Args)]
#[command(next_help_heading = "Angaben")]
struct TimeArguments {
    /// Berichtszeitraum, wenn es nicht der aus `report.toml` ist: 2017, 2017-H1, 2017-Q3, 2016/17, 2017-03/2017-10
    #[arg(long, value_name = "ZEITRAUM")]
    period: Option<String>,
    /// Stand der Daten, wenn es nicht der aus `report.toml` ist, zum Beispiel 2018-05-02
    #[arg(long, value_name = "TAG")]
    as_of: Option<String>,
}

impl TimeArguments {
    fn overrides(&self) -> Overrides<'_> {
        Overrides { period: self.period.as_deref(), as_of: self.as_of.as_deref() }
    }
}

/// How findings are shown.
#[derive(Debug, Args)]
#[command(next_help_heading = "Angaben")]
struct FindingArguments {
    /// Form der Meldungen: für Menschen, oder für Maschinen auf der Standardausgabe
    #[arg(long, value_name = "FORM", default_value = "human")]
    message_format: MessageFormat,
    /// Zeigt in Meldungen auch Fallnummern und Werte (nicht in SARIF und github)
    #[arg(long)]
    show_values: bool,
    /// So viele Meldungen werden einzeln gezeigt; gezählt werden immer alle
    #[arg(long, value_name = "ANZAHL", default_value_t = 200)]
    max_findings: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum MessageFormat {
    /// Deutscher Text
    Human,
    /// Ein JSON-Objekt je Zeile
    Json,
    /// SARIF 2.1.0
    Sarif,
    /// Befehle, die Plattformen neben den Zeilen anzeigen
    Github,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Angaben")]
struct ExplainArguments {
    /// Kennung einer Meldung, zum Beispiel K202, oder einer Kennzahl, zum Beispiel cases:category=complaint
    #[arg(value_name = "KENNUNG")]
    figure: String,
    /// Ordner des Projekts
    #[arg(default_value = "input", value_name = "PROJEKT")]
    project: PathBuf,
    /// Wie die Kennzahl in dieser Ausgabe steht
    #[arg(long, value_name = "NAME")]
    edition: Option<String>,
    #[command(flatten)]
    time: TimeArguments,
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

impl Cli {
    /// Reads the arguments of the process; without a command to run, the exit code after help or
    /// an explanation has been printed.
    ///
    /// # Errors
    /// When help or the version was asked for, or the arguments cannot be understood.
    pub fn read() -> Result<Self, Exit> {
        let matches = in_german(Self::command()).try_get_matches();
        matches.and_then(|matches| Self::from_arg_matches(&matches)).map_err(|error| {
            match error.kind() {
                ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
                    out(&error.to_string());
                    terminal::exit(Exit::Fine)
                }
                _ => {
                    err("Fehler: dieser Aufruf ist nicht möglich; `krm-report --help` zeigt, was geht\n\n");
                    err(&usage::told(&error));
                    let findings = failure("dieser Aufruf ist nicht möglich");
                    match asked_format(std::env::args_os()) {
                        Some(MessageFormat::Json) => {
                            out_json(&to_json_lines(&findings, Show::default(), None::<&()>));
                        }
                        Some(MessageFormat::Sarif) => {
                            out_json(&to_sarif(&findings, Show::default(), ""));
                        }
                        _ => {}
                    }
                    Exit::Usage
                }
            }
        })
    }
}

/// A command and its subcommands with German help.
fn in_german(command: clap::Command) -> clap::Command {
    let help = Arg::new("help")
        .short('h')
        .long("help")
        .action(ArgAction::Help)
        .help_heading("Angaben")
        .help("Zeigt diese Hilfe");
    let mut command =
        command.help_template(HELP).disable_help_flag(true).arg(help).mut_subcommands(in_german);
    if command.get_version().is_some() {
        let version = Arg::new("version")
            .short('V')
            .long("version")
            .action(ArgAction::Version)
            .help_heading("Angaben")
            .help("Zeigt die Version");
        command = command.disable_version_flag(true).arg(version);
    }
    command
}

/// The form of messages that a call asks for that is not possible otherwise.
fn asked_format(arguments: impl Iterator<Item = OsString>) -> Option<MessageFormat> {
    let option = "--message-format";
    // An argument that is no text is none of these.
    let mut arguments = arguments.filter_map(|argument| argument.into_string().ok());
    let value = arguments.find_map(|argument| match argument.strip_prefix(option) {
        Some("") => Some(String::new()),
        Some(rest) => rest.strip_prefix('=').map(str::to_owned),
        None => None,
    })?;
    let value = if value.is_empty() { arguments.next()? } else { value };
    MessageFormat::from_str(&value, true).ok()
}

/// Runs a command line.
pub fn run(cli: Cli) -> Exit {
    terminal::exit(run_command(cli.command))
}

fn run_command(command: Command) -> Exit {
    match command {
        Command::Init(arguments) => init::run_init(&arguments),
        Command::Build(arguments) => run_build(&arguments),
        Command::Check(arguments) => {
            let checked =
                while_waiting("Exporte und Kapitel werden geprüft", || check(arguments.options()));
            let summary = checked.summary.as_deref();
            show(&checked.findings, &arguments.findings, &arguments.project, summary);
            checked.exit
        }
        Command::Release(arguments) => release::run_release(&arguments),
        Command::Inspect(arguments) => files::run_inspect(&arguments),
        Command::Strip(arguments) => files::run_strip(&arguments),
        Command::Explain(arguments) => {
            let explained = while_waiting("Exporte werden gelesen", || {
                if is_code(&arguments.figure) {
                    return explain_code(&arguments.figure);
                }
                explain(
                    &arguments.project,
                    arguments.edition.as_deref(),
                    arguments.time.overrides(),
                    &arguments.figure,
                    arguments.rows,
                )
            });
            match explained {
                Ok(text) => {
                    out(&text.to_string());
                    Exit::Fine
                }
                Err(Stopped { findings, exit, .. }) => {
                    err(&to_text(&findings, Show::default()));
                    exit
                }
            }
        }
    }
}

fn run_build(arguments: &BuildArguments) -> Exit {
    let formats = match arguments.format.as_slice() {
        [] => Format::STANDARD.to_vec(),
        chosen => {
            let mut formats = chosen.to_vec();
            formats.sort_unstable();
            formats.dedup();
            formats
        }
    };
    let built = while_waiting("Der Bericht wird erstellt", || {
        build(arguments.check.options(), &arguments.goal.goal(), &formats)
    });
    match built {
        Ok(built) => {
            show_built(&built, &arguments.check);
            Exit::Fine
        }
        Err(error) => show_error(&error, &arguments.check),
    }
}

/// What was written.
fn show_built(built: &Built, arguments: &CheckArguments) {
    let machine = arguments.findings.message_format != MessageFormat::Human;
    if machine || !built.findings.is_empty() {
        show(&built.findings, &arguments.findings, &arguments.project, Some(&built.summary));
    } else {
        out(&built.summary.text());
    }
    if !machine {
        out(&format!("{}: {} Dateien geschrieben\n", built.folder.display(), built.files));
    }
}

/// Why nothing was written.
fn show_error(error: &BuildError, arguments: &CheckArguments) -> Exit {
    match error {
        BuildError::Stopped(stopped) => {
            let summary = stopped.summary.as_deref();
            show(&stopped.findings, &arguments.findings, &arguments.project, summary);
            err("Es wurde nichts geschrieben; ein früherer Bericht ist unverändert.\n");
        }
        other => show_failure(&other.to_string(), &arguments.findings, &arguments.project),
    }
    error.exit()
}

/// Why a run could not do what it was called for; machines get it in the form they asked for.
fn show_failure(message: &str, arguments: &FindingArguments, project: &Path) {
    match arguments.message_format {
        MessageFormat::Human => err(&format!("Fehler: {message}\n")),
        _ => show(&failure(message), arguments, project, None),
    }
}

fn failure(message: &str) -> Findings {
    let mut findings = Findings::default();
    findings.push(Finding::new(FindingCode::RunFailed, message));
    findings
}

/// Findings for people go to standard error, for machines to standard output. The summary has exact numbers, which SARIF and
/// `github` never show.
fn show(
    findings: &Findings,
    arguments: &FindingArguments,
    project: &Path,
    summary: Option<&Summary>,
) {
    let show = Show { values: arguments.show_values, most: arguments.max_findings };
    let base = match shown(project) {
        base if base.is_empty() || base == "." => String::new(),
        base => format!("{}/", base.trim_end_matches('/')),
    };
    match arguments.message_format {
        MessageFormat::Human => {
            err(&to_text(findings, show));
            if !findings.is_empty() {
                err("Mehr zu einer Meldung: krm-report explain KENNUNG\n");
            }
            if let Some(summary) = summary {
                out(&summary.text());
            }
        }
        MessageFormat::Json => out_json(&to_json_lines(findings, show, summary)),
        MessageFormat::Sarif => out_json(&to_sarif(findings, show, &base)),
        MessageFormat::Github => out_as_it_is(&to_github(findings, show, &base)),
    }
}
