//! `strip FILE… --to DIR`: exports without personal data, from which the same figures are built.

mod key;

use super::Exit;
use super::build::leftover_finding;
use super::pipeline::{Stopped, read_project};
use crate::diagnostic::{FindingCode, Findings, is_workbook};
use crate::domain::Case;
use crate::intake::{self, Intake, Reader, RecordLedger, StrippedExport};
use crate::project::files::shown;
use crate::project::{self, Overrides};
use crate::publish::{self, PublishError};
use crate::render::Artifact;
use key::Key;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use thiserror::Error;

/// The folder of the exports, in the project folder.
const EXPORTS: &str = "exports";

/// What was written.
#[derive(Debug)]
pub struct Stripped {
    /// A line for each file.
    pub summary: String,
    /// Warnings and notes about the exports.
    pub findings: Findings,
}

/// Why nothing was written.
#[derive(Debug, Error)]
pub enum StripError {
    /// The project or the exports have errors.
    #[error("findings")]
    Stopped(Stopped),
    /// The goal is not empty.
    #[error(
        "der Ordner `{0}` ist nicht leer; geben Sie mit --to einen leeren oder neuen Ordner an"
    )]
    NotEmpty(String),
    /// The goal lies among the exports.
    #[error(
        "der Ordner `{0}` liegt bei den Exporten des Projekts; dort würde jeder Fall zweimal gelesen. Geben Sie mit --to einen anderen an"
    )]
    AmongExports(String),
    /// Two files would be written under one name.
    #[error(
        "zwei Dateien heißen `{0}`; rufen Sie `strip` für jede einzeln auf, mit verschiedenen Ordnern"
    )]
    SameName(String),
    /// What would be written does not say the same as what was read.
    #[error(
        "die Exporte ohne Personenbezug ergäben andere Kennzahlen; das ist ein Fehler des Programms, nicht Ihrer Daten. Es wurde nichts geschrieben"
    )]
    Different,
    /// The key file is damaged.
    #[error(
        "`{0}` ist kein Schlüssel; stellen Sie die Datei aus einer Sicherung wieder her. Wird sie gelöscht, entsteht ein neuer Schlüssel, und früher geschriebene Dateien passen nicht mehr zu neuen"
    )]
    Key(String),
    /// The new files could not be written.
    #[error(transparent)]
    Publish(#[from] PublishError),
    /// Reading or writing failed.
    #[error("`{path}`: Lesen oder Schreiben ist nicht möglich: {}", publish::why(source))]
    Io {
        /// The path.
        path: String,
        /// The reason.
        source: std::io::Error,
    },
}

impl StripError {
    fn io(path: &Path, source: std::io::Error) -> Self {
        Self::Io { path: shown(path), source }
    }

    /// The exit code.
    pub fn exit(&self) -> Exit {
        match self {
            Self::Stopped(stopped) => stopped.exit,
            Self::Different => Exit::Findings,
            Self::NotEmpty(_) | Self::AmongExports(_) | Self::SameName(_) | Self::Key(_) => {
                Exit::Usage
            }
            Self::Io { .. } | Self::Publish(_) => Exit::Io,
        }
    }
}

