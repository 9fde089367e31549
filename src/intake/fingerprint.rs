//! Whether two remarks are equal, without holding them.
//!
//! 128 bits, the same on every machine. Only remarks of one and the same case are ever compared, so a wrong
//! "equal" needs two different remarks of one case that happen to agree in all bits: with a million
//! repeated cases a chance of about one in 10^32. Nobody gains by making two such remarks, and the
//! fingerprint leaves neither the process nor this stage; a cryptographic hash would cost more than
//! all else that is done with a remark.

/// Tells whether two texts are equal, without holding them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Fingerprint([u64; 2]);

impl Fingerprint {
    pub(super) fn of(text: &str) -> Self {
        let (words, rest) = text.as_bytes().as_chunks::<8>();
        // The length keeps a text apart from one with zeros behind it.
        let length = text.len() as u64;
        let mut print = [length ^ 0x243f_6a88_85a3_08d3, length ^ 0x1319_8a2e_0370_7344];
        for word in words {
            print = step(print, u64::from_le_bytes(*word));
        }
        let mut last = [0; 8];
        last.iter_mut().zip(rest).for_each(|(to, from)| *to = *from);
        Self(step(step(print, u64::from_le_bytes(last)), length))
    }

    /// Some of its bits.
    pub(super) fn bits(self) -> u64 {
        let [first, _] = self.0;
        first
    }
}

/// Two lanes that never meet: multiplied with different odd numbers, the halves of the product folded.
fn step([a, b]: [u64; 2], word: u64) -> [u64; 2] {
    let folded = |factor: u64, by: u64| {
        let product = u128::from(factor) * u128::from(by);
        (product as u64) ^ (product >> 64) as u64
    };
    [
        folded(a ^ word, 0xa409_3822_299f_31d1).rotate_left(23) ^ word,
        folded(b.wrapping_add(word), 0x082e_fa98_ec4e_6c89).rotate_left(41).wrapping_add(word),
    ]
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
        for lane in 0..2 {
            let prints: BTreeSet<u64> =
                texts.iter().map(|text| Fingerprint::of(text).0[lane]).collect();
            assert_eq!(prints.len(), texts.len());
        }
    }
}
