//! What a style sheet would load. Read as a browser reads it: with escapes resolved and comments left out, so that
//! `@im\70ort` is what it is, and a text between quotes is a text.

use std::iter::Peekable;
use std::str::Chars;

/// What loads something, whatever stands behind it.
const LOADING: [&str; 3] = ["@import", "image-set(", "src("];
/// Goals that lie within the page.
const WITHIN: [&str; 3] = ["#", "data:image/", "data:font/"];
/// So much of a goal is told.
const TOLD: usize = 40;

/// The sheet with the line ends of a browser: a carriage return or a form feed ends a line as well, and with it a string.
pub fn with_line_ends(css: &str) -> String {
    css.replace("\r\n", "\n").replace(['\r', '\x0c'], "\n")
}

/// The first thing a style sheet, or a `style` attribute, would load from elsewhere; `None` where there is none.
pub fn loads(css: &str) -> Option<String> {
    let plain = plain(css);
    if let Some(word) = LOADING.iter().find(|word| plain.contains(*word)) {
        return Some(word.trim_end_matches('(').to_owned());
    }
    plain.split("url(").skip(1).find_map(|goal| {
        let goal =
            goal.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '"' || c == '\'');
        let is_within = WITHIN.iter().any(|start| goal.starts_with(start));
        let goal = goal.split([')', '"', '\'']).next().unwrap_or_default();
        (!is_within).then(|| format!("url({})", goal.chars().take(TOLD).collect::<String>()))
    })
}

/// The sheet in small letters, without comments, with escapes resolved; within quotes and goals without the signs that would
/// begin something there.
pub(super) fn plain(css: &str) -> String {
    let css = with_line_ends(css);
    let mut plain = String::with_capacity(css.len());
    let mut rest = css.chars().peekable();
    while let Some(character) = rest.next() {
        match character {
            '"' | '\'' => quoted(&mut rest, character, &mut plain),
            '/' if rest.peek() == Some(&'*') => {
                comment(&mut rest);
                plain.push(' ');
            }
            '\\' => plain.extend(escaped(&mut rest).filter(|c| c.is_alphanumeric()).map(small)),
            other => plain.push(small(other)),
        }
        if plain.ends_with("url(") {
            goal(&mut rest, &mut plain);
        }
    }
    plain
}

fn small(character: char) -> char {
    character.to_ascii_lowercase()
}

/// A string, which ends with its quote or, unfinished, with its line.
fn quoted(rest: &mut Peekable<Chars<'_>>, quote: char, plain: &mut String) {
    plain.push(quote);
    while let Some(character) = rest.next() {
        match character {
            '\n' => break,
            c if c == quote => break,
            '\\' => plain.extend(escaped(rest).map(inert)),
            c => plain.push(inert(c)),
        }
    }
    plain.push(quote);
}

/// The goal behind `url(`, which may stand without quotes.
fn goal(rest: &mut Peekable<Chars<'_>>, plain: &mut String) {
    // Other blanks are part of an address.
    while rest.next_if(char::is_ascii_whitespace).is_some() {}
    if matches!(rest.peek(), Some('"' | '\'')) {
        return;
    }
    while let Some(character) = rest.next() {
        match character {
            ')' => break,
            '\\' => plain.extend(escaped(rest).map(inert)),
            c => plain.push(inert(c)),
        }
    }
    plain.push(')');
}

/// A character of a text, which begins nothing.
fn inert(character: char) -> char {
    if matches!(character, '(' | ')' | '@' | '"' | '\'') { ' ' } else { small(character) }
}

/// The rest of a comment, of which the slash is read.
pub fn comment(rest: &mut Peekable<Chars<'_>>) {
    rest.next();
    let mut before = ' ';
    for character in rest.by_ref() {
        if before == '*' && character == '/' {
            return;
        }
        before = character;
    }
}

/// The character behind a backslash: up to six hexadecimal digits and a blank, or itself.
pub fn escaped(characters: &mut Peekable<Chars<'_>>) -> Option<char> {
    let mut code = 0;
    let mut digits = 0;
    while digits < 6
        && let Some(digit) = characters.peek().and_then(|character| character.to_digit(16))
    {
        code = code * 16 + digit;
        digits += 1;
        characters.next();
    }
    if digits == 0 {
        return characters.next();
    }
    characters.next_if(|character| character.is_ascii_whitespace());
    char::from_u32(code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_a_browser_would_fetch_is_seen() {
        for css in [
            "@import 'a.css';",
            "@IM\\70ort url(data:image/png,x)",
            "a{background:url(https://example.org/x.png)}",
            "a{background:url( 'x.png')}",
            "a{background:URL(\\68ttps://example.org)}",
            "a{background:u\\72l(x)}",
            "a{background:image-set('x.png' 1x)}",
            "a{src:url(\"//example.org/f.woff2\")}",
            "a{background:url()}",
            "a{content:'/*'}b{background:url(x)}c{content:'*/'}",
            "a{content:\"\\\"\"}b{background:url(x)}",
            "a{content:\"x\nb{background:url(x)}",
            "a{b:url(data:image/png,\"x) url(x)",
            "a{b:url(data:image/png,x') url(x)",
            "/**/a{b:url(x)}",
            "a{b:'x\r;b:url(x)}",
            "a{b:'x\x0c;b:url(x)}",
            "a{b:'x\\\r\ny';b:url(x);c:'z'}",
            "a{b:url(\u{a0}#x)}",
        ] {
            assert!(loads(css).is_some(), "{css}");
        }
    }

    #[test]
    fn what_lies_within_the_page_loads_nothing() {
        for css in [
            "@font-face{src:url(data:font/woff2;base64,AAAA) format(\"woff2\")}",
            "a{fill:url(#gradient)}",
            "a{background:url(\"data:image/svg+xml,%3Csvg/%3E\")}",
            "a{content:\"url(x) @import\"}",
            "/* @import 'a'; url(x) */ a{scroll-behavior:smooth}",
        ] {
            assert_eq!(loads(css), None, "{css}");
        }
    }
}
