//! One file from bytes to records: as a whole, or block by block where it is large.

pub(super) mod read_file;
pub(super) mod rows;
pub(super) mod stream;
pub(super) mod survey;
