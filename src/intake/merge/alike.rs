//! Records that are equal in everything but the case number. Where a remark or a submitter's name says so too, one case has
//! probably come twice under two numbers; each still counts, since only the database knows.

use super::again::Again;
use crate::diagnostic::{Finding, FindingCode, Findings};
use crate::domain::{Case, Day, Field, Source, ValueCode, text_key};
use crate::intake::account::FileReading;
use crate::intake::record::{Beside, Record, Records};
use crate::intake::value::{Fingerprint, scope_answer, values};
use crate::project::{CaseKey, Project};
use std::collections::{BTreeMap, BTreeSet};

/// So many places are named.
const PLACES_NAMED: usize = 20;

/// One finding for all that are alike and have a remark or a name in common; where each row is a case of its own, another for
/// those that have none. That two are alike is told by a hash of all they can have in common (see `fingerprint`).
pub(crate) fn findings(records: &[Records], files: &[FileReading], project: &Project) -> Findings {
    let looks =
        Looks { is_row: project.exports.case_key == CaseKey::Row, trivial: trivial(project) };
    let mut hashes = Vec::new();
    for records in records {
        for_each(records, |case, beside| hashes.extend(looks.hash(case, beside)));
    }
    let again = Again::among(hashes);
    let mut findings = Findings::default();
    if again.is_empty() {
        return findings;
    }
    // Of those that come again, the ones with different numbers.
    let mut numbers: Vec<(u64, u64)> = Vec::new();
    for records in records {
        for_each(records, |case, beside| {
            let hash = looks.hash(case, beside).filter(|hash| again.contains(*hash));
            numbers.extend(hash.map(|hash| (hash, Fingerprint::of(beside.id).bits())));
        });
    }
    numbers.sort_unstable();
    numbers.dedup();
    let several: BTreeMap<u64, usize> = numbers
        .chunk_by(|a, b| a.0 == b.0)
        .filter(|numbers| numbers.len() > 1)
        .filter_map(|numbers| Some((numbers.first()?.0, numbers.len())))
        .collect();
    for (is_told, code) in [(true, FindingCode::CasesAlike), (false, FindingCode::RowsAlike)] {
        let several: BTreeMap<u64, usize> = several
            .iter()
            .filter(|(hash, _)| (**hash & TOLD == TOLD) == is_told)
            .map(|(hash, number)| (*hash, *number))
            .collect();
        findings.extend(finding(&several, code, &looks, records, files));
    }
    findings
}

/// What is looked at.
struct Looks {
    /// Whether each row is a case of its own: then those without a remark or a name are looked at, too.
    is_row: bool,
    /// Remarks that say nothing about their case.
    trivial: Vec<u64>,
}

/// The bit of a hash that tells whether the record has a remark or a name that says something.
const TOLD: u64 = 1;

impl Looks {
    /// A hash of all that records with different numbers can have in common; `None` where it is not asked for.
    fn hash(&self, case: &Case, beside: &Beside<'_>) -> Option<u64> {
        let is_told =
            beside.name != Fingerprint::default() || !self.trivial.contains(&beside.remark.bits());
        let hash = hash(case, beside.remark, beside.name);
        (is_told || self.is_row).then_some(hash & !TOLD | u64::from(is_told))
    }
}

/// What a remark says that says nothing about its case: nothing, a marker alone, an answer.
fn trivial(project: &Project) -> Vec<u64> {
    let markers = project.scope.markers.iter().cloned();
    let answers = scope_answer::words().map(text_key);
    let empty = values::not_stated().map(str::to_owned);
    let all = markers.chain(answers).chain(empty).chain([String::new()]);
    all.map(|text| Fingerprint::of(text.as_bytes()).bits()).collect()
}

