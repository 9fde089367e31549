//! What comes more than once among millions of texts, without holding them: each is shown as its hash, first all of
//! them, then all of them again.
//!
//! The first pass marks a bit for each hash and a second one where the bit was marked before; few hashes are left by
//! that, and the second pass sorts those. Whether two texts with one hash are equal is for the caller to see.

/// Bits for each hash: of those that come once, one in so many is left by the first pass.
const BITS: usize = 16;

/// Hashes that come more than once.
pub(super) struct Again {
    twice: Bits,
    /// Rising.
    hashes: Vec<u64>,
}

struct Bits {
    words: Vec<u64>,
    /// How far a hash is shifted down to be the number of a bit.
    shift: u32,
}

impl Bits {
    fn new(number: usize) -> Self {
        let bits = (number * BITS).next_power_of_two().max(64);
        Self { words: vec![0; bits / 64], shift: 64 - bits.trailing_zeros() }
    }

    fn place(&self, hash: u64) -> (usize, u64) {
        let bit = hash >> self.shift;
        (usize::try_from(bit / 64).unwrap_or(usize::MAX), 1 << (bit % 64))
    }

    fn contains(&self, hash: u64) -> bool {
        let (word, bit) = self.place(hash);
        self.words.get(word).is_some_and(|word| word & bit != 0)
    }

    /// Marks a hash; whether it was marked before.
    fn insert(&mut self, hash: u64) -> bool {
        let (word, bit) = self.place(hash);
        let Some(word) = self.words.get_mut(word) else { return false };
        let was_there = *word & bit != 0;
        *word |= bit;
        was_there
    }
}

impl Again {
    /// Among about `number` hashes; `show_all` shows them, and is called twice.
    pub(super) fn among(number: usize, show_all: impl Fn(&mut dyn FnMut(u64))) -> Self {
        let mut once = Bits::new(number);
        let mut twice = Bits::new(number);
        show_all(&mut |hash| {
            if once.insert(hash) {
                twice.insert(hash);
            }
        });
        drop(once);
        let mut all = Vec::new();
        show_all(&mut |hash| {
            if twice.contains(hash) {
                all.push(hash);
            }
        });
        all.sort_unstable();
        let groups = all.chunk_by(|a, b| a == b).filter(|group| group.len() > 1);
        let hashes = groups.filter_map(|group| group.first().copied()).collect();
        Self { twice, hashes }
    }

    /// Whether a hash came more than once.
    pub(super) fn contains(&self, hash: u64) -> bool {
        self.twice.contains(hash) && self.hashes.binary_search(&hash).is_ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn exactly_what_comes_more_than_once_is_found(hashes in proptest::collection::vec(0_u64..40, 0..60)) {
            // As hashes do, they differ in their upper bits; some in their lower ones only.
            let hashes: Vec<u64> = hashes.iter().map(|n| (n << 58).wrapping_add(n / 3)).collect();
            let again = Again::among(hashes.len(), |show| hashes.iter().for_each(|hash| show(*hash)));
            for hash in &hashes {
                let count = hashes.iter().filter(|other| *other == hash).count();
                prop_assert_eq!(again.contains(*hash), count > 1);
            }
        }
    }
}
