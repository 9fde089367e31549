//! Sections of `report.toml` for files nobody has configured, to be looked through and edited: for `inspect --suggest`, and for a
//! new project. Columns are guessed by their headers; what cannot be guessed is named and left alone.

mod days;
pub(super) mod guess;
mod list;
mod sections;
mod settings;
mod standard;

pub(super) use sections::period_keys;
pub(super) use settings::{EMPTY as EMPTY_SETTINGS, with};

use crate::diagnostic::Finding;
use crate::domain::{Field, ReportPeriod, in_one_line, text_key};
use crate::intake::{
    ColumnReading, FileTally, Misfits, RawExport, RowKind, any_table, likely_field,
    sheet_with_table,
};
use crate::project::{ExportRules, Project};
use days::Days;
use guess::Kinds;
use jiff::civil::Date;
use list::Values;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

/// So many cells of a column tell whether it holds days.
const CELLS_THAT_TELL: u64 = 1000;

/// What the files suggest.
#[derive(Default)]
pub(super) struct Suggestion {
    files: Vec<String>,
    /// Headers guessed to mean a field, and the known header each resembles.
    guessed: BTreeMap<Field, BTreeMap<String, &'static str>>,
    found: BTreeSet<Field>,
    unassigned: BTreeSet<String>,
    /// Of those, how many cells are filled, and how many of them are days.
    others: BTreeMap<String, (u64, u64)>,
    lists: BTreeMap<Field, Values>,
    separator: char,
    /// Columns whose heading may be text of a record.
    hidden: usize,
    /// Files in which no row looks like a header.
    headless: Vec<String>,
    /// The sheet of workbooks that holds the table, where it is not the first.
    sheet: Option<String>,
    days: Days,
    tally: FileTally,
    show_values: bool,
}

impl Suggestion {
    /// Of no file yet.
    pub(super) fn new(show_values: bool) -> Self {
        Self { show_values, ..Self::default() }
    }

    /// Adds what a file suggests.
    ///
    /// # Errors
    /// When it is no table at all.
    pub(super) fn add(
        &mut self,
        (name, bytes): (&str, &[u8]),
        project: &Project,
    ) -> Result<(), Box<Finding>> {
        self.separator = project.exports.value_separator;
        self.files.push(name.to_owned());
        let rules = &project.exports;
        if let Ok(export) = RawExport::new(name, bytes, project) {
            let readings = export.columns();
            let mut columns = self.columns(&readings, rules);
            let mut kinds = Kinds::of(&columns);
            export.for_each(|row| {
                if row.kind == Some(RowKind::Record) {
                    kinds.add(&row.cells);
                }
            });
            self.take_kinds(&kinds, &mut columns, &readings);
            export.for_each(|row| {
                if row.kind == Some(RowKind::Record) {
                    self.row((&columns, &readings), &row.cells, rules);
                }
            });
            return Ok(());
        }
        let first = any_table(name, bytes, rules, guess::is_heading(rules));
        let has_table = first.as_ref().is_ok_and(|table| table.header_line.is_some());
        let other = || sheet_with_table(name, bytes, rules, guess::is_heading(rules));
        let table = match if has_table { None } else { other() } {
            None => first?,
            Some(sheet) => {
                let rules = ExportRules { sheet: Some(sheet.clone()), ..rules.clone() };
                self.sheet.get_or_insert(sheet);
                any_table(name, bytes, &rules, guess::is_heading(&rules))?
            }
        };
        if table.header_line.is_none() {
            self.headless.push(name.to_owned());
            return Ok(());
        }
        let known = |name: &String| ColumnReading {
            name: name.clone(),
            field: rules.headers.get(&text_key(name)).copied(),
            likeness: None,
        };
        let names: Vec<String> = match self.show_values {
            true => table.header.iter().map(|cell| in_one_line(cell)).collect(),
            false => table.names.clone(),
        };
        let readings: Vec<ColumnReading> = names.iter().map(known).collect();
        let mut columns = self.columns(&readings, rules);
        let mut kinds = Kinds::of(&columns);
        table.for_each(|cells| kinds.add(cells));
        self.take_kinds(&kinds, &mut columns, &readings);
        let mut is_header = true;
        table.for_each(|cells| {
            if !std::mem::take(&mut is_header) {
                self.row((&columns, &readings), cells, rules);
            }
        });
        Ok(())
    }

