//! The text key of a remark, without a new string for each: what `domain::text_key` makes of a text, written
//! into a buffer. Nearly all letters of a remark are plain ASCII, which is copied in runs; umlauts, blanks in a row
//! and other signs between the runs are taken one by one. A text of nothing but plain letters and umlauts, which most
//! remarks are, takes even less: each of its bytes becomes one byte of the key, many at a time.

use crate::domain::{is_composed, is_invisible, text_key};
use fearless_simd::{Level, dispatch};

const BLOCK: usize = 64;

/// Writes the text key of a text in place of what the buffer holds.
pub(super) fn text_key_into(text: &str, key: &mut String) {
    key.clear();
    if !fold(text, key) {
        key.clear();
        key.push_str(&text_key(text));
        return;
    }
    key.make_ascii_lowercase();
    if key.ends_with(' ') {
        key.pop();
    }
}

/// Bytes of a plain text that are folded together, and with them the byte before and the one behind.
const PLAIN: usize = 64;

/// Writes the text key of a plain text in place of what the buffer holds; `false` where the text is not plain: it
/// holds a sign beyond ASCII that is no umlaut, two blanks in a row or a rare sign. The umlauts and `ß` are two bytes
/// in UTF-8 and become two letters.
pub(super) fn fold_plain(level: Level, text: &str, key: &mut Vec<u8>) -> bool {
    let bytes = super::clean(text).as_bytes();
    dispatch!(level, _simd => fold_all(bytes, key))
}

#[inline(always)]
fn fold_all(bytes: &[u8], key: &mut Vec<u8>) -> bool {
    let mut is_plain = true;
    key.clear();
    key.resize(bytes.len().next_multiple_of(PLAIN), 0);
    let (blocks, _) = key.as_chunks_mut();
    for (folded, start) in blocks.iter_mut().zip((0_usize..).step_by(PLAIN)) {
        let around = bytes.get(start.wrapping_sub(1)..).and_then(|bytes| bytes.first_chunk());
        let mut padded = [b'x'; PLAIN + 2];
        let around = around.unwrap_or_else(|| {
            // At the ends a letter stands for what is not there.
            let from = start.saturating_sub(1);
            let to = bytes.len().min(start + PLAIN + 1);
            let part = bytes.get(from..to).unwrap_or_default();
            let at = usize::from(start == 0);
            if let Some(place) = padded.get_mut(at..at + part.len()) {
                place.copy_from_slice(part);
            }
            &padded
        });
        is_plain &= fold_block(around, folded);
    }
    key.truncate(bytes.len());
    is_plain
}

/// Folds the bytes of a block but the first and the last; whether they are plain. No branch depends on a byte, which
/// lets the compiler use the vector registers of the processor.
#[inline(always)]
fn fold_block(around: &[u8; PLAIN + 2], folded: &mut [u8; PLAIN]) -> bool {
    let chunk = |at: usize| around.get(at..).and_then(|rest| rest.first_chunk::<PLAIN>());
    let (Some(before), Some(here), Some(behind)) = (chunk(0), chunk(1), chunk(2)) else {
        return false;
    };
    let mut odd = 0_u8;
    for (((before, byte), behind), to) in before.iter().zip(here).zip(behind).zip(folded) {
        let (before, byte, behind) = (*before, *byte, *behind);
        let is_blank = |byte: u8| (byte == b' ') | (byte == b'\n') | (byte == b'\r');
        // The second byte of an umlaut, without the bit that tells its case; of `ß` and `Ü` it is all.
        let is_a = behind & 0xdf == 0x84;
        let is_o = behind & 0xdf == 0x96;
        let is_u = (behind == 0xbc) | (behind == 0x9c);
        let is_s = behind == 0x9f;
        let is_first = byte == 0xc3;
        let is_second = before == 0xc3;
        let upper = u8::from(byte.wrapping_sub(b'A') < 26) << 5;
        let select = |condition: bool, value: u8| u8::from(condition).wrapping_neg() & value;
        let first =
            select(is_a, b'a') | select(is_o, b'o') | select(is_u, b'u') | select(is_s, b's');
        let second = select(byte == 0x9f, b's') | select(byte != 0x9f, b'e');
        let plain = select(is_blank(byte), b' ') | select(!is_blank(byte), byte | upper);
        *to = select(is_first, first)
            | select(is_second, second)
            | select(!is_first & !is_second, plain);
        let is_printable = byte.wrapping_sub(0x20) < 0x5f;
        let is_known = is_printable | is_blank(byte) | is_second | (is_first & (first != 0));
        odd |= u8::from(!is_known | (is_blank(byte) & is_blank(before)));
    }
    odd == 0
}