/// A hash of what a record says, its number apart.
fn hash(case: &Case, remark: Fingerprint, name: Fingerprint) -> u64 {
    let day = |day: Option<Day>| u64::from(day.map_or(0, Day::number).unsigned_abs());
    let code = |code: ValueCode| code.position().map_or(u64::MAX, |position| position as u64 + 1);
    // Positions in a list are below 2^16, so four fit into a word.
    let four =
        |codes: [ValueCode; 4]| codes.iter().fold(0, |word, c| word << 16 | (code(*c) & 0xffff));
    let days =
        day(Some(case.received_on)) << 40 | day(case.acknowledged_on) << 20 | day(case.closed_on);
    let [one, two, three, more, five, six, seven, eight] = case.single;
    let single = [
        days,
        four([one, two, three, more]),
        four([five, six, seven, eight]),
        remark.bits(),
        name.bits(),
    ];
    // "Not stated" stands between the kinds of which there can be several.
    let end = [&ValueCode::NOT_STATED];
    let own = case.several.all_own().iter().flat_map(|codes| end.into_iter().chain(codes));
    let several = case.topics().iter().chain(end).chain(case.clarified_with()).chain(own);
    Fingerprint::of_words(single.into_iter().chain(several.map(|c| code(*c)))).bits()
}

/// Hashes of what each record of a file says, in rising order.
pub(crate) fn rows(records: &Records) -> Vec<u64> {
    let mut rows = Vec::new();
    for_each(records, |case, beside| rows.push(hash(case, beside.remark, beside.name)));
    rows.sort_unstable();
    rows
}

/// A hash of all records of a file, whatever their order and the submitters' names; the numbers of cases are part of it where they are the office's.
pub(crate) fn content(records: &Records, key: &CaseKey) -> u64 {
    let mut all = 0_u64;
    for_each(records, |case, beside| {
        let of_record = hash(case, beside.remark, Fingerprint::default());
        let number = match key {
            CaseKey::Row => 0,
            CaseKey::Number | CaseKey::Columns(_) => Fingerprint::of(beside.id).bits(),
        };
        all = all.wrapping_add(Fingerprint::of_words([of_record, number].into_iter()).bits());
    });
    all
}