    /// The field each column has or may have.
    fn columns(&mut self, columns: &[ColumnReading], rules: &ExportRules) -> Vec<Option<Field>> {
        let mut taken: Vec<Field> = columns.iter().filter_map(|column| column.field).collect();
        self.found.extend(&taken);
        let mut found = Vec::new();
        for column in columns {
            let mut field = column.field;
            if column.name.is_empty() {
                self.hidden += 1;
            } else if field.is_none() && !rules.ignored.contains(&text_key(&column.name)) {
                match likely_field(&column.name, &taken) {
                    Some((guess, like)) => {
                        field = Some(guess);
                        taken.push(guess);
                        self.found.insert(guess);
                        let headers = self.guessed.entry(guess).or_default();
                        headers.insert(column.name.clone(), like);
                    }
                    None => {
                        self.unassigned.insert(column.name.clone());
                    }
                }
            }
            if let Some(field) = field.filter(|field| field.dimension().is_some()) {
                self.lists.entry(field).or_default().tally.add_column(&column.name);
            }
            found.push(field);
        }
        found
    }

    /// The column that holds kinds of reactions by its values, where no heading says which does.
    fn take_kinds(
        &mut self,
        kinds: &Kinds,
        fields: &mut [Option<Field>],
        columns: &[ColumnReading],
    ) {
        let Some(at) = kinds.column() else { return };
        let (Some(field), Some(column)) = (fields.get_mut(at), columns.get(at)) else { return };
        if column.name.is_empty() || !self.unassigned.remove(&column.name) {
            return;
        }
        *field = Some(Field::Category);
        self.found.insert(Field::Category);
        let headers = self.guessed.entry(Field::Category).or_default();
        headers.insert(column.name.clone(), "Werte wie „Beschwerde“");
        self.lists.entry(Field::Category).or_default().tally.add_column(&column.name);
    }

    fn row(
        &mut self,
        (fields, columns): (&[Option<Field>], &[ColumnReading]),
        cells: &[Cow<'_, str>],
        rules: &ExportRules,
    ) {
        self.tally.add(cells, fields);
        for (column, cell) in columns.iter().zip(cells) {
            if self.unassigned.contains(&column.name) && !cell.trim().is_empty() {
                let (filled, days) = self.others.entry(column.name.clone()).or_default();
                if *filled < CELLS_THAT_TELL {
                    *filled += 1;
                    *days += u64::from(Days::is_day(cell, &rules.dates));
                }
            }
        }
        let misfits = Misfits::without_lists(cells, fields);
        for ((number, field), cell) in (1..).zip(fields).zip(cells) {
            let text = cell.trim();
            let Some(field) = field.filter(|_| !text.is_empty()) else { continue };
            self.days.add(field, text, &rules.dates);
            if field.dimension().is_none() {
                continue;
            }
            let values = self.lists.entry(field).or_default();
            values.tally.add(text, misfits.none_besides(number));
            let spellings = values.spellings.entry(text_key(text)).or_default();
            *spellings.entry(text.to_owned()).or_default() += 1;
        }
    }

    /// The period that the cases are about, and the day of the exports.
    pub(super) fn period(&self) -> Option<ReportPeriod> {
        self.days.period().map(|(period, ..)| period)
    }

    /// The day of the exports, for a report on a period.
    pub(super) fn as_of(&self, period: ReportPeriod) -> Date {
        self.days.as_of(period)
    }
}
