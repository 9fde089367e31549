//! The texts of a column that no list knows: how often each stands there, and which of them may be shown.

use crate::domain::{Field, text_key};
use crate::intake::value::{Evidence, FreeTexts, Likeness, Unlisted, presentable::is_presentable};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// Such texts of the columns of one field. Not printable: they may be personal text.
#[derive(Clone, Default)]
pub struct ValueTally {
    /// Of all its columns.
    headings: String,
    cells: u64,
    /// By text key: rows whose other fields hold what belongs there, and all rows.
    rows: BTreeMap<String, (u64, u64)>,
}

/// What all columns of a file have to do with what may be shown of one of them.
#[derive(Clone, Default)]
pub struct FileTally {
    /// Number of records.
    records: u64,
    free_texts: FreeTexts,
}

impl FileTally {
    /// Adds a record, given the field of each column.
    pub fn add(&mut self, cells: &[Cow<'_, str>], fields: &[Option<Field>]) {
        self.records += 1;
        let text = |position: usize| cells.get(position).map(|cell| Cow::Borrowed(cell.as_ref()));
        self.free_texts.add(text, fields);
    }
}

impl ValueTally {
    /// Adds a column with this heading.
    pub fn add_column(&mut self, heading: &str) {
        self.headings.push_str(heading);
        self.headings.push(' ');
    }

    /// Counts a cell; `fits` says whether all other fields of its row hold what belongs there.
    pub fn add(&mut self, text: &str, fits: bool) {
        self.cells += 1;
        let (fitting, holding) = self.rows.entry(text_key(text)).or_default();
        *fitting += u64::from(fits);
        *holding += 1;
    }

    /// Whether a text that was counted may be shown to everyone.
    pub fn is_presentable(&self, text: &str, file: &FileTally) -> bool {
        self.may_show(text, Likeness::Unknown, file)
    }

    pub(crate) fn may_show(&self, text: &str, likeness: Likeness, file: &FileTally) -> bool {
        let (fitting, holding) = self.rows.get(&text_key(text)).copied().unwrap_or_default();
        let evidence = Evidence {
            heading: &self.headings,
            likeness,
            fitting,
            holding,
            rows: file.records,
            is_free_text: file.free_texts.may_contain(text),
            // Of a column that no list decides about all texts are of one kind.
            unlisted: Unlisted {
                rows: self.cells,
                different: self.rows.len() as u64,
                alike: self.cells,
            },
        };
        is_presentable(text, &evidence)
    }
}
