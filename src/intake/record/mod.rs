//! A row of cells → a record, and the records of one file.

pub(super) mod ids;
pub(super) mod open_row;
pub(super) mod read_record;
pub(super) mod record_findings;
pub(super) mod record_reader;
pub(super) mod records;
pub(super) mod totals;

pub(super) use read_record::Record;
pub(super) use record_reader::RecordReader;
pub(super) use records::{Beside, Records};
pub(super) use totals::Totals;
