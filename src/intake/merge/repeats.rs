//! One case, several rows: further lines of a long-form case, repeats, states from overlapping exports.
//! `states` says which of them are valid; here every record gets its place in the ledger.

use super::again::Again;
use super::alike;
use super::contradictions;
use super::dated_ids;
use super::repeat_findings::{self, RowsTold};
use super::resembling_ids;
use super::states;
use crate::diagnostic::{Finding, FindingCode, Findings};
use crate::domain::{Case, Day, Field, Outcome, Period, Schema};
use crate::intake::account::{FileReading, Folded, OtherRow};
use crate::intake::layout::scope_column;
use crate::intake::record::{Record, Records, record_findings::too_many_topics};
use crate::intake::recording::Fields;
use crate::intake::value::{Fingerprint, StateMark};
use crate::project::Project;
use std::collections::BTreeSet;

/// Decides what becomes of each record, given by file; returns the cases by place, and books every record into the
/// ledger of its file. `fields` says what the files do not record: without completions no case of an earlier year takes
/// part in a stock, and a missing column is no contradiction.
pub(crate) fn settle(
    mut records: Vec<Records>,
    files: &mut [FileReading],
    (project, fields): (&Project, &Fields),
    findings: &mut Findings,
) -> Vec<Case> {
    findings.extend(dated_ids::refuse(&mut records, files, project));
    let again = Again::among_ids(&records, |id| Fingerprint::of(id).bits());
    let resembling = resembling_ids::findings(&records, files, project);
    let mut others_told = alike::findings(&records, files, project);
    let same_files = repeat_findings::same_files(&records, files, &project.exports.case_key);
    others_told.extend(same_files);
    let mut told = Folded::default();
    let mut rows_told = RowsTold::default();
    // Findings are told in the order of case numbers, so the few cases with something to tell come last.
    let mut others: Vec<Record> = Vec::new();
    let mut cases = Vec::new();
    // The files with a case that no other has.
    let mut alone: BTreeSet<u32> = BTreeSet::new();
    // The records of a file are given back when its cases are known.
    for ((index, records), file) in (0..).zip(records).zip(files.iter_mut()) {
        let mut of_file = settle_file(index, records, file, (project, fields), &again, &mut others);
        alone.extend((!of_file.is_empty()).then_some(index));
        match cases.is_empty() {
            true => cases = of_file,
            false => cases.append(&mut of_file),
        }
    }
    others.sort_by(|a, b| {
        let key = |record: &Record| (record.case.source.file, record.case.source.line);
        a.case_id.as_str().cmp(b.case_id.as_str()).then_with(|| key(a).cmp(&key(b)))
    });
    for group in others.chunk_by_mut(|a, b| a.case_id == b.case_id) {
        let of_group = || group.iter().map(|record| record.case.source.file);
        alone.extend(of_group().next().filter(|file| of_group().all(|it| it == *file)));
        count_months(group, files);
        fields.complete(group);
        let (case, outcomes) = settle_case(group, files, (project, fields), &mut told);
        if let Some(record) = group.iter().find(|record| is_read(&case, record) && record.doubtful)
        {
            told.push(near_miss(record, files));
        }
        rows_told.case(group, &outcomes, files);
        let first = first_row(group, &outcomes);
        for (record, outcome) in group.iter().zip(outcomes) {
            let Some(file) = file_of_mut(files, record) else { continue };
            file.records.add(outcome);
            match outcome {
                Outcome::Rejected => {
                    file.rejected_lines.push((record.case.source.line, record.last_line));
                }
                Outcome::FurtherLine | Outcome::IdenticalRepeat | Outcome::Superseded => {
                    file.other_rows.push(other_row(
                        record,
                        outcome,
                        first,
                        project.taxonomy.schema(),
                    ));
                }
                _ => {}
            }
        }
        cases.extend(case);
    }
    for (index, file) in (0..).zip(files.iter_mut()) {
        file.is_held_again = file.accepted > 0 && !alone.contains(&index);
    }
    findings.extend(rows_told.finish());
    told.extend(&resembling);
    findings.extend(told.finish());
    findings.extend(others_told);
    if !others.is_empty() {
        cases.sort_by_key(|case| case.source);
    }
    cases
}

