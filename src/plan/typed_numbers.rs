//! Numbers typed by hand into a chapter, in digits and in words. A typed number has no definition and no disclosure
//! control, so it is reported unless the writer marks it as meant with `typed(text="…")`.
//!
//! Not meant are years, dates, times of day, ordinals, paragraphs of a law and file numbers; headings, links and
//! code are not looked at. Half of the cases is what a median says, and a tenth what the ninetieth percentile does: beside these it is no
//! other number.

mod context;

use super::chapter_text::{Written, texts};
use super::request::Request;
use super::token::{Piece, pieces, without_tokens};
use crate::diagnostic::{Finding, FindingCode, Findings};
use crate::domain::is_invisible;
use context::{Typed, typed};

/// Looks through what a chapter has become. Its tokens stand for requests, of which those from a number on are its own.
pub(super) fn check(
    markdown: &str,
    (requests, own): (&[Request], usize),
    written: &mut Written<'_>,
    findings: &mut Findings,
) {
    for text in texts(markdown).iter().filter(|text| !text.is_heading) {
        let asked = pieces(&text.text).into_iter().filter_map(|piece| match piece {
            Piece::Request(number) => requests.get(number),
            Piece::Text(_) => None,
        });
        let defined: Vec<&str> = asked.filter_map(Request::defining_word).collect();
        let text = without_tokens(&text.text).replace(is_invisible, "");
        for number in typed(&text, &defined) {
            findings.push(written.in_text(number.word, finding(&number)));
        }
    }
    for request in requests.get(own..).unwrap_or_default() {
        let defined: Vec<&str> = request.defining_word().into_iter().collect();
        let words = request.words().into_iter();
        for number in words.flat_map(|words| typed(words, &defined)) {
            findings.push(written.in_tag(number.word, finding(&number)));
        }
    }
}

fn finding(number: &Typed<'_>) -> Finding {
    let word = number.word;
    let example = match number.is_share {
        true => "share(assessment=\"justified\", of=\"category=complaint\")",
        false => "count(category=\"complaint\")",
    };
    Finding::new(FindingCode::TypedNumber, format!("`{word}` ist von Hand geschrieben"))
        .expected(format!("eine Kennzahl, zum Beispiel {{{{ {example} }}}}"))
        .help(format!("ist die Zahl so gemeint, schreiben Sie {{{{ typed(text=\"{word}\") }}}}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn messages(text: &str) -> Vec<String> {
        let mut findings = Findings::default();
        let mut written = Written::new("chapters/20-own.md", text, &[]);
        check(text, (&[], 0), &mut written, &mut findings);
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
