//! `archive/2016.toml`: a report of the time before this program, typed from paper. Its numbers are compared and protected as those of
//! other editions. Nobody can tell by a checksum whether they were typed correctly; so what cannot have been printed is refused,
//! and so is a figure that does not exist.

use super::archived_period::{begins_of, is_after, part_of};
use super::archived_report::{ARCHIVE_VERSION, ArchivedReport, ArchivedValue};
use super::settings::local_date;
use super::toml_file::TomlFile;
use crate::diagnostic::{FindingCode, Findings};
use crate::domain::{Figure, ReportPeriod, Taxonomy};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use toml::Spanned;

/// No paper has more figures; each is held against all others.
const MOST_FIGURES: usize = 2_000;

/// `archive/*.toml`: a report typed from paper.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TypedReport {
    format_version: Spanned<i64>,
    as_of: Spanned<toml::value::Datetime>,
    office: String,
    #[serde(default)]
    office_id: Option<String>,
    source: String,
    threshold: Spanned<u64>,
    figures: BTreeMap<Spanned<String>, Spanned<TypedValue>>,
}

/// What it printed of a figure.
#[derive(Debug, Deserialize)]
#[serde(untagged, expecting = "eine Zahl, ein Anteil { part = …, base = … } oder ein Wort")]
enum TypedValue {
    Number(u64),
    Days(f64),
    Share { part: u64, base: u64 },
    Word(String),
}

/// What the file says; findings where it cannot be so.
pub(super) fn read(
    file: &TomlFile<TypedReport>,
    (period, edition): (ReportPeriod, Option<&str>),
    taxonomy: &Taxonomy,
    findings: &mut Findings,
) -> ArchivedReport {
    if *file.format_version.get_ref() != 1 {
        let message = "diese Formatversion ist nicht bekannt";
        let finding = file.finding(FindingCode::ConfigVersion, file.format_version.span(), message);
        findings.push(finding.expected("format_version = 1"));
    }
    let as_of = local_date(file.as_of.get_ref()).filter(|as_of| is_after(*as_of, period));
    if as_of.is_none() {
        let message = format!("`as_of` ist kein Datum ab dem Ende des Zeitraums {}", period.name());
        let finding = file.wrong(&file.as_of, message);
        findings.push(finding.expected("ein Datum ohne Uhrzeit wie 2017-05-02"));
    }
    if file.figures.is_empty() {
        let message = "die Datei enthält keine Kennzahl";
        let finding = file.finding(FindingCode::ArchiveDamaged, 0..0, message);
        findings.push(finding.expected("unter [figures] Zeilen wie \"cases\" = 231"));
    }
    if *file.threshold.get_ref() == 0 {
        let message = "der Schwellenwert ist nicht möglich";
        let finding = file.wrong(&file.threshold, message);
        findings.push(finding.expected(
            "die kleinste Anzahl, die gedruckt wurde; 1, wenn nichts zurückgehalten ist",
        ));
    }
    if file.figures.len() > MOST_FIGURES {
        let message = "die Datei enthält zu viele Kennzahlen";
        let finding = file.finding(FindingCode::ArchiveDamaged, 0..0, message);
        findings.push(finding.expected(format!("höchstens {MOST_FIGURES}")));
    }
    let mut figures = BTreeMap::new();
    for (id, typed) in file.figures.iter().take(MOST_FIGURES) {
        let figure = Figure::parse(id.get_ref(), taxonomy);
        let value = match &figure {
            // It would stand beside itself, and be compared with nothing.
            Ok(figure) if figure.id(taxonomy) != *id.get_ref() => {
                let message = format!("die Kennzahl `{}` wird anders geschrieben", id.get_ref());
                let finding = file.unknown(id, message);
                Err(finding.expected(format!("`{}`", figure.id(taxonomy))))
            }
            Ok(figure) => value(typed.get_ref(), figure).ok_or_else(|| {
                let expected = "eine Anzahl wie 12; ein Anteil wie { part = 3, base = 12 }; Tage wie 10.5; \"masked\", \"no_base\" oder \"too_few\"";
                let message = format!("so kann `{}` nicht gedruckt sein", id.get_ref());
                file.wrong(typed, message).expected(expected)
            }),
            Err(error) => Err(file.unknown(id, error.to_string())),
        };
        match value {
            Ok(value) => {
                figures.insert(id.get_ref().clone(), value);
            }
            Err(finding) => findings.push(finding),
        }
    }
    ArchivedReport {
        format_version: ARCHIVE_VERSION,
        program: file.source.clone(),
        year: period.year(),
        begins: begins_of(period),
        part: part_of(period),
        edition: edition.map(str::to_owned),
        as_of: as_of.map(|date| date.to_string()).unwrap_or_default(),
        office: file.office.clone(),
        office_id: file.office_id.clone(),
        threshold: *file.threshold.get_ref(),
        definitions: None,
        rounded_to: None,
        not_covered: Vec::new(),
        not_covered_of_house: Vec::new(),
        recorded_in_part: BTreeSet::new(),
        measure: None,
        figures,
        checksum: None,
    }
}

/// What was printed of a figure; `None` where it cannot be that.
fn value(typed: &TypedValue, figure: &Figure) -> Option<ArchivedValue> {
    let is_days = matches!(figure, Figure::Days(_));
    match typed {
        TypedValue::Share { part, base } => Some(ArchivedValue::Share { part: *part, base: *base }),
        TypedValue::Number(days) if is_days => Some(ArchivedValue::HalfDays(days.checked_mul(2)?)),
        TypedValue::Number(count) => Some(ArchivedValue::Count(*count)),
        TypedValue::Days(days) if is_days => {
            let half_days = days * 2.0;
            let is_whole = half_days.fract() == 0.0 && (0.0..1e9).contains(&half_days);
            is_whole.then_some(ArchivedValue::HalfDays(half_days as u64))
        }
        TypedValue::Days(_) => None,
        TypedValue::Word(word) => match word.as_str() {
            "masked" => Some(ArchivedValue::Masked),
            "no_base" => Some(ArchivedValue::NoBase),
            "too_few" => Some(ArchivedValue::TooFew),
            _ => None,
        },
    }
}
