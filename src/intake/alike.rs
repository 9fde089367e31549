//! Records that are equal in everything but the case number. Where a remark or a submitter's name says so too, one case has
//! probably come twice under two numbers; each still counts, since only the database knows.

use super::again::Again;
use super::file_reading::FileReading;
use super::fingerprint::Fingerprint;
use super::record::Record;
use super::records::{Beside, Records};
use super::scope_answer;
use super::states::differences;
use super::values;
use crate::diagnostic::{Code as FindingCode, Finding, Findings};
use crate::domain::{Case, Code, Day, Field, text_key};
use crate::project::{CaseKey, Project};
use std::collections::{BTreeMap, BTreeSet};

/// So many places are named.
const PLACES_NAMED: usize = 20;

/// One finding for all that are alike and have a remark or a name in common; where each row is a case of its own, another for
/// those that have none.
pub(super) fn findings(records: &[Records], files: &[FileReading], project: &Project) -> Findings {
    let is_row = project.exports.case_key == CaseKey::Row;
    let trivial = trivial(project);
    let is_told = |remark: Fingerprint, name: Fingerprint| {
        name != Fingerprint::default() || !trivial.contains(&remark.bits())
    };
    let mut findings = Findings::default();
    let (mut hashes, mut buffer) = (Vec::new(), Vec::new());
    for records in records {
        for_each(records, |case, beside| {
            if is_row || is_told(beside.remark, beside.name) {
                hashes.push(hash(case, beside.remark, beside.name, &mut buffer));
            }
        });
    }
    let again = Again::among(hashes);
    if again.is_empty() {
        return findings;
    }
    // By hash, records with different numbers that are alike: more than one group where the hash is no proof.
    let mut groups: BTreeMap<u64, Vec<Vec<Record>>> = BTreeMap::new();
    for (index, records) in (0..).zip(records) {
        for_each(records, |case, beside| {
            let hash = hash(case, beside.remark, beside.name, &mut buffer);
            if !again.contains(hash) || !(is_row || is_told(beside.remark, beside.name)) {
                return;
            }
            let mut record = beside.record(case.clone());
            record.case.source.file = index;
            let groups = groups.entry(hash).or_default();
            let is_of = |group: &&mut Vec<Record>| {
                group.first().is_some_and(|first| is_alike(first, &record))
            };
            match groups.iter_mut().find(is_of) {
                None => groups.push(vec![record]),
                Some(group) => {
                    if group.iter().all(|known| known.case_id != record.case_id) {
                        group.push(record);
                    }
                }
            }
        });
    }
    let several = groups.into_values().flatten().filter(|group| group.len() > 1);
    let (told, others): (Vec<_>, Vec<_>) =
        several.partition(|group| group.iter().any(|record| is_told(record.remark, record.name)));
    let told = finding(&told, FindingCode::CasesAlike, is_row, files);
    let others = finding(&others, FindingCode::RowsAlike, is_row, files);
    told.into_iter().chain(others).for_each(|finding| findings.push(finding));
    findings
}

/// What a remark says that says nothing about its case: nothing, a marker alone, an answer.
fn trivial(project: &Project) -> BTreeSet<u64> {
    let markers = project.scope.markers.iter().cloned();
    let answers = scope_answer::words().map(text_key);
    let empty = values::not_stated().map(str::to_owned);
    let all = markers.chain(answers).chain(empty).chain([String::new()]);
    all.map(|text| Fingerprint::of(text.as_bytes()).bits()).collect()
}

/// A hash of all that records with different numbers can have in common.
fn hash(case: &Case, remark: Fingerprint, name: Fingerprint, buffer: &mut Vec<u8>) -> u64 {
    buffer.clear();
    let day = |day: Option<Day>| day.map_or(0, Day::number).to_le_bytes();
    for days in [Some(case.received_on), case.acknowledged_on, case.closed_on] {
        buffer.extend(day(days));
    }
    let single = [
        case.category,
        case.assessment,
        case.justified_reason,
        case.channel,
        case.submitter_group,
        case.supporting_body,
        case.outcome,
        case.site,
    ];
    for codes in [&single, case.topics(), &[Code::NOT_STATED], case.clarified_with()] {
        for code in codes {
            let position = code.position().and_then(|position| u16::try_from(position).ok());
            buffer.extend(position.unwrap_or(u16::MAX).to_le_bytes());
        }
    }
    buffer.extend(remark.bits().to_le_bytes());
    buffer.extend(name.bits().to_le_bytes());
    Fingerprint::of(buffer).bits()
}

/// A hash of all records of a file, whatever their order and the submitters' names; the numbers of cases are part of it where they are the office's.
pub(super) fn content(records: &Records, key: &CaseKey) -> u64 {
    let (mut all, mut buffer) = (0_u64, Vec::new());
    for_each(records, |case, beside| {
        let mut of_record = hash(case, beside.remark, Fingerprint::default(), &mut buffer);
        if *key != CaseKey::Row {
            buffer.clear();
            buffer.extend_from_slice(beside.id);
            buffer.extend(of_record.to_le_bytes());
            of_record = Fingerprint::of(&buffer).bits();
        }
        all = all.wrapping_add(of_record);
    });
    all
}

