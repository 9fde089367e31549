//! The hot loop of reading: where the delimiters, quotes and line ends of a text are.
//!
//! Every byte of an export passes here, so 64 bytes are compared at once, without a branch, and the places found are the
//! bits of an integer. They are written down as offsets, eight at a time whether there are so many or not: a loop with an
//! unpredictable end would cost more than the writing.

use crate::intake::text::{BLOCK, bits};

/// Offsets written together.
const STEP: usize = 8;

/// The places of one text after the other.
pub(crate) struct Index {
    delimiter: u8,
    /// Room for the most places a text can have, and what is written beyond.
    places: Vec<u32>,
    number: usize,
}

impl Index {
    /// For a delimiter of one byte.
    pub(crate) fn new(delimiter: u8) -> Self {
        Self { delimiter, places: Vec::new(), number: 0 }
    }

    /// Finds the places of a text of less than 4 GiB.
    pub(crate) fn read(&mut self, text: &[u8]) {
        let room = text.len().next_multiple_of(BLOCK) + STEP;
        if self.places.len() < room {
            self.places.resize(room, 0);
        }
        self.number = find(text, self.delimiter, &mut self.places);
    }

    /// The offsets of delimiters, quotes and line ends, rising.
    pub(crate) fn places(&self) -> &[u32] {
        self.places.get(..self.number).unwrap_or_default()
    }
}

/// Writes down the places; returns their number.
fn find(text: &[u8], delimiter: u8, places: &mut [u32]) -> usize {
    let (blocks, rest) = text.as_chunks::<BLOCK>();
    let mut last = [0; BLOCK];
    last.iter_mut().zip(rest).for_each(|(to, from)| *to = *from);
    let mut number = 0;
    for (start, block) in (0_u32..).step_by(BLOCK).zip(blocks.iter().chain([&last])) {
        let is_special =
            |byte: u8| (byte == delimiter) | (byte == b'"') | (byte == b'\n') | (byte == b'\r');
        let mut found = bits(block, is_special);
        let behind = number + found.count_ones() as usize;
        while number < behind {
            let Some(slots) = places.get_mut(number..number + STEP) else { break };
            for slot in slots {
                *slot = start + found.trailing_zeros();
                found &= found.wrapping_sub(1);
            }
            number += STEP;
        }
        number = behind;
    }
    number
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn every_place_is_found(
            texts in proptest::collection::vec("[a-e;\"\r\nä\u{0}]{0,200}[a-z]{0,150}[;]{0,70}", 1..4),
        ) {
            let mut index = Index::new(b';');
            for text in texts {
                let places = text.bytes().enumerate().filter(|(_, byte)| b";\"\r\n".contains(byte));
                let places: Vec<u32> = places.map(|(at, _)| at as u32).collect();
                index.read(text.as_bytes());
                prop_assert_eq!(index.places(), places);
            }
        }
    }
}