/// The cases of a file's records that come once and have nothing to tell; the other records are put aside.
fn settle_file(
    index: u32,
    records: Records,
    file: &mut FileReading,
    (project, fields): (&Project, &Fields),
    again: &Again,
    others: &mut Vec<Record>,
) -> Vec<Case> {
    let (first, last) = project.settings.period.bounds(Period::Year);
    let year = (Day::number_of(first), Day::number_of(last));
    // Cases by day of receipt, and those of the office.
    let mut received: Vec<(u64, u64)> = Vec::new();
    let (mut cases, beside) = records.into_parts();
    let mut unpacked = beside.unpacked();
    cases.retain_mut(|case| {
        case.source.file = index;
        let beside = unpacked.beside();
        if beside.doubtful
            || case.topics().len() > project.exports.topics_per_case
            || (!again.is_empty() && again.contains(Fingerprint::of(beside.id).bits()))
        {
            others.push(beside.record(case.clone()));
            return false;
        }
        let day = usize::from(case.received_on);
        if day >= received.len() {
            received.resize(day + 1, (0, 0));
        }
        if let Some((count, of_office)) = received.get_mut(day) {
            *count += 1;
            *of_office += u64::from(case.in_scope);
        }
        let outcome = outcome(case, year, fields.closes(), project);
        fields.mark(case);
        file.records.add(outcome);
        takes_part(outcome)
    });
    for (number, (count, of_office)) in (0..).zip(received).filter(|(_, (count, _))| *count > 0) {
        let Some(date) = Day::from_number(number).map(Day::date) else { continue };
        *file.months.entry((date.year(), date.month())).or_default() += count;
        *file.of_office.entry(date.year()).or_default() += of_office;
    }
    cases
}

fn file_of_mut<'f>(files: &'f mut [FileReading], record: &Record) -> Option<&'f mut FileReading> {
    files.get_mut(usize::try_from(record.case.source.file).ok()?)
}

/// Books each case once into the months of each file it is in.
fn count_months(group: &[Record], files: &mut [FileReading]) {
    for rows in group.chunk_by(|a, b| a.case.source.file == b.case.source.file) {
        let Some(first) = rows.first() else { continue };
        let day = first.case.received_on.date();
        if let Some(file) = file_of_mut(files, first) {
            *file.months.entry((day.year(), day.month())).or_default() += 1;
            let of_office = rows.iter().any(|row| row.case.in_scope);
            *file.of_office.entry(day.year()).or_default() += u64::from(of_office);
        }
    }
}

/// The row that stands for its case.
fn first_row<'g>(group: &'g [Record], outcomes: &[Outcome]) -> Option<&'g Record> {
    let stands_for_case = |outcome: &Outcome| {
        !matches!(
            outcome,
            Outcome::FurtherLine
                | Outcome::IdenticalRepeat
                | Outcome::Superseded
                | Outcome::Rejected
        )
    };
    group.get(outcomes.iter().position(stands_for_case)?)
}

/// What a row is that is no case of its own, given the one that stands for the case. Also a repeat may hold values that
/// the first row has not: where one row holds all of them, the others repeat it.
fn other_row(
    record: &Record,
    outcome: Outcome,
    first: Option<&Record>,
    schema: &Schema,
) -> OtherRow {
    let place = record.case.source;
    let adds_values = |first: &&Record| {
        let adds =
            |it| record.case.codes(it).iter().any(|code| !first.case.codes(it).contains(code));
        outcome != Outcome::Superseded
            && first.case.source.file == place.file
            && schema.several().any(adds)
    };
    match first.filter(adds_values) {
        Some(first) => OtherRow::FurtherLine { line: place.line, of: first.case.source.line },
        None => OtherRow::Settled { line: place.line },
    }
}

/// Whether a case was made of this record.
fn is_read(case: &Option<Case>, record: &Record) -> bool {
    case.as_ref().is_some_and(|case| case.source == record.case.source)
}

