//! Text → rows of cells, strictly.

pub(super) mod index;
pub(super) mod plain_rows;
pub(super) mod quotes;
pub(super) mod row;
pub(super) mod scanner;
pub(super) mod shape;
