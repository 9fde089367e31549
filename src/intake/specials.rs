//! The hot loop of reading: where the next delimiter, quote or line end is.
//!
//! Every byte of an export passes here, so 64 bytes are compared at once and the places found are kept as
//! the bits of an integer; asking for the next one is then a matter of a few instructions. The loops over
//! arrays of fixed length have no branch, which lets the compiler use the vector registers of any processor.

/// Bytes looked at together: the bits of an integer.
const BLOCK: usize = 64;

/// Finds delimiters, quotes and line ends in a text.
pub(super) struct Specials<'t> {
    bytes: &'t [u8],
    delimiter: u8,
    /// The block that was looked at last, and its special bytes.
    block: usize,
    places: u64,
}

impl<'t> Specials<'t> {
    /// For a delimiter that begins with this byte.
    pub(super) fn new(text: &'t str, delimiter: u8) -> Self {
        Self { bytes: text.as_bytes(), delimiter, block: usize::MAX, places: 0 }
    }

    /// The first special byte at or behind an offset; the length of the text when there is none.
    pub(super) fn next(&mut self, at: usize) -> usize {
        let mut block = at / BLOCK;
        if block != self.block {
            self.load(block);
        }
        let mut places = self.places & (u64::MAX << (at % BLOCK));
        while places == 0 {
            block += 1;
            if block * BLOCK >= self.bytes.len() {
                return self.bytes.len();
            }
            self.load(block);
            places = self.places;
        }
        // Bytes beyond the text are no special ones, but `at` may lie there.
        (block * BLOCK + places.trailing_zeros() as usize).min(self.bytes.len())
    }

    fn load(&mut self, block: usize) {
        let rest = self.bytes.get(block * BLOCK..).unwrap_or_default();
        let places = match rest.first_chunk() {
            Some(bytes) => places(bytes, self.delimiter),
            None => {
                let mut bytes = [0; BLOCK];
                bytes.iter_mut().zip(rest).for_each(|(to, from)| *to = *from);
                let length = u32::try_from(rest.len()).unwrap_or_default();
                places(&bytes, self.delimiter) & ((1 << length) - 1)
            }
        };
        (self.block, self.places) = (block, places);
    }
}

fn places(bytes: &[u8; BLOCK], delimiter: u8) -> u64 {
    let mut found = [0_u8; BLOCK];
    for (found, byte) in found.iter_mut().zip(bytes) {
        let special = (*byte == delimiter) | (*byte == b'"') | (*byte == b'\n') | (*byte == b'\r');
        *found = u8::from(special);
    }
    bits(&found)
}

/// The ones among 64 zeros and ones, as bits.
pub(super) fn bits(flags: &[u8; BLOCK]) -> u64 {
    let (eights, _) = flags.as_chunks::<8>();
    eights.iter().rev().fold(0, |bits, eight| {
        // Moves the lowest bit of each byte into the highest byte, in order.
        let byte = u64::from_le_bytes(*eight).wrapping_mul(0x0102_0408_1020_4080) >> 56;
        bits << 8 | byte
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn every_special_byte_is_found_from_everywhere(text in "[a-e;\"\r\nä]{0,200}", sparse in "[a-z]{0,150}") {
            let text = format!("{text}{sparse};{text}");
            let mut specials = Specials::new(&text, b';');
            for at in (0..=text.len()).chain((0..=text.len()).rev()) {
                let found = text.as_bytes()[at..]
                    .iter()
                    .position(|byte| b";\"\r\n".contains(byte))
                    .map_or(text.len(), |distance| at + distance);
                prop_assert_eq!(specials.next(at), found);
            }
        }
    }
}
