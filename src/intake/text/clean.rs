//! Texts without what cannot be seen around them.

use crate::domain::is_invisible;

/// A text without blanks (also no-break ones) and invisible signs around it.
pub(crate) fn clean(text: &str) -> &str {
    // Nearly all texts begin and end with something that is to be seen.
    match text.as_bytes() {
        [b'!'..=b'~', .., b'!'..=b'~'] | [b'!'..=b'~'] | [] => text,
        _ => text.trim_matches(is_nothing),
    }
}

/// A text without those at its start.
pub(crate) fn clean_start(text: &str) -> &str {
    text.trim_start_matches(is_nothing)
}

fn is_nothing(c: char) -> bool {
    c.is_whitespace() || is_invisible(c)
}
