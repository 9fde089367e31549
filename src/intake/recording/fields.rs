//! Which optional fields the files record: by their columns, by what the office declares, and by whether a column
//! holds anything at all.

use super::verdict::{Held, Verdict};
use crate::domain::{Case, Dimension, Field, ValueCode};
use crate::intake::account::FileReading;
use crate::intake::record::Record;
use crate::project::Project;
use std::collections::BTreeSet;

/// The fields of an office's configuration, by what the files hold of them.
#[derive(Clone, Debug, Default)]
pub(in crate::intake) struct Fields {
    absent: BTreeSet<Field>,
    /// Whether completions are in a part of the files.
    closes_in_part: bool,
    verdicts: Vec<Verdict>,
}

impl Fields {
    /// Of the files of a project. Only fields that its lists ask for count, and days.
    /// `is_held_again` tells whether all cases of a file, given by its position, stand in some others, too.
    pub(in crate::intake) fn new(
        files: &[FileReading],
        project: &Project,
        is_held_again: impl Fn(usize, &[usize]) -> bool,
    ) -> Self {
        let wanted = project.taxonomy.schema().fields().filter(|field| is_wanted(*field, project));
        let mut verdicts: Vec<Verdict> =
            wanted.filter_map(|field| Verdict::new(field, files, project)).collect();
        let changes = |field: &Field| field.dimension().is_some_and(Dimension::is_changing);
        let with_completion: Vec<Field> =
            verdicts.iter().map(|verdict| verdict.field).filter(changes).collect();
        let mut open_lists = BTreeSet::new();
        for verdict in verdicts.iter_mut().filter(|verdict| verdict.field == Field::ClosedOn) {
            verdict.find_held_again(files, &is_held_again);
            open_lists = verdict.find_open_lists(files, &with_completion);
        }
        let with_completion = |it: &&mut Verdict| with_completion.contains(&it.field);
        for verdict in verdicts.iter_mut().filter(with_completion) {
            verdict.take_as_told(&open_lists);
        }
        let mut fields = Self { verdicts, ..Self::default() };
        let closings = fields.verdicts.iter().find(|verdict| verdict.field == Field::ClosedOn);
        let closings = closings.cloned();
        for verdict in fields.verdicts.iter_mut().filter(|verdict| verdict.is_counted()) {
            verdict.find_silent(files, closings.as_ref());
            let lacks = verdict.has(&[Held::Silent, Held::Missing, Held::Declared]);
            let closes_in_part = verdict.field == Field::ClosedOn
                && (lacks || verdict.is_empty_for_long(files, project));
            // Of a day that some cases lack nobody can tell which of them are late.
            let is_in_part = verdict.field == Field::AcknowledgedOn && lacks;
            let is_nowhere = !verdict.has(&Held::PRESENT) || verdict.is_blank || is_in_part;
            fields.closes_in_part |= closes_in_part && !is_nowhere;
            if is_nowhere || closes_in_part {
                fields.absent.insert(verdict.field);
            } else if lacks {
                verdict.take_as_not_recorded(project);
            }
        }
        fields
    }

    /// Those that some file records.
    pub(super) fn recorded(&self) -> Vec<Field> {
        let fields = self.counted().map(|verdict| verdict.field);
        fields.filter(|field| !self.absent.contains(field)).collect()
    }

    /// Whether a case is from a file without the column of a field, or one that counts as such.
    pub(super) fn lacks(&self, field: Field, case: &Case) -> bool {
        self.verdicts.iter().any(|verdict| {
            verdict.field == field && verdict.not_recorded.is_some() && verdict.lacks(case)
        })
    }

    /// The value of cases of which a list is not recorded; from now on there are some.
    pub(super) fn not_recorded(&mut self, field: Field, project: &Project) -> Option<ValueCode> {
        let verdict = self.verdicts.iter_mut().find(|verdict| verdict.field == field)?;
        verdict.take_as_not_recorded(project);
        verdict.not_recorded
    }

    /// The fields no file records; also the day of completion where only some do.
    pub(in crate::intake) fn absent(&self) -> &BTreeSet<Field> {
        &self.absent
    }

    /// The fields only some files record, with the value of cases from the others.
    pub(super) fn in_some_files(&self) -> impl Iterator<Item = (Field, ValueCode)> {
        let verdicts = self.verdicts.iter();
        verdicts.filter_map(|verdict| Some((verdict.field, verdict.not_recorded?)))
    }

    /// Whether the exports record the completions of a part of the files, which is not used.
    pub(super) fn closes_in_part(&self) -> bool {
        self.closes_in_part
    }

    /// Whether files without a case of the ombuds office lack completions that others have.
    pub(super) fn house_closes_in_part(&self) -> bool {
        self.verdicts.iter().any(|verdict| verdict.has(&[Held::Beside]))
    }

    /// The files of earlier years that lack completions which others have: nobody knows which of their cases were open.
    pub(super) fn earlier_without_closings<'f>(
        &self,
        files: &'f [FileReading],
    ) -> Vec<&'f FileReading> {
        let verdicts = self.verdicts.iter().filter(|_| self.closes());
        verdicts.flat_map(|verdict| verdict.files(files, &[Held::Earlier])).collect()
    }

    /// What the files hold of each field that figures rest on.
    pub(super) fn counted(&self) -> impl Iterator<Item = &Verdict> {
        self.verdicts.iter().filter(|verdict| verdict.is_counted())
    }

    /// Whether the exports record completions.
    pub(in crate::intake) fn closes(&self) -> bool {
        !self.absent.contains(&Field::ClosedOn)
    }

    /// Gives a case from a file without a field that others have the value that says so.
    pub(in crate::intake) fn mark(&self, case: &mut Case) {
        self.verdicts.iter().for_each(|verdict| verdict.mark(case));
    }

    /// Lets the rows of one case from files without a field say what its rows from other files say of it: a missing
    /// column is no contradiction. Of rows that differ those count that were completed on the same day; where these
    /// differ too, or there are none, the rows are marked as by [`Self::mark`].
    pub(in crate::intake) fn complete(&self, rows: &mut [Record]) {
        for verdict in &self.verdicts {
            let field = verdict.field;
            let telling = rows.iter().map(|row| &row.case).filter(|case| !verdict.lacks(case));
            let telling: Vec<Case> = telling.cloned().collect();
            for row in rows.iter_mut().filter(|row| verdict.lacks(&row.case)) {
                let same_day = telling.iter().filter(|case| case.closed_on == row.case.closed_on);
                let agreed = agreed(field, telling.iter()).or_else(|| agreed(field, same_day));
                match agreed {
                    Some(case) => row.case.take(field, case),
                    None => verdict.mark(&mut row.case),
                }
            }
        }
    }
}

/// One of some cases, where all say the same of a field.
fn agreed<'c>(field: Field, mut cases: impl Iterator<Item = &'c Case>) -> Option<&'c Case> {
    let first = cases.next()?;
    let agrees = |other: &Case| {
        let mut taken = other.clone();
        taken.take(field, first);
        taken == *other
    };
    cases.all(agrees).then_some(first)
}

/// Whether the configuration asks for a field: a list with values, or a day.
fn is_wanted(field: Field, project: &Project) -> bool {
    match field.dimension() {
        _ if !field.may_be_missing() => false,
        None => true,
        Some(dimension) => {
            project.taxonomy.list(dimension).is_some_and(|list| !list.entries().is_empty())
        }
    }
}
