//! Text → rows of cells, strictly.

pub(super) mod index;
pub(super) mod plain_rows;
pub(super) mod quotes;
pub(super) mod row;
pub(super) mod scanner;
pub(super) mod shape;

pub(super) use plain_rows::PlainRows;
pub(super) use quotes::Quotes;
pub(super) use row::{Cell, QuoteDefect, QuoteDefectKind, Row};
pub(super) use scanner::Scanner;
pub(super) use shape::Shape;
