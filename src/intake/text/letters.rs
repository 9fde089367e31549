//! Whether a text can be German: signs that betray a wrong decoding. Used to tell code pages apart
//! and to find text that was ruined before it reached us.

/// What the signs beyond ASCII look like.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Signs {
    /// ä, ö, ü, ß and their capitals.
    pub(crate) german: usize,
    /// Signs that stand where no German text has them.
    pub(crate) implausible: usize,
    /// All signs beyond ASCII.
    pub(crate) all: usize,
}

impl Signs {
    /// Whether at most one sign in twenty is out of place.
    pub(crate) fn is_plausible(self) -> bool {
        self.implausible * 20 <= self.all
    }
}

/// Counts the signs beyond ASCII.
pub(crate) fn examine(text: &str) -> Signs {
    let mut signs = Signs::default();
    let mut before = ' ';
    let mut characters = text.chars().peekable();
    while let Some(c) = characters.next() {
        if !c.is_ascii() {
            let after = characters.peek().copied().unwrap_or(' ');
            signs.all += 1;
            signs.german += usize::from(is_german(c));
            signs.implausible += usize::from(!is_german(c) && is_out_of_place(before, c, after));
        }
        before = c;
    }
    signs
}

fn is_german(c: char) -> bool {
    matches!(c, 'ä' | 'ö' | 'ü' | 'ß' | 'Ä' | 'Ö' | 'Ü')
}

fn is_out_of_place(before: char, c: char, after: char) -> bool {
    let in_word = before.is_alphabetic() && after.is_alphabetic();
    match c {
        'Ã' | 'Â' | '¤' | '¦' | '¬' | '¨' | '¯' | '¸' | '¶' | '‡' | 'ˆ' | '˜' | 'ı' | '¥' | '¢' => {
            true
        }
        '\u{2500}'..='\u{25ff}' | '\u{80}'..='\u{9f}' | '‗' => true,
        '’' | '‘' | '´' | '·' | '–' | '—' | '\u{a0}' | '\u{ad}' => false,
        c if c.is_alphabetic() => c.is_uppercase() && before.is_lowercase(),
        _ => in_word,
    }
}

/// So many bytes are looked at together.
const BLOCK: usize = 256;

/// The offsets of text that was decoded wrongly before: `Ã¼` for `ü`, and the replacement sign.
pub(crate) fn ruined(text: &str) -> impl Iterator<Item = usize> {
    let bytes = text.as_bytes();
    let behind = bytes.get(1..).unwrap_or_default();
    // The bytes of `Ã` and `Â`, and the first two of the replacement sign, are rare: most blocks hold none.
    let is_start = |a: u8, b: u8| ((a == 0xc3) & (b & 0xfe == 0x82)) | ((a == 0xef) & (b == 0xbf));
    let blocks = bytes.chunks(BLOCK).zip(behind.chunks(BLOCK)).enumerate();
    let suspicious = blocks.filter(move |(_, (bytes, behind))| {
        bytes.iter().zip(*behind).fold(false, |any, (a, b)| any | is_start(*a, *b))
    });
    let starts = suspicious.flat_map(move |(block, (bytes, behind))| {
        let pairs = bytes.iter().zip(behind).enumerate();
        pairs.filter(move |(_, (a, b))| is_start(**a, **b)).map(move |(at, _)| block * BLOCK + at)
    });
    starts.filter(move |offset| {
        let mut signs = text.get(*offset..).unwrap_or_default().chars();
        match signs.next() {
            Some('\u{fffd}') => true,
            Some('Ã' | 'Â') => signs.next().is_some_and(is_trail),
            _ => false,
        }
    })
}

/// Whether a sign is what Windows-1252 makes of the second byte of an umlaut in UTF-8.
fn is_trail(c: char) -> bool {
    matches!(c, '\u{80}'..='\u{bf}') || "€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ".contains(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn german_text_with_foreign_names_is_plausible() {
        let text = "„Größe“ – Zoë, André, Ångström; 5 €, § 22 Abs. 1, Rock’n’Roll";
        assert!(examine(text).is_plausible());
        assert!(!examine("Best„tigung").is_plausible());
        assert!(!examine("Grⁿ▀e").is_plausible());
        assert!(!examine("fÃ¼r").is_plausible());
        assert!(examine("nur ASCII").is_plausible());
    }

    #[test]
    fn ruined_text_is_found_where_it_stands() {
        assert_eq!(ruined("für fÃ¼r \u{fffd} ÃŸ").collect::<Vec<_>>(), [6, 12, 16]);
        assert_eq!(ruined("São Tomé, Âge").count(), 0);
    }
}
