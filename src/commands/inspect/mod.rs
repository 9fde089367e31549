//! `inspect FILE…`: how a file is understood, its rows in another form, or a configuration for it.

mod csv;
mod human;
mod jsonl;
mod unconfigured;

use super::Exit;
use super::pipeline::{Stopped, read_project};
use super::suggestion::Suggestion;
use crate::diagnostic::{Finding, FindingCode, Findings, Place};
use crate::domain::Taxonomy;
use crate::intake::{FileReading, RawExport, Reader};
use crate::project::{self, Overrides, Project, files::reason};
use std::path::{Path, PathBuf};
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
    /// The office's, or one that knows no list.
    raw_project: &'a Project,
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
        .map(|folder| read_project(folder, None, Overrides::default()))
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
    let mut unreadable = Findings::default();
    let mut contents = files.iter().filter_map(|path| {
        let name = project::files::shown(path);
        match project::files::bytes(path) {
            Ok(bytes) => Some((name, bytes)),
            Err(error) => {
                unreadable.push(
                    Finding::new(
                        FindingCode::FileUnreadable,
                        format!("die Datei lässt sich nicht lesen: {}", reason(&error)),
                    )
                    .at(Place::file(name))
                    .help("prüfen Sie den Namen und die Zugriffsrechte"),
                );
                None
            }
        }
    });
    if let View::JsonLines { with_remark } = view {
        let contents: Vec<(String, Vec<u8>)> = contents.collect();
        inspected.warning = Some(INTERNAL);
        let findings = &mut inspected.findings;
        inspected.output =
            jsonl::lines(&contents, configured.as_ref(), &bare, with_remark, findings);
    } else {
        for (name, bytes) in contents.by_ref() {
            let own = unconfigured::project(&[(&name, &bytes)], &bare);
            let project = configured.as_ref().or(own.as_ref()).unwrap_or(&bare);
            let (readings, findings) = read(&[(&name, &bytes)], project);
            let raw_project = configured.as_ref().unwrap_or(&bare);
            let raw = RawExport::new(&name, &bytes, raw_project);
            let subject = Subject {
                name: &name,
                bytes: &bytes,
                project,
                raw_project,
                configured: configured.is_some(),
                raw,
                reading: readings.into_iter().next(),
                findings,
            };
            show(subject, (view, show_values), &mut suggestion, &mut inspected);
        }
    }
    let is_complete = unreadable.is_empty();
    inspected.findings.extend(unreadable);
    if view == View::Suggestion {
        inspected.output = suggestion.text(configured.as_ref());
    }
    inspected.exit = match inspected.findings.has_errors() {
        _ if !is_complete => Exit::Io,
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
        // A file that is not known yet is what a suggestion is for: its findings are no errors.
        View::Suggestion => {
            let project = subject.raw_project;
            if let Err(finding) = suggestion.add((subject.name, subject.bytes), project) {
                inspected.findings.push(*finding);
            }
        }
        View::JsonLines { .. } => {}
    }
}

/// Reads files as `build` would; that they hold no case of the report year says nothing here.
fn read(files: &[(&str, &[u8])], project: &Project) -> (Vec<FileReading>, Findings) {
    let mut reader = Reader::new(project);
    for (name, bytes) in files {
        reader.file(name, bytes);
    }
    let (intake, mut findings) = reader.finish();
    findings.drop_all(&[FindingCode::NoCaseCounted]);
    (intake.files, findings)
}
