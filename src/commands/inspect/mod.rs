//! `inspect FILE…`: how a file is understood, its rows in another form, or a configuration for it.

mod csv;
mod guess;
mod human;
mod jsonl;
mod suggest;
mod unconfigured;

use super::Exit;
use super::pipeline::{Stopped, read_project};
use crate::diagnostic::{Code, Finding, Findings, Place};
use crate::domain::Taxonomy;
use crate::intake::{FileReading, RawExport, Reader};
use crate::project::Project;
use std::path::{Path, PathBuf};
use suggest::Suggestion;
use thiserror::Error;

/// The line that stands before rows that hold personal data.
const INTERNAL: &str = "INTERN: Zeilen mit personenbezogenen Daten, nicht zur Weitergabe bestimmt";

/// What is printed about the files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum View {
    /// How each file is understood, for people.
    Human,
    /// The rows as read, as CSV.
    Csv,
    /// The accepted records, one JSON object a line.
    JsonLines {
        /// Also the recorder's remark.
        with_remark: bool,
    },
    /// Sections of `report.toml` for these files.
    Suggestion,
}

/// What an inspection gave.
#[derive(Debug)]
pub struct Inspected {
    /// For standard output.
    pub output: String,
    /// A word of warning that goes before it, to standard error.
    pub warning: Option<&'static str>,
    /// What is said about the files.
    pub findings: Findings,
    /// The exit code.
    pub exit: Exit,
}

/// Why nothing was looked at.
#[derive(Debug, Error)]
pub enum InspectError {
    /// The project has errors.
    #[error("findings")]
    Stopped(Stopped),
    /// Several files have several headers.
    #[error(
        "als CSV lässt sich nur eine Datei auf einmal ausgeben; rufen Sie `inspect` für jede einzeln auf"
    )]
    SeveralAsCsv,
}

/// A file while it is looked at.
struct Subject<'a> {
    name: &'a str,
    bytes: &'a [u8],
    /// The project the file is read with.
    project: &'a Project,
    /// Whether an office has configured it.
    configured: bool,
    /// The file's rows, with the closed lists of the office only; or why there are none.
    raw: Result<RawExport<'a>, Box<Finding>>,
    reading: Option<FileReading>,
    findings: Findings,
}

/// Looks at files, with the configuration of a project or without any. Values and headings that may be a person's text
/// are shown with `show_values` only.
///
/// # Errors
/// When the project has errors, or the view cannot show several files.
pub fn inspect(
    files: &[PathBuf],
    project: Option<&Path>,
    view: View,
    show_values: bool,
) -> Result<Inspected, InspectError> {
    if view == View::Csv && files.len() > 1 {
        return Err(InspectError::SeveralAsCsv);
    }
    let configured = project
        .map(|folder| read_project(folder, None))
        .transpose()
        .map_err(InspectError::Stopped)?;
    let configured = configured.map(|(project, _)| project);
    let bare = Project::unconfigured(Taxonomy::default());
    let mut inspected = Inspected {
        output: String::new(),
        warning: None,
        findings: Findings::default(),
        exit: Exit::Fine,
    };
    let mut suggestion = Suggestion::new(show_values);
    let mut unreadable = false;
    for path in files {
        let name = path.display().to_string().replace('\\', "/");
        let bytes = match std::fs::read(path) {
            Ok(bytes) => bytes,
            Err(error) => {
                unreadable = true;
                inspected.findings.push(
                    Finding::new(
                        Code::FileUnreadable,
                        format!("die Datei lässt sich nicht lesen: {}", reason(&error)),
                    )
                    .at(Place::file(name))
                    .help("prüfen Sie den Namen und die Zugriffsrechte"),
                );
                continue;
            }
        };
        let own = unconfigured::project(&name, &bytes, &bare);
        let project = configured.as_ref().or(own.as_ref()).unwrap_or(&bare);
        let (reading, findings) = read(&name, &bytes, project);
        let raw = RawExport::new(&name, &bytes, configured.as_ref().unwrap_or(&bare));
        let is_configured = configured.is_some();
        let subject = Subject {
            name: &name,
            bytes: &bytes,
            project,
            configured: is_configured,
            raw,
            reading,
            findings,
        };
        show(subject, (view, show_values), &mut suggestion, &mut inspected);
    }
    if view == View::Suggestion {
        inspected.output = suggestion.text();
    }
    inspected.exit = match inspected.findings.has_errors() {
        _ if unreadable => Exit::Io,
        true => Exit::Findings,
        false => Exit::Fine,
    };
    Ok(inspected)
}

fn show(
    subject: Subject<'_>,
    (view, show_values): (View, bool),
    suggestion: &mut Suggestion,
    inspected: &mut Inspected,
) {
    match view {
        View::Human => {
            if !inspected.output.is_empty() {
                inspected.output.push('\n');
            }
            human::write(&mut inspected.output, &subject, show_values);
            inspected.findings.extend(subject.findings);
        }
        View::Csv => csv::write(subject, inspected),
        View::JsonLines { with_remark } => {
            inspected.warning = Some(INTERNAL);
            jsonl::write(&mut inspected.output, &subject, with_remark);
            inspected.findings.extend(subject.findings);
        }
        // A file that is not known yet is what a suggestion is for: its findings are no errors.
        View::Suggestion => suggestion.add(&subject, inspected),
    }
}

/// Reads one file as `build` would; that it holds no case of the report year says nothing here.
fn read(name: &str, bytes: &[u8], project: &Project) -> (Option<FileReading>, Findings) {
    let mut reader = Reader::new(project);
    reader.file(name, bytes);
    let (mut intake, all) = reader.finish();
    let mut findings = Findings::default();
    for finding in all.iter().filter(|finding| finding.code != Code::NoCaseCounted) {
        findings.push(finding.clone());
    }
    (intake.files.pop(), findings)
}

/// Why a file cannot be read, in German.
fn reason(error: &std::io::Error) -> &'static str {
    match error.kind() {
        std::io::ErrorKind::NotFound => "nicht gefunden",
        std::io::ErrorKind::PermissionDenied => "keine Berechtigung",
        _ => "Lesefehler",
    }
}
