//! How often the records of a file have a value of each optional field, by kind of record: whether values were to be
//! expected in a file that has none.

use crate::domain::{Case, Day, Field, ReportPeriod, Schema, ValueCode};
use std::collections::{BTreeMap, BTreeSet};

/// Parts of a record in which expected values are counted.
const PARTS: u64 = 1000;

/// The records of a file, by category and by whether they are completed: an outcome stands in completed cases, an
/// assessment in complaints.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FileValues {
    kinds: BTreeMap<KindOf, Kind>,
    has_office: bool,
    /// Records by site and year of receipt.
    sites: BTreeMap<(ValueCode, i16), u64>,
    /// Cases of the ombuds office by site or category, and by year and month of receipt.
    of_office: BTreeMap<(Field, ValueCode), BTreeMap<(i16, i8), u64>>,
    /// Records by day of receipt: all, and those that are open.
    receipts: BTreeMap<Day, (u64, u64)>,
    last_closed: Option<Day>,
    /// The longest time in days from receipt to completion.
    longest: i32,
}

/// What records of one kind have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct KindOf {
    category: ValueCode,
    is_closed: bool,
    assessment: ValueCode,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Kind {
    records: u64,
    /// How many of them have a value; fields without one are not listed.
    filled: BTreeMap<Field, u64>,
}

impl FileValues {
    /// Of the records that were read without an error.
    pub(in crate::intake) fn new(cases: &[Case], schema: &Schema) -> Self {
        let optional: Vec<Field> = schema.fields().filter(|field| field.may_be_missing()).collect();
        let mut values = Self::default();
        for case in cases {
            values.has_office |= case.in_scope;
            let (all, open) = values.receipts.entry(case.received_on).or_default();
            *all += 1;
            *open += u64::from(case.closed_on.is_none());
            values.last_closed = values.last_closed.max(case.closed_on);
            let days = case.closed_on.map_or(0, |day| day.number() - case.received_on.number());
            values.longest = values.longest.max(days);
            let kind = values
                .kinds
                .entry(KindOf {
                    category: case.code(Field::Category),
                    is_closed: case.closed_on.is_some(),
                    assessment: case.code(Field::Assessment),
                })
                .or_default();
            kind.records += 1;
            for site in case.codes(Field::Site) {
                let year = case.received_on.date().year();
                *values.sites.entry((*site, year)).or_default() += 1;
            }
            let month = (case.received_on.date().year(), case.received_on.date().month());
            for field in [Field::Site, Field::Category].into_iter().filter(|_| case.in_scope) {
                let months = values.of_office.entry((field, case.code(field))).or_default();
                *months.entry(month).or_default() += 1;
            }
            for field in optional.iter().filter(|field| case.has(**field)) {
                *kind.filled.entry(*field).or_default() += 1;
            }
        }
        values
    }

    /// Whether a record is a case of the ombuds office.
    pub(crate) fn has_office(&self) -> bool {
        self.has_office
    }

    /// Records by site and year of receipt.
    pub(crate) fn sites(&self) -> &BTreeMap<(ValueCode, i16), u64> {
        &self.sites
    }

    /// How many cases of the ombuds office were received in a period, by their values of a field: sites or categories.
    pub(crate) fn of_office(
        &self,
        asked: Field,
        period: ReportPeriod,
    ) -> impl Iterator<Item = (ValueCode, u64)> {
        let of_field = self.of_office.iter().filter(move |((field, _), _)| *field == asked);
        of_field.map(move |((_, code), months)| {
            let within = months.iter().filter(|(month, _)| period.has_month(**month));
            (*code, within.map(|(_, count)| *count).sum())
        })
    }

    /// Records by day of receipt: all, and those that are open.
    pub(crate) fn receipts(&self) -> &BTreeMap<Day, (u64, u64)> {
        &self.receipts
    }

    /// The last day of completion.
    pub(crate) fn last_closed(&self) -> Option<Day> {
        self.last_closed
    }

    /// The longest time in days from receipt to completion, 0 without any.
    pub(crate) fn longest(&self) -> i32 {
        self.longest
    }

    /// How many records have a value.
    pub(crate) fn filled(&self, field: Field) -> u64 {
        self.kinds.values().filter_map(|kind| kind.filled.get(&field)).sum()
    }

