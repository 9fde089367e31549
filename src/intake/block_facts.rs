//! What a single look at every byte of a block tells: its lines, and whether it holds anything that a closer look is
//! for. The look takes 64 bytes at a time, in the widest registers the processor has.

use fearless_simd::prelude::*;
use fearless_simd::{Level, dispatch, u8x64};

/// Bytes looked at together: the bits of an integer.
const BLOCK: usize = 64;

/// What was seen of a text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct BlockFacts {
    /// CRLF, LF and CR, each one.
    pub(super) line_ends: u64,
    pub(super) has_nul: bool,
    pub(super) is_ascii: bool,
    /// Whether it may hold what [`super::letters::ruined`] finds; "no" is certain.
    pub(super) may_be_ruined: bool,
}

/// Looks at a text.
pub(super) fn look(level: Level, text: &str) -> BlockFacts {
    dispatch!(level, simd => look_at(simd, text.as_bytes()))
}

#[inline(always)]
fn look_at<S: Simd>(simd: S, text: &[u8]) -> BlockFacts {
    let (blocks, rest) = text.as_chunks::<BLOCK>();
    // What stands behind the end means nothing.
    let mut last = [b'x'; BLOCK];
    last.iter_mut().zip(rest).for_each(|(to, from)| *to = *from);
    let (mut line_ends, mut nul, mut beyond, mut ruined) = (0, 0, 0, 0);
    // What the byte before a block was, for its first.
    let (mut cr_before, mut two_before, mut three_before) = (0, 0, 0);
    for block in blocks.iter().chain([&last]) {
        let bytes = u8x64::from_slice(simd, block);
        let is = |byte: u8| bytes.simd_eq(byte).to_bitmask();
        let (lf, cr, two, three) = (is(b'\n'), is(b'\r'), is(0xc3), is(0xef));
        line_ends += u64::from((cr | (lf & !(cr << 1 | cr_before))).count_ones());
        nul |= is(0);
        beyond |= bytes.simd_ge(0x80).to_bitmask();
        // The bytes of `Ã` and `Â`, and the first two of the replacement sign.
        ruined |= (two << 1 | two_before) & (is(0x82) | is(0x83));
        ruined |= (three << 1 | three_before) & is(0xbf);
        (cr_before, two_before, three_before) = (cr >> 63, two >> 63, three >> 63);
    }
    BlockFacts { line_ends, has_nul: nul != 0, is_ascii: beyond == 0, may_be_ruined: ruined != 0 }
}

#[cfg(test)]
mod tests {
    use super::super::{letters, lines};
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_look_tells_what_closer_looks_tell(
            text in "[a-z]{0,130}[\r\n]{0,5}(ä|Ã¼|\u{fffd}|\u{feff}|\u{0})?[a-z\n]{0,130}\r?\n?[a-z]{0,70}\r?\n?",
        ) {
            let facts = look(Level::new(), &text);
            let open = u64::from(!text.is_empty() && !text.ends_with(['\n', '\r']));
            prop_assert_eq!(facts.line_ends + open, lines::count(text.as_bytes()));
            prop_assert_eq!(facts.has_nul, text.contains('\0'));
            prop_assert_eq!(facts.is_ascii, text.is_ascii());
            prop_assert!(facts.may_be_ruined || letters::ruined(&text).next().is_none());
            if text.is_ascii() {
                prop_assert!(!facts.may_be_ruined);
            }
        }
    }
}