fn settle_case(
    group: &[Record],
    files: &[FileReading],
    (project, fields): (&Project, &Fields),
    told: &mut Folded,
) -> (Option<Case>, Vec<Outcome>) {
    let schema = project.taxonomy.schema();
    let states = states::states(group, schema, |record| {
        let file = record.file(files);
        StateMark::of_day(file.and_then(|file| project.exports.exported_on(&file.path)))
    });
    let mut outcomes = vec![Outcome::Rejected; group.len()];
    let winner = match states::winner(&states, schema) {
        Ok(winner) => winner,
        Err(undecided) => {
            contradictions::tell(group, &states, undecided, (files, project), told);
            return (None, outcomes);
        }
    };
    let record = &winner.record;
    let limit = project.exports.topics_per_case;
    if record.case.topics().len() > limit {
        let finding = too_many_topics(record.case.topics().len(), limit)
            .at(record.place(Field::Topics, files))
            .secret(record.secret());
        told.push(finding);
        return (None, outcomes);
    }
    outcomes.fill(Outcome::Superseded);
    let (first, last) = project.settings.period.bounds(Period::Year);
    let year = (Day::number_of(first), Day::number_of(last));
    let outcome = outcome(&record.case, year, fields.closes(), project);
    // Where one row holds all that a case can have several of, the others repeat it; else what is new is a further line.
    let several = |row: &Record| schema.several().map(|it| row.case.codes(it).to_vec()).collect();
    let of_row = |row: &usize| -> Option<Vec<_>> { group.get(*row).map(several) };
    let mut seen = BTreeSet::new();
    if winner.rows.iter().any(|row| of_row(row) == Some(several(record))) {
        seen.extend(winner.rows.iter().map(of_row));
    }
    let mut rows = winner.rows.clone();
    rows.sort_unstable();
    for (position, row) in rows.iter().enumerate() {
        let adds_value = seen.insert(of_row(row));
        if let Some(slot) = outcomes.get_mut(*row) {
            *slot = match (position, adds_value) {
                (0, _) => outcome,
                (_, true) => Outcome::FurtherLine,
                (_, false) => Outcome::IdenticalRepeat,
            };
        }
    }
    if !takes_part(outcome) {
        return (None, outcomes);
    }
    (Some(record.case.clone()), outcomes)
}

/// What becomes of the one row that stands for its case, in a year given by its first and last day.
fn outcome(
    case: &Case,
    (first, last): (i32, i32),
    closes: bool,
    Project { scope, taxonomy, .. }: &Project,
) -> Outcome {
    let received = case.received_on.number();
    let is_of_year = (first..=last).contains(&received);
    let was_open = || closes && case.closed_on.is_none_or(|closed| closed.number() >= first);
    match () {
        () if !is_of_year && (received > last || !was_open()) => Outcome::OutsidePeriod,
        () if !scope.counts(case, taxonomy) => Outcome::Excluded,
        () if !is_of_year => Outcome::CarriedIn,
        () if case.in_scope => Outcome::Counted,
        () => Outcome::OutsideScope,
    }
}

/// Whether figures are counted from a case.
fn takes_part(outcome: Outcome) -> bool {
    !matches!(outcome, Outcome::Excluded | Outcome::OutsidePeriod)
}

fn near_miss(record: &Record, files: &[FileReading]) -> Finding {
    if let Some(finding) = scope_column::to_be_examined(|field| record.place(field, files)) {
        return finding.secret(record.secret());
    }
    Finding::new(
        FindingCode::ScopeNearMiss,
        "die Bemerkung enthält etwas, das einem Merkmal der Ombudsstelle ähnelt, aber keines ist; der Fall wird ihr nicht zugerechnet",
    )
    .at(record.place(Field::Remark, files))
    .help("berichtigen Sie die Bemerkung in der Datenbank, wenn der Fall zur Ombudsstelle gehört; wenn nicht, tragen Sie die Wendung unter `scope.exceptions` in report.toml ein")
    .secret(record.secret())
}
