//! Numbers in finished texts: where they stand and what they say. The inverse of `locale`, written on
//! its own so that a mistake there is not repeated here.

use std::ops::Range;

/// Narrow no-break space, between groups of digits.
const GROUP_SPACE: char = '\u{202f}';

/// What stands for a number in the skeleton of a text.
pub(super) const HOLE: char = '\u{1}';

/// A number as it was read: `digits` shifted by `decimals` places. `30,5` is 305 with one place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Decimal {
    pub(super) digits: u64,
    pub(super) decimals: u8,
}

/// The places of all numbers in a text. Separators belong to a number where digits stand on both
/// sides, so `02.05.2018` is one and `A0107/15` are two. Any digit of any script counts.
pub(super) fn numbers(text: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut separator: Option<usize> = None;
    for (at, character) in text.char_indices() {
        let end = at + character.len_utf8();
        if character.is_numeric() {
            let joined = separator.take();
            match found.last_mut() {
                Some(last) if last.end == at || joined.is_some_and(|sign| sign == last.end) => {
                    last.end = end;
                }
                _ => found.push(at..end),
            }
        } else {
            let separates = matches!(character, '.' | ',' | GROUP_SPACE)
                && found.last().is_some_and(|last| last.end == at);
            separator = separates.then_some(at);
        }
    }
    found
}

/// Whether a text has any number.
pub(super) fn has_number(text: &str) -> bool {
    text.chars().any(char::is_numeric)
}

/// A text with a hole for each number, and the numbers.
pub(super) fn skeleton(text: &str) -> (String, Vec<&str>) {
    let mut skeleton = String::with_capacity(text.len());
    let mut found = Vec::new();
    let mut from = 0;
    for range in numbers(text) {
        skeleton.push_str(text.get(from..range.start).unwrap_or_default());
        skeleton.push(HOLE);
        from = range.end;
        found.extend(text.get(range));
    }
    skeleton.push_str(text.get(from..).unwrap_or_default());
    (skeleton, found)
}

/// Reads a number in German print: `1.234`, `12 345`, `30,5`.
pub(super) fn german(text: &str) -> Option<Decimal> {
    let (whole, fraction) = match text.split_once(',') {
        Some((whole, fraction)) => (whole, fraction),
        None => (text, ""),
    };
    if text.ends_with(',') {
        return None;
    }
    let groups: Vec<&str> = whole.split(['.', GROUP_SPACE]).collect();
    let grouped = groups.len() > 1;
    let well_formed = groups.iter().enumerate().all(|(position, group)| {
        let length = group.len();
        if position == 0 && grouped { (1..=3).contains(&length) } else { !grouped || length == 3 }
    });
    if well_formed { decimal(&groups.concat(), fraction) } else { None }
}

/// Reads a number in data files: digits, with a decimal point where there are decimals.
pub(super) fn plain(text: &str) -> Option<Decimal> {
    match text.split_once('.') {
        Some((_, "")) => None,
        Some((whole, fraction)) => decimal(whole, fraction),
        None => decimal(text, ""),
    }
}

fn decimal(whole: &str, fraction: &str) -> Option<Decimal> {
    let all_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || !all_digits(whole) || !all_digits(fraction) {
        return None;
    }
    let digits = format!("{whole}{fraction}").parse().ok()?;
    Some(Decimal { digits, decimals: u8::try_from(fraction.len()).ok()? })
}

/// Whether a character takes no room, so that the signs beside it stand side by side.
pub(super) fn is_weightless(character: char) -> bool {
    matches!(character, '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}')
}

/// A text for comparison: white space in single blanks, soft hyphens and other signs without width
/// taken out. The space between groups of digits stays.
pub(super) fn normal(text: &str) -> String {
    let mut normal = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            GROUP_SPACE => normal.push(GROUP_SPACE),
            c if is_weightless(c) => {}
            c if c.is_whitespace() => {
                if !normal.is_empty() && !normal.ends_with(' ') {
                    normal.push(' ');
                }
            }
            c => normal.push(c),
        }
    }
    normal.truncate(normal.trim_end().len());
    normal
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::locale::{Grouping, Numbers};
    use proptest::prelude::*;

    #[test]
    fn numbers_are_found_with_their_separators() {
        let text = "Am 02.05.2018: 12\u{202f}345 Fälle, 30,5 %. A0107/15, ²";
        let (_, found) = skeleton(text);
        assert_eq!(found, ["02.05.2018", "12\u{202f}345", "30,5", "0107", "15", "²"]);
        assert_eq!(skeleton("3, 4.").0, "\u{1}, \u{1}.");
    }

    #[test]
    fn only_well_formed_numbers_are_read() {
        assert_eq!(german("1.234"), Some(Decimal { digits: 1234, decimals: 0 }));
        assert_eq!(german("30,5"), Some(Decimal { digits: 305, decimals: 1 }));
        for wrong in ["", "1.23", "02.05.2018", "1,", "1,2,3", ",5", "²"] {
            assert_eq!(german(wrong), None, "{wrong}");
        }
        assert_eq!(plain("30.5"), Some(Decimal { digits: 305, decimals: 1 }));
        for wrong in ["", "1.", ".5", "1,5", "1.2.3", "-1"] {
            assert_eq!(plain(wrong), None, "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn every_printed_count_is_read_back(value in any::<u64>()) {
            for grouping in [Grouping::Space, Grouping::Point, Grouping::None] {
                let printed = Numbers { grouping }.count(value);
                prop_assert_eq!(german(&printed), Some(Decimal { digits: value, decimals: 0 }));
                prop_assert_eq!(skeleton(&printed).1, vec![printed.as_str()]);
            }
        }
    }
}
