//! Whether two remarks are equal, without holding them.
//!
//! 64 bits, the same on every machine. Only remarks of one and the same case are ever compared, so a wrong
//! "equal" needs two different remarks of one case that happen to agree in all bits: with a million
//! repeated cases a chance of one in 10^13. Nobody gains by making two such remarks, and the
//! fingerprint leaves neither the process nor this stage; a cryptographic hash would cost more than
//! all else that is done with a remark.

/// Tells whether two texts are equal, without holding them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Fingerprint(u64);

impl Fingerprint {
    pub(crate) fn of(text: &[u8]) -> Self {
        let (pairs, rest) = text.as_chunks::<16>();
        // The length keeps a text apart from one with zeros behind it.
        let length = text.len() as u64;
        let mut lanes = [length ^ 0x243f_6a88_85a3_08d3, length ^ 0x1319_8a2e_0370_7344];
        for pair in pairs {
            lanes = step(lanes, pair);
        }
        let mut last = [0; 16];
        last.iter_mut().zip(rest).for_each(|(to, from)| *to = *from);
        let [a, b] = step(lanes, &last);
        Self(
            folded(a ^ length, 0x082e_fa98_ec4e_6c89)
                ^ folded(b.rotate_left(32), 0x4528_21e6_38d0_1377),
        )
    }

    /// Of some words; how many there are has to follow from them.
    pub(crate) fn of_words(words: impl Iterator<Item = u64>) -> Self {
        Self(words.fold(0x243f_6a88_85a3_08d3, |all, word| {
            // The word stays beside its product, lest a factor of zero drop all that came before.
            folded(all ^ word, 0xa409_3822_299f_31d1).rotate_left(23) ^ word
        }))
    }

    /// Its bits, for a text of which only the hash is wanted.
    pub(crate) fn bits(self) -> u64 {
        self.0
    }
}

/// Two lanes for every other eight bytes, so that the processor works on both at once. A word also stays beside its
/// product, lest a factor of zero drop all that came before.
fn step([a, b]: [u64; 2], pair: &[u8; 16]) -> [u64; 2] {
    let word = u128::from_le_bytes(*pair);
    let (first, second) = (word as u64, (word >> 64) as u64);
    [
        folded(a ^ first, 0xa409_3822_299f_31d1).rotate_left(23) ^ first,
        folded(b ^ second, 0x082e_fa98_ec4e_6c89).rotate_left(41).wrapping_add(second),
    ]
}

/// The halves of a product, folded.
fn folded(factor: u64, by: u64) -> u64 {
    let product = u128::from(factor) * u128::from(by);
    (product as u64) ^ (product >> 64) as u64
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn texts_that_differ_in_little_have_different_fingerprints() {
        let mut texts: BTreeSet<String> =
            (0..20_000).map(|n| format!("Az. {n}; Ombudsstelle")).collect();
        texts.extend((0..100).map(|length| "\0".repeat(length)));
        texts.extend((0..100).map(|length| format!("{}a", " ".repeat(length))));
        let prints: BTreeSet<u64> =
            texts.iter().map(|text| Fingerprint::of(text.as_bytes()).bits()).collect();
        assert_eq!(prints.len(), texts.len());
        // Also in each half of its bits.
        for shift in [0, 32] {
            let halves: BTreeSet<u32> =
                prints.iter().map(|print| (print >> shift) as u32).collect();
            assert!(halves.len() + 5 > prints.len());
        }
    }
}
