//! From codes to characters: the table `ToUnicode` of a font, and texts outside of pages.

use hayro_cmap::{BfString, CMap};
use hayro_syntax::object::{Dict, Stream};

/// The characters of a font's codes, which have two bytes each.
pub(super) struct Letters(Option<CMap>);

impl Letters {
    /// The table of a font.
    pub(super) fn of(font: &Dict<'_>) -> Self {
        let table = font.get::<Stream<'_>>("ToUnicode").and_then(|table| table.decoded().ok());
        Self(table.and_then(|bytes| CMap::parse(&bytes, |_| None)))
    }

    /// The text of a string of codes; a code without a character is one that readers cannot know.
    pub(super) fn text(&self, codes: &[u8]) -> String {
        let letters = codes.chunks(2).map(|code| {
            let code = code.iter().fold(0, |number, byte| number << 8 | u32::from(*byte));
            match self.0.as_ref().and_then(|table| table.lookup_bf_string(code)) {
                Some(BfString::Char(letter)) => letter.to_string(),
                Some(BfString::String(letters)) => letters,
                None => char::REPLACEMENT_CHARACTER.to_string(),
            }
        });
        letters.collect()
    }
}

/// Text as PDF writes it where it is meant for people: UTF-16 with a mark in front, or one byte a letter.
pub(super) fn text_string(bytes: &[u8]) -> String {
    match bytes {
        [0xfe, 0xff, units @ ..] => {
            let units = units.chunks(2);
            let units =
                units.map(|pair| pair.iter().fold(0, |unit, it| unit << 8 | u16::from(*it)));
            String::from_utf16_lossy(&units.collect::<Vec<u16>>())
        }
        [0xef, 0xbb, 0xbf, utf8 @ ..] => String::from_utf8_lossy(utf8).into_owned(),
        // Of the letters beyond Latin-1 that PDF has a byte for, titles and hyphens need none.
        bytes => bytes.iter().map(|byte| char::from(*byte)).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_become_characters_one_by_one_and_in_ranges() {
        let table = "1 begincodespacerange\n<0000> <ffff>\nendcodespacerange\n\
                     2 beginbfchar\n<0001> <0053>\n<0002> <00660069>\nendbfchar\n2 beginbfrange\n\
                     <0003> <0005> <0041>\n<0006> <0007> [<0078> <D83DDE00>]\nendbfrange";
        let letters = Letters(CMap::parse(table.as_bytes(), |_| None));
        let codes = [0, 1, 0, 2, 0, 3, 0, 4, 0, 5, 0, 6, 0, 7, 0, 8];
        assert_eq!(letters.text(&codes), "SfiABCx😀\u{fffd}");
    }

    #[test]
    fn texts_for_people_are_utf_16_or_bytes() {
        assert_eq!(text_string(&[0xfe, 0xff, 0, 0x41, 0x20, 0x2f]), "A\u{202f}");
        assert_eq!(text_string(b"-\xad"), "-\u{ad}");
    }
}
