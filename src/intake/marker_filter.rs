//! Can a text hold anything like a marker at all, and where? Asked of every remark, so it is asked in a few instructions
//! for many letters at a time; the answer "not here" is certain, "perhaps" is not.
//!
//! A marker that may have `k` slips is cut into `k + 1` pieces with one letter left out between any two. A slip (a letter
//! missing, too much, wrong, or two neighbours swapped) touches no two pieces, so one piece stands unharmed in whatever
//! resembles the marker. Of each piece only the rarest three neighbours are looked for, or two where it has no more.
//! Words are read as one, so other signs may stand between two letters.

use fearless_simd::prelude::*;
use fearless_simd::{Level, dispatch, u8x64};

/// Letters looked at together: the bits of an integer.
const BLOCK: usize = 64;
/// So many of them can be the first of three: the others may have to be looked at behind it.
const FIRST: usize = BLOCK - 3;
/// What follows the last letter: neither a letter nor a sign between two.
const END: u8 = 0xff;
/// The letters of German text, the frequent ones first.
const BY_FREQUENCY: &[u8] = b"enisratdhulcgmobwfkzpvjyxq";

/// Neighbouring letters, some of which stand in whatever is like a marker.
#[derive(Debug)]
pub(super) struct MarkerFilter {
    triples: Vec<Triple>,
    level: Level,
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
        Some(Self { triples, level: Level::new() })
    }

    /// The places of a text key of ASCII signs where three letters of a marker begin: one of them stands in whatever is
    /// like the marker.
    pub(super) fn places<'k>(&'k self, key: &'k [u8]) -> impl Iterator<Item = usize> + 'k {
        (0..key.len()).step_by(FIRST).flat_map(move |start| {
            let mut found = self.block(key.get(start..).unwrap_or_default());
            std::iter::from_fn(move || {
                let at = start + found.trailing_zeros() as usize;
                let is_found = found != 0;
                found &= found.wrapping_sub(1);
                is_found.then_some(at)
            })
        })
    }

    /// The bits of the places at the start of a text.
    fn block(&self, key: &[u8]) -> u64 {
        let mut last = [END; BLOCK];
        let block = key.first_chunk().unwrap_or_else(|| {
            if let Some(start) = last.get_mut(..key.len()) {
                start.copy_from_slice(key);
            }
            &last
        });
        dispatch!(self.level, simd => find(simd, &self.triples, block))
    }
}

#[inline(always)]
fn find<S: Simd>(simd: S, triples: &[Triple], block: &[u8; BLOCK]) -> u64 {
    let letters = u8x64::from_slice(simd, block);
    let is = |letter: u8| letters.simd_eq(letter).to_bitmask();
    let is_in = |first, last| letters.simd_ge(first) & letters.simd_le(last);
    // Whether a sign may stand between two letters that are read as neighbours.
    let is_letter = is_in(b'a', b'z') | is_in(b'0', b'9') | letters.simd_eq(END);
    let gap = !is_letter.to_bitmask();
    let found = triples.iter().fold(0, |found, (first, then, last)| {
        let (first, then) = (is(*first), is(*then));
        let last = last.map_or(u64::MAX, is);
        let at_once = then >> 1 & (last >> 2 | gap >> 2);
        // More than two signs between two letters are rare: what follows them is not looked at.
        let far = gap >> 2 & (then >> 3 | gap >> 3);
        found | first & (at_once | gap >> 1 & (then >> 2 | far))
    });
    found & (u64::MAX >> (BLOCK - FIRST))
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
        let places = |text: &str| filter.places(text.as_bytes()).collect::<Vec<_>>();
        assert!(places("bescheid erlaeutert, berechnung nachvollziehbar; az. 123456").is_empty());
        assert!(places("kontoauszuege liegen vor; frist").is_empty());
        assert!(places("").is_empty());
        assert_eq!(places("ombudsstelle und ombudsfrau"), [0, 4, 9, 17]);
        for text in ["az. 12 o m-b uxx", "so ... mb", "so; mb", "und so", "teil; lob", "xxxo m"] {
            assert!(!places(text).is_empty(), "{text}");
        }
        assert!(MarkerFilter::new([("ost", 1)]).is_none());
        for length in 0..200 {
            let text = "x".repeat(length) + "ombxxx";
            assert_eq!(places(&text), [length]);
        }
    }
}
