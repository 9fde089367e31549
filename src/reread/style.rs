//! The texts a style sheet prints: strings in `content`, with their escapes resolved.

use crate::project::stylesheet::escaped;
use std::iter::Peekable;
use std::str::Chars;

/// The strings of all `content` declarations.
pub(super) fn printed(style: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (at, declaration) in style.match_indices("content:") {
        let rest = style.get(at + declaration.len()..).unwrap_or_default();
        let mut characters = rest.chars().peekable();
        while let Some(character) = characters.next() {
            match character {
                '"' | '\'' => found.push(string(&mut characters, character)),
                ';' | '}' => break,
                _ => {}
            }
        }
    }
    found
}

/// The rest of a string up to its quote.
fn string(characters: &mut Peekable<Chars<'_>>, quote: char) -> String {
    let mut text = String::new();
    while let Some(character) = characters.next() {
        match character {
            c if c == quote => break,
            '\\' => text.extend(escaped(characters)),
            c => text.push(c),
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_are_read_with_their_escapes() {
        let style = "a{justify-content:center}b::after{content:\"x;}\\3c i\\3e 2\" counter(page) '\\'3'}c{d:\"4\"}";
        assert_eq!(printed(style), ["x;}<i>2", "'3"]);
        assert!(printed("content:\"\\32\"").contains(&"2".to_owned()), "an escaped digit is one");
    }
}
