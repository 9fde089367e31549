//! How a file was read, for print: the officer and the auditor can hold it against the file. Hashes and
//! counts of input files are internal and never published.

use super::file_values::FileValues;
use super::ledger::{LineLedger, RecordLedger};
use crate::domain::{Dimension, Field};
use crate::intake::text::Encoding;
use jiff::civil::Date;
use std::collections::BTreeMap;

/// The reading of one export.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileReading {
    /// The file, relative to the project folder, with `/`.
    pub path: String,
    /// Size in bytes.
    pub size: u64,
    /// SHA-256 of the bytes, lower-case hexadecimal.
    pub sha256: String,
    /// The encoding; `None` when the file was refused.
    pub encoding: Option<Encoding>,
    /// Why it was taken for that, in German.
    pub encoding_reason: &'static str,
    /// The delimiter; `None` when the file was refused, or is a workbook.
    pub delimiter: Option<char>,
    /// The sign that quotes fields: `"` or `'`.
    pub quote: char,
    /// Physical line of the header; 0 when the file was refused.
    pub header_line: u32,
    /// The columns in order.
    pub columns: Vec<ColumnReading>,
    /// Records that were read without an error, repeats included.
    pub accepted: u64,
    /// How often they have a value of each optional field.
    pub values: FileValues,
    /// Every physical line by kind.
    pub lines: LineLedger,
    /// Every record by outcome.
    pub records: RecordLedger,
    /// Whether each of its cases stands in other files, too.
    pub is_held_again: bool,
    /// First and last day of receipt, of all records that could be read.
    pub received: Option<(Date, Date)>,
    /// Cases by year and month of receipt; a case that comes several times in the file is one.
    pub months: BTreeMap<(i16, i8), u64>,
    /// Cases of the ombuds office by year of receipt, counted alike.
    pub of_office: BTreeMap<i16, u64>,
    /// The count the file's own last total row states, where it has one.
    pub stated_total: Option<u64>,
    /// The physical lines of records that were rejected, and of lines that could not be read: first
    /// and last, both inclusive, rising.
    pub rejected_lines: Vec<(u32, u32)>,
    /// Records that were read and are no cases of their own, rising.
    pub other_rows: Vec<OtherRow>,
}

/// A record that is no case of its own, by the physical line it starts at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum OtherRow {
    /// It repeats another, or a later state replaces it.
    Settled {
        /// Its line.
        line: u32,
    },
    /// It holds topics of a case that another line stands for.
    FurtherLine {
        /// Its line.
        line: u32,
        /// The first line of the case.
        of: u32,
    },
}

impl OtherRow {
    /// The physical line it starts at.
    pub fn line(&self) -> u32 {
        let (Self::Settled { line } | Self::FurtherLine { line, .. }) = self;
        *line
    }
}

/// What the values of an unread column are like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColumnContent {
    /// Nearly all are days.
    Dates,
    /// Most stand in this closed list of the configuration.
    List(Dimension),
}

/// What a column was taken for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ColumnReading {
    /// The header as the file writes it.
    pub name: String,
    /// The field; `None` when the column is not read.
    pub field: Option<Field>,
    /// What an unread column's values are like.
    pub likeness: Option<ColumnContent>,
}

impl FileReading {
    pub(crate) fn new(path: &str, bytes: &[u8]) -> Self {
        use sha2::Digest;
        let mut reading = Self::of_parts(path);
        reading.set_whole(bytes.len() as u64, &sha2::Sha256::digest(bytes));
        reading
    }

    /// Of a file whose size and hash are known only when all parts of it were seen.
    pub(crate) fn of_parts(path: &str) -> Self {
        Self {
            path: path.to_owned(),
            size: 0,
            sha256: String::new(),
            encoding: None,
            encoding_reason: "",
            delimiter: None,
            quote: '"',
            header_line: 0,
            columns: Vec::new(),
            accepted: 0,
            is_held_again: false,
            values: FileValues::default(),
            lines: LineLedger::default(),
            records: RecordLedger::default(),
            received: None,
            months: BTreeMap::new(),
            of_office: BTreeMap::new(),
            stated_total: None,
            rejected_lines: Vec::new(),
            other_rows: Vec::new(),
        }
    }

    pub(crate) fn set_whole(&mut self, size: u64, hash: &[u8]) {
        self.size = size;
        self.sha256 = hash.iter().map(|byte| format!("{byte:02x}")).collect();
    }

    /// The column a field was read from: its number from 1, and its name.
    pub(crate) fn column(&self, field: Field) -> Option<(u32, &str)> {
        let position = self.columns.iter().position(|column| column.field == Some(field))?;
        let name = self.columns.get(position)?.name.as_str();
        Some((u32::try_from(position + 1).unwrap_or(u32::MAX), name))
    }
}
