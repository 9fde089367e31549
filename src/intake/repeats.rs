//! One case, several rows: further lines of a long-form case, repeats, states from overlapping exports.
//! What wins is decided by what the rows say, never by their order or the order of files.
//!
//! Rows of one case are first merged into *states*: rows that agree in everything, or in everything but
//! their one topic. One state: the case. Several: the one that was closed wins if it differs from the
//! open ones only in what closing a case changes. Otherwise the rows contradict each other.

use super::file_reading::FileReading;
use super::ledger::Outcome;
use super::record::{Record, too_many_topics};
use crate::diagnostic::{Code, Finding, Findings, Place, Secret};
use crate::domain::{Case, Field, Period};
use crate::project::Project;
use std::collections::BTreeSet;

/// What closing a case changes besides the day it was closed on.
const CHANGES_WITH_CLOSING: [Field; 7] = [
    Field::ClosedOn,
    Field::AcknowledgedOn,
    Field::Assessment,
    Field::JustifiedReason,
    Field::Outcome,
    Field::ClarifiedWith,
    Field::Remark,
];

/// Rows that say the same about a case.
struct State {
    /// What they say, with all topics.
    record: Record,
    /// Their positions in the group, the first first; and whether each adds a topic.
    rows: Vec<(usize, bool)>,
}

/// Decides what becomes of each record; returns the cases by place, and books every record into the
/// ledger of its file.
pub(super) fn settle(
    mut records: Vec<Record>,
    files: &mut [FileReading],
    project: &Project,
    findings: &mut Findings,
) -> Vec<Case> {
    records.sort_by(|a, b| (&a.case_id, a.case.source).cmp(&(&b.case_id, b.case.source)));
    let mut cases = Vec::new();
    for group in records.chunk_by(|a, b| a.case_id == b.case_id) {
        count_months(group, files);
        let (case, outcomes) = settle_case(group, files, project, findings);
        for (record, outcome) in group.iter().zip(outcomes) {
            let Some(file) = file_of_mut(files, record) else { continue };
            file.records.add(outcome);
            if outcome == Outcome::Rejected {
                file.rejected_lines.push((record.case.source.line, record.last_line));
            }
        }
        cases.extend(case);
    }
    cases.sort_by_key(|case| case.source);
    cases
}

fn file_of_mut<'f>(files: &'f mut [FileReading], record: &Record) -> Option<&'f mut FileReading> {
    files.get_mut(usize::try_from(record.case.source.file).ok()?)
}

/// Books each case once into the months of each file it is in.
fn count_months(group: &[Record], files: &mut [FileReading]) {
    for rows in group.chunk_by(|a, b| a.case.source.file == b.case.source.file) {
        let Some(first) = rows.first() else { continue };
        let day = first.case.received_on;
        if let Some(file) = file_of_mut(files, first) {
            *file.months.entry((day.year(), day.month())).or_default() += 1;
        }
    }
}

fn settle_case(
    group: &[Record],
    files: &[FileReading],
    project: &Project,
    findings: &mut Findings,
) -> (Option<Case>, Vec<Outcome>) {
    let states = states(group);
    let mut outcomes = vec![Outcome::Rejected; group.len()];
    let Some(winner) = winner(&states) else {
        findings.push(contradiction(&states, files));
        return (None, outcomes);
    };
    let record = &winner.record;
    let limit = project.exports.topics_per_case;
    if record.case.topics.len() > limit {
        findings.push(
            too_many_topics(record.case.topics.len(), limit)
                .at(place(record, Field::Topics, files))
                .secret(secret(record)),
        );
        return (None, outcomes);
    }
    outcomes.fill(Outcome::Superseded);
    let outcome = outcome(&record.case, project);
    for (position, (row, adds_topic)) in winner.rows.iter().enumerate() {
        if let Some(slot) = outcomes.get_mut(*row) {
            *slot = match (position, adds_topic) {
                (0, _) => outcome,
                (_, true) => Outcome::FurtherLine,
                (_, false) => Outcome::IdenticalRepeat,
            };
        }
    }
    if outcome == Outcome::OutsidePeriod {
        return (None, outcomes);
    }
    if record.doubtful {
        findings.push(near_miss(record, files));
    }
    (Some(record.case.clone()), outcomes)
}

/// The states of a case. Rows of long form (one topic column, one topic each) are merged within
/// their file; equal states of all files are one.
fn states(group: &[Record]) -> Vec<State> {
    let mut states: Vec<State> = Vec::new();
    for rows in group.chunk_by(|a, b| a.case.source.file == b.case.source.file) {
        let offset = group.len() - group.get(start_of(group, rows)..).map_or(0, <[Record]>::len);
        for state in states_of_file(rows, offset) {
            match states
                .iter_mut()
                .find(|known| differences(&known.record, &state.record).is_empty())
            {
                Some(known) => known.rows.extend(state.rows.iter().map(|(row, _)| (*row, false))),
                None => states.push(state),
            }
        }
    }
    states
}

/// Position of the first of `rows` in their group.
fn start_of(group: &[Record], rows: &[Record]) -> usize {
    let first = rows.first().map(|record| record.case.source);
    group.iter().position(|record| Some(record.case.source) == first).unwrap_or_default()
}