    /// Whether it has a record of one of these categories.
    pub(crate) fn has_category(&self, of: &BTreeSet<ValueCode>) -> bool {
        self.kinds.keys().any(|kind| of.contains(&kind.category))
    }

    /// Whether other files have so many records of each of its categories.
    pub(crate) fn is_of_kinds_in(&self, others: &[&Self], enough: u64) -> bool {
        self.kinds.keys().all(|own| {
            let all = others.iter().flat_map(|other| other.kinds.iter());
            let alike = all.filter(|(other, _)| other.category == own.category);
            alike.map(|(_, kind)| kind.records).sum::<u64>() >= enough
        })
    }

    /// How many records are open.
    pub(crate) fn open(&self) -> u64 {
        self.receipts.values().map(|(_, open)| open).sum()
    }

    /// How many records were received from one day to another.
    pub(crate) fn received(&self, from: Day, to: Day) -> u64 {
        self.receipts.range(from..=to).map(|(_, (all, _))| all).sum()
    }

    /// How many values its records would have, were they as often filled as those of the same kind in other files.
    /// Where it does not tell which of them are completed, all of a category are of one kind.
    pub(crate) fn expected(&self, field: Field, others: &[&Self], tells_completion: bool) -> u64 {
        // A reason has only what is justified.
        let by_assessment = field == Field::JustifiedReason;
        let is_alike = |one: &KindOf, other: &KindOf| {
            one.category == other.category
                && (one.is_closed == other.is_closed || !tells_completion)
                && (one.assessment == other.assessment || !by_assessment)
        };
        let mut parts = 0_u64;
        for (kind, own) in &self.kinds {
            let all = others.iter().flat_map(|other| other.kinds.iter());
            let (mut records, mut filled) = (0_u64, 0_u64);
            for (_, other) in all.filter(|(other, _)| is_alike(kind, other)) {
                records += other.records;
                filled += other.filled.get(&field).copied().unwrap_or_default();
            }
            let share = filled.saturating_mul(PARTS).checked_div(records).unwrap_or_default();
            parts = parts.saturating_add(own.records.saturating_mul(share));
        }
        parts / PARTS
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Records by category and whether they are completed: how many, and how many of them have an outcome.
    fn file(kinds: &[(u16, bool, u64, u64)]) -> FileValues {
        let kind = |&(category, is_closed, records, filled): &(u16, bool, u64, u64)| {
            let filled = BTreeMap::from([(Field::Outcome, filled)]);
            let category = ValueCode::new(category);
            let assessment = ValueCode::NOT_STATED;
            (KindOf { category, is_closed, assessment }, Kind { records, filled })
        };
        let kinds = kinds.iter().map(kind).collect();
        FileValues { kinds, has_office: true, ..FileValues::default() }
    }

    #[test]
    fn records_of_a_kind_that_others_have_enough_of_tell_what_is_usual() {
        let others = file(&[(0, true, 40, 40), (1, true, 8, 0), (1, false, 2, 0)]);
        let is_known = |kinds, enough| file(kinds).is_of_kinds_in(&[&others], enough);
        assert!(is_known(&[(1, true, 20, 0), (0, true, 1, 0)], 10));
        assert!(!is_known(&[(1, true, 20, 0)], 11));
        assert!(!is_known(&[(2, true, 20, 0)], 1), "there is none of its kind");
    }

    #[test]
    fn values_are_expected_as_often_as_in_records_of_the_same_kind() {
        let others = [file(&[(0, true, 40, 40), (0, false, 10, 0), (1, true, 50, 5)])];
        let others: Vec<&FileValues> = others.iter().collect();
        let expected = |kinds, tells| file(kinds).expected(Field::Outcome, &others, tells);
        assert_eq!(expected(&[(0, true, 20, 0)], true), 20);
        assert_eq!(expected(&[(1, true, 20, 0)], true), 2, "few of its kind have one");
        assert_eq!(expected(&[(2, true, 20, 0)], true), 0, "there is none of its kind");
        // The newest file holds open cases only; one without days of completion tells nothing of them.
        assert_eq!(expected(&[(0, false, 20, 0)], true), 0);
        assert_eq!(expected(&[(0, false, 20, 0)], false), 16);
        assert_eq!(file(&[(0, true, 20, 0)]).expected(Field::Channel, &others, true), 0);
    }
}
