//! The texts a style sheet prints. Besides `content` many properties print strings (`list-style-type`, `quotes`, `symbols` …) or hand them
//! on (`--x`), and a browser reads their names in any case, with escapes and comments. So every string counts that is not known to
//! be something else: a selector, an address, the name of a font.

use crate::project::stylesheet::{comment, escaped, with_line_ends};
use std::iter::Peekable;
use std::str::Chars;

/// What a string can stand in without being printed: the parts of an address or of a font's source.
const UNPRINTED: [&str; 3] = ["url", "format", "local"];

/// The strings that may be printed.
pub(super) fn printed(style: &str) -> Vec<String> {
    let mut found = Vec::new();
    // Since the last declaration or rule began; the name before the last bracket that is open.
    let (mut statement, mut bracket) = (String::new(), None);
    let style = with_line_ends(style);
    let mut characters = style.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '"' | '\'' => {
                let text = string(&mut characters, character);
                if bracket.is_none() && !names_font(&statement) {
                    found.push(text);
                }
            }
            '/' if characters.peek() == Some(&'*') => comment(&mut characters),
            '\\' => statement.extend(escaped(&mut characters)),
            '{' | '}' | ';' => (statement, bracket) = (String::new(), None),
            '[' => bracket = Some(String::new()),
            '(' => {
                let name = statement.rsplit(|c: char| !c.is_alphanumeric()).next();
                let is_unprinted = |name: &&str| UNPRINTED.contains(name);
                bracket = name.filter(is_unprinted).map(str::to_owned).or(bracket);
                statement.push(' ');
            }
            ')' | ']' => {
                bracket = None;
                statement.push(' ');
            }
            other => statement.extend(other.to_lowercase()),
        }
    }
    found
}

/// Whether a declaration sets a font, or an at-rule names how the sheet is stored.
fn names_font(statement: &str) -> bool {
    let name = statement.trim_start().trim_start_matches("--");
    name.starts_with("font") || name.starts_with("@charset")
}

/// The rest of a string up to its quote or, unfinished, to the end of its line.
fn string(characters: &mut Peekable<Chars<'_>>, quote: char) -> String {
    let mut text = String::new();
    while let Some(character) = characters.next() {
        match character {
            '\n' => break,
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
        let style =
            "a{justify-content:center}b::after{content:\"x;}\\3c i\\3e 2\" counter(page) '\\'3'}";
        assert_eq!(printed(style), ["x;}<i>2", "'3"]);
        assert_eq!(printed("a{content:\"\\32\"}"), ["2"], "an escaped digit is one");
    }

    #[test]
    fn every_property_that_prints_a_string_is_read() {
        for declaration in [
            "content : \"47\"",
            "content/**/:/* ' */\"47\"",
            "CONTENT:\"47\"",
            "c\\6fntent:'47'",
            "list-style-type:\"47\"",
            "quotes:\"47\" '47'",
            "--x:\"47\"",
            "content:counters(x, \"47\")",
            "content:url(data:image/png,x)\"47\"",
            "content:\"x\n;content:\"47\"",
            "content:'x\x0c;content:'47'",
        ] {
            let found = printed(&format!("a[b]{{color:red;{declaration}}}"));
            assert!(found.iter().any(|text| text == "47"), "{declaration}");
        }
        assert_eq!(printed("@counter-style x{symbols:\"47\" ; }"), ["47"]);
    }

    #[test]
    fn what_is_not_printed_is_not_read() {
        let style = "@charset \"utf-8\";/* \"1\" */a[href^=\"2\"]{font-family:\"Univers 3\";--font:'4'}\
            @font-face{font-family:\"5\";src:url(\"6\") format(\"woff2\"),local('7')}";
        assert_eq!(printed(style), Vec::<String>::new());
    }
}
