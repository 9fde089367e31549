//! What is said of a case whose rows contradict each other: in which columns, why none of them is the later one, and what to do.

use super::states::{State, Undecided, differences};
use crate::diagnostic::{Finding, FindingCode};
use crate::domain::{Field, Schema};
use crate::intake::account::{FileReading, Folded};
use crate::intake::record::Record;
use crate::project::{CaseKey, Project};
use std::collections::BTreeSet;

/// Tells of a case between whose states nothing decides.
pub(super) fn tell(
    group: &[Record],
    states: &[State],
    undecided: Undecided,
    (files, project): (&[FileReading], &Project),
    told: &mut Folded,
) {
    let schema = project.taxonomy.schema();
    let fields = differing(states, schema);
    let among = files_of(group, files);
    let names = among.iter().map(|file| file.path.clone()).collect();
    let missing = missing_columns(&fields, &among);
    let finding = contradiction(states, &missing, undecided, (files, schema));
    match missing.is_empty() && are_of_several_years(states) {
        // Of different cases it does not matter in what they differ.
        true => told.push_of(numbered_again(finding, project), BTreeSet::new(), names),
        false => told.push_of(finding, fields, names),
    }
}

fn contradiction(
    states: &[State],
    missing: &[String],
    undecided: Undecided,
    (files, schema): (&[FileReading], &Schema),
) -> Finding {
    let (why, and) = match undecided {
        Undecided::NoMark => (
            "",
            "; stammen die Zeilen aus Exporten verschiedener Tage, nennen Sie diese unter `exports.exported_on` in report.toml, dann gilt der spätere",
        ),
        Undecided::MarkMissing => (
            "; welche die spätere ist, steht nicht bei allen",
            "; oder ergänzen Sie, was fehlt: den Stand in der Spalte, die `exports.columns` dafür nennt, oder den Tag des Exports unter `exports.exported_on`",
        ),
        Undecided::MarkEqual => ("; die spätesten sind gleich alt", ""),
        Undecided::OtherDay => {
            ("; sie nennen verschiedene Tage des Eingangs, es können zwei Fälle sein", "")
        }
    };
    let cause = match missing.is_empty() {
        true => String::new(),
        false => format!("; vermutlich, weil {}", missing.join(" und ")),
    };
    let remedy = match missing.is_empty() {
        true => "",
        false => {
            "heißt die Spalte dort anders, tragen Sie ihre Überschrift unter `exports.columns` in report.toml ein; sonst "
        }
    };
    let finding = Finding::new(
        FindingCode::CaseContradiction,
        format!(
            "eine Fallnummer steht in Zeilen, die einander widersprechen; keine davon wird gezählt{why}{cause}"
        ),
    )
    .expected("gleiche Angaben, oder ein später erledigter Stand, der sich nur in Erledigung, Bestätigung, Bewertung, Ergebnis oder Bemerkung unterscheidet")
    .help(format!(
        "{remedy}prüfen Sie den Fall in der Datenbank, und lassen Sie nur die gültige Zeile im Export{and}"
    ));
    let mut states = states.iter();
    let Some(first) = states.next() else { return finding };
    let record = &first.record;
    states.fold(
        finding.at(record.place(Field::CaseId, files)).secret(record.secret()),
        |finding, other| {
            let names: Vec<String> = differences(record, &other.record, schema)
                .into_iter()
                .map(|field| format!("`{}`", place_name(&other.record, field, files)))
                .collect();
            let what = format!("weicht ab in {}", names.join(", "));
            finding.related(other.record.place(Field::CaseId, files), what)
        },
    )
}

/// Whether the states were received in different years: they are cases rather than states of one.
fn are_of_several_years(states: &[State]) -> bool {
    let years = states.iter().map(|state| state.record.case.received_on.date().year());
    years.collect::<BTreeSet<_>>().len() > 1
}

/// The same with its likely cause: numbers that begin again each year.
fn numbered_again(finding: Finding, project: &Project) -> Finding {
    let remedy = match project.exports.case_key {
        CaseKey::Number => {
            "nennen Sie dann die Spalten, die zusammen einen Fall bezeichnen, in report.toml unter [exports], zum Beispiel: case_id = [\"Fallnummer\", \"Jahr\"]; sonst "
        }
        CaseKey::Columns(_) | CaseKey::Row => "",
    };
    let help = finding.help.clone().unwrap_or_default();
    let message = format!(
        "{}; sie sind in verschiedenen Jahren eingegangen, vielleicht beginnen die Nummern jedes Jahr neu",
        finding.message
    );
    Finding { message, ..finding }.help(format!("{remedy}{help}"))
}

/// The files of some records, each once.
fn files_of<'f>(records: &[Record], files: &'f [FileReading]) -> Vec<&'f FileReading> {
    let numbers: BTreeSet<u32> = records.iter().map(|record| record.case.source.file).collect();
    let file = |number| files.get(usize::try_from(number).ok()?);
    numbers.into_iter().filter_map(file).collect()
}

/// The fields in which not all states of a case are equal.
fn differing(states: &[State], schema: &Schema) -> BTreeSet<Field> {
    let Some((first, others)) = states.split_first() else { return BTreeSet::new() };
    others.iter().flat_map(|other| differences(&first.record, &other.record, schema)).collect()
}

/// The columns in which the rows of a case differ because one of their files does not have them, in words.
fn missing_columns(fields: &BTreeSet<Field>, files: &[&FileReading]) -> Vec<String> {
    let mut missing = BTreeSet::new();
    // A remark and the answer in its place are one column.
    for field in fields.iter().filter(|field| **field != Field::Remark) {
        let name = |file: &&FileReading| file.column(*field).map(|(_, name)| name.to_owned());
        let Some(known) = files.iter().filter_map(name).min() else { continue };
        for file in files.iter().filter(|file| name(file).is_none()) {
            missing.insert(format!("`{}` keine Spalte `{known}` hat", file.path));
        }
    }
    missing.into_iter().collect()
}

/// The name of a field in the file of a record, or its usual one. Where a file has no remark, but an
/// answer in its place, that is the column that differs.
fn place_name(record: &Record, field: Field, files: &[FileReading]) -> String {
    let answers = field == Field::Remark
        && record.file(files).is_some_and(|file| file.column(Field::ScopeAnswer).is_some());
    let field = if answers { Field::ScopeAnswer } else { field };
    let usual = || field.default_headers().first().map(|name| (*name).to_owned());
    record.place(field, files).column_name.or_else(usual).unwrap_or_default()
}
