//! Which of 64 bytes are of a kind, as the bits of an integer. No branch depends on a byte, so the compiler uses the vector
//! registers of the processor.

/// Bytes looked at together.
pub(crate) const BLOCK: usize = 64;

/// The lowest bit for the first byte.
#[inline]
pub(crate) fn bits(block: &[u8; BLOCK], is_of_kind: impl Fn(u8) -> bool) -> u64 {
    let mut flags = [0_u8; BLOCK];
    for (flag, byte) in flags.iter_mut().zip(block) {
        *flag = u8::from(is_of_kind(*byte));
    }
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
        fn each_byte_has_its_bit(block in proptest::array::uniform32(any::<u8>())) {
            let mut all = [0; BLOCK];
            all[..32].copy_from_slice(&block);
            all[32..].copy_from_slice(&block);
            let found = bits(&all, |byte| byte > 99);
            for (at, byte) in all.iter().enumerate() {
                prop_assert_eq!(found >> at & 1 == 1, *byte > 99);
            }
        }
    }
}
