//! What each file holds of one field: its column, values, or nothing, and why that is so.

use crate::domain::{Case, Day, Dimension, Field, Period, Population, ValueCode};
use crate::intake::account::{FileReading, FileValues};
use crate::locale::NOT_RECORDED;
use crate::project::Project;
use std::collections::{BTreeMap, BTreeSet};

/// From so many records on, a column without a single value says that nothing is entered there.
const RECORDS_THAT_TELL: u64 = 10;

/// By chance a column may lack so many values that were to be expected in it; more are missed.
const VALUES_TO_MISS: u64 = 5;

/// So many values in other files say that it is entered elsewhere.
const VALUES_THAT_TELL: u64 = 3;

/// In so many days some of a file's cases are completed, where the office records it.
const DAYS_THAT_TELL: i32 = 60;

/// For each case in a list of open ones other files hold so many completed ones of the same time.
const FEW_OPEN: u64 = 3;

/// What a file holds of a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Held {
    /// The column, with a value or with too few records to tell.
    Column,
    /// The column, and many records without a value in it.
    Empty,
    /// The same, and it must have values, were the list recorded there: its cases count as if it lacked the column.
    Silent,
    /// No column, and nothing says so.
    Missing,
    /// Nothing, and the office says so.
    Declared,
    /// No completions, and no case of the ombuds office, whose completions alone are counted.
    Beside,
    /// No completions, and receipts of earlier years only.
    Earlier,
}

impl Held {
    /// Those that have the column.
    pub(super) const PRESENT: [Self; 3] = [Self::Column, Self::Empty, Self::Silent];

    /// Whether the cases of the file say nothing of the field.
    fn lacks(self) -> bool {
        !matches!(self, Self::Column | Self::Empty)
    }
}

/// What the files with the same columns that have no value of a field have together: monthly exports say as much as one of the year.
#[derive(Clone, Copy, Debug, Default)]
struct Blank {
    records: u64,
    /// The days over which their receipts reach.
    days: i32,
}

impl Blank {
    fn of_files(field: Field, files: &[FileReading]) -> BTreeMap<Vec<String>, Self> {
        let mut together: BTreeMap<Vec<String>, Self> = BTreeMap::new();
        for file in files.iter().filter(|file| file.values.filled(field) == 0) {
            let of = together.entry(heading(file)).or_default();
            of.records += file.accepted;
            of.days += length(file);
        }
        together
    }
}

/// The names of a file's columns.
fn heading(file: &FileReading) -> Vec<String> {
    file.columns.iter().map(|column| column.name.clone()).collect()
}

/// The days over which the receipts of a file reach.
fn length(file: &FileReading) -> i32 {
    file.received.map_or(0, |(from, to)| Day::number_of(to) - Day::number_of(from) + 1)
}

/// What the files hold of one field.
#[derive(Clone, Debug)]
pub(super) struct Verdict {
    pub(super) field: Field,
    is_counted: bool,
    /// By position of the file; `None` for one without records that any table counts by the field.
    held: Vec<Option<Held>>,
    /// What files without a value have together, by their columns.
    blank: BTreeMap<Vec<String>, Blank>,
    /// Whether no file has a value, though there are records enough.
    pub(super) is_blank: bool,
    /// The value for cases from files without the column, where others have it.
    pub(super) not_recorded: Option<ValueCode>,
}

impl Verdict {
    /// `None` where there is no file with records that figures are counted from.
    pub(super) fn new(field: Field, files: &[FileReading], project: &Project) -> Option<Self> {
        let blank = Blank::of_files(field, files);
        let together = |file: &FileReading| blank.get(&heading(file)).copied().unwrap_or_default();
        // An assessment may be counted of complaints alone: a file of praise needs none.
        let asked = asked_categories(field, project)
            .filter(|asked| files.iter().any(|file| file.values.has_category(asked)));
        let is_asked = |file: &&FileReading| {
            asked.as_ref().is_none_or(|asked| file.values.has_category(asked))
        };
        let held = files.iter().map(|file| {
            let file = Some(file).filter(is_asked)?;
            held(field, file, (files, together(file)), project)
        });
        let held = held.collect();
        let is_counted = field.dimension().is_some() || project.taxonomy.schema().asks_for(field);
        let mut verdict =
            Self { field, is_counted, held, blank, is_blank: false, not_recorded: None };
        let present = verdict.files(files, &Held::PRESENT);
        let records: u64 = present.iter().map(|file| file.accepted).sum();
        let is_filled = present.iter().any(|file| file.values.filled(field) > 0);
        // In a short time all cases may be open, where the office says that no completion is missing.
        let may_be_open = field == Field::ClosedOn
            && project.declares_complete()
            && !present.iter().any(|file| verdict.is_long(file));
        verdict.is_blank = !is_filled && records >= RECORDS_THAT_TELL && !may_be_open;
        let is_asked = verdict.held.iter().flatten().any(|held| *held != Held::Beside);
        is_asked.then_some(verdict)
    }

    /// Whether some file holds one of these.
    pub(super) fn has(&self, any: &[Held]) -> bool {
        self.held.iter().flatten().any(|held| any.contains(held))
    }

