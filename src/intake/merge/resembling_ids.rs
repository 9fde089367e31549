//! Case numbers that differ in nothing but what a spreadsheet adds or takes away: leading zeros, points and commas
//! (`4611`, `4611.0`, `4.611`), blanks. All of that may be part of the number; but where the cases were received on one day,
//! one number has probably become two, and the case would count twice.

use super::again::Again;
use crate::diagnostic::{Finding, FindingCode, Findings};
use crate::domain::{Day, Field};
use crate::intake::account::FileReading;
use crate::intake::record::{Record, Records};
use crate::intake::value::Fingerprint;
use crate::project::{CaseKey, Project};
use std::collections::BTreeMap;

/// One finding for each further spelling of a number received on one day.
pub(crate) fn findings(records: &[Records], files: &[FileReading], project: &Project) -> Findings {
    let mut findings = Findings::default();
    let is_number = project.exports.case_key != CaseKey::Row;
    if !is_number || !records.iter().any(|records| records.ids.any_unusual) {
        return findings;
    }
    let hash = |id: &[u8]| Fingerprint::of(id).bits();
    let again = Again::among_ids(records, |id| hash(&bare(id)));
    let mut spellings = Vec::new();
    for records in records {
        let mut walk = records.ids.walk();
        for _ in 0..records.len() {
            let id = walk.next();
            let bare = hash(&bare(id));
            spellings.extend(again.contains(bare).then(|| (bare, hash(id))));
        }
    }
    spellings.sort_unstable();
    spellings.dedup();
    let several = spellings.chunk_by(|a, b| a.0 == b.0).filter(|spellings| spellings.len() > 1);
    let several: Vec<u64> = several.filter_map(|spellings| Some(spellings.first()?.0)).collect();
    if several.is_empty() {
        return findings;
    }
    // By number and day the first record of each spelling.
    let mut by_bare_id: BTreeMap<(Vec<u8>, Day), BTreeMap<Vec<u8>, Record>> = BTreeMap::new();
    for (index, records) in (0..).zip(records) {
        let mut unpacked = records.unpacked();
        for case in &records.cases {
            let beside = unpacked.beside();
            let bare = bare(beside.id);
            if several.binary_search(&hash(&bare)).is_ok() {
                let same = by_bare_id.entry((bare, case.received_on)).or_default();
                same.entry(beside.id.to_vec()).or_insert_with(|| {
                    let mut record = beside.record(case.clone());
                    record.case.source.file = index;
                    record
                });
            }
        }
    }
    for same in by_bare_id.into_values() {
        let mut same: Vec<&Record> = same.values().collect();
        same.sort_by_key(|record| record.case.source);
        let [first, others @ ..] = same.as_slice() else { continue };
        for other in others {
            findings.push(finding(first, other, files));
        }
    }
    findings
}

fn finding(first: &Record, other: &Record, files: &[FileReading]) -> Finding {
    let has_digits_only =
        |record: &Record| record.case_id.as_str().bytes().all(|b| b.is_ascii_digit());
    let (what, lost) = match has_digits_only(first) && has_digits_only(other) {
        true => ("führenden Nullen", "die Nullen entfernt"),
        false => ("Nullen, Punkten, Kommas oder Leerzeichen", "die Nummer verändert"),
    };
    Finding::new(
        FindingCode::CaseIdResembles,
        format!("zwei Fallnummern unterscheiden sich nur in {what}, und beide Fälle gingen am selben Tag ein; sie werden als zwei Fälle gezählt"),
    )
    .at(first.place(Field::CaseId, files))
    .related(other.place(Field::CaseId, files), "die andere Fallnummer")
    .help(format!("prüfen Sie, ob ein Tabellenprogramm {lost} hat; exportieren Sie die Datei dann neu"))
    .secret(first.secret())
}

/// What of a case number no spreadsheet touches.
fn bare(id: &[u8]) -> Vec<u8> {
    number(id).unwrap_or_else(|| id.iter().copied().filter(|byte| *byte != b' ').collect())
}

/// A number without leading zeros, without a fraction of zeros, and without what groups its digits; `None` where a case
/// number is no number.
fn number(id: &[u8]) -> Option<Vec<u8>> {
    let is_sign = |byte: &u8| matches!(byte, b'.' | b',' | b'\'' | b' ');
    if !id.iter().all(|byte| byte.is_ascii_digit() || is_sign(byte)) {
        return None;
    }
    let mut groups: Vec<&[u8]> = id.split(is_sign).collect();
    let is_grouped = |groups: &[&[u8]]| {
        let [first, others @ ..] = groups else { return false };
        (1..=3).contains(&first.len()) && others.iter().all(|group| group.len() == 3)
    };
    let point = id.iter().rposition(is_sign).and_then(|at| id.get(at));
    let is_fraction = matches!(point, Some(b'.' | b','))
        && groups.last().is_some_and(|last| !last.is_empty() && last.iter().all(|b| *b == b'0'))
        && !is_grouped(&groups);
    if is_fraction {
        groups.pop();
    }
    let has_other_signs = id.iter().any(|byte| is_sign(byte) && *byte != b' ');
    if groups.len() > 1 && has_other_signs && !is_grouped(&groups) {
        return None;
    }
    let digits = groups.concat();
    let zeros = digits.iter().take_while(|byte| **byte == b'0').count();
    Some(digits.get(zeros..).unwrap_or_default().to_vec())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_spreadsheet_adds_to_a_number_is_none_of_it() {
        for id in [
            "4611", "004611", "4611.0", "4611,00", "4.611", "4,611", "4 611", "4'611", "4.611,0",
            "46 11",
        ] {
            assert_eq!(bare(id.as_bytes()), b"4611", "{id}");
        }
        for (id, expected) in [
            ("4611.1", "4611.1"),
            ("46.11", "46.11"),
            ("4.000", "4000"),
            ("4000.000", "4000"),
            ("1.234.567", "1234567"),
            ("1.23.4567", "1.23.4567"),
            ("000", ""),
            ("f 0004", "f0004"),
            ("krm- 17", "krm-17"),
        ] {
            assert_eq!(bare(id.as_bytes()), expected.as_bytes(), "{id}");
        }
    }
}