/// Copies the runs of plain signs, and what the others become; `false` when the text needs composing.
fn fold(text: &str, key: &mut String) -> bool {
    let bytes = text.as_bytes();
    let mut copied = 0;
    let mut before = b' ';
    for (number, part) in bytes.chunks(BLOCK).enumerate() {
        let block = part.first_chunk().copied().unwrap_or_else(|| {
            let mut block = [b'a'; BLOCK];
            block.iter_mut().zip(part).for_each(|(to, from)| *to = *from);
            block
        });
        let mut others = others(&block, before);
        before = block.last().copied().unwrap_or_default();
        while others != 0 {
            let at = number * BLOCK + others.trailing_zeros() as usize;
            others &= others - 1;
            if at < copied {
                continue;
            }
            key.push_str(text.get(copied..at).unwrap_or_default());
            let Some(sign) = text.get(at..).and_then(|rest| rest.chars().next()) else {
                return false;
            };
            if !is_composed(sign) {
                return false;
            }
            match sign {
                'ä' | 'Ä' => key.push_str("ae"),
                'ö' | 'Ö' => key.push_str("oe"),
                'ü' | 'Ü' => key.push_str("ue"),
                'ß' => key.push_str("ss"),
                sign if sign.is_whitespace() => {
                    if !key.is_empty() && !key.ends_with(' ') {
                        key.push(' ');
                    }
                }
                sign if is_invisible(sign) => {}
                // A sign after a blank that was dropped, or one that is rare: not worth a rule of its own.
                sign if sign.is_ascii() => key.push(sign),
                _ => key.extend(sign.to_lowercase()),
            }
            copied = at + sign.len_utf8();
            // A single blank is plain, but not behind another or at the start.
            while key.is_empty() || key.ends_with(' ') {
                match bytes.get(copied) {
                    Some(b' ') => copied += 1,
                    _ => break,
                }
            }
        }
    }
    key.push_str(text.get(copied..).unwrap_or_default());
    true
}

/// The signs of a block that cannot be copied: all but printable ASCII, and blanks after a blank.
fn others(block: &[u8; BLOCK], before: u8) -> u64 {
    let mut flags = [0_u8; BLOCK];
    for (flag, byte) in flags.iter_mut().zip(block) {
        *flag = u8::from(!(0x20..=0x7e).contains(byte));
    }
    let mut blanks = [0_u8; BLOCK];
    for (blank, byte) in blanks.iter_mut().zip(block) {
        *blank = u8::from(*byte == b' ');
    }
    let blanks = bits(&blanks);
    bits(&flags) | (blanks & (blanks << 1 | u64::from(before == b' ')))
}

/// The ones among 64 zeros and ones, as bits.
fn bits(flags: &[u8; BLOCK]) -> u64 {
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
        fn it_agrees_with_the_text_key(
            text in "[a-zA-Z0-9 äöüÄÖÜß.;:\"\r\n\t\u{a0}\u{ad}\u{200b}\u{200e}\u{2066}\u{300}\u{308}éÉİ„“–€\u{7f}\u{1}\u{85}\u{feff}ﬁ]{0,150}",
            plain in "( ?[a-zA-ZäüÖß]{1,9}[.;]? ?){0,30}",
        ) {
            let mut key = "before".to_owned();
            for text in [&text, &plain, &format!("{plain}{text}")] {
                text_key_into(text, &mut key);
                prop_assert_eq!(&key, &text_key(text));
                let mut plain = b"before".to_vec();
                if fold_plain(Level::new(), text, &mut plain) {
                    prop_assert_eq!(plain, key.as_bytes());
                }
            }
        }

        #[test]
        fn plain_texts_are_folded_at_once(text in "([ \n]?[a-zA-ZäöüÄÖÜß0-9.;:\"()-]{1,9}){0,20}") {
            let mut key = Vec::new();
            prop_assert!(fold_plain(Level::new(), &text, &mut key));
            prop_assert_eq!(key, text_key(&text).into_bytes());
        }
    }
}
