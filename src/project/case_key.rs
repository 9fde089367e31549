//! `exports.case_id`: what tells one case from another, where it is not the one column of case numbers.

use super::exports::ExportRules;
use super::raw;
use super::toml_file::TomlFile;
use crate::diagnostic::Findings;
use crate::domain::{Field, text_key};
use std::collections::BTreeSet;

/// What tells one case from another.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum CaseKey {
    /// The case number.
    #[default]
    Number,
    /// Several columns together, by their headers: a number that begins again every year, and the year.
    Columns(Vec<String>),
    /// Nothing: each row is a case of its own.
    Row,
}

pub(super) fn apply(
    report: &TomlFile<raw::Report>,
    rules: &mut ExportRules,
    findings: &mut Findings,
) {
    let raw = &report.exports;
    let Some(key) = &raw.case_id else { return };
    let mut refuse = |message: String| {
        findings.push(report.wrong(key, message).expected(
            "\"row\" (jede Zeile ist ein Fall) oder mindestens zwei verschiedene Überschriften, zum Beispiel [\"Fallnummer\", \"Jahr\"]",
        ));
    };
    if raw.columns.keys().any(|field| field.get_ref() == Field::CaseId.id()) {
        refuse("`exports.case_id` und `exports.columns.case_id` sagen beide, was einen Fall bezeichnet".to_owned());
    }
    rules.headers.retain(|_, field| *field != Field::CaseId);
    match key.get_ref() {
        raw::CaseKey::Word(word) if word == "row" => rules.case_key = CaseKey::Row,
        raw::CaseKey::Word(_) => refuse("so lässt sich ein Fall nicht bezeichnen".to_owned()),
        raw::CaseKey::Columns(names) => {
            let keys: Vec<String> = names.iter().map(|name| text_key(name)).collect();
            let different: BTreeSet<&String> = keys.iter().collect();
            if keys.len() < 2 || different.len() < keys.len() {
                refuse("so lässt sich ein Fall nicht bezeichnen".to_owned());
            }
            for (name, key) in names.iter().zip(&keys) {
                if let Some(other) = rules.headers.insert(key.clone(), Field::CaseId)
                    && other != Field::CaseId
                {
                    refuse(format!(
                        "die Überschrift `{name}` gehört schon zum Feld `{}`",
                        other.id()
                    ));
                }
            }
            rules.case_key = CaseKey::Columns(names.clone());
        }
    }
}
