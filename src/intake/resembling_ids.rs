//! Case numbers that differ in nothing but leading zeros. The zeros are part of the number; but where the cases were
//! received on one day, a spreadsheet has probably eaten them in one of the files, and the case would count twice.

use super::again::Again;
use super::file_reading::FileReading;
use super::fingerprint::Fingerprint;
use super::record::Record;
use super::records::Records;
use crate::diagnostic::{Code, Finding, Findings};
use crate::domain::{Day, Field};
use std::collections::BTreeMap;

/// One finding for each further spelling of a number received on one day.
pub(super) fn findings(records: &[Records], files: &[FileReading]) -> Findings {
    let mut findings = Findings::default();
    if !records.iter().any(|records| records.ids.any_with_zero) {
        return findings;
    }
    let again = Again::among_ids(records, bare);
    let mut spellings = Vec::new();
    for records in records {
        let mut walk = records.ids.walk();
        for _ in 0..records.len() {
            let id = walk.next();
            let hash = |id| Fingerprint::of(id).bits();
            spellings.extend(
                bare(id).filter(|id| again.contains(hash(id))).map(|b| (hash(b), hash(id))),
            );
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
            let Some(bare) = bare(beside.id) else { continue };
            if several.binary_search(&Fingerprint::of(bare).bits()).is_ok() {
                let same = by_bare_id.entry((bare.to_vec(), case.received_on)).or_default();
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
            findings.push(
                Finding::new(
                    Code::CaseIdResembles,
                    "zwei Fallnummern unterscheiden sich nur in führenden Nullen, und beide Fälle gingen am selben Tag ein; sie werden als zwei Fälle gezählt",
                )
                .at(first.place(Field::CaseId, files))
                .related(other.place(Field::CaseId, files), "die andere Fallnummer")
                .help("prüfen Sie, ob ein Tabellenprogramm die Nullen entfernt hat; exportieren Sie die Datei dann neu")
                .secret(first.secret()),
            );
        }
    }
    findings
}

/// A number without leading zeros; `None` where a case number is no number.
fn bare(id: &[u8]) -> Option<&[u8]> {
    let zeros = id.iter().take_while(|byte| **byte == b'0').count();
    id.iter().all(u8::is_ascii_digit).then(|| id.get(zeros..).unwrap_or_default())
}
