//! Two spellings of one word: the form in which headers and values are compared, and the form in
//! which labels are sorted.

use unicode_normalization::UnicodeNormalization;

/// A text with each run of blanks and line ends as one space, and none at its ends.
pub fn in_one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The form in which two spellings of a header or value are the same: NFC, lower case, `ß` as
/// `ss`, umlauts written out (`ü` = `ue`), all blanks (also no-break and line ends) as one space,
/// characters that cannot be seen dropped, ends trimmed.
pub fn text_key(text: &str) -> String {
    match text.chars().all(is_composed) {
        true => fold(text.chars(), text.len()),
        false => fold(text.nfc(), text.len()),
    }
}

/// The name nearest to `text`, when one is near enough to be meant; the first of several.
pub fn nearest<'a>(text: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let key = text_key(text);
    // One or two letters are like any others.
    if key.chars().count() < 3 {
        return None;
    }
    let limit = (key.chars().count() / 3).clamp(1, 4);
    let distances =
        names.into_iter().map(|name| (strsim::osa_distance(&key, &text_key(name)), name));
    let nearest = distances.min_by_key(|(distance, _)| *distance);
    nearest.filter(|(distance, _)| *distance <= limit).map(|(_, name)| name)
}

/// Whether a character is the same in NFC wherever it stands. Composition begins with the combining
/// marks; below them, and in common punctuation above, text is composed already.
pub fn is_composed(character: char) -> bool {
    character < '\u{300}' || matches!(character, '\u{2010}'..='\u{2027}' | '€')
}

/// Whether a character is not to be seen and takes no room: soft hyphens, zero-width characters, byte order marks, marks
/// of the direction of writing, variation selectors, control characters that are no blanks.
pub fn is_invisible(character: char) -> bool {
    matches!(
        character,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180b}'..='\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
    ) || (character.is_control() && !character.is_whitespace())
}

/// Whether a character has no place in a text that people read: control characters but tabs and line feeds, marks of the direction of
/// writing, which can make a line look like another, characters of private use, letters and tags that are drawn as nothing, and numbers
/// that are no character.
pub fn is_unreadable(character: char) -> bool {
    let code = u32::from(character);
    matches!(
        character,
        '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2065}'..='\u{206f}' | '\u{2800}' | '\u{3164}' | '\u{e000}'..='\u{f8ff}' | '\u{fdd0}'..='\u{fdef}'
            | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..
    ) || code & 0xfffe == 0xfffe
        || (character.is_control() && !matches!(character, '\t' | '\n'))
}

fn fold(composed: impl Iterator<Item = char>, capacity: usize) -> String {
    let mut key = String::with_capacity(capacity);
    let mut blank = false;
    let mut add = |character: char| {
        match character {
            c if is_invisible(c) => return,
            c if c.is_whitespace() => {
                blank = !key.is_empty();
                return;
            }
            _ => {}
        }
        if std::mem::take(&mut blank) {
            key.push(' ');
        }
        match character {
            'ä' => key.push_str("ae"),
            'ö' => key.push_str("oe"),
            'ü' => key.push_str("ue"),
            'ß' => key.push_str("ss"),
            c => key.push(c),
        }
    };
    for character in composed {
        match character.is_ascii() {
            true => add(character.to_ascii_lowercase()),
            false => character.to_lowercase().for_each(&mut add),
        }
    }
    key
}

/// The key labels are sorted by: DIN 5007 variant 1 (`ä` as `a`, `ß` as `ss`, case ignored), then
/// the label itself so that the order is total.
pub fn sort_key(label: &str) -> (String, String) {
    let folded = label
        .nfd()
        .filter(|c| !unicode_normalization::char::is_combining_mark(*c))
        .flat_map(char::to_lowercase)
        .flat_map(|c| if c == 'ß' { vec!['s', 's'] } else { vec![c] })
        .collect();
    (folded, label.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_header_are_equal() {
        assert_eq!(text_key("Erledigt\u{a0}am "), text_key("erledigt  am"));
        assert_eq!(text_key("Begru\u{308}ndungs\u{ad}grund"), text_key("BEGRUENDUNGSGRUND"));
        assert_eq!(text_key("\u{feff}Straße"), "strasse");
        assert_eq!(text_key("E\u{301}cole\u{200b}"), text_key("École"));
        assert_eq!(text_key("\u{200e}A\u{1}rt\u{202c}"), "art");
        assert_ne!(text_key("Anliegen 1"), text_key("Anliegen 2"));
    }

    #[test]
    fn what_people_read_holds_no_marks_that_they_cannot_see() {
        assert!(
            "Größe 1 – „ja“\t\n\u{a0}\u{ad}e\u{301}\u{200d}👩\u{feff}"
                .chars()
                .all(|c| !is_unreadable(c))
        );
        for c in "\0\r\u{1b}\u{7f}\u{9b}\u{202e}\u{2067}\u{200f}\u{e000}\u{f8ff}\u{ffff}\u{10fffd}"
            .chars()
        {
            assert!(is_unreadable(c), "{c:?}");
        }
    }

    #[test]
    fn umlauts_sort_with_their_base_letter() {
        let mut labels = vec!["Zuzug", "Äußerung", "Antrag", "Ärzte", "Ast"];
        labels.sort_by_key(|label| sort_key(label));
        assert_eq!(labels, ["Antrag", "Ärzte", "Ast", "Äußerung", "Zuzug"]);
    }
}
