//! The values of a closed list as one column spells them. Each spelling is looked up (nearly) once; after that a cell
//! is compared with the text in the slot of its hash.

use super::record::RecordReader;
use crate::domain::Code;

/// Texts of one column that are remembered; a power of two.
const SLOTS: usize = 256;
/// Values of one text that are remembered.
pub(super) const MOST_CODES: usize = 3;

/// Texts of one column with the values they mean, each in the slot of its hash.
pub(super) struct Memo {
    slots: Vec<Slot>,
    /// The texts that are longer than [`PROVEN`].
    long: Vec<String>,
}

/// A text of this length is told by its first and its last eight bytes.
const PROVEN: usize = 16;

#[derive(Clone, Copy)]
struct Slot {
    start: u64,
    end: u64,
    length: usize,
    number: u8,
    codes: [Code; MOST_CODES],
}

impl Memo {
    pub(super) fn new() -> Self {
        let nothing =
            Slot { start: 0, end: 0, length: 0, number: 0, codes: [Code::NOT_STATED; MOST_CODES] };
        Self { slots: vec![nothing; SLOTS], long: vec![String::new(); SLOTS] }
    }

    /// The values of a text in a column; `None` where one is unknown, or there are many.
    pub(super) fn read(
        &mut self,
        text: &str,
        position: usize,
        reader: &mut RecordReader<'_>,
    ) -> Option<&[Code]> {
        if text.is_empty() {
            return Some(&[]);
        }
        let (start, end) = ends(text.as_bytes());
        let mixed = (start ^ end.rotate_left(29) ^ (text.len() as u64) << 56)
            .wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let at = usize::try_from(mixed >> 32).unwrap_or_default() % SLOTS;
        let (slot, long) = (self.slots.get_mut(at)?, self.long.get_mut(at)?);
        let is_known = slot.start == start
            && slot.end == end
            && slot.length == text.len()
            && (text.len() <= PROVEN || long == text);
        if !is_known {
            let found = reader.values(position, text)?;
            let mut codes = [Code::NOT_STATED; MOST_CODES];
            codes.get_mut(..found.len())?.copy_from_slice(found);
            let number = u8::try_from(found.len()).ok()?;
            *slot = Slot { start, end, length: text.len(), number, codes };
            long.clear();
            if text.len() > PROVEN {
                long.push_str(text);
            }
        }
        slot.codes.get(..usize::from(slot.number))
    }
}

/// The first and the last eight bytes of a text, which may overlap; a shorter one is all in the first.
fn ends(bytes: &[u8]) -> (u64, u64) {
    if let (Some(start), Some(end)) = (bytes.first_chunk(), bytes.last_chunk()) {
        return (u64::from_le_bytes(*start), u64::from_le_bytes(*end));
    }
    if let (Some(start), Some(end)) = (bytes.first_chunk(), bytes.last_chunk()) {
        let (start, end) = (u32::from_le_bytes(*start), u32::from_le_bytes(*end));
        return (u64::from(start) << 32 | u64::from(end), 0);
    }
    (bytes.iter().fold(0, |all, byte| all << 8 | u64::from(*byte)), 0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_ends_tell_short_texts_apart(a in "[a-cä]{1,16}", b in "[a-cä]{1,16}") {
            let key = |text: &str| (ends(text.as_bytes()), text.len());
            if a.len() <= PROVEN && b.len() <= PROVEN {
                prop_assert_eq!(key(&a) == key(&b), a == b);
            }
        }
    }
}
