//! The internal folder: what must stay in the office.

use super::pipeline::Report;
use crate::diagnostic::{Findings, Show, to_json_lines};
use crate::intake::{self, FileReading};
use crate::locale::date_iso;
use crate::render::Artifact;
use serde::Serialize;
use std::collections::BTreeMap;
use thiserror::Error;

const README: &str = "Dieser Ordner bleibt im Haus.\n\nEr enthält genaue Werte und Angaben über die eingelesenen Dateien, die nicht veröffentlicht\nwerden dürfen: disclosure.json (was aus welchem Grund nicht gedruckt wurde), ledger.json (wie\njede Datei gelesen wurde und was aus jeder Zeile und jedem Datensatz geworden ist) und\nfindings.jsonl (alle Meldungen mit allen Zeilen, ohne Fallnummern und Texte aus Fällen). In\nrejected/ stehen, wenn es welche gibt, die Zeilen, die wegen Fehlern nicht gezählt wurden.\n";

/// Why the internal folder could not be made.
#[derive(Debug, Error)]
pub enum InternalError {
    /// An export could not be read a second time.
    #[error("ein Export lässt sich nicht noch einmal lesen: {0}")]
    Reread(#[from] std::io::Error),
    /// A data file could not be written.
    #[error("{0}")]
    Json(#[from] serde_json::Error),
}

/// The files of the internal folder, without its manifest.
pub(super) fn artifacts(
    report: &Report,
    findings: &Findings,
) -> Result<Vec<Artifact>, InternalError> {
    let told = to_json_lines(findings, Show::default(), None::<&()>);
    let mut artifacts = vec![
        Artifact { path: "README.txt".to_owned(), bytes: README.as_bytes().to_vec() },
        json("disclosure.json", &report.record)?,
        json("ledger.json", &ledger(report))?,
        Artifact { path: "findings.jsonl".to_owned(), bytes: told.into_bytes() },
    ];
    let rejected = intake::rejected(&report.intake, &report.project);
    for (path, text) in rejected? {
        let path = format!("rejected/{path}");
        artifacts.push(Artifact { path, bytes: text.into_bytes() });
    }
    Ok(artifacts)
}

/// How one export was read.
#[derive(Serialize)]
struct FileView<'a> {
    path: &'a str,
    bytes: u64,
    sha256: &'a str,
    encoding: Option<&'static str>,
    encoding_reason: &'a str,
    delimiter: Option<char>,
    quote: char,
    header_line: u32,
    columns: Vec<ColumnView<'a>>,
    lines: BTreeMap<&'static str, u64>,
    records: BTreeMap<&'static str, u64>,
    first_received: Option<String>,
    last_received: Option<String>,
    cases_by_month: BTreeMap<String, u64>,
    stated_total: Option<u64>,
}

#[derive(Serialize)]
struct ColumnView<'a> {
    name: &'a str,
    field: Option<&'static str>,
}

fn ledger(report: &Report) -> Vec<FileView<'_>> {
    report.intake.files.iter().map(file_view).collect()
}

fn file_view(file: &FileReading) -> FileView<'_> {
    FileView {
        path: &file.path,
        bytes: file.size,
        sha256: &file.sha256,
        encoding: file.encoding.map(|encoding| encoding.id()),
        encoding_reason: file.encoding_reason,
        delimiter: file.delimiter,
        quote: file.quote,
        header_line: file.header_line,
        columns: file
            .columns
            .iter()
            .map(|column| ColumnView {
                name: &column.name,
                field: column.field.map(|field| field.id()),
            })
            .collect(),
        lines: file.lines.entries().map(|(kind, count)| (kind.id(), count)).collect(),
        records: file.records.entries().map(|(outcome, count)| (outcome.id(), count)).collect(),
        first_received: file.received.map(|(first, _)| date_iso(first)),
        last_received: file.received.map(|(_, last)| date_iso(last)),
        cases_by_month: file
            .months
            .iter()
            .map(|((year, month), count)| (format!("{year:04}-{month:02}"), *count))
            .collect(),
        stated_total: file.stated_total,
    }
}

fn json(path: &str, value: &impl Serialize) -> Result<Artifact, serde_json::Error> {
    let mut bytes = serde_json::to_vec_pretty(value)?;
    bytes.push(b'\n');
    Ok(Artifact { path: path.to_owned(), bytes })
}
