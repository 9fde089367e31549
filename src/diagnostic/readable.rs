//! Texts that hold words of files, made safe to print. What a file says must not move a terminal's cursor, hide a line or turn it
//! round, nor give a command to a machine that reads along.

use crate::domain::{is_invisible, is_unreadable};
use std::borrow::Cow;

/// How a workflow command begins on a code host that runs the program.
const COMMAND: &str = "::";
/// What makes one of any line it stands in, on such hosts.
const WITHIN: [&str; 3] = ["##[", "##vso[", "##teamcity["];

/// The text with characters that are not to be seen written out (`\u{1b}`), and no line that begins as a command does.
pub fn readable(text: &str) -> String {
    let text = apart(text, "#\\#");
    let mut readable = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        let words = line.trim_start();
        if words.starts_with(COMMAND) {
            readable.push('\\');
        }
        for character in line.chars() {
            match is_unreadable(character) || is_invisible(character) {
                true => readable.extend(character.escape_unicode()),
                false => readable.push(character),
            }
        }
    }
    readable
}

/// The same of JSON, where such characters stand in strings alone and have a written form that says the same.
pub fn json_readable(json: &str) -> String {
    let json = apart(json, "#\\u0023");
    let mut readable = String::with_capacity(json.len());
    for character in json.chars() {
        match is_unreadable(character) {
            true => character.encode_utf16(&mut [0; 2]).iter().for_each(|unit| {
                readable.push_str(&format!("\\u{unit:04x}"));
            }),
            false => readable.push(character),
        }
    }
    readable
}

/// The text without what makes a command of any line; `instead` stands for its two first signs.
fn apart<'a>(text: &'a str, instead: &str) -> Cow<'a, str> {
    WITHIN.iter().fold(Cow::Borrowed(text), |text, begins| match text.contains(begins) {
        true => Cow::Owned(text.replace(begins, &begins.replacen("##", instead, 1))),
        false => text,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_word_of_a_file_commands_a_terminal_or_a_machine() {
        assert_eq!(readable("a\u{1b}[2J\u{202e}b\r\n"), "a\\u{1b}[2J\\u{202e}b\\u{d}\n");
        assert_eq!(
            readable("`draft\u{200b}`"),
            "`draft\\u{200b}`",
            "why it is not the word it seems"
        );
        assert_eq!(readable("x\n::error::y\n  ::z\na::b"), "x\n\\::error::y\n\\  ::z\na::b");
        assert_eq!(readable("a ##[error]b ##vso[c]d"), "a #\\#[error]b #\\#vso[c]d");
    }

    #[test]
    fn json_stays_the_same_json() {
        let text = "\u{9b}\u{202e}\u{10fffd}\u{7f}ä##[x]";
        let json = json_readable(&serde_json::to_string(text).unwrap());
        assert_eq!(json, "\"\\u009b\\u202e\\udbff\\udffd\\u007fä#\\u0023[x]\"");
        assert_eq!(serde_json::from_str::<String>(&json).unwrap(), text);
    }
}
