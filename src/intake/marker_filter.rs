//! Can a text hold anything like a marker at all? Asked of every remark, so it is asked in a few instructions for
//! many letters at a time; the answer "no" is certain, "perhaps" is not.
//!
//! A marker that may have `k` slips is cut into `k + 1` pieces with one letter left out between any two. A slip (a letter
//! missing, too much, wrong, or two neighbours swapped) touches no two pieces, so one piece stands unharmed in whatever
//! resembles the marker. Of each piece only the rarest three neighbours are looked for, or two where it has no more.
//! Words are read as one, so other signs may stand between two letters.

/// Letters looked at together.
const BLOCK: usize = 32;
/// Letters behind a block that are looked at too.
const BEHIND: usize = 3;
/// What follows the last letter: neither a letter nor a sign between two.
const END: u8 = 0xff;
/// The letters of German text, the frequent ones first.
const BY_FREQUENCY: &[u8] = b"enisratdhulcgmobwfkzpvjyxq";

/// Neighbouring letters, some of which stand in whatever is like a marker.
#[derive(Debug)]
pub(super) struct MarkerFilter {
    triples: Vec<Triple>,
}

/// Three letters; the third is unknown where a piece has only two.
type Triple = (u8, u8, Option<u8>);

impl MarkerFilter {
    /// For markers given as their letters joined, with the slips they may have; `None` where one is too short or too
    /// unusual for this.
    pub(super) fn new<'m>(markers: impl IntoIterator<Item = (&'m str, usize)>) -> Option<Self> {
        let mut triples = Vec::new();
        for (marker, slips) in markers {
            if !marker.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
                return None;
            }
            let letters = marker.as_bytes();
            let pieces = slips + 1;
            for piece in 0..pieces {
                let start = piece * (letters.len() + 1) / pieces;
                let end = ((piece + 1) * (letters.len() + 1) / pieces).checked_sub(1)?;
                triples.push(rarest_triple(letters.get(start..end)?)?);
            }
        }
        triples.sort_unstable();
        triples.dedup();
        Some(Self { triples })
    }

    /// Whether a text key of ASCII signs may hold something like a marker. The key is the same afterwards.
    pub(super) fn may_be_in(&self, key: &mut Vec<u8>) -> bool {
        let length = key.len();
        key.resize(length.next_multiple_of(BLOCK) + BEHIND, END);
        let may_be = (0..length).step_by(BLOCK).any(|start| {
            let block = key.get(start..).unwrap_or_default();
            block.first_chunk().is_some_and(|block| self.may_be_in_block(block))
        });
        key.truncate(length);
        may_be
    }

    fn may_be_in_block(&self, block: &[u8; BLOCK + BEHIND]) -> bool {
        let chunk = |at: usize| block.get(at..).and_then(|rest| rest.first_chunk::<BLOCK>());
        let chunks = (chunk(0), chunk(1), chunk(2), chunk(3));
        let (Some(here), Some(next), Some(second), Some(third)) = chunks else { return true };
        self.triples.iter().any(|(first, then, last)| {
            let any_last = last.is_none();
            let last = last.unwrap_or_default();
            let letters = here.iter().zip(next).zip(second).zip(third);
            letters.fold(false, |any, (((here, next), second), third)| {
                let (is_gap, is_next_gap) = (is_between(*next), is_between(*second));
                let at_once = (next == then) & ((*second == last) | is_next_gap | any_last);
                // More than two signs between two letters are rare: what follows them is not looked at.
                let far = is_next_gap & ((third == then) | is_between(*third));
                let parted = is_gap & ((second == then) | far);
                any | ((here == first) & (at_once | parted))
            })
        })
    }
}

/// Whether a sign may stand between two letters that are read as neighbours.
fn is_between(byte: u8) -> bool {
    let is_letter = (byte.wrapping_sub(b'a') < 26) | (byte.wrapping_sub(b'0') < 10);
    !is_letter & (byte != END)
}

/// The three neighbours that are rarest in German text, taken letter by letter.
fn rarest_triple(letters: &[u8]) -> Option<Triple> {
    let rank = |letter: u8| BY_FREQUENCY.iter().position(|known| *known == letter);
    let rank = |letter: u8| rank(letter).unwrap_or(BY_FREQUENCY.len());
    if let [first, second] = letters {
        return Some((*first, *second, None));
    }
    let triples = letters.iter().zip(letters.get(1..)?).zip(letters.get(2..)?);
    let triples = triples.map(|((a, b), c)| (*a, *b, Some(*c)));
    triples.max_by_key(|(a, b, c)| rank(*a) + rank(*b) + c.map_or(0, rank))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ordinary_remarks_hold_nothing_like_a_marker() {
        let filter = MarkerFilter::new([("ombudsstelle", 2), ("ombud", 0)]).unwrap();
        let may = |text: &str| filter.may_be_in(&mut text.as_bytes().to_vec());
        assert!(!may("bescheid erlaeutert, berechnung nachvollziehbar; az. 123456"));
        assert!(!may("kontoauszuege liegen vor; frist"));
        assert!(!may(""));
        for text in [
            "ombudsstelle",
            "az. 12 o m-b uxx",
            "so ... mb",
            "so; mb",
            "und so",
            "teil; lob",
            "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxo m",
        ] {
            assert!(may(text), "{text}");
        }
        let end = "x".repeat(31) + "o";
        assert!(!may(&end));
        assert!(MarkerFilter::new([("ost", 1)]).is_none());
    }
}