/// Writes exports anew without personal data, under the same names into another folder.
///
/// # Errors
/// When an export has errors, the goal may not be written, or reading or writing fails; nothing is
/// written then.
pub fn strip(files: &[PathBuf], goal: &Path, folder: &Path) -> Result<Stripped, StripError> {
    let (project, _) =
        read_project(folder, None, Overrides::default()).map_err(StripError::Stopped)?;
    check_goal(goal, folder)?;
    let names = names(files, folder)?;
    let mut reader = Reader::new(&project);
    let mut contents = Vec::new();
    for path in files {
        let bytes = project::files::bytes(path).map_err(|error| StripError::io(path, error))?;
        reader.file(&shown(path), &bytes);
        contents.push(bytes);
    }
    let (before, mut findings) = reader.finish();
    // Some of the exports may well hold no case of the report year.
    findings.drop_all(&[FindingCode::NoCaseCounted]);
    if findings.has_errors() {
        return Err(StripError::Stopped(Stopped::new(findings, Exit::Findings)));
    }
    let key = Key::of(folder)?;
    let mut exports = Vec::new();
    for ((path, name), bytes) in files.iter().zip(names).zip(&contents) {
        let pseudonym = |case_id: &str| key.pseudonym(case_id);
        match intake::stripped(&shown(path), bytes, &project, &pseudonym) {
            Ok(export) => exports.push((name, export)),
            Err(finding) => {
                findings.push(*finding);
                return Err(StripError::Stopped(Stopped::new(findings, Exit::Findings)));
            }
        }
    }
    // What is written is read before it is written: it must say the same.
    let stated = project.with_stated_scope();
    let mut again = Reader::new(&stated);
    for (name, export) in &exports {
        again.file(&shown(name), &export.bytes);
    }
    let (after, found) = again.finish();
    if found.has_errors() || !is_same(&before, &after) {
        return Err(StripError::Different);
    }
    let lines = exports.iter().map(|(name, export)| line(&goal.join(name), export));
    let summary = lines.collect();
    // All or nothing: a folder with some of the files would pass for one with all.
    let artifacts: Vec<Artifact> = exports
        .into_iter()
        .map(|(name, export)| Artifact { path: shown(&name), bytes: export.bytes })
        .collect();
    let leftovers = publish::place_folder(goal, &artifacts)?;
    findings.extend(leftovers.iter().map(leftover_finding));
    Ok(Stripped { summary, findings })
}

/// Whether two readings give the same figures: the same cases, the same record ledgers.
fn is_same(before: &Intake, after: &Intake) -> bool {
    let cases = |intake: &Intake| -> Vec<Case> {
        let mut cases = intake.cases.clone();
        for case in &mut cases {
            case.source.line = 0;
            // An answer has no marker.
            case.marker = Case::NO_MARKER;
        }
        cases
    };
    let ledgers = |intake: &Intake| -> Vec<RecordLedger> {
        intake.files.iter().map(|file| file.records.clone()).collect()
    };
    cases(before) == cases(after) && ledgers(before) == ledgers(after)
}

fn check_goal(goal: &Path, folder: &Path) -> Result<(), StripError> {
    if publish::is_within(goal, &folder.join(EXPORTS))? {
        return Err(StripError::AmongExports(shown(goal)));
    }
    match publish::is_free(goal) {
        Ok(true) => Ok(()),
        Ok(false) => Err(StripError::NotEmpty(shown(goal))),
        Err(error) => Err(StripError::io(goal, error)),
    }
}

/// The names below the goal: as below the project's exports, else the file's own.
fn names(files: &[PathBuf], folder: &Path) -> Result<Vec<PathBuf>, StripError> {
    let exports = folder.join(EXPORTS);
    let exports = match exports.canonicalize() {
        Ok(exports) => Some(exports),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => None,
        Err(error) => return Err(StripError::io(&exports, error)),
    };
    let mut seen = BTreeSet::new();
    let mut names = Vec::new();
    for path in files {
        let full = path.canonicalize().map_err(|error| StripError::io(path, error))?;
        let inside = exports.as_ref().and_then(|exports| full.strip_prefix(exports).ok());
        let own = path.file_name().map(PathBuf::from).unwrap_or_default();
        let mut name = inside.map_or(own, Path::to_owned);
        if is_workbook(&shown(&name)) {
            name = project::with_csv(&shown(&name)).into();
        }
        if !seen.insert(name.clone()) {
            return Err(StripError::SameName(shown(&name)));
        }
        names.push(name);
    }
    Ok(names)
}

fn line(path: &Path, export: &StrippedExport) -> String {
    let dropped: Vec<String> = export.dropped.iter().map(|name| format!("`{name}`")).collect();
    let without = match dropped.is_empty() {
        true => String::new(),
        false => format!(", ohne {}", dropped.join(", ")),
    };
    format!("{}: {} Datensätze{without}\n", shown(path), export.records)
}