fn for_each(records: &Records, mut take: impl FnMut(&Case, &Beside<'_>)) {
    let mut unpacked = records.unpacked();
    for case in &records.cases {
        take(case, &unpacked.beside());
    }
}

/// One finding for all records of some hashes, which come with so many numbers; `None` where there are none.
fn finding(
    several: &BTreeMap<u64, usize>,
    code: FindingCode,
    looks: &Looks,
    records: &[Records],
    files: &[FileReading],
) -> Option<Finding> {
    let number: usize = several.values().sum();
    let mut places = Places::default();
    for (index, records) in (0..).zip(records) {
        for_each(records, |case, beside| {
            let hash = looks.hash(case, beside).filter(|hash| several.contains_key(hash));
            let Some(hash) = hash.filter(|_| places.others.len() < PLACES_NAMED) else { return };
            let mut record = || {
                let mut record = beside.record(case.clone());
                record.case.source.file = index;
                record
            };
            places.add(hash, beside.id, &mut record);
        });
    }
    let first = places.first?;
    let (message, help) = match code {
        FindingCode::RowsAlike => (
            format!(
                "{number} Zeilen gleichen einander in allem; da jede Zeile ein Fall ist, zählt jede"
            ),
            "stehen sie nur doppelt im Export, löschen Sie die überzähligen",
        ),
        _ if looks.is_row => (
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
    let rest = number - several.len() - places.others.len();
    if rest > 0 {
        finding.message.push_str(&format!(" ({rest} weitere Stellen sind nicht einzeln genannt)"));
    }
    for (record, like) in &places.others {
        let file = files.get(usize::try_from(like.file).ok()?)?;
        let what = format!("gleicht {}:{}", file.path, like.line);
        finding = finding.related(record.place(Field::CaseId, files), what);
    }
    Some(finding)
}

/// The places that are named.
#[derive(Default)]
struct Places {
    first: Option<Record>,
    /// Each with the first that it is like.
    others: Vec<(Record, Source)>,
    /// By hash, the first with it.
    firsts: BTreeMap<u64, Source>,
    /// Hash and number of those seen.
    seen: BTreeSet<(u64, u64)>,
}

impl Places {
    fn add(&mut self, hash: u64, id: &[u8], record: &mut impl FnMut() -> Record) {
        if !self.seen.insert((hash, Fingerprint::of(id).bits())) {
            return;
        }
        if let Some(first) = self.firsts.get(&hash) {
            self.others.push((record(), *first));
            return;
        }
        let record = record();
        self.firsts.insert(hash, record.case.source);
        self.first.get_or_insert(record);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{OwnLevel, OwnProperty, Several};
    use crate::intake::record::read_record::Record;
    use crate::intake::value::compact_id::CompactId;
    use crate::intake::value::state_mark::StateMark;

    #[test]
    fn the_hash_sees_every_field() {
        let day = |day| Day::of_calendar(2017, 1, day).unwrap();
        let own = Field::Own(
            OwnProperty {
                position: 1,
                headers: Vec::new(),
                is_several: true,
                is_changing: false,
                is_mandatory: false,
                levels: vec![OwnLevel { id: "team", label: "Team" }],
            }
            .kept(),
        );
        let code = ValueCode::new(1);
        let case = Case {
            received_on: day(1),
            acknowledged_on: None,
            closed_on: None,
            in_scope: true,
            marker: Case::NO_MARKER,
            several: Several::default(),
            single: [ValueCode::NOT_STATED; Case::SINGLE.len()],
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
        ];
        let fields = Case::SINGLE.into_iter().chain([Field::Topics, Field::ClarifiedWith, own]);
        let values = fields.map(|field| case.clone().with(field, code));
        let changed: Vec<Case> = changed.into_iter().chain(values).collect();
        let mut hashes = BTreeSet::new();
        for (number, case) in changed.iter().enumerate() {
            let mut records = Records::new(false);
            for (id, remark, name) in [("1", "", ""), ("2", "a", ""), ("3", "", "a")] {
                records.push(Record {
                    case_id: CompactId::new(id),
                    case: case.clone(),
                    remark: Fingerprint::of(remark.as_bytes()),
                    name: Fingerprint::of(name.as_bytes()),
                    doubtful: false,
                    mark: StateMark::Unknown,
                    last_line: 1,
                    one_topic_column: false,
                });
            }
            for_each(&records, |case, beside| {
                hashes.insert(hash(case, beside.remark, beside.name));
            });
            assert_eq!(hashes.len(), 3 * (number + 1));
        }
    }

    #[test]
    fn many_that_are_alike_are_one_finding_with_their_number() {
        let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
        let project = crate::project::load(&root.join("tests/cases/intake/_project")).0.unwrap();
        let mut reader = crate::intake::Reader::new(&project);
        let mut file = "Fallnummer;Eingang;Art;Bemerkung\n".to_owned();
        for number in 0..1000 {
            file.push_str(&format!(
                "{number};02.01.2017;Lob;Ombudsstelle, vertraulich {}\n",
                number % 2
            ));
        }
        reader.file("exports/a.csv", file.as_bytes());
        reader.file(
            "exports/b.csv",
            b"Fallnummer;Eingang;Art;Bemerkung\n7;02.01.2017;Lob;Ombudsstelle, vertraulich 1\n",
        );
        let (_, findings) = reader.finish();
        let findings: Vec<_> = findings.iter().collect();
        let [finding] = findings.as_slice() else { panic!("{findings:?}") };
        assert!(finding.message.starts_with("1000 Fälle"), "{}", finding.message);
        assert!(finding.message.ends_with("(978 weitere Stellen sind nicht einzeln genannt)"));
        assert_eq!(finding.related.len(), PLACES_NAMED);
        assert_eq!(finding.related[0].1, "gleicht exports/a.csv:2");
        assert_eq!(finding.related[1].1, "gleicht exports/a.csv:3");
    }
}