fn states_of_file(rows: &[Record], offset: usize) -> Vec<State> {
    let mut states: Vec<(State, bool, BTreeSet<Vec<crate::domain::Code>>)> = Vec::new();
    for (position, record) in rows.iter().enumerate() {
        let row = offset + position;
        let long_form = record.one_topic_column && record.case.topics.len() == 1;
        let known = states.iter_mut().find(|(state, is_long, _)| {
            let different = differences(&state.record, record);
            different.is_empty() || (*is_long && long_form && different == [Field::Topics])
        });
        match known {
            Some((state, _, topics)) => {
                let adds_topic = topics.insert(record.case.topics.clone());
                state.rows.push((row, adds_topic));
                state.record.case.topics.extend(&record.case.topics);
                state.record.case.topics.sort_unstable();
                state.record.case.topics.dedup();
            }
            None => {
                let state = State { record: record.clone(), rows: vec![(row, false)] };
                states.push((state, long_form, BTreeSet::from([record.case.topics.clone()])));
            }
        }
    }
    states.into_iter().map(|(state, _, _)| state).collect()
}

/// The fields in which two records of a case differ.
fn differences(a: &Record, b: &Record) -> Vec<Field> {
    let (x, y) = (&a.case, &b.case);
    [
        (Field::ReceivedOn, x.received_on == y.received_on),
        (Field::AcknowledgedOn, x.acknowledged_on == y.acknowledged_on),
        (Field::ClosedOn, x.closed_on == y.closed_on),
        (Field::Category, x.category == y.category),
        (Field::Topics, x.topics == y.topics),
        (Field::Assessment, x.assessment == y.assessment),
        (Field::JustifiedReason, x.justified_reason == y.justified_reason),
        (Field::Channel, x.channel == y.channel),
        (Field::SubmitterGroup, x.submitter_group == y.submitter_group),
        (Field::SupportingBody, x.supporting_body == y.supporting_body),
        (Field::Outcome, x.outcome == y.outcome),
        (Field::ClarifiedWith, x.clarified_with == y.clarified_with),
        (Field::Site, x.site == y.site),
        (Field::Remark, a.remark == b.remark),
    ]
    .into_iter()
    .filter_map(|(field, equal)| (!equal).then_some(field))
    .collect()
}

/// The only state, or the only closed one, if it differs from the others as closing a case makes it.
fn winner(states: &[State]) -> Option<&State> {
    if let [only] = states {
        return Some(only);
    }
    let mut closed = states.iter().filter(|state| state.record.case.closed_on.is_some());
    let winner = closed.next().filter(|_| closed.next().is_none())?;
    let follows = |state: &State| {
        differences(&state.record, &winner.record)
            .iter()
            .all(|field| CHANGES_WITH_CLOSING.contains(field))
    };
    states.iter().all(follows).then_some(winner)
}

/// What becomes of the one row that stands for its case.
fn outcome(case: &Case, project: &Project) -> Outcome {
    let (first, last) = project.settings.year.bounds(Period::Year);
    if case.received_on > last {
        Outcome::OutsidePeriod
    } else if case.received_on >= first {
        if case.in_scope { Outcome::Counted } else { Outcome::OutsideScope }
    } else if case.closed_on.is_none_or(|closed| closed >= first) {
        Outcome::CarriedIn
    } else {
        Outcome::OutsidePeriod
    }
}

fn place(record: &Record, field: Field, files: &[FileReading]) -> Place {
    let source = record.case.source;
    let file = usize::try_from(source.file).ok().and_then(|index| files.get(index));
    let Some(file) = file else { return Place::line("", source.line) };
    let line = Place::line(&file.path, source.line);
    match file.column(field) {
        Some((number, name)) => line.named_column(number, name),
        None => line,
    }
}

fn secret(record: &Record) -> Secret {
    Secret { case_id: Some(record.case_id.clone()), value: None }
}

fn contradiction(states: &[State], files: &[FileReading]) -> Finding {
    let finding = Finding::new(
        Code::CaseContradiction,
        "eine Fallnummer steht in Zeilen, die einander widersprechen; keine davon wird gezählt",
    )
    .expected("gleiche Angaben, oder ein später erledigter Stand, der sich nur in Erledigung, Bestätigung, Bewertung, Ergebnis oder Bemerkung unterscheidet")
    .help("prüfen Sie den Fall in der Datenbank, und lassen Sie nur die gültige Zeile im Export");
    let mut states = states.iter();
    let Some(first) = states.next() else { return finding };
    let record = &first.record;
    states.fold(
        finding.at(place(record, Field::CaseId, files)).secret(secret(record)),
        |finding, other| {
            let names: Vec<String> = differences(record, &other.record)
                .into_iter()
                .map(|field| format!("`{}`", place_name(&other.record, field, files)))
                .collect();
            let what = format!("weicht ab in {}", names.join(", "));
            finding.related(place(&other.record, Field::CaseId, files), what)
        },
    )
}

/// The name of a field in the file of a record, or its usual one.
fn place_name(record: &Record, field: Field, files: &[FileReading]) -> String {
    let usual = || field.default_headers().first().map(|name| (*name).to_owned());
    place(record, field, files).column_name.or_else(usual).unwrap_or_default()
}

fn near_miss(record: &Record, files: &[FileReading]) -> Finding {
    Finding::new(
        Code::ScopeNearMiss,
        "die Bemerkung enthält etwas, das einem Merkmal der Ombudsstelle ähnelt, aber keines ist; der Fall wird ihr nicht zugerechnet",
    )
    .at(place(record, Field::Remark, files))
    .help("berichtigen Sie die Bemerkung in der Datenbank, wenn der Fall zur Ombudsstelle gehört; wenn nicht, tragen Sie die Wendung unter `scope.exceptions` in report.toml ein")
    .secret(secret(record))
}
