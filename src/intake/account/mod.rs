//! What is booked of a file: its ledgers, how it was read, what was found in it.

pub(super) mod file_reading;
pub(super) mod file_values;
pub(super) mod fold;
pub(super) mod gather;
pub(super) mod ledger;
pub(super) mod line_findings;

pub(super) use file_reading::{ColumnContent, ColumnReading, FileReading, OtherRow};
pub(super) use file_values::FileValues;
pub(super) use fold::Folded;
pub(super) use gather::{CellValue, Gathered};
