//! The opaque stand-ins for figures and blocks in a chapter's text.
//!
//! A token is a number between two private-use characters: no Markdown syntax touches it, no
//! chapter can compare it with a number, and no text of a chapter or of `report.toml` can be mistaken
//! for one, because `project` takes such characters out of chapters and refuses them in values.

const OPEN: char = '\u{e000}';
const CLOSE: char = '\u{e001}';

/// Whether a character begins or ends a token.
pub(super) fn is_mark(character: char) -> bool {
    matches!(character, OPEN | CLOSE)
}

/// A part of a text with tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Piece<'a> {
    /// Text as it is.
    Text(&'a str),
    /// The request with this number.
    Request(usize),
}

/// The token of a request.
pub(super) fn token(number: usize) -> String {
    format!("{OPEN}{number}{CLOSE}")
}

/// Splits a text at its tokens.
pub fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(OPEN) {
        if !before.is_empty() {
            found.push(Piece::Text(before));
        }
        let (number, behind) = after.split_once(CLOSE).unwrap_or((after, ""));
        found.extend(number.parse().ok().map(Piece::Request));
        rest = behind;
    }
    if !rest.is_empty() {
        found.push(Piece::Text(rest));
    }
    found
}

/// A text with each token replaced by as many blanks as it has characters.
pub fn without_tokens(text: &str) -> String {
    let mut inside = false;
    text.chars()
        .map(|character| {
            let blank = inside || character == OPEN;
            inside = (inside || character == OPEN) && character != CLOSE;
            if blank { ' ' } else { character }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_split_at_its_tokens() {
        let text = format!("von {} Fällen {}", token(3), token(12));
        let expected =
            [Piece::Text("von "), Piece::Request(3), Piece::Text(" Fällen "), Piece::Request(12)];
        assert_eq!(pieces(&text), expected);
        assert_eq!(without_tokens(&token(3)), "   ");
        assert_eq!(without_tokens("a1"), "a1");
    }
}
