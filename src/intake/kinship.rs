//! Can a text hold anything like a marker at all? Asked of every remark before it is looked at
//! carefully; the answer "no" is certain, "perhaps" is not.
//!
//! A pair of neighbouring letters of the marker is lost by a slip only near it: a wrong or a missing letter costs two pairs,
//! one too much costs one, two swapped ones cost three. A run that resembles a marker of `m` letters with
//! at most `k` slips so holds at least `m - 1 - 3 k` of the marker's pairs, and it has at most `m + k` letters. One
//! pass over the letters counts the marker's pairs among the last `m + k - 1`, for up to eight markers
//! at a time: a byte each of one integer.

/// Markers counted together: the bytes of an integer.
const LANES: usize = 8;
/// Different letters of all markers, besides "some other letter"; a power of two with it.
const LETTERS: usize = 32;
/// Pairs that are remembered: more than any run has. A power of two.
const RING: usize = 128;
/// What is no letter.
const NONE: u8 = u8::MAX;

/// The pairs of the markers.
pub(super) struct Kinship {
    /// The number of each letter; 0 is a letter of no marker.
    letters: [u8; 128],
    /// By first and second letter: a one for each marker that has the pair.
    pairs: Vec<u64>,
    /// For each marker what lifts its byte to 128 when enough pairs are there.
    lift: u64,
    /// Pairs of the longest run.
    span: usize,
}

impl Kinship {
    /// For markers, given as their letters joined and their slips; `None` when they are too short, too many
    /// or too unusual for this.
    pub(super) fn new(markers: &[(String, usize)]) -> Option<Self> {
        let mut letters = [0; 128];
        for (letter, number) in (0..128_u8).zip(letters.iter_mut()) {
            *number = if letter.is_ascii_alphanumeric() { 0 } else { NONE };
        }
        let mut known = 0_u8;
        let mut kinship = Self { letters, pairs: vec![0; LETTERS * LETTERS], lift: 0, span: 0 };
        if markers.len() > LANES {
            return None;
        }
        for (lane, (marker, slips)) in markers.iter().enumerate() {
            let kept = marker.len().checked_sub(1 + 3 * slips).filter(|kept| *kept > 0)?;
            let span = marker.len() + slips - 1;
            if span >= RING.min(128) {
                return None;
            }
            let mut before = None;
            for letter in marker.bytes() {
                let number =
                    kinship.letters.get_mut(usize::from(letter)).filter(|n| **n != NONE)?;
                if *number == 0 {
                    known += 1;
                    *number = known;
                }
                if usize::from(known) >= LETTERS {
                    return None;
                }
                let number = usize::from(*number);
                if let Some(before) = before.replace(number) {
                    *kinship.pairs.get_mut(before * LETTERS + number)? |= 1 << (8 * lane);
                }
            }
            kinship.lift |= u64::try_from(128 - kept).ok()? << (8 * lane);
            kinship.span = kinship.span.max(span);
        }
        Some(kinship)
    }

    /// Whether a text key may hold a run that resembles a marker.
    pub(super) fn may_be_in(&self, key: &str) -> bool {
        let mut ring = [0_u64; RING];
        let (mut count, mut lifted, mut at) = (0_u64, 0_u64, 0_usize);
        let mut before = 0_usize;
        let mut beyond_ascii = 0_u8;
        for byte in key.bytes() {
            beyond_ascii |= byte;
            let number = self.letters.get(usize::from(byte & 127)).copied().unwrap_or(NONE);
            let pair = self.pairs.get(before * LETTERS + usize::from(number) % LETTERS);
            // No byte overflows: a run has fewer pairs than 128.
            let (pair, step) = match number {
                NONE => (0, 0),
                _ => (pair.copied().unwrap_or_default(), 1),
            };
            let leaving = ring.get(at.wrapping_sub(self.span) % RING).copied().unwrap_or_default();
            count = count + pair - if step == 1 { leaving } else { 0 };
            lifted |= count + self.lift;
            // What is no letter does not part its neighbours: words are read as one.
            before = if step == 1 { usize::from(number) } else { before };
            if let Some(place) = ring.get_mut(at % RING) {
                *place = pair;
            }
            at += step;
        }
        // Letters beyond ASCII are rare in a text key, and left to the careful look.
        lifted & 0x8080_8080_8080_8080 != 0 || beyond_ascii >= 128
    }
}
