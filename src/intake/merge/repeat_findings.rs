//! What is said about repeats: rows that stand in a file twice, files that hold the same, states that a later one
//! replaces. Files of different days overlap, which is no news; all that is told here changes no number but could be a
//! slip.

use super::alike;
use crate::diagnostic::{Finding, FindingCode, Findings, Place};
use crate::domain::{Field, Outcome, ValueCode};
use crate::intake::account::{FileReading, Gathered};
use crate::intake::record::{Record, Records};
use crate::intake::value::StateMark;
use crate::project::CaseKey;
use std::collections::{BTreeMap, BTreeSet};

/// Fewer rows may stand in another file by chance.
const ROWS_THAT_TELL: usize = 10;

/// One finding for each file that holds the same records as one before it, however both are written.
pub(crate) fn same_files(records: &[Records], files: &[FileReading], key: &CaseKey) -> Findings {
    let mut findings = Findings::default();
    // Only files of as many records can hold the same.
    let mut numbers: BTreeMap<usize, usize> = BTreeMap::new();
    for records in records {
        *numbers.entry(records.len()).or_default() += 1;
    }
    let mut known: BTreeMap<(usize, u64), &FileReading> = BTreeMap::new();
    let mut by_bytes: BTreeMap<&str, &FileReading> = BTreeMap::new();
    let mut by_name: Vec<(&Records, &FileReading)> = records.iter().zip(files).collect();
    by_name.sort_by_key(|(_, file)| &file.path);
    for (records, file) in by_name {
        let number = records.len();
        let has_rival = number > 0 && numbers.get(&number).is_some_and(|files| *files > 1);
        let content = has_rival.then(|| (number, alike::content(records, key)));
        let same = by_bytes
            .get(file.sha256.as_str())
            .or_else(|| content.as_ref().and_then(|content| known.get(content)));
        if let Some(same) = same.filter(|_| number > 0) {
            findings.push(same_file(file, same, number, key));
        }
        by_bytes.entry(&file.sha256).or_insert(file);
        if let Some(content) = content {
            known.entry(content).or_insert(file);
        }
    }
    if *key == CaseKey::Row {
        findings.extend(held_rows(records, files));
    }
    findings
}

/// One finding for each file all rows of which stand in a larger one, where each row is a case.
fn held_rows(records: &[Records], files: &[FileReading]) -> Findings {
    let mut of_files: Vec<(Vec<u64>, &FileReading)> =
        records.iter().map(alike::rows).zip(files).collect();
    of_files.sort_by_key(|(rows, file)| (rows.len(), &file.path));
    let mut findings = Findings::default();
    while let Some((larger, holder)) = of_files.pop() {
        let held = of_files.iter().filter(|(rows, _)| {
            rows.len() < larger.len() && rows.len() >= ROWS_THAT_TELL && holds(&larger, rows)
        });
        for (rows, file) in held {
            findings.push(
                Finding::new(
                    FindingCode::SameFile,
                    format!(
                        "alle {} Datensätze der Datei stehen auch in `{}`; da jede Zeile ein Fall ist, zählen sie doppelt",
                        rows.len(),
                        holder.path
                    ),
                )
                .at(Place::file(&file.path))
                .related(Place::file(&holder.path), "die andere Datei")
                .help("nehmen Sie die Datei heraus; sollten es andere Fälle sein, erzeugen Sie den Export neu"),
            );
        }
    }
    findings
}

/// Whether all of some hashes are among others, as often; both rising.
fn holds(all: &[u64], some: &[u64]) -> bool {
    let mut all = all.iter();
    some.iter().all(|one| all.by_ref().find(|it| *it >= one) == Some(one))
}

fn same_file(file: &FileReading, same: &FileReading, number: usize, key: &CaseKey) -> Finding {
    let what = match number {
        1 => "denselben Datensatz".to_owned(),
        number => format!("dieselben {number} Datensätze"),
    };
    let consequence = match key {
        CaseKey::Row => "da jede Zeile ein Fall ist, zählen sie doppelt",
        CaseKey::Number | CaseKey::Columns(_) => "jeder zählt einmal",
    };
    Finding::new(
        FindingCode::SameFile,
        format!("die Datei enthält {what} wie `{}`; {consequence}", same.path),
    )
    .at(Place::file(&file.path))
    .related(Place::file(&same.path), "die andere Datei")
    .help("nehmen Sie eine der beiden heraus; sollte es ein anderer Export sein, erzeugen Sie ihn neu")
}

/// What is said about the rows of single cases, gathered by file.
#[derive(Default)]
pub(crate) struct RowsTold(BTreeMap<u32, Gathered>);

impl RowsTold {
    /// Looks at the rows of one case, given what became of each.
    pub(crate) fn case(&mut self, group: &[Record], outcomes: &[Outcome], files: &[FileReading]) {
        let mut seen: BTreeSet<(u32, &[ValueCode], StateMark)> = BTreeSet::new();
        for (record, outcome) in group.iter().zip(outcomes) {
            let (code, make): (_, fn() -> Finding) = match outcome {
                Outcome::Rejected => continue,
                Outcome::Superseded => (FindingCode::StateSuperseded, superseded),
                _ => {
                    let what = (record.case.source.file, record.case.topics(), record.mark);
                    if seen.insert(what) {
                        continue;
                    }
                    (FindingCode::RowRepeated, repeated_row)
                }
            };
            let Some(file) = record.file(files) else { continue };
            let told = self.0.entry(record.case.source.file);
            let told = told.or_insert_with(|| Gathered::new(&file.path));
            let place = record.place(Field::CaseId, files);
            told.repeated(code, place, "", || make().secret(record.secret()));
        }
    }

    /// The findings, by file.
    pub(crate) fn finish(self) -> Findings {
        let mut findings = Findings::default();
        self.0.into_values().for_each(|file| findings.extend(file.finish()));
        findings
    }
}

fn superseded() -> Finding {
    Finding::new(
        FindingCode::StateSuperseded,
        "der Stand dieser Zeile ist überholt: Es gilt ein späterer desselben Falls",
    )
}

fn repeated_row() -> Finding {
    Finding::new(
        FindingCode::RowRepeated,
        "die Zeile wiederholt eine frühere derselben Datei; der Fall zählt einmal",
    )
    .help("löschen Sie die Wiederholung; gleich sind Zeilen auch, wenn sie sich nur in Leerzeichen, unsichtbaren Zeichen oder der Großschreibung unterscheiden")
}
