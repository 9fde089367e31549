//! The text key of a remark, without a new string for each: what `domain::text_key` makes of a text, written
//! into a buffer. Nearly all letters of a remark are plain ASCII, which is copied in runs; umlauts, blanks in a row
//! and other signs between the runs are taken one by one.

use super::bits::{BLOCK, bits};
use crate::domain::{is_composed, is_invisible, text_key};

/// Writes the text key of a text in place of what the buffer holds.
pub(crate) fn text_key_into(text: &str, key: &mut String) {
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
    let blanks = bits(block, |byte| byte == b' ');
    let unprintable = bits(block, |byte| !(0x20..=0x7e).contains(&byte));
    unprintable | (blanks & (blanks << 1 | u64::from(before == b' ')))
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
            }
        }
    }
}
