//! Anchors and links: where a reader can jump to, and which goals are harmless.

use super::document::Inline;
use crate::domain::{is_unreadable, text_key};

/// Whether a link's goal is harmless: http, https, mailto, an anchor or a relative path. Read as a browser reads it, which leaves
/// out line ends, tabs and what is not to be seen around it, and takes backslashes for slashes.
pub fn is_safe_link(href: &str) -> bool {
    let href =
        href.trim_matches(|c: char| c <= ' ').replace(['\t', '\n', '\r'], "").replace('\\', "/");
    if href.contains(is_unreadable) {
        return false;
    }
    let scheme = href.split_once(':').map(|(scheme, _)| scheme.to_ascii_lowercase());
    match scheme {
        None => !href.starts_with("//"),
        Some(scheme) if scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c)) => {
            ["http", "https", "mailto"].contains(&scheme.as_str())
        }
        // A colon behind a slash or number sign is no scheme.
        Some(scheme) => scheme.contains(['/', '#', '?']) && !href.starts_with("//"),
    }
}

/// The text of inlines without their markup.
pub fn plain_text(content: &[Inline]) -> String {
    let mut text = String::new();
    for inline in content {
        match inline {
            Inline::Text(part) | Inline::Code(part) | Inline::Abbreviation { short: part, .. } => {
                text.push_str(part);
            }
            Inline::Figure(figure) => text.push_str(figure.text()),
            Inline::Strong(inner)
            | Inline::Emphasis(inner)
            | Inline::Struck(inner)
            | Inline::Link { content: inner, .. } => {
                text.push_str(&plain_text(inner));
            }
            Inline::LineBreak => text.push(' '),
            Inline::Footnote { mark, .. } => text.push_str(mark),
        }
    }
    text
}

/// An anchor from a text: `a-z`, `0-9` and hyphens.
pub(super) fn anchor(text: &str) -> String {
    let mut anchor = String::new();
    for character in text_key(text).chars() {
        if character.is_ascii_alphanumeric() {
            anchor.push(character);
        } else if !anchor.ends_with('-') && !anchor.is_empty() {
            anchor.push('-');
        }
    }
    let trimmed = anchor.trim_end_matches('-');
    if trimmed.is_empty() { "abschnitt".to_owned() } else { trimmed.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_harmless_links_pass() {
        for href in [
            "https://example.org",
            "mailto:a@example.org",
            "#method",
            "data/a.csv",
            "a#b:c",
            "data\\a.csv",
        ] {
            assert!(is_safe_link(href), "{href}");
        }
        for href in [
            "javascript:alert(1)",
            "data:text/html,x",
            "//example.org",
            "JavaScript:x",
            "/\\example.org",
            "\\\\example.org",
            "\\/example.org",
            " //example.org",
            "/\t/example.org",
            "java\nscript:x",
            "\u{1}javascript:x",
        ] {
            assert!(!is_safe_link(href), "{href}");
        }
    }

    #[test]
    fn anchors_are_plain_ascii() {
        assert_eq!(anchor("Über Bewertung & Gründe (2017)"), "ueber-bewertung-gruende-2017");
        assert_eq!(anchor("…"), "abschnitt");
    }
}