    /// The files that hold one of these.
    pub(super) fn files<'f>(&self, files: &'f [FileReading], any: &[Held]) -> Vec<&'f FileReading> {
        self.numbered(files, any).into_iter().map(|(_, file)| file).collect()
    }

    /// Whether figures rest on the field. Of acknowledgements there are some only where a deadline asks for them.
    pub(super) fn is_counted(&self) -> bool {
        self.is_counted
    }

    /// Whether a file without the column holds receipts of the report year; another file may tell the same cases, but
    /// perhaps not their last state.
    pub(super) fn is_missing_in_year(&self, files: &[FileReading], project: &Project) -> bool {
        let period = project.settings.period;
        let mut missing = self.files(files, &[Held::Missing]).into_iter();
        missing.any(|file| {
            (is_of_office(file, files) || asks_house(self.field, project))
                && file.months.keys().any(|month| period.has_month(*month))
        })
    }

    /// The same with their positions.
    pub(super) fn numbered<'f>(
        &self,
        files: &'f [FileReading],
        any: &[Held],
    ) -> Vec<(usize, &'f FileReading)> {
        let held = files.iter().enumerate().zip(&self.held);
        held.filter(|(_, held)| held.is_some_and(|it| any.contains(&it))).map(|it| it.0).collect()
    }

    /// Whether a file has receipts of so long a time and no value that something must have been entered by its end, unless the
    /// office says that nothing is missing.
    pub(super) fn is_empty_for_long(&self, files: &[FileReading], project: &Project) -> bool {
        let mut empty = self.files(files, &[Held::Empty]).into_iter();
        !project.declares_complete() && empty.any(|file| self.is_long(file))
    }

    /// Lets empty columns of days of completion tell that all cases are open, in files whose cases all stand in others that
    /// have values: what became of them is known from there.
    pub(super) fn find_held_again(
        &mut self,
        files: &[FileReading],
        is_held_again: impl Fn(usize, &[usize]) -> bool,
    ) {
        let telling = self.numbered(files, &[Held::Column]).into_iter();
        let telling = telling.filter(|(_, file)| file.values.filled(self.field) > 0);
        let telling: Vec<usize> = telling.map(|(at, _)| at).collect();
        let empty = self.numbered(files, &[Held::Empty]).into_iter();
        let again = empty.map(|(at, _)| at).filter(|at| is_held_again(*at, &telling));
        self.take_as_told(&again.collect());
    }

    /// The files whose empty column of days of completion says that all of their cases are open: what is completed stands in the
    /// others, of the same time and the same sites, and is far more; nothing that comes with completion is entered in them either.
    pub(super) fn find_open_lists(
        &mut self,
        files: &[FileReading],
        with_completion: &[Field],
    ) -> BTreeSet<usize> {
        let others: Vec<&FileReading> = self.files(files, &[Held::Column]);
        let others: Vec<&FileReading> =
            others.into_iter().filter(|file| file.values.filled(self.field) > 0).collect();
        if others.iter().any(|other| other.values.open() > 0) {
            return BTreeSet::new();
        }
        let filled = |field: Field, of: &[&FileReading]| {
            of.iter().map(|file| file.values.filled(field)).sum::<u64>()
        };
        let telling: Vec<Field> = (with_completion.iter().copied())
            .filter(|field| filled(*field, &others) >= RECORDS_THAT_TELL)
            .collect();
        let is_list = |file: &FileReading| {
            let receipts = file.values.receipts();
            let time = receipts.keys().next().zip(receipts.keys().next_back());
            let of_time = time.map_or(0, |(from, to)| {
                others.iter().map(|other| other.values.received(*from, *to)).sum()
            });
            let sites = |file: &FileReading| -> BTreeSet<ValueCode> {
                file.values.sites().keys().map(|(site, _)| *site).collect()
            };
            !telling.is_empty()
                && telling.iter().all(|field| file.values.filled(*field) == 0)
                && of_time >= FEW_OPEN * file.accepted
                && sites(file).iter().all(|site| others.iter().any(|it| sites(it).contains(site)))
        };
        let empty = self.numbered(files, &[Held::Empty]).into_iter();
        let lists: BTreeSet<usize> =
            empty.filter(|(_, file)| is_list(file)).map(|(at, _)| at).collect();
        self.take_as_told(&lists);
        lists
    }

    /// Lets the empty column of some files say what it says.
    pub(super) fn take_as_told(&mut self, files: &BTreeSet<usize>) {
        for at in files {
            if let Some(held) = self.held.get_mut(*at).filter(|it| **it == Some(Held::Empty)) {
                *held = Some(Held::Column);
            }
        }
    }

    /// Gives the value to cases of which nothing is recorded.
    pub(super) fn take_as_not_recorded(&mut self, project: &Project) {
        let field = BTreeSet::from([self.field]);
        let taxonomy = project.taxonomy.with_not_recorded(&field, NOT_RECORDED);
        let list = self.field.dimension();
        self.not_recorded = list.and_then(|list| taxonomy.not_recorded(list));
    }

    /// Whether a case is from a file without the column.
    pub(super) fn lacks(&self, case: &Case) -> bool {
        let held = usize::try_from(case.source.file).ok().and_then(|at| *self.held.get(at)?);
        held.is_some_and(Held::lacks)
    }

    /// Finds the files that have the column of a list and no value in it, although by the other files they must. A list
    /// that applies to few cases may be empty by chance.
    pub(super) fn find_silent(&mut self, files: &[FileReading], closings: Option<&Self>) {
        if self.field.dimension().is_none() {
            return;
        }
        let others: Vec<&FileValues> =
            self.files(files, &[Held::Column]).into_iter().map(|file| &file.values).collect();
        if others.iter().map(|other| other.filled(self.field)).sum::<u64>() < VALUES_THAT_TELL {
            return;
        }
        let with_values: Vec<&FileValues> =
            others.iter().copied().filter(|it| it.filled(self.field) > 0).collect();
        let mut expected: BTreeMap<Vec<String>, u64> = BTreeMap::new();
        for (at, (file, held)) in files.iter().zip(&self.held).enumerate() {
            if *held == Some(Held::Empty) {
                let tells_completion = closings.is_some_and(|it| it.tells(at, file));
                let values = file.values.expected(self.field, &with_values, tells_completion);
                *expected.entry(heading(file)).or_default() += values;
            }
        }
        for (file, held) in files.iter().zip(&mut self.held) {
            let values = expected.get(&heading(file)).copied().unwrap_or_default();
            let is_known = || file.values.is_of_kinds_in(&others, RECORDS_THAT_TELL);
            match held {
                Some(Held::Empty) if values >= RECORDS_THAT_TELL => *held = Some(Held::Silent),
                Some(Held::Empty) if values < VALUES_TO_MISS && is_known() => {
                    *held = Some(Held::Column);
                }
                _ => {}
            }
        }
    }

    /// Whether files with these columns that have no value are of so long a time that some of their cases must be completed.
    fn is_long(&self, file: &FileReading) -> bool {
        self.blank.get(&heading(file)).is_some_and(|blank| blank.days >= DAYS_THAT_TELL)
    }

    /// Whether a file says which of its cases have the field: none may, in a short time.
    fn tells(&self, at: usize, file: &FileReading) -> bool {
        match self.held.get(at) {
            Some(Some(Held::Empty)) => !self.is_long(file),
            held => held == Some(&Some(Held::Column)),
        }
    }

    /// Gives a case from a file without the column the value that says so.
    pub(super) fn mark(&self, case: &mut Case) {
        if let Some(code) = self.not_recorded.filter(|_| self.lacks(case)) {
            case.set(self.field, code);
        }
    }
}

