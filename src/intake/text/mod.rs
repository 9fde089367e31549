//! Bytes → text: in which encoding a file is written, its physical lines, and texts without what cannot be seen.

pub(super) mod bits;
pub(super) mod clean;
pub(super) mod code_page_850;
pub(super) mod decode;
pub(super) mod encoding;
pub(super) mod folded;
pub(super) mod foreign_file;
pub(super) mod letters;
pub(super) mod lines;
pub(super) mod multibyte;
pub(super) mod one_byte;

pub(super) use bits::{BLOCK, bits};
pub(super) use clean::clean;
pub(super) use decode::{Decoded, SEARCHED_LINES};
pub(super) use encoding::Encoding;
pub(super) use folded::text_key_into;
pub(super) use lines::PhysicalLines;
