//! Case numbers that a spreadsheet has turned into dates: `3-5` becomes `03. Mai`. Whether a date in the column of case
//! numbers is one is told by the others: where most are none, it was none either, and the number is lost.

use crate::diagnostic::Findings;
use crate::domain::{Field, Outcome};
use crate::intake::account::{FileReading, Folded};
use crate::intake::record::{Records, record_findings::case_id_is_date};
use crate::intake::value::dates;
use crate::project::{CaseKey, Project};
use std::collections::BTreeSet;

/// Names of months as spreadsheets write them, by text key.
const MONTHS: [&str; 19] = [
    "jan", "feb", "mrz", "maerz", "mar", "apr", "mai", "may", "jun", "juni", "jul", "juli", "aug",
    "sep", "okt", "oct", "nov", "dez", "dec",
];

/// Takes records out whose case number is a date where others are none, and books them as rejected.
pub(crate) fn refuse(
    records: &mut [Records],
    files: &mut [FileReading],
    project: &Project,
) -> Findings {
    let mut findings = Findings::default();
    let is_number = project.exports.case_key != CaseKey::Row;
    if !is_number || !records.iter().any(|records| records.ids.any_unusual) {
        return findings;
    }
    let dated: Vec<BTreeSet<usize>> = records.iter().map(dated).collect();
    let number: usize = dated.iter().map(BTreeSet::len).sum();
    let all: usize = records.iter().map(Records::len).sum();
    if number == 0 || number > all - number {
        return findings;
    }
    for ((index, records), dated) in (0..).zip(records.iter_mut()).zip(dated) {
        if dated.is_empty() {
            continue;
        }
        let mut unpacked = records.unpacked();
        for (position, case) in records.cases.iter().enumerate() {
            let mut record = unpacked.next(case.clone());
            if !dated.contains(&position) {
                continue;
            }
            record.case.source.file = index;
            let place = record.place(Field::CaseId, files);
            findings.push(case_id_is_date().at(place).secret(record.secret()));
            if let Some(file) = files.get_mut(index as usize) {
                file.records.add(Outcome::Rejected);
                file.rejected_lines.push((record.case.source.line, record.last_line));
            }
        }
        *records = std::mem::take(records).without(&dated);
    }
    let mut folded = Folded::default();
    folded.extend(&findings);
    folded.finish()
}

/// The positions of those that are dates.
fn dated(records: &Records) -> BTreeSet<usize> {
    let mut walk = records.ids.walk();
    (0..records.len()).filter(|_| is_date(walk.next())).collect()
}

fn is_date(id: &[u8]) -> bool {
    let Ok(id) = std::str::from_utf8(id) else { return false };
    dates::is_a_day(id) || is_day_of_month(id)
}

/// `03. mai`, `3-mai`, `mai 17`, `3. mrz 2017`: a month by name, and one or two numbers.
fn is_day_of_month(id: &str) -> bool {
    let parts: Vec<&str> = id.split([' ', '.', '-']).filter(|part| !part.is_empty()).collect();
    let is_number = |part: &&str| {
        matches!(part.len(), 1 | 2 | 4) && part.bytes().all(|byte| byte.is_ascii_digit())
    };
    let months = parts.iter().filter(|part| MONTHS.contains(part)).count();
    let numbers = parts.iter().filter(|part| is_number(part)).count();
    months == 1 && (1..=2).contains(&numbers) && parts.len() == numbers + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_told_from_numbers() {
        for id in
            ["05.03.2017", "2017-03-05", "5.3.17", "03. mai", "mrz 17", "3-may", "3. maerz 2017"]
        {
            assert!(is_date(id.as_bytes()), "{id}");
        }
        for id in ["42767", "2017-0305", "17/2017", "krm-3", "mai", "17 4", "az mai 17", "4.611"] {
            assert!(!is_date(id.as_bytes()), "{id}");
        }
    }
}
