//! The records of one file, packed: an archive has millions of them, and of a record that comes once only its case is
//! wanted in the end.

use super::ids::{Ids, Walk};
use super::read_record::Record;
use crate::domain::Case;
use crate::intake::value::{CompactId, Fingerprint, StateMark};
use std::collections::BTreeSet;

/// Records in the order they were read. Not printable: they hold case numbers.
#[derive(Default, PartialEq)]
pub(crate) struct Records {
    pub(crate) cases: Vec<Case>,
    pub(crate) ids: Ids,
    remarks: Vec<Fingerprint>,
    /// Up to the last that is known.
    names: Vec<Fingerprint>,
    /// Positions of doubtful ones, rising.
    doubtful: Vec<u32>,
    /// Up to the last that is known.
    marks: Vec<StateMark>,
    /// Positions of those of more than one line, rising, with their last line.
    long: Vec<(u32, u32)>,
    one_topic_column: bool,
}

impl Records {
    /// No records, of a file with one column for topics or not.
    pub(crate) fn new(one_topic_column: bool) -> Self {
        Self { one_topic_column, ..Self::default() }
    }

    /// What the remarks say, in the order of the cases.
    pub(crate) fn remarks(&self) -> &[Fingerprint] {
        &self.remarks
    }

    pub(crate) fn len(&self) -> usize {
        self.cases.len()
    }

    pub(crate) fn push(&mut self, record: Record) {
        let Record { case_id, case, remark, name, doubtful, mark, last_line, .. } = record;
        let position = u32::try_from(self.len()).unwrap_or(u32::MAX);
        if doubtful {
            self.doubtful.push(position);
        }
        if mark != StateMark::Unknown {
            self.marks.resize(self.len(), StateMark::Unknown);
            self.marks.push(mark);
        }
        if name != Fingerprint::default() {
            self.names.resize(self.len(), Fingerprint::default());
            self.names.push(name);
        }
        if last_line != case.source.line {
            self.long.push((position, last_line));
        }
        self.ids.push(case_id.as_str().as_bytes());
        self.remarks.push(remark);
        self.cases.push(case);
    }

    /// The same without those at some positions.
    pub(crate) fn without(self, positions: &BTreeSet<usize>) -> Self {
        let mut kept = Self::new(self.one_topic_column);
        let mut unpacked = self.unpacked();
        for (position, case) in self.cases.iter().enumerate() {
            let record = unpacked.next(case.clone());
            if !positions.contains(&position) {
                kept.push(record);
            }
        }
        kept
    }

    /// The first and the last physical line of each.
    pub(crate) fn lines(&self) -> Vec<(u32, u32)> {
        let mut long = self.long.iter().peekable();
        let line = |(position, case): (u32, &Case)| {
            let last = long.next_if(|(at, _)| *at == position).map(|(_, last)| *last);
            (case.source.line, last.unwrap_or(case.source.line))
        };
        (0..).zip(&self.cases).map(line).collect()
    }

    /// Goes through what was packed, from the first record.
    pub(crate) fn unpacked(&self) -> Unpacked<'_> {
        Unpacked {
            ids: self.ids.walk(),
            remarks: &self.remarks,
            names: &self.names,
            doubtful: &self.doubtful,
            marks: &self.marks,
            long: &self.long,
            one_topic_column: self.one_topic_column,
            position: 0,
        }
    }

    /// The cases, and what belongs to them apart.
    pub(crate) fn into_parts(mut self) -> (Vec<Case>, Self) {
        (std::mem::take(&mut self.cases), self)
    }
}

/// What belongs to the cases, one after the other.
pub(crate) struct Unpacked<'r> {
    ids: Walk<'r>,
    remarks: &'r [Fingerprint],
    names: &'r [Fingerprint],
    doubtful: &'r [u32],
    marks: &'r [StateMark],
    long: &'r [(u32, u32)],
    one_topic_column: bool,
    position: u32,
}

/// What belongs to one case. Not printable: it holds the case number.
pub(crate) struct Beside<'w> {
    pub(crate) id: &'w [u8],
    pub(crate) remark: Fingerprint,
    pub(crate) name: Fingerprint,
    pub(crate) doubtful: bool,
    mark: StateMark,
    last_line: Option<u32>,
    one_topic_column: bool,
}

impl Unpacked<'_> {
    /// What belongs to the next case.
    pub(crate) fn beside(&mut self) -> Beside<'_> {
        let position = self.position;
        self.position += 1;
        let doubtful = self.doubtful.first() == Some(&position);
        if doubtful {
            self.doubtful = self.doubtful.get(1..).unwrap_or_default();
        }
        let last_line = self.long.first().filter(|(at, _)| *at == position).map(|(_, last)| *last);
        if last_line.is_some() {
            self.long = self.long.get(1..).unwrap_or_default();
        }
        let remark = self.remarks.get(position as usize).copied();
        let name = self.names.get(position as usize).copied();
        let mark = self.marks.get(position as usize).copied();
        Beside {
            id: self.ids.next(),
            remark: remark.unwrap_or_default(),
            name: name.unwrap_or_default(),
            doubtful,
            mark: mark.unwrap_or(StateMark::Unknown),
            last_line,
            one_topic_column: self.one_topic_column,
        }
    }

    /// The next record, of which this is the case.
    pub(crate) fn next(&mut self, case: Case) -> Record {
        self.beside().record(case)
    }
}

impl Beside<'_> {
    /// The record of this case.
    pub(crate) fn record(&self, case: Case) -> Record {
        Record {
            case_id: CompactId::new(std::str::from_utf8(self.id).unwrap_or_default()),
            last_line: self.last_line.unwrap_or(case.source.line),
            case,
            remark: self.remark,
            name: self.name,
            doubtful: self.doubtful,
            mark: self.mark,
            one_topic_column: self.one_topic_column,
        }
    }
}

/// Whether all case numbers of a file stand in some other files, too, all given by their positions.
pub(crate) fn are_held_again(files: &[Records], file: usize, others: &[usize]) -> bool {
    let ids = |at: usize| {
        let mut hashes = Vec::new();
        if let Some(records) = files.get(at) {
            let mut walk = records.ids.walk();
            hashes.extend((0..records.len()).map(|_| Fingerprint::of(walk.next()).bits()));
        }
        hashes
    };
    let held: BTreeSet<u64> = others.iter().flat_map(|at| ids(*at)).collect();
    ids(file).iter().all(|id| held.contains(id))
}
