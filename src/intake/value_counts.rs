//! How often each value stands in the columns of closed lists, as the file writes it. Columns that
//! can hold personal text are counted as filled or not, and no more.

use super::raw_rows::RawExport;
use super::row_kind::RowKind;
use super::values::Lookup;
use crate::domain::Field;
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
}

impl RawExport<'_> {
    /// The values of each closed-list field of the file, in the order of the fields.
    pub fn value_counts(&self) -> Vec<ColumnValues> {
        let mut found: BTreeMap<Field, ColumnValues> = BTreeMap::new();
        let mut columns: Vec<(usize, Field, Option<Lookup<'_>>)> = Vec::new();
        for (position, field) in self.columns.fields.iter().enumerate() {
            let Some(field) = field.filter(|field| field.dimension().is_some()) else {
                continue;
            };
            let lookup =
                self.list(position).map(|list| Lookup::new(list, self.separator(position)));
            columns.push((position, field, lookup));
            let nothing = ColumnValues { field, empty: 0, values: BTreeMap::new() };
            found.entry(field).or_insert(nothing);
        }
        self.for_each(|row| {
            if row.kind != Some(RowKind::Record) {
                return;
            }
            for (position, field, lookup) in &mut columns {
                let text = row.cells.get(*position).map_or("", |cell| super::clean(cell));
                let Some(column) = found.get_mut(field) else { continue };
                if text.is_empty() {
                    column.empty += 1;
                    continue;
                }
                if let Some(value) = column.values.get_mut(text) {
                    value.count += 1;
                    continue;
                }
                let known = lookup.as_mut().map(|lookup| lookup.read(text).is_ok());
                column.values.insert(text.to_owned(), ValueCount { count: 1, known });
            }
        });
        found.into_values().collect()
    }
}
