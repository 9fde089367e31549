//! The values of a closed list as one column spells them. Each spelling is looked up (nearly) once; after that a cell
//! is compared with what stands in the slot of its hash.

use super::values::Lookup;
use crate::domain::ValueCode;

/// Texts of one column that are remembered; a power of two.
const SLOTS: usize = 512;
/// Values of one text that are remembered.
pub(super) const MOST_CODES: usize = 3;
/// A text up to this length is told by its words.
const PROVEN: u32 = 32;

/// The first and the last sixteen bytes of a text, which may overlap; a shorter one is all in the first two words.
type Words = [u64; 4];

/// Texts of one column with the values they mean, each in the slot of its hash.
pub(super) struct Memo<'p> {
    slots: Vec<Slot>,
    /// The texts that are longer than [`PROVEN`].
    long: Vec<String>,
    lookup: Lookup<'p>,
}

/// The values of a text, "not stated" behind them, and their number.
pub(super) type Found = ([ValueCode; MOST_CODES], u8);

#[derive(Clone, Copy)]
struct Slot {
    words: Words,
    length: u32,
    found: Found,
}

impl<'p> Memo<'p> {
    pub(super) fn new(lookup: Lookup<'p>) -> Self {
        // The empty text, which has no value, stands everywhere first.
        let empty =
            Slot { words: [0; 4], length: 0, found: ([ValueCode::NOT_STATED; MOST_CODES], 0) };
        Self { slots: vec![empty; SLOTS], long: Vec::new(), lookup }
    }

    /// The values of a cell, given by where it stands in a text; `None` where one is unknown, or there are many.
    pub(super) fn read(&mut self, text: &str, from: usize, to: usize) -> Option<Found> {
        let words = words(text.as_bytes(), from, to);
        let length = u32::try_from(to.wrapping_sub(from)).ok()?;
        let at = slot(words, length);
        let slot = self.slots.get(at)?;
        // Word by word: they were not in memory yet, and are not where many would be compared at once.
        let pairs = words.iter().zip(&slot.words);
        let differs = pairs.fold(u64::from(length ^ slot.length), |all, (a, b)| all | (a ^ b));
        let is_known = differs == 0
            && (length <= PROVEN || self.long.get(at).map(String::as_str) == text.get(from..to));
        if is_known { Some(slot.found) } else { self.learn(at, words, text.get(from..to)?) }
    }

    #[cold]
    fn learn(&mut self, at: usize, words: Words, text: &str) -> Option<Found> {
        let found = self.lookup.read(text).ok()?;
        let mut codes = [ValueCode::NOT_STATED; MOST_CODES];
        codes.get_mut(..found.len())?.copy_from_slice(found);
        let found = (codes, u8::try_from(found.len()).ok()?);
        let length = u32::try_from(text.len()).ok()?;
        *self.slots.get_mut(at)? = Slot { words, length, found };
        if length > PROVEN {
            self.long.resize(SLOTS, String::new());
            text.clone_into(self.long.get_mut(at)?);
        }
        Some(found)
    }
}

/// By length up to eight: which bytes of a word belong to it.
const KEPT: [u64; 9] = [
    0,
    0xff,
    0xffff,
    0x00ff_ffff,
    0xffff_ffff,
    0x00ff_ffff_ffff,
    0xffff_ffff_ffff,
    0x00ff_ffff_ffff_ffff,
    u64::MAX,
];

/// The words of a cell. What stands beside it is read and masked: lengths are anything, so a branch for each would be
/// foreseen wrongly as often as not.
#[inline(always)]
fn words(text: &[u8], from: usize, to: usize) -> Words {
    let chunk = |at: usize| text.get(at..).and_then(|rest| rest.first_chunk::<16>());
    let length = to.wrapping_sub(from);
    let (Some(start), Some(end)) = (chunk(from), chunk(to.wrapping_sub(16))) else {
        return words_at_edge(text.get(from..to).unwrap_or_default());
    };
    let kept = |length: usize| KEPT.get(length.min(8)).copied().unwrap_or_default();
    let halves = |pair: &[u8; 16]| {
        let pair = u128::from_le_bytes(*pair);
        (pair as u64, (pair >> 64) as u64)
    };
    let ((first, second), (third, fourth)) = (halves(start), halves(end));
    let has_end = u64::from(length > 16).wrapping_neg();
    [
        first & kept(length),
        second & kept(length.saturating_sub(8)),
        third & has_end,
        fourth & has_end,
    ]
}

/// The same at the start and the end of a text, where there is nothing beside the cell.
#[cold]
fn words_at_edge(cell: &[u8]) -> Words {
    let mut padded = [0; 32];
    match (cell.first_chunk::<16>(), cell.last_chunk::<16>()) {
        (Some(start), Some(end)) if cell.len() > 16 => {
            padded.iter_mut().zip(start.iter().chain(end)).for_each(|(to, from)| *to = *from);
            words(&padded, 0, padded.len())
        }
        _ => {
            padded.iter_mut().skip(16).zip(cell).for_each(|(to, from)| *to = *from);
            words(&padded, 16, 16 + cell.len())
        }
    }
}

fn slot([first, second, _, fourth]: Words, length: u32) -> usize {
    let mixed = first ^ second.rotate_left(23) ^ fourth.rotate_left(41) ^ u64::from(length) << 56;
    (mixed.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 48) as usize % SLOTS
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_words_tell_short_texts_apart(
            a in "[a-cä]{0,32}",
            b in "[a-cä]{0,32}",
            before in "[a-z;]{0,20}",
            behind in "[a-z;]{0,20}",
        ) {
            let key = |text: &str, before: &str, behind: &str| {
                let all = format!("{before}{text}{behind}");
                let to = before.len() + text.len();
                (words(all.as_bytes(), before.len(), to), text.len())
            };
            if a.len().max(b.len()) <= PROVEN as usize {
                prop_assert_eq!(key(&a, &before, &behind) == key(&b, "", ""), a == b);
            }
            prop_assert_eq!(key(&a, &before, &behind), key(&a, "", ""));
        }
    }
}
