//! What a line must look like to be a record of a file, told without reading its fields.

use crate::intake::value::dates;

/// What a line must look like to be a record of this file.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Shape {
    /// Number of fields.
    pub(crate) width: usize,
    /// Position of the day of receipt.
    pub(crate) received_on: usize,
}

impl Shape {
    /// Whether a physical line has this shape.
    pub(crate) fn is_that_of(self, line: &str, delimiter: char) -> bool {
        let (mut fields, mut received, mut quoted) = (0, "", false);
        let mut from = 0;
        for (at, c) in line.char_indices().chain([(line.len(), delimiter)]) {
            match c {
                '"' => quoted = !quoted,
                c if c == delimiter && (!quoted || at == line.len()) => {
                    if fields == self.received_on {
                        received = line.get(from..at).unwrap_or_default().trim().trim_matches('"');
                    }
                    fields += 1;
                    from = at + c.len_utf8();
                }
                _ => {}
            }
        }
        let complete = fields == self.width || (quoted && fields > self.received_on);
        complete && dates::is_like_a_date(received)
    }
}
