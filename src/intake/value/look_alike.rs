//! Signs that only look like the letters of a known value: a Cyrillic `а` in place of the Latin one, a capital `I` in
//! place of `l`, a sign that is not to be seen at all. On a screen both texts are the same; so the sign is named.

use crate::domain::text_key;
use unicode_normalization::UnicodeNormalization;

/// Letters of other alphabets and the Latin ones they look like, in the same order.
const FOREIGN: (&str, &str) = (
    "АВЕЅZІЈКМНОРСТХҮавеѕіјкһорсхуԁԛԝΑΒΕΖΗΙΚΜΝΟΡΤΥΧαιονρυχϲ",
    "ABESZIJKMHOPCTXYabesijkhopcxydqwABEZHIKMNOPTYXaiovpuxc",
);

/// The first sign of a text that keeps it from being one of the known texts, in words; `None` where the text is
/// no look-alike of any of them.
pub(crate) fn told<'k>(text: &str, known: impl Iterator<Item = &'k str>) -> Option<String> {
    let bones = skeleton(text);
    let meant = known.into_iter().find(|known| skeleton(known) == bones)?;
    let mut expected = text_key(meant);
    // What is compared is compared without blanks at its ends.
    for (number, sign) in (1..).zip(text.nfc()) {
        if is_invisible(sign) {
            return Some(format!("das {number}. Zeichen ist unsichtbar ({})", code_point(sign)));
        }
        let key = text_key(&sign.to_string());
        match expected.strip_prefix(key.as_str()).map(str::to_owned) {
            Some(rest) => expected = rest.trim_start().to_owned(),
            None => {
                let looks = latin(sign).unwrap_or(sign);
                let script = match sign {
                    '\u{400}'..='\u{52f}' => ", kyrillisch",
                    '\u{370}'..='\u{3ff}' => ", griechisch",
                    _ => "",
                };
                let wanted: String = expected.chars().take(1).collect();
                return Some(match latin(sign) {
                    Some(_) => format!(
                        "das {number}. Zeichen sieht nur aus wie `{looks}` ({}{script})",
                        code_point(sign)
                    ),
                    None => format!("das {number}. Zeichen sieht nur aus wie `{wanted}`"),
                });
            }
        }
    }
    None
}

fn code_point(sign: char) -> String {
    format!("U+{:04X}", u32::from(sign))
}

/// The Latin letter that a letter of another alphabet looks like.
fn latin(sign: char) -> Option<char> {
    let at = FOREIGN.0.chars().position(|foreign| foreign == sign)?;
    FOREIGN.1.chars().nth(at).filter(|latin| *latin != sign)
}

/// Signs without a shape of their own that [`text_key`] does not drop.
fn is_invisible(sign: char) -> bool {
    matches!(
        sign,
        '\u{34f}'
            | '\u{61c}'
            | '\u{115f}'
            | '\u{180e}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}'
            | '\u{ad}'
    )
}

/// What a text looks like: letters that look alike are one, in lower case.
fn skeleton(text: &str) -> String {
    let visible = text.nfc().filter(|sign| !is_invisible(*sign));
    let shapes: String = visible
        .map(|sign| latin(sign).unwrap_or(sign))
        .map(|sign| match sign {
            'I' | '1' | '|' => 'l',
            '0' => 'o',
            sign => sign,
        })
        .collect();
    // Capitals and small letters are the same word, so their shapes are as well.
    text_key(&shapes).replace('i', "l")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(text: &str) -> Option<String> {
        told(text, ["begründet", "teilweise begründet", "Lob", "Idee/Anregung"].into_iter())
    }

    #[test]
    fn a_letter_that_only_looks_alike_is_named() {
        for (text, sign) in [
            ("begründеt", "das 8. Zeichen sieht nur aus wie `e` (U+0435, kyrillisch)"),
            ("Lοb", "das 2. Zeichen sieht nur aus wie `o` (U+03BF, griechisch)"),
            ("Iob", "das 1. Zeichen sieht nur aus wie `l`"),
            ("L0b", "das 2. Zeichen sieht nur aus wie `o`"),
            ("teiIweise begründet", "das 4. Zeichen sieht nur aus wie `l`"),
            ("Lo\u{200e}b", "das 3. Zeichen ist unsichtbar (U+200E)"),
            ("Lob\u{2063}", "das 4. Zeichen ist unsichtbar (U+2063)"),
        ] {
            assert_eq!(said(text).as_deref(), Some(sign), "{text}");
        }
    }

    #[test]
    fn what_looks_otherwise_is_no_look_alike() {
        for text in ["begrundet", "Lop", "", "Bob"] {
            assert_eq!(said(text), None, "{text}");
        }
    }

    #[test]
    fn every_foreign_letter_has_one_that_it_looks_like() {
        assert_eq!(FOREIGN.0.chars().count(), FOREIGN.1.chars().count());
    }
}
