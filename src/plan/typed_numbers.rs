//! Numbers typed by hand into a chapter, in digits and in words. A typed number has no definition and no disclosure
//! control, so it is reported unless the writer marks it as meant with `typed(text="…")`.
//!
//! Not meant are years, dates, times of day, ordinals, paragraphs of a law and file numbers; headings, links and
//! code are not looked at. Half of the cases is what a median says, and a tenth what the ninetieth percentile does: beside these it is no
//! other number.

mod context;

use super::chapter_text::texts;
use super::chapters::Tag;
use super::request::Request;
use super::token::{Piece, pieces, without_tokens};
use crate::diagnostic::{Finding, FindingCode, Findings, Place};
use crate::domain::is_invisible;
use context::{Typed, typed};

/// The chapter as written, where the numbers are shown.
#[derive(Clone, Copy)]
pub(super) struct Written<'a> {
    pub(super) file: &'a str,
    pub(super) source: &'a str,
    pub(super) tags: &'a [Tag<'a>],
}

/// Looks through what a chapter has become. Its tokens stand for requests, of which those from a number on are its own.
pub(super) fn check(
    markdown: &str,
    (requests, own): (&[Request], usize),
    written: Written<'_>,
    findings: &mut Findings,
) {
    let requested = |number: usize| requests.get(number);
    let mut from = 0;
    for text in texts(markdown).iter().filter(|text| !text.is_heading) {
        let asked = pieces(&text.text).into_iter().filter_map(|piece| match piece {
            Piece::Request(number) => requested(number),
            Piece::Text(_) => None,
        });
        let defined: Vec<&str> = asked.filter_map(Request::defining_word).collect();
        let text = without_tokens(&text.text).replace(is_invisible, "");
        for number in typed(&text, &defined) {
            let offset = find_word(number.word, written, from);
            // Numbers come in the order of the text; one that a loop repeats does not.
            from = offset.map_or(from, |offset| offset + number.word.len());
            let offset = offset.or_else(|| find_word(number.word, written, 0));
            findings.push(finding(&number, written, offset));
        }
    }
    for request in requests.get(own..).unwrap_or_default() {
        let defined: Vec<&str> = request.defining_word().into_iter().collect();
        for words in request.words() {
            for number in typed(words, &defined) {
                let outside = Written { tags: &[], ..written };
                findings.push(finding(&number, written, find_word(number.word, outside, 0)));
            }
        }
    }
}

/// Where a word stands as a whole and outside of tags.
fn find_word(word: &str, written: Written<'_>, from: usize) -> Option<usize> {
    let Written { source, tags, .. } = written;
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

fn finding(number: &Typed<'_>, written: Written<'_>, offset: Option<usize>) -> Finding {
    let word = number.word;
    let expected = match number.is_share {
        true => {
            "eine Kennzahl, zum Beispiel {{ share(assessment=\"justified\", of=\"category=complaint\") }}"
        }
        false => "eine Kennzahl, zum Beispiel {{ count(category=\"complaint\") }}",
    };
    let finding =
        Finding::new(FindingCode::TypedNumber, format!("`{word}` ist von Hand geschrieben"))
            .expected(expected)
            .help(format!(
                "ist die Zahl so gemeint, schreiben Sie {{{{ typed(text=\"{word}\") }}}}"
            ));
    match offset {
        Some(offset) => {
            let (place, snippet) = Place::in_text(written.file, written.source, offset, word.len());
            finding.at(place).snippet(snippet)
        }
        None => finding.at(Place::file(written.file)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn messages(text: &str) -> Vec<String> {
        let mut findings = Findings::default();
        let written = Written { file: "chapters/20-own.md", source: text, tags: &[] };
        check(text, (&[], 0), written, &mut findings);
        findings.iter().map(|one| one.message.clone()).collect()
    }

    #[test]
    fn spaces_that_do_not_break_part_words_like_others() {
        let text = "Nach §&nbsp;22 SGB&nbsp;II gab es 119&nbsp;Fälle.";
        assert_eq!(messages(text), ["`119` ist von Hand geschrieben"]);
    }

    #[test]
    fn marks_of_emphasis_hide_no_number_and_make_none() {
        assert_eq!(
            messages("Es waren **dreizehn** Fälle."),
            ["`dreizehn` ist von Hand geschrieben"]
        );
        assert!(messages("Im **1.** Halbjahr, *zwei* verschiedene Wege.").is_empty());
    }

    #[test]
    fn numbers_in_cells_and_notes_are_found() {
        let text =
            "| Thema | Fälle |\n| --- | --- |\n| Miete | 12 |\n\nText[^a].\n\n[^a]: Es waren 13.\n";
        let told = messages(text).join(" ");
        assert!(told.contains("`12`") && told.contains("`13`"), "{told}");
    }
}
