//! Numbers typed by hand into a chapter. A typed number has no definition and no disclosure
//! control, so it is reported unless the writer marks it as meant with `typed(text="…")`.
//!
//! Not meant are years, dates, ordinals, paragraphs of a law and file numbers; headings, links and
//! code are not looked at.

use super::chapters::Tag;
use super::token::without_tokens;
use crate::diagnostic::{Finding, FindingCode, Findings, Place};
use crate::domain::is_invisible;
use crate::locale::month_name;
use pulldown_cmark::{Event, Parser, Tag as Markup, TagEnd, TextMergeStream};

/// Number words that count something when a noun follows.
const NUMBER_WORDS: [&str; 12] = [
    "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn", "elf", "zwölf",
    "hundert",
];

/// Words behind which a number is a reference, not a count.
#[rustfmt::skip]
const REFERENCES: [&str; 13] = [
    "§", "§§", "Absatz", "Abs.", "Satz", "Nummer", "Nr.", "Punkt", "Kapitel", "Tabelle", "Abbildung", "Anlage",
    "Artikel",
];

/// Looks through what a chapter has become. `source` and its tags are the chapter as written, where
/// the numbers are shown.
pub(super) fn check(
    markdown: &str,
    file: &str,
    source: &str,
    tags: &[Tag<'_>],
    findings: &mut Findings,
) {
    let mut skipped = 0_usize;
    let mut from = 0;
    for event in TextMergeStream::new(Parser::new(markdown)) {
        match event {
            Event::Start(Markup::Heading { .. } | Markup::Link { .. } | Markup::CodeBlock(_)) => {
                skipped += 1
            }
            Event::End(TagEnd::Heading(_) | TagEnd::Link | TagEnd::CodeBlock) => skipped -= 1,
            Event::Text(text) if skipped == 0 => {
                let text = without_tokens(&text).replace(is_invisible, "");
                for word in typed(&text) {
                    let offset = find_word(&word, source, tags, from);
                    // Numbers come in the order of the text; one that a loop repeats does not.
                    from = offset.map_or(from, |offset| offset + word.len());
                    let offset = offset.or_else(|| find_word(&word, source, tags, 0));
                    findings.push(finding(file, source, &word, offset));
                }
            }
            _ => {}
        }
    }
}

/// Where a word stands as a whole and outside of tags.
fn find_word(word: &str, source: &str, tags: &[Tag<'_>], from: usize) -> Option<usize> {
    let is_part = |c: char| c.is_alphanumeric();
    let rest = source.get(from..)?;
    rest.match_indices(word).map(|(offset, _)| from + offset).find(|offset| {
        let before = source.get(..*offset).unwrap_or_default();
        let after = source.get(offset + word.len()..).unwrap_or_default();
        !before.ends_with(is_part)
            && !after.starts_with(is_part)
            && !tags.iter().any(|tag| tag.range.contains(offset))
    })
}

fn finding(file: &str, source: &str, word: &str, offset: Option<usize>) -> Finding {
    let finding =
        Finding::new(FindingCode::TypedNumber, format!("`{word}` ist von Hand geschrieben"))
            .expected("eine Kennzahl, zum Beispiel {{ count(category=\"complaint\") }}")
            .help("ist die Zahl so gemeint, schreiben Sie {{ typed(text=\"…\") }}");
    match offset {
        Some(offset) => {
            let (place, snippet) = Place::in_text(file, source, offset, word.len());
            finding.at(place).snippet(snippet)
        }
        None => finding.at(Place::file(file)),
    }
}

/// The typed numbers of a text, as written.
fn typed(text: &str) -> Vec<String> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let mut found = Vec::new();
    for (position, word) in words.iter().enumerate() {
        let before = position.checked_sub(1).and_then(|index| words.get(index)).copied();
        let after = words.get(position + 1).copied();
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        let counts_noun = NUMBER_WORDS.contains(&bare.to_lowercase().as_str())
            && after.is_some_and(|next| next.starts_with(char::is_uppercase));
        if counts_noun || (is_number(bare) && !is_no_count(word, bare, before, after)) {
            found.push(bare.to_owned());
        }
    }
    found
}

fn is_number(bare: &str) -> bool {
    bare.starts_with(|c: char| c.is_ascii_digit())
        && bare
            .chars()
            .all(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | '\u{202f}' | '\u{a0}'))
}

fn is_no_count(word: &str, bare: &str, before: Option<&str>, after: Option<&str>) -> bool {
    let year = bare.len() == 4 && bare.parse().is_ok_and(|year: u16| (1900..=2100).contains(&year));
    let is_month = |word: &str| {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric());
        (1..=12).any(|month| month_name(month) == word)
    };
    let ordinal = word.trim_end_matches([')', ';', ':']).ends_with('.') && after.is_some();
    let date = bare.split('.').count() == 3 && !bare.contains(',');
    let reference = before.is_some_and(|word| {
        let word = word.trim_start_matches('(');
        REFERENCES.contains(&word) || is_month(word)
    });
    year || ordinal || date || reference || after.is_some_and(is_month)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spaces_that_do_not_break_part_words_like_others() {
        let text = "Nach §&nbsp;22 SGB&nbsp;II gab es 119&nbsp;Fälle.";
        let mut findings = Findings::default();
        check(text, "chapters/20-own.md", text, &[], &mut findings);
        let messages: Vec<&str> = findings.iter().map(|one| one.message.as_str()).collect();
        assert_eq!(messages, ["`119` ist von Hand geschrieben"]);
    }

    #[test]
    fn counts_are_found_and_references_are_not() {
        assert_eq!(typed("Es gab 286 Fälle, davon 29,4 % begründet."), ["286", "29,4"]);
        assert_eq!(typed("In zehn Fällen"), ["zehn"]);
        assert!(typed("Am 21. Januar 2016 nach § 6 Absatz 1 SGB II").is_empty());
        assert!(typed("Stand 02.05.2018, im 1. Halbjahr, Beschluss A0107/15").is_empty());
        assert!(typed("Punkt 6 des Beschlusses; zwei verschiedene Wege").is_empty());
    }
}
