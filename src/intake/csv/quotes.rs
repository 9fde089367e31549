//! Which sign quotes the fields of a text. A file quoted with `'` is read with both signs exchanged, and each field is given
//! back with them exchanged again: then one scanner reads both, and places stay what they are.

/// How quotes stand in a text that is scanned.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Quotes {
    /// Fields are quoted with `"`.
    #[default]
    Double,
    /// Fields are quoted with `'`; both signs are exchanged in the text.
    Single,
}

impl Quotes {
    /// The sign that quotes.
    pub(crate) fn sign(self) -> char {
        match self {
            Self::Single => '\'',
            Self::Double => '"',
        }
    }

    /// The quoting with this sign.
    pub(crate) fn from_sign(sign: char) -> Self {
        if sign == '\'' { Self::Single } else { Self::Double }
    }
}

/// A text with `"` and `'` exchanged; every byte keeps its place.
pub(crate) fn exchanged(text: &str) -> String {
    let exchange = |c| match c {
        '"' => '\'',
        '\'' => '"',
        c => c,
    };
    text.chars().map(exchange).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_exchanged_text_keeps_its_places_and_comes_back() {
        let text = "'ä;\"b\"';it''s\n";
        assert_eq!(exchanged(text), "\"ä;'b'\";it\"\"s\n");
        assert_eq!(exchanged(&exchanged(text)), text);
    }
}
