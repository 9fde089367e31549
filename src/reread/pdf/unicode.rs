//! From the codes of a font to characters and widths: its tables `ToUnicode` and `W`.

use hayro_syntax::object::{Array, Dict, Object, Stream};
use std::collections::BTreeMap;

/// The characters and widths of a font's codes, which have two bytes each.
#[derive(Debug, Default)]
pub(super) struct Letters {
    texts: BTreeMap<u32, String>,
    /// In thousandths of the size.
    widths: BTreeMap<u32, f64>,
}

impl Letters {
    /// The table of a font; empty where it has none.
    pub(super) fn of(font: &Dict<'_>) -> Self {
        let table = font.get::<Stream<'_>>("ToUnicode").and_then(|table| table.decoded().ok());
        let text = table.map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
        let faces = font.get::<Array<'_>>("DescendantFonts");
        let face = faces.and_then(|faces| faces.iter::<Dict<'_>>().next());
        let widths = face.and_then(|face| face.get::<Array<'_>>("W"));
        let widths = widths.map(|widths| self::widths(&widths)).unwrap_or_default();
        Self { texts: Self::parse(&text.unwrap_or_default()), widths }
    }

    /// How far a string of codes reaches at size one.
    pub(super) fn width(&self, codes: &[u8]) -> f64 {
        let widths = codes.chunks(2).map(|code| self.widths.get(&number(code)));
        widths.map(|width| width.copied().unwrap_or(1000.0) / 1000.0).sum()
    }

    /// `<0001> <0053>` within `bfchar`; `<0001> <0003> <0053>` or `<0001> <0002> [<0053> <0054>]`
    /// within `bfrange`.
    fn parse(table: &str) -> BTreeMap<u32, String> {
        let mut letters = BTreeMap::new();
        let mut rest = table;
        while let Some((_, behind)) = rest.split_once("begin") {
            let Some((section, after)) = behind.split_once("end") else { break };
            if let Some(pairs) = section.strip_prefix("bfchar") {
                let codes = hexadecimal(pairs);
                for pair in codes.chunks_exact(2) {
                    if let [code, text] = pair {
                        letters.insert(number(code), utf16(text));
                    }
                }
            } else if let Some(lines) = section.strip_prefix("bfrange") {
                lines.lines().for_each(|line| range(line, &mut letters));
            }
            rest = after;
        }
        letters
    }

    /// The text of a string of codes; a code without a character is one that readers cannot know.
    pub(super) fn text(&self, codes: &[u8]) -> String {
        let unknown = || char::REPLACEMENT_CHARACTER.to_string();
        let letters = codes.chunks(2).map(|code| self.texts.get(&number(code)));
        letters.map(|text| text.cloned().unwrap_or_else(unknown)).collect()
    }
}

/// `1 [600 500]` gives the widths of codes from 1 on, `3 5 600` that of codes 3 to 5.
fn widths(list: &Array<'_>) -> BTreeMap<u32, f64> {
    let mut widths = BTreeMap::new();
    let mut codes: Vec<f64> = Vec::new();
    for object in list.iter::<Object<'_>>() {
        match object {
            Object::Array(row) => {
                let first = codes.pop().unwrap_or_default() as u32;
                widths.extend((first..).zip(row.iter::<f64>()));
                codes.clear();
            }
            Object::Number(number) => codes.push(number.as_f64()),
            _ => {}
        }
        if let [first, last, width] = codes.as_slice() {
            widths.extend((*first as u32..=*last as u32).map(|code| (code, *width)));
            codes.clear();
        }
    }
    widths
}

fn range(line: &str, letters: &mut BTreeMap<u32, String>) {
    let codes = hexadecimal(line);
    let [first, last, texts @ ..] = codes.as_slice() else { return };
    for (step, code) in (number(first)..=number(last)).enumerate() {
        let text = match texts {
            [start] if !line.contains('[') => {
                let mut units = start.clone();
                let low = units.pop().unwrap_or_default();
                units.push(low.wrapping_add(u8::try_from(step).unwrap_or_default()));
                utf16(&units)
            }
            texts => texts.get(step).map(|text| utf16(text)).unwrap_or_default(),
        };
        letters.insert(code, text);
    }
}

/// All strings in angle brackets.
fn hexadecimal(text: &str) -> Vec<Vec<u8>> {
    let strings = text.split('<').skip(1).filter_map(|part| part.split_once('>'));
    let byte = |pair: &[u8]| {
        std::str::from_utf8(pair).ok().and_then(|pair| u8::from_str_radix(pair, 16).ok())
    };
    strings.map(|(digits, _)| digits.as_bytes().chunks(2).filter_map(byte).collect()).collect()
}

fn number(bytes: &[u8]) -> u32 {
    bytes.iter().fold(0, |number, byte| number << 8 | u32::from(*byte))
}

/// Text as PDF writes it where it is meant for people: UTF-16 with a mark in front, or one byte a letter.
pub(super) fn text_string(bytes: &[u8]) -> String {
    match bytes {
        [0xfe, 0xff, units @ ..] => utf16(units),
        [0xef, 0xbb, 0xbf, utf8 @ ..] => String::from_utf8_lossy(utf8).into_owned(),
        // Of the letters beyond Latin-1 that PDF has a byte for, titles and hyphens need none.
        bytes => bytes.iter().map(|byte| char::from(*byte)).collect(),
    }
}

fn utf16(bytes: &[u8]) -> String {
    let units: Vec<u16> = bytes
        .chunks(2)
        .map(|pair| pair.iter().fold(0, |unit: u16, byte| unit << 8 | u16::from(*byte)))
        .collect();
    String::from_utf16_lossy(&units)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_become_characters_one_by_one_and_in_ranges() {
        let table = "2 beginbfchar\n<0001> <0053>\n<0002> <00660069>\nendbfchar\n2 beginbfrange\n\
                     <0003> <0005> <0041>\n<0006> <0007> [<0078> <D83DDE00>]\nendbfrange";
        let letters = Letters { texts: Letters::parse(table), widths: BTreeMap::new() };
        let codes = [0, 1, 0, 2, 0, 3, 0, 4, 0, 5, 0, 6, 0, 7, 0, 8];
        assert_eq!(letters.text(&codes), "SfiABCx😀\u{fffd}");
    }

    #[test]
    fn texts_for_people_are_utf_16_or_bytes() {
        assert_eq!(text_string(&[0xfe, 0xff, 0, 0x41, 0x20, 0x2f]), "A\u{202f}");
        assert_eq!(text_string(b"-\xad"), "-\u{ad}");
    }
}
