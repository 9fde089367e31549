//! What the cases of the report say of lists that only some files have the column of: of which of them nothing is
//! recorded, and which values anybody recorded.

use super::fields::Fields;
use super::verdict::{Held, asked_categories, asks_house};
use crate::domain::{
    Case, Day, Dimension, Field, FieldCoverage, Period, Profile, Taxonomy, ValueCode,
};
use crate::project::Project;
use std::collections::{BTreeMap, BTreeSet};

/// What the cases of each population say.
#[derive(Debug, Default)]
pub(super) struct Coverage {
    /// Fields of which no case received in the year, that a table counts by them, says anything.
    pub(super) absent: BTreeSet<Field>,
    /// Fields of which a case that the report counts by them says nothing because its file lacks the column.
    pub(super) missed: BTreeSet<Field>,
    pub(super) of_house: FieldCoverage,
    pub(super) of_received: FieldCoverage,
    pub(super) of_stock: FieldCoverage,
}

/// What the cases say. Those from files without a column carry the value that says so.
pub(super) fn coverage(fields: &Fields, cases: &[Case], project: &Project) -> Coverage {
    let some: Vec<(Field, ValueCode)> = fields.in_some_files().collect();
    if some.is_empty() {
        return Coverage::default();
    }
    let first = Day::number_of(project.settings.period.bounds(Period::Year).0);
    let is_of_year = |case: &&Case| case.received_on.number() >= first;
    let house = || cases.iter().filter(is_of_year);
    let received = || house().filter(|case| case.in_scope);
    let lacks = |case: &Case, of: &(Field, ValueCode)| case.codes(of.0) == [of.1];
    let mut found = Coverage::default();
    for of in &some {
        let has_office = cases.iter().any(|case| case.in_scope);
        let of_house = !has_office || asks_house(of.0, project);
        if cases.iter().any(|case| (case.in_scope || of_house) && lacks(case, of)) {
            found.missed.insert(of.0);
        }
        let categories = asked_categories(of.0, project);
        let is_asked = |case: &&Case| {
            categories.as_ref().is_none_or(|asked| asked.contains(&case.code(Field::Category)))
        };
        // An office without a case of its own is as the house.
        let mut asked: Vec<&Case> = received().filter(is_asked).collect();
        if asked.is_empty() {
            asked = house().filter(is_asked).collect();
        }
        if !asked.is_empty() && asked.into_iter().all(|case| lacks(case, of)) {
            found.absent.insert(of.0);
        }
    }
    let stated = |cases: &mut dyn Iterator<Item = &Case>| {
        let cases: Vec<&Case> = cases.collect();
        let partial = some
            .iter()
            .filter(|of| !found.absent.contains(&of.0) && cases.iter().any(|case| lacks(case, of)));
        of_cases(&partial.copied().collect::<Vec<_>>(), &cases, &project.taxonomy)
    };
    found.of_house = stated(&mut house());
    found.of_received = stated(&mut received());
    found.of_stock = stated(&mut cases.iter().filter(|case| case.in_scope));
    found
}

/// Which files have cases left that say nothing of a field whose column is empty there, by position.
#[derive(Debug, Default)]
pub(super) struct Missed {
    fields: BTreeSet<Field>,
    blank: BTreeSet<(Field, u32)>,
    marked: BTreeSet<(Field, u32)>,
}

impl Missed {
    /// What the settled cases miss; `coverage` is theirs.
    pub(super) fn new(fields: &Fields, cases: &[Case], coverage: &Coverage) -> Self {
        let mut missed = Self { fields: coverage.missed.clone(), ..Self::default() };
        for verdict in fields.counted().filter(|it| it.has(&[Held::Empty, Held::Silent])) {
            let field = verdict.field;
            for case in cases {
                if verdict.not_recorded.is_some_and(|code| case.codes(field) == [code]) {
                    missed.marked.insert((field, case.source.file));
                } else if !case.has(field) {
                    missed.blank.insert((field, case.source.file));
                }
            }
        }
        missed
    }

    /// Whether a case that the report counts by a field says nothing of it because its file lacks the column.
    pub(super) fn anywhere(&self, field: Field) -> bool {
        self.fields.contains(&field)
    }

    /// Whether a case of a file, whose column holds nothing of a field, says nothing of it or is marked so.
    pub(super) fn in_file(&self, field: Field, held: Held, at: usize) -> bool {
        let cases = if held == Held::Silent { &self.marked } else { &self.blank };
        u32::try_from(at).is_ok_and(|at| cases.contains(&(field, at)))
    }
}

/// What cases say of fields that some of them lack.
fn of_cases(partial: &[(Field, ValueCode)], cases: &[&Case], taxonomy: &Taxonomy) -> FieldCoverage {
    let partial_fields: BTreeSet<Field> = partial.iter().map(|(field, _)| *field).collect();
    let with_missing = taxonomy.with_not_recorded(&partial_fields, ValueCode::NOT_RECORDED_ID);
    let lists: Vec<(Field, Dimension)> = partial_fields
        .iter()
        .flat_map(|field| field.dimension().into_iter().map(|list| (*field, list)))
        .collect();
    let levels = lists.iter().flat_map(|(_, list)| list.with_groups());
    let missing: BTreeMap<Dimension, ValueCode> =
        levels.filter_map(|level| Some((level, with_missing.not_recorded(level)?))).collect();
    let profile = |case: &&Case| {
        let mut profile = Profile::new();
        for (field, list) in &lists {
            let codes = case.codes(*field).iter().copied();
            let mut codes: BTreeSet<ValueCode> = codes.collect();
            if codes.is_empty() {
                codes.insert(ValueCode::NOT_STATED);
            }
            for level in list.with_groups() {
                let groups = codes.iter().map(|code| with_missing.group_of(level, *code));
                let groups = groups.collect();
                profile.insert(level, std::mem::replace(&mut codes, groups));
            }
        }
        profile
    };
    let profiles = match lists.is_empty() {
        true => BTreeSet::new(),
        false => cases.iter().map(profile).collect(),
    };
    FieldCoverage::new(partial_fields, missing, profiles)
}

/// Takes the mark "not recorded" from cases where it says nothing: where no case of the year has the field.
pub(super) fn unmark(cases: &mut [Case], fields: &Fields, absent: &BTreeSet<Field>) {
    for (field, code) in fields.in_some_files().filter(|(field, _)| absent.contains(field)) {
        let marked = cases.iter_mut().filter(|case| case.codes(field) == [code]);
        marked.for_each(|case| case.set(field, ValueCode::NOT_STATED));
    }
}
