//! How often each value stands in the columns of closed lists, as the file writes it. Columns that
//! can hold personal text are counted as filled or not, and no more.

use super::value_tally::{FileTally, ValueTally};
use crate::domain::Field;
use crate::intake::layout::{RawExport, RowKind, columns};
use crate::intake::text::clean;
use crate::intake::value::{Likeness, Lookup, Misfits};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// What the columns of one field hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ColumnValues {
    /// The field.
    pub field: Field,
    /// Cells without a value.
    pub empty: u64,
    /// The values as written and what is known of them.
    pub values: BTreeMap<String, ValueCount>,
}

/// How often a value stands in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ValueCount {
    /// Cells that hold it.
    pub count: u64,
    /// Whether it stands in the closed list; `None` when there is no list.
    pub known: Option<bool>,
    /// Whether it can be no person's text.
    pub is_presentable: bool,
}

impl RawExport<'_> {
    /// The values of each closed-list field of the file, in the order of the fields.
    pub fn value_counts(&self) -> Vec<ColumnValues> {
        let mut found: BTreeMap<Field, (ColumnValues, ValueTally)> = BTreeMap::new();
        let mut lookups: Vec<Option<Lookup<'_>>> = Vec::new();
        for (position, field) in self.columns.fields.iter().enumerate() {
            let lookup =
                self.list(position).map(|list| Lookup::new(list, self.separator(position)));
            lookups.push(lookup);
            if let Some(field) = field.filter(|field| field.dimension().is_some()) {
                let nothing = ColumnValues { field, empty: 0, values: BTreeMap::new() };
                let (_, tally) = found.entry(field).or_insert((nothing, ValueTally::default()));
                tally.add_column(self.columns.name(position));
            }
        }
        let mut file = FileTally::default();
        self.for_each(|row| {
            if row.kind != Some(RowKind::Record) {
                return;
            }
            file.add(&row.cells, &self.columns.fields);
            let cell = |position: usize| row.cells.get(position);
            let text = |position: usize| cell(position).map(|cell| Cow::Borrowed(cell.as_ref()));
            let misfits = Misfits::of(text, &self.columns.fields, &mut lookups);
            for (position, field) in self.columns.fields.iter().enumerate() {
                let Some((column, tally)) = field.and_then(|field| found.get_mut(&field)) else {
                    continue;
                };
                let text = cell(position).map_or("", |cell| clean(cell));
                if text.is_empty() {
                    column.empty += 1;
                    continue;
                }
                let lookup = lookups.get_mut(position).and_then(Option::as_mut);
                let known = lookup.map(|lookup| lookup.read(text).is_ok());
                let nothing = ValueCount { count: 0, known, is_presentable: known == Some(true) };
                column.values.entry(text.to_owned()).or_insert(nothing).count += 1;
                if known != Some(true) {
                    tally.add(text, misfits.none_besides(columns::number(position)));
                }
            }
        });
        for (position, field) in self.columns.fields.iter().enumerate() {
            let lookup = lookups.get_mut(position).and_then(Option::as_mut);
            let Some((column, tally)) = field.and_then(|field| found.get_mut(&field)) else {
                continue;
            };
            let mut lookup = lookup;
            for (text, value) in &mut column.values {
                let is_like = lookup.as_mut().is_some_and(|lookup| lookup.is_like(text));
                let likeness = if is_like { Likeness::Like } else { Likeness::Unknown };
                value.is_presentable =
                    value.is_presentable || tally.may_show(text, likeness, &file);
            }
        }
        found.into_values().map(|(column, _)| column).collect()
    }
}
