//! The texts that stand in the columns of names, remarks and case numbers. One that stands in a column of a list as well
//! is no value of it: the columns of some rows have slipped.

use super::fingerprint::Fingerprint;
use crate::domain::{Field, text_key};
use crate::intake::text::clean;
use std::borrow::Cow;
use std::collections::BTreeSet;

/// Such texts, without holding them.
#[derive(Clone, Default)]
pub(crate) struct FreeTexts {
    hashes: BTreeSet<u64>,
    has_remarks: bool,
    any_remark: bool,
}

impl FreeTexts {
    /// Adds those of a row, given the field of each column.
    pub(crate) fn add<'t>(
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
                    self.any_remark |= !clean(&cell).is_empty();
                }
            }
        }
    }

    /// Whether a text is one of them, or may be: in a file whose remarks are all empty they may stand in another column.
    pub(crate) fn may_contain(&self, text: &str) -> bool {
        (self.has_remarks && !self.any_remark) || self.hashes.contains(&hash(text))
    }
}

fn hash(text: &str) -> u64 {
    Fingerprint::of(text_key(text).as_bytes()).bits()
}
