//! The internal folder: what must stay in the office.

use super::pipeline::Report;
use crate::render::{Artifact, RenderError};
use serde::Serialize;

const README: &str = "Dieser Ordner bleibt im Haus.\n\nEr enthält genaue Werte und Angaben über die eingelesenen Dateien, die nicht veröffentlicht\nwerden dürfen: disclosure.json (was aus welchem Grund nicht gedruckt wurde) und ledger.json (wie\njede Datei gelesen wurde und was aus jeder Zeile und jedem Datensatz geworden ist).\n";

/// The files of the internal folder, without its manifest.
pub(super) fn artifacts(report: &Report) -> Result<Vec<Artifact>, RenderError> {
    Ok(vec![
        Artifact { path: "README.txt".to_owned(), bytes: README.as_bytes().to_vec() },
        json("disclosure.json", &report.record)?,
        json("ledger.json", &report.intake.files)?,
    ])
}

fn json(path: &str, value: &impl Serialize) -> Result<Artifact, RenderError> {
    let mut bytes = serde_json::to_vec_pretty(value)?;
    bytes.push(b'\n');
    Ok(Artifact { path: path.to_owned(), bytes })
}

/// One line about what was read and masked, for the terminal.
pub(super) fn summary(report: &Report) -> String {
    format!(
        "{} Dateien mit {} Datensätzen gelesen; {} Kennzahlen, davon {} nicht veröffentlicht",
        report.intake.files.len(),
        report.intake.records.total(),
        report.published.iter().count(),
        report.record.masked_count(),
    )
}
