//! The states of one case, and which of them is valid: decided by what the rows say, never by their
//! order or the order of files.
//!
//! Rows of one case are first merged into *states*: rows that agree in everything, or in everything but
//! their one topic and what else a case can have several of. One state: the case. Of several, the latest,
//! where all of them have a mark that tells it: the column the office has named, or the day of the export.
//! Else the one that was closed wins if it differs from the open ones only in what closing a case changes. Otherwise the rows contradict each other.

use crate::domain::{Case, Dimension, Field, Schema};
use crate::intake::record::Record;
use crate::intake::value::StateMark;
use std::collections::BTreeSet;

/// Whether closing a case changes a field.
fn changes_with_closing(field: Field) -> bool {
    matches!(field, Field::ClosedOn | Field::AcknowledgedOn | Field::Remark)
        || field.dimension().is_some_and(Dimension::is_changing)
}

/// A case with more different states than this contradicts itself, whatever they are.
const MOST_STATES: usize = 64;

/// Rows that say the same about a case.
pub(crate) struct State {
    /// What they say, with all topics and other values of which there can be several.
    pub(crate) record: Record,
    /// Their positions in the group.
    pub(crate) rows: Vec<usize>,
    /// Whether each row holds one of the topics.
    long_form: bool,
    /// The latest mark of its rows, and the latest day of export.
    marks: [StateMark; 2],
}

/// Why none of several states is the valid one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Undecided {
    /// Nothing tells which is the latest.
    NoMark,
    /// Something tells it, but not of all of them.
    MarkMissing,
    /// The latest of them are equally late.
    MarkEqual,
    /// One is the latest, but they were received on different days: they may be two cases.
    OtherDay,
}

/// The states of a case, given the day each of its rows was exported on, as a mark. Rows of long form (one
/// topic column, one topic each) are merged within their file; equal states of all files are one.
pub(crate) fn states(
    group: &[Record],
    schema: &Schema,
    exported: impl Fn(&Record) -> StateMark,
) -> Vec<State> {
    let mut states: Vec<State> = Vec::new();
    let mut offset = 0;
    for rows in group.chunk_by(|a, b| a.case.source.file == b.case.source.file) {
        let day = rows.first().map_or(StateMark::Unknown, &exported);
        for state in states_of_file(rows, schema, offset, day) {
            let is_full = states.len() > MOST_STATES;
            match states
                .iter_mut()
                .find(|known| differences(&known.record, &state.record, schema).is_empty())
            {
                Some(known) => {
                    known.rows.extend(state.rows);
                    known.add(state.marks);
                }
                None if !is_full => states.push(state),
                None => return states,
            }
        }
        offset += rows.len();
    }
    states
}

fn states_of_file(
    rows: &[Record],
    schema: &Schema,
    offset: usize,
    exported: StateMark,
) -> Vec<State> {
    let mut states: Vec<State> = Vec::new();
    for (position, record) in rows.iter().enumerate() {
        let long_form = record.one_topic_column && record.case.topics().len() == 1;
        let is_full = states.len() > MOST_STATES;
        let known = states.iter_mut().find_map(|state| {
            // Topics of different times are not topics of one state.
            let same_time = !long_form || state.record.mark == record.mark;
            let different = differences(&state.record, record, schema);
            let is_known = state.long_form == long_form
                && same_time
                && (different.is_empty()
                    || (long_form && different.iter().all(|it| it.has_several())));
            is_known.then_some((state, different))
        });
        match known {
            Some((state, different)) => {
                state.rows.push(offset + position);
                state.add([record.mark, exported]);
                for field in different {
                    let codes =
                        state.record.case.codes(field).iter().chain(record.case.codes(field));
                    let codes = Vec::from_iter(codes.copied().collect::<BTreeSet<_>>());
                    state.record.case.set_all(field, &codes);
                }
            }
            None if !is_full => {
                let rows = vec![offset + position];
                let marks = [record.mark, exported];
                states.push(State { record: record.clone(), long_form, rows, marks });
            }
            None => return states,
        }
    }
    states
}

impl State {
    fn add(&mut self, marks: [StateMark; 2]) {
        for (mark, other) in self.marks.iter_mut().zip(marks) {
            *mark = mark.latest(other);
        }
    }
}

/// The fields in which two records of a case differ, in the order of the canonical table.
pub(crate) fn differences(a: &Record, b: &Record, schema: &Schema) -> Vec<Field> {
    let (x, y) = (&a.case, &b.case);
    let single = Case::SINGLE.into_iter().filter(|field| x.code(*field) != y.code(*field));
    let own = schema.own().iter().map(|own| Field::Own(own));
    let several = [Field::Topics, Field::ClarifiedWith].into_iter().chain(own);
    let several = several.filter(|field| x.codes(*field) != y.codes(*field));
    let others = [
        (Field::ReceivedOn, x.received_on == y.received_on),
        (Field::AcknowledgedOn, x.acknowledged_on == y.acknowledged_on),
        (Field::ClosedOn, x.closed_on == y.closed_on),
        (Field::Remark, a.remark == b.remark),
    ];
    let others = others.into_iter().filter_map(|(field, equal)| (!equal).then_some(field));
    let mut fields: Vec<Field> = single.chain(several).chain(others).collect();
    fields.sort_unstable();
    fields
}

/// The valid state: the only one, the latest, or the one closed case among open ones.
pub(crate) fn winner<'s>(states: &'s [State], schema: &Schema) -> Result<&'s State, Undecided> {
    if let [only] = states {
        return Ok(only);
    }
    if states.len() > MOST_STATES {
        return Err(Undecided::NoMark);
    }
    let mut latest: Vec<&State> = states.iter().collect();
    let mut told = false;
    for kind in 0..2 {
        let mark = |state: &State| state.marks.get(kind).copied().unwrap_or(StateMark::Unknown);
        let all = latest.iter().map(|state| mark(state)).reduce(StateMark::latest);
        let all = all.unwrap_or(StateMark::Unknown);
        told |= all != StateMark::Unknown;
        latest.retain(|state| mark(state).may_be(all));
    }
    let undecided = match latest.as_slice() {
        [winner] if states.iter().all(same_day(winner)) => return Ok(winner),
        [_] => Undecided::OtherDay,
        _ if told => Undecided::MarkEqual,
        _ if states.iter().any(|state| state.marks != [StateMark::Unknown; 2]) => {
            Undecided::MarkMissing
        }
        _ => Undecided::NoMark,
    };
    closed_later(&latest, schema)
        .filter(|winner| states.iter().all(same_day(winner)))
        .ok_or(undecided)
}

/// A number that is given anew every year is not a later state of the same case.
fn same_day(winner: &State) -> impl Fn(&State) -> bool {
    |state| state.record.case.received_on == winner.record.case.received_on
}

/// The only closed one of some states, if it differs from the others as closing a case makes it.
fn closed_later<'s>(latest: &[&'s State], schema: &Schema) -> Option<&'s State> {
    let mut closed = latest.iter().filter(|state| state.record.case.closed_on.is_some());
    let winner = closed.next().filter(|_| closed.next().is_none())?;
    let follows = |state: &&State| {
        differences(&state.record, &winner.record, schema)
            .iter()
            .all(|field| changes_with_closing(*field))
    };
    latest.iter().all(follows).then_some(winner)
}
