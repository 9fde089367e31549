//! Which files are exports: tables as text and Excel workbooks under `exports/`, in whatever folder. What lies beside
//! them and looks like data is named, so that none is left out without a word.

use crate::diagnostic::{Finding, FindingCode, Findings, Place};
use crate::project::files::{self, reason};
use std::io::Read;
use std::path::{Path, PathBuf};
use walkdir::{DirEntry, WalkDir};

/// The folder of the exports, in the project folder.
const FOLDER: &str = "exports";
/// Endings of exports. What a file holds is told by its content.
const EXPORTS: [&str; 6] = ["csv", "tsv", "tab", "txt", "xlsx", "xlsm"];
/// Endings of files that hold data in a form that is not read.
const OTHER_DATA: [&str; 6] = ["xls", "xlsb", "ods", "zip", "gz", "dat"];
/// So much of a text is looked at, in bytes, to tell whether it is a table.
const LOOKED_AT: u64 = 1 << 16;
/// Endings of files that may lie there without being data.
const NOT_DATA: [&str; 2] = ["md", "ini"];

/// An export that was found.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct ExportFile {
    /// Name for findings: relative to the project folder, with `/`.
    pub(super) name: String,
    /// Where it is.
    pub(super) path: PathBuf,
}

/// The exports of a project, by name.
pub(super) fn exports(folder: &Path, findings: &mut Findings) -> Vec<ExportFile> {
    let root = folder.join(FOLDER);
    let is_missing = match root.metadata() {
        Ok(there) => !there.is_dir(),
        Err(error) => error.kind() == std::io::ErrorKind::NotFound,
    };
    if is_missing {
        findings.push(
            Finding::new(FindingCode::NoRecords, format!("der Ordner `{FOLDER}` fehlt"))
                .at(Place::file(FOLDER))
                .help(
                    "legen Sie ihn im Projektordner an, und legen Sie die Exporte (*.csv, *.xlsx) hinein",
                ),
        );
        return Vec::new();
    }
    let mut files = Vec::new();
    let mut is_readable = true;
    let walk = WalkDir::new(&root).follow_links(true).sort_by_file_name();
    for entry in walk.into_iter().filter_entry(|entry| entry.depth() == 0 || !is_hidden(entry)) {
        match entry {
            Ok(entry) => {
                if let Some(file) = examine(&entry, folder, findings) {
                    files.push(file);
                }
            }
            Err(error) => {
                is_readable = false;
                let name =
                    error.path().map_or_else(|| FOLDER.to_owned(), |path| name(path, folder));
                let message = match error.loop_ancestor() {
                    Some(_) => "die Verknüpfung führt im Kreis".to_owned(),
                    None => format!(
                        "lässt sich nicht öffnen: {}",
                        error.io_error().map_or("Lesefehler", reason)
                    ),
                };
                findings.push(
                    Finding::new(FindingCode::FileUnreadable, message).at(Place::file(name)).help(
                        "entfernen Sie sie aus dem Ordner, oder berichtigen Sie die Zugriffsrechte",
                    ),
                );
            }
        }
    }
    files.sort();
    // Whether there are exports in what cannot be read, nobody knows.
    if files.is_empty() && is_readable {
        findings.push(
            Finding::new(FindingCode::NoRecords, format!("im Ordner `{FOLDER}` liegt kein Export"))
                .at(Place::file(FOLDER))
                .expected("mindestens eine Datei mit der Endung .csv, .tsv, .txt oder .xlsx")
                .help("geben Sie die Fälle aus der Datenbank als CSV oder .xlsx aus, legen Sie die Dateien ungeöffnet in diesen Ordner, und prüfen Sie noch einmal"),
        );
    }
    files
}

fn examine(entry: &DirEntry, folder: &Path, findings: &mut Findings) -> Option<ExportFile> {
    let name = name(entry.path(), folder);
    let ending = entry.path().extension().map(|ending| ending.to_string_lossy().to_lowercase());
    let ending = ending.as_deref().unwrap_or_default();
    if entry.file_type().is_dir() {
        if EXPORTS.contains(&ending) {
            findings.push(
                Finding::new(FindingCode::FileUnreadable, "das ist ein Ordner, keine Datei")
                    .at(Place::file(name))
                    .help(format!(
                        "benennen Sie ihn ohne die Endung .{ending}; Dateien darin werden gelesen"
                    )),
            );
        }
        return None;
    }
    let is_prose = ending == "txt" && is_prose(entry.path());
    if EXPORTS.contains(&ending) && !is_prose {
        return Some(ExportFile { name, path: entry.path().to_owned() });
    }
    if OTHER_DATA.contains(&ending) {
        findings.push(
            Finding::new(FindingCode::NotCsv, format!("die Datei mit der Endung .{ending} wird nicht gelesen"))
                .at(Place::file(name))
                .expected("Exporte mit der Endung .csv, .tsv, .txt oder .xlsx")
                .help("ist sie eine Tabelle, speichern Sie sie als Excel-Arbeitsmappe (.xlsx); ein Archiv entpacken Sie, und eine Textdatei mit Trennzeichen benennen Sie in .csv um; sonst nehmen Sie sie aus dem Ordner"),
        );
    } else if !NOT_DATA.contains(&ending) {
        findings.push(
            Finding::new(FindingCode::FileIgnored, "die Datei wird nicht gelesen")
                .at(Place::file(name))
                .help(match is_prose {
                    true => "sie ist ein Text ohne Trennzeichen, keine Tabelle; ist sie doch ein Export, trennen Sie die Spalten durch Tabulatoren oder Semikolons",
                    false => "gelesen werden nur Dateien mit den Endungen .csv, .tsv, .txt und .xlsx",
                }),
        );
    }
    None
}

/// Whether a text is no table: no line has two separators, nor have two lines one below the other as many commas. One
/// that cannot be read may be a table.
fn is_prose(path: &Path) -> bool {
    let mut bytes = Vec::new();
    let read = files::open(path).and_then(|file| file.take(LOOKED_AT).read_to_end(&mut bytes));
    // Of UTF-16 every other byte.
    bytes.retain(|byte| *byte != 0);
    let count = |line: &[u8], sign: u8| line.iter().filter(|byte| **byte == sign).count();
    let mut commas_above = 0;
    let mut is_row = |line: &[u8]| {
        let commas = count(line, b',');
        let is_alike = commas > 1 && commas == commas_above;
        commas_above = commas;
        is_alike || b";\t|".iter().any(|sign| count(line, *sign) > 1)
    };
    let mut lines = bytes.split(|byte| matches!(byte, b'\r' | b'\n'));
    read.is_ok() && !lines.any(|line| !line.is_empty() && is_row(line))
}

/// Files that programs leave behind for themselves.
fn is_hidden(entry: &DirEntry) -> bool {
    let name = entry.file_name().to_string_lossy();
    name.starts_with('.') || name.starts_with("~$") || name == "Thumbs.db"
}

fn name(path: &Path, folder: &Path) -> String {
    let relative = path.strip_prefix(folder).unwrap_or(path);
    let parts: Vec<_> = relative.iter().map(|part| part.to_string_lossy()).collect();
    parts.join("/")
}
