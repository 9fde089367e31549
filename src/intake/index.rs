//! The hot loop of reading: where the delimiters, quotes and line ends of a text are.
//!
//! Every byte of an export passes here, so 64 bytes are compared at once, in the widest registers the processor has,
//! and the places found are the bits of an integer. They are written down as offsets, eight at a time whether there are
//! so many or not: a loop whose end no processor can foresee would cost more than the writing.

use fearless_simd::prelude::*;
use fearless_simd::{Level, dispatch, u8x64};

/// Bytes looked at together: the bits of an integer.
const BLOCK: usize = 64;
/// Offsets written together.
const STEP: usize = 8;

/// The places of one text after the other.
pub(super) struct Index {
    level: Level,
    delimiter: u8,
    /// Room for the most places a text can have, and what is written beyond.
    places: Vec<u32>,
    number: usize,
}

impl Index {
    /// For a delimiter of one byte.
    pub(super) fn new(delimiter: u8) -> Self {
        Self { level: Level::new(), delimiter, places: Vec::new(), number: 0 }
    }

    /// Finds the places of a text of less than 4 GiB.
    pub(super) fn read(&mut self, text: &[u8]) {
        let room = text.len().next_multiple_of(BLOCK) + STEP;
        if self.places.len() < room {
            self.places.resize(room, 0);
        }
        let (delimiter, places) = (self.delimiter, &mut self.places);
        self.number = dispatch!(self.level, simd => find(simd, text, delimiter, places));
    }

    /// The offsets of delimiters, quotes and line ends, rising.
    pub(super) fn places(&self) -> &[u32] {
        self.places.get(..self.number).unwrap_or_default()
    }
}

/// Writes down the places; returns their number.
#[inline(always)]
fn find<S: Simd>(simd: S, text: &[u8], delimiter: u8, places: &mut [u32]) -> usize {
    let (blocks, rest) = text.as_chunks::<BLOCK>();
    let mut last = [0; BLOCK];
    last.iter_mut().zip(rest).for_each(|(to, from)| *to = *from);
    let mut number = 0;
    for (start, block) in (0_u32..).step_by(BLOCK).zip(blocks.iter().chain([&last])) {
        let bytes = u8x64::from_slice(simd, block);
        let is_special = bytes.simd_eq(delimiter)
            | bytes.simd_eq(b'"')
            | bytes.simd_eq(b'\n')
            | bytes.simd_eq(b'\r');
        let mut found = is_special.to_bitmask();
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