fn is_alike(a: &Record, b: &Record) -> bool {
    a.name == b.name && differences(a, b).is_empty()
}

fn for_each(records: &Records, mut take: impl FnMut(&Case, &Beside<'_>)) {
    let mut unpacked = records.unpacked();
    for case in &records.cases {
        take(case, &unpacked.beside());
    }
}

/// One finding for all groups; `None` where there are none.
fn finding(
    groups: &[Vec<Record>],
    code: FindingCode,
    is_row: bool,
    files: &[FileReading],
) -> Option<Finding> {
    let mut groups: Vec<&[Record]> = groups.iter().map(Vec::as_slice).collect();
    groups.sort_by_key(|group| group.first().map(|record| record.case.source));
    let first = groups.first()?.first()?;
    let number: usize = groups.iter().map(|group| group.len()).sum();
    let (message, help) = match code {
        FindingCode::RowsAlike => (
            format!(
                "{number} Zeilen gleichen einander in allem; da jede Zeile ein Fall ist, zählt jede"
            ),
            "stehen sie nur doppelt im Export, löschen Sie die überzähligen",
        ),
        _ if is_row => (
            format!(
                "{number} Zeilen gleichen einander in allem, auch in Bemerkung oder Name; da jede Zeile ein Fall ist, zählt jede"
            ),
            "prüfen Sie, ob sie nur doppelt im Export stehen, zum Beispiel weil sich Exporte überschneiden; löschen Sie die überzähligen dann",
        ),
        _ => (
            format!(
                "{number} Fälle gleichen einander in allem außer der Fallnummer, auch in Bemerkung oder Name; sie werden einzeln gezählt"
            ),
            "prüfen Sie in der Datenbank, ob es verschiedene Fälle sind; ist ein Fall doppelt erfasst, lassen Sie nur eine Zeile im Export",
        ),
    };
    let mut finding = Finding::new(code, message)
        .at(first.place(Field::CaseId, files))
        .help(help)
        .secret(first.secret());
    let mut others = groups.iter().flat_map(|group| {
        let like = group.first().map(|first| first.place(Field::CaseId, files));
        group.iter().skip(1).map(move |record| (record, like.clone()))
    });
    for (record, like) in others.by_ref().take(PLACES_NAMED) {
        let what =
            like.map_or_else(String::new, |like| format!("gleicht {}:{}", like.file, like.line));
        finding = finding.related(record.place(Field::CaseId, files), what);
    }
    let rest = others.count();
    if rest > 0 {
        finding.message.push_str(&format!(" ({rest} weitere Stellen sind nicht einzeln genannt)"));
    }
    Some(finding)
}

#[cfg(test)]
mod tests {
    use super::super::records::Meaning;
    use super::super::state_mark::StateMark;
    use super::*;
    use crate::domain::{Several, Source};

    #[test]
    fn the_hash_sees_every_field() {
        let day = |day| Day::of_calendar(2017, 1, day).unwrap();
        let code = Code::new(1);
        let case = Case {
            received_on: day(1),
            acknowledged_on: None,
            closed_on: None,
            in_scope: true,
            marker: Case::NO_MARKER,
            category: Code::NOT_STATED,
            several: Several::default(),
            assessment: Code::NOT_STATED,
            justified_reason: Code::NOT_STATED,
            channel: Code::NOT_STATED,
            submitter_group: Code::NOT_STATED,
            supporting_body: Code::NOT_STATED,
            outcome: Code::NOT_STATED,
            site: Code::NOT_STATED,
            source: Source { file: 0, line: 1 },
        };
        let with = |change: &dyn Fn(&mut Case)| {
            let mut case = case.clone();
            change(&mut case);
            case
        };
        let changed = [
            case.clone(),
            with(&|case| case.received_on = day(2)),
            with(&|case| case.acknowledged_on = Some(day(2))),
            with(&|case| case.closed_on = Some(day(2))),
            with(&|case| case.category = code),
            with(&|case| case.several = Several::new(&[code], &[])),
            with(&|case| case.several = Several::new(&[], &[code])),
            with(&|case| case.assessment = code),
            with(&|case| case.justified_reason = code),
            with(&|case| case.channel = code),
            with(&|case| case.submitter_group = code),
            with(&|case| case.supporting_body = code),
            with(&|case| case.outcome = code),
            with(&|case| case.site = code),
        ];
        let mut hashes = BTreeSet::new();
        for (number, case) in changed.iter().enumerate() {
            let mut records = Records::new(false);
            let meaning = |remark: &str, name: &str| Meaning {
                remark: Fingerprint::of(remark.as_bytes()),
                name: Fingerprint::of(name.as_bytes()),
                doubtful: false,
                mark: StateMark::Unknown,
                last_line: 1,
            };
            records.push(b"1", case.clone(), meaning("", ""));
            records.push(b"2", case.clone(), meaning("a", ""));
            records.push(b"3", case.clone(), meaning("", "a"));
            let mut buffer = Vec::new();
            for_each(&records, |case, beside| {
                hashes.insert(hash(case, beside.remark, beside.name, &mut buffer));
            });
            assert_eq!(hashes.len(), 3 * (number + 1));
        }
    }
}