/// What a file holds of a field, as far as it tells by itself.
fn held(
    field: Field,
    file: &FileReading,
    (files, together): (&[FileReading], Blank),
    project: &Project,
) -> Option<Held> {
    if file.header_line == 0 || file.accepted == 0 {
        return None;
    }
    let declared = project.exports.declares_missing(field, &file.path);
    let has_value = file.values.filled(field) > 0;
    // A column without a value is none where the office says that it does not record it.
    let lacks = file.column(field).is_none() || declared && !has_value;
    let is_blank = !has_value && together.records >= RECORDS_THAT_TELL;
    let is_long = together.days >= DAYS_THAT_TELL;
    let lacks_closings = field == Field::ClosedOn && (lacks || is_blank && is_long);
    Some(match (lacks, declared) {
        _ if lacks_closings && is_of_earlier_years(file, project) => Held::Earlier,
        _ if lacks_closings && !is_of_office(file, files) => Held::Beside,
        (true, true) => Held::Declared,
        (true, false) => Held::Missing,
        (false, _) if is_blank => Held::Empty,
        (false, _) => Held::Column,
    })
}

/// Whether a file has cases of the ombuds office, or no file has.
pub(super) fn is_of_office(file: &FileReading, files: &[FileReading]) -> bool {
    file.values.has_office() || !files.iter().any(|file| file.values.has_office())
}

/// Whether all records of a file were received before the report year.
pub(super) fn is_of_earlier_years(file: &FileReading, project: &Project) -> bool {
    let first = project.settings.period.bounds(Period::Year).0;
    file.received.is_some_and(|(_, last)| last < first)
}

/// The categories of whose cases the tables ask for a field, where they do not ask for it of all.
pub(super) fn asked_categories(field: Field, project: &Project) -> Option<BTreeSet<ValueCode>> {
    let mut asked = BTreeSet::new();
    for count in project.tables.iter().flat_map(|table| table.counts_by(field)) {
        asked.extend(count.filter.allowed(Dimension::Category)?);
    }
    Some(asked).filter(|asked| !asked.is_empty())
}

/// Whether a table counts the cases of the whole house by a field.
pub(super) fn asks_house(field: Field, project: &Project) -> bool {
    let mut tables = project.tables.iter();
    tables.any(|table| table.base.population == Population::Krm && table.subject().contains(&field))
}
