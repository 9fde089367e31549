//! One record: a case with what is needed to recognise repeats of it, and where it stands.

use crate::diagnostic::{Place, Secret};
use crate::domain::{Case, Field};
use crate::intake::account::FileReading;
use crate::intake::value::{CompactId, Fingerprint, StateMark};

/// A record that could be read. Not printable: it holds the case number.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Record {
    pub(crate) case_id: CompactId,
    pub(crate) case: Case,
    pub(crate) remark: Fingerprint,
    /// Of the submitter's name; the default where there is none.
    pub(crate) name: Fingerprint,
    pub(crate) doubtful: bool,
    /// Where the office has named a column for it.
    pub(crate) mark: StateMark,
    /// Last physical line of the record.
    pub(crate) last_line: u32,
    /// Whether the file has one column for topics, so that a case may take several lines.
    pub(crate) one_topic_column: bool,
}

impl Record {
    /// The file it is from.
    pub(crate) fn file<'f>(&self, files: &'f [FileReading]) -> Option<&'f FileReading> {
        files.get(usize::try_from(self.case.source.file).ok()?)
    }

    /// The place of one of its fields.
    pub(crate) fn place(&self, field: Field, files: &[FileReading]) -> Place {
        let number = self.case.source.line;
        let Some(file) = self.file(files) else { return Place::line("", number) };
        let line = Place::line(&file.path, number);
        match file.column(field) {
            Some((number, name)) => line.named_column(number, name).of_field(field.id()),
            None => line,
        }
    }

    /// What is shown of it on request only.
    pub(crate) fn secret(&self) -> Secret {
        Secret { case_id: Some(self.case_id.as_str().to_owned()), value: None }
    }
}
