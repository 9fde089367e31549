//! How a file is laid out: delimiter, quotes, header, the meaning of its columns, and what kind of row each row is.

pub(super) mod above_header;
pub(super) mod bad_byte;
pub(super) mod columns;
pub(super) mod delimiter;
pub(super) mod dialect;
pub(super) mod header;
pub(super) mod headless;
pub(super) mod likely_header;
pub(super) mod quote_search;
pub(super) mod raw_rows;
pub(super) mod row_kind;
pub(super) mod scope_column;
mod usual_headings;

pub(super) use columns::Columns;
pub(super) use dialect::Dialect;
pub(super) use headless::Headless;
pub(super) use raw_rows::{RawExport, RawRow};
pub(super) use row_kind::RowKind;
