//! The encodings of one byte a character: Windows-1252 and code page 850.

use super::code_page_850;
use super::encoding::Encoding;
use std::borrow::Cow;

/// So many bytes are looked at together.
const BLOCK: usize = 256;

/// The offset of the first byte without a meaning in Windows-1252.
pub(crate) fn first_undefined(bytes: &[u8]) -> Option<usize> {
    let is_undefined = |byte: u8| {
        (byte == 0x81) | (byte == 0x8d) | (byte == 0x8f) | (byte == 0x90) | (byte == 0x9d)
    };
    // Block by block without a branch, and as a number: the compiler has no vector registers for an "any" of truths.
    let any = |block: &[u8]| block.iter().fold(0, |any, b| any | u8::from(is_undefined(*b))) != 0;
    let block = bytes.chunks(BLOCK).position(any)?;
    let rest = bytes.get(block * BLOCK..)?;
    rest.iter().position(|byte| is_undefined(*byte)).map(|at| block * BLOCK + at)
}

/// The text of bytes that each are a character.
pub(crate) fn text(encoding: Encoding, bytes: &[u8]) -> Cow<'_, str> {
    match encoding {
        Encoding::CodePage850 => Cow::Owned(code_page_850::decode(bytes)),
        _ => encoding_rs::WINDOWS_1252.decode_without_bom_handling(bytes).0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_byte_without_a_meaning_is_found_wherever_it_stands() {
        let sound: Vec<u8> =
            (0..=255).filter(|b| ![0x81, 0x8d, 0x8f, 0x90, 0x9d].contains(b)).collect();
        let bytes = sound.repeat(3);
        assert_eq!(first_undefined(&bytes), None);
        for at in 0..bytes.len() {
            let undefined = [0x81, 0x8d, 0x8f, 0x90, 0x9d][at % 5];
            let bytes = [&bytes[..at], &[undefined], &bytes[at..], &[0x81]].concat();
            assert_eq!(first_undefined(&bytes), Some(at));
        }
    }
}
