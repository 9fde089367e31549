//! The texts that stand in the columns of names, remarks and case numbers. One that stands in a column of a list as well
//! is no value of it: the columns of some rows have slipped.

use super::fingerprint::Fingerprint;
use super::raw_rows::RawExport;
use crate::domain::{Field, text_key};
use crate::project::Project;
use std::borrow::Cow;
use std::collections::BTreeSet;

/// Such texts, without holding them.
#[derive(Clone, Default)]
pub(super) struct FreeTexts {
    hashes: BTreeSet<u64>,
    has_remarks: bool,
    any_remark: bool,
}

impl FreeTexts {
    /// Those of a file; none where it cannot be read.
    pub(super) fn of_file(project: &Project, name: &str, bytes: &[u8]) -> Self {
        let mut found = Self::default();
        if let Ok(export) = RawExport::new(name, bytes, project) {
            let fields = &export.columns.fields;
            export.for_each(|row| {
                let text = |at: usize| row.cells.get(at).map(|cell| Cow::Borrowed(cell.as_ref()));
                found.add(text, fields);
            });
        }
        found
    }

    /// Adds those of a row, given the field of each column.
    pub(super) fn add<'t>(
        &mut self,
        text: impl Fn(usize) -> Option<Cow<'t, str>>,
        fields: &[Option<Field>],
    ) {
        for (position, field) in fields.iter().enumerate() {
            let is_free =
                matches!(field, Some(Field::CaseId | Field::SubmitterName | Field::Remark));
            if let Some(cell) = is_free.then(|| text(position)).flatten() {
                self.hashes.insert(hash(&cell));
                if *field == Some(Field::Remark) {
                    self.has_remarks = true;
                    self.any_remark |= !super::clean(&cell).is_empty();
                }
            }
        }
    }

    /// Whether a text is one of them, or may be: in a file whose remarks are all empty they may stand in another column.
    pub(super) fn may_contain(&self, text: &str) -> bool {
        (self.has_remarks && !self.any_remark) || self.hashes.contains(&hash(text))
    }
}

fn hash(text: &str) -> u64 {
    Fingerprint::of(text_key(text).as_bytes()).bits()
}
