//! Labels in lines: word wrap by measured width.
//!
//! A line is broken at spaces (never at no-break spaces) and after `-`, `–` and `/` inside words. A
//! word that does not fit a line on its own is divided: at its soft hyphens, else between the parts of
//! a compound, else between syllables ([`syllables`]), else wherever the width ends. A line is never wider than
//! asked, as long as one letter fits.

use super::font::{Fonts, Weight};
use crate::locale::{breaks, syllables};

/// Measures texts of one weight and size.
#[derive(Clone, Copy)]
pub(super) struct Measure<'a> {
    /// The faces.
    pub(super) fonts: &'a Fonts,
    /// The weight.
    pub(super) weight: Weight,
    /// The font size in px.
    pub(super) size: f64,
}

impl Measure<'_> {
    /// The width of a one-line text in px.
    pub(super) fn width(&self, text: &str) -> f64 {
        self.fonts.width(text, self.weight, self.size)
    }

    /// The width of the longest line in px, 0 for no lines.
    pub(super) fn longest(&self, lines: &[String]) -> f64 {
        lines.iter().map(|line| self.width(line)).fold(0.0, f64::max)
    }
}

/// The text without soft hyphens and without characters XML cannot hold; other white space than
/// no-break spaces becomes a single space.
pub(super) fn one_line(text: &str) -> String {
    words(text).map(|word| without_soft_hyphens(&word)).collect::<Vec<_>>().join(" ")
}

/// Breaks a text into lines no wider than `width` px. An empty text has no lines.
pub(super) fn wrap(text: &str, width: f64, measure: &Measure<'_>) -> Vec<String> {
    let mut lines = Lines { done: Vec::new(), line: String::new(), width, measure };
    for word in words(text) {
        for (index, part) in parts(&word).into_iter().enumerate() {
            lines.place(&part, if index == 0 { " " } else { "" });
        }
    }
    lines.finish()
}

/// Like [`wrap`], but with lines as even as the same number of lines allows.
pub(super) fn wrap_evenly(text: &str, width: f64, measure: &Measure<'_>) -> Vec<String> {
    let lines = wrap(text, width, measure);
    let longest_part = words(text)
        .flat_map(|word| parts(&word))
        .map(|part| measure.width(&part))
        .fold(0.0, f64::max);
    if lines.len() < 2 || longest_part > width {
        return lines;
    }
    let (mut too_narrow, mut enough) = (longest_part, width);
    let mut best = lines;
    for _ in 0..12 {
        let middle = f64::midpoint(too_narrow, enough);
        let candidate = wrap(text, middle, measure);
        if candidate.len() <= best.len() {
            best = candidate;
            enough = middle;
        } else {
            too_narrow = middle;
        }
    }
    best
}

/// The least width in px at which [`wrap`] divides words between parts of compounds only.
pub(super) fn least_width(text: &str, measure: &Measure<'_>) -> f64 {
    let mut least = 0.0_f64;
    for part in words(text).flat_map(|word| parts(&word)) {
        let (bare, mut ends) = break_points(&part);
        ends.push(bare.len());
        let mut start = 0;
        for end in ends {
            let piece = bare.get(start..end).unwrap_or("");
            let hyphen = if end < bare.len() { "-" } else { "" };
            least = least.max(measure.width(piece) + measure.width(hyphen));
            start = end;
        }
    }
    least
}

/// The words of a text, parted by white space that allows a break.
fn words(text: &str) -> impl Iterator<Item = String> + '_ {
    text.split(|c: char| c.is_whitespace() && !matches!(c, '\u{A0}' | '\u{202F}' | '\u{2007}'))
        .map(|word| word.chars().filter(|&c| is_printable(c)).collect::<String>())
        .filter(|word| !word.is_empty())
}

/// Whether XML can hold the character and a reader can see it.
pub(super) fn is_printable(c: char) -> bool {
    !c.is_control() && !matches!(c, '\u{FFFE}' | '\u{FFFF}' | '\u{202A}'..='\u{202E}')
}

fn without_soft_hyphens(word: &str) -> String {
    word.chars().filter(|&c| c != '\u{AD}').collect()
}

/// The parts of a word between which a line may break without a further hyphen.
fn parts(word: &str) -> Vec<String> {
    let mut parts = Vec::new();
    let mut part = String::new();
    let mut characters = word.chars().peekable();
    while let Some(c) = characters.next() {
        part.push(c);
        let mut is_between_letters = || {
            part.chars().filter(|c| c.is_alphabetic()).count() >= 2
                && characters.peek().is_some_and(|next| next.is_alphanumeric())
        };
        if matches!(c, '-' | '–' | '/') && is_between_letters() {
            parts.push(std::mem::take(&mut part));
        }
    }
    parts.push(part);
    parts
}

/// The lines so far and the one being filled.
struct Lines<'a> {
    done: Vec<String>,
    line: String,
    width: f64,
    measure: &'a Measure<'a>,
}

impl Lines<'_> {
    fn fits(&self, text: &str) -> bool {
        self.measure.width(text) <= self.width
    }

    /// Puts a part behind the line, or on the next, or on several.
    fn place(&mut self, part: &str, glue: &str) {
        let bare = without_soft_hyphens(part);
        let glue = if self.line.is_empty() { "" } else { glue };
        let longer = format!("{}{glue}{bare}", self.line);
        if self.fits(&longer) {
            self.line = longer;
            return;
        }
        self.next();
        if self.fits(&bare) {
            self.line = bare;
        } else {
            self.divide(part);
        }
    }

    fn next(&mut self) {
        if !self.line.is_empty() {
            self.done.push(std::mem::take(&mut self.line));
        }
    }

    /// Divides a word that is longer than a line.
    fn divide(&mut self, word: &str) {
        let (bare, breaks) = break_points(word);
        let mut start = 0;
        while let Some(rest) = bare.get(start..) {
            if self.fits(rest) {
                self.line = rest.to_owned();
                return;
            }
            let fitting = |breaks: &[usize]| {
                breaks
                    .iter()
                    .copied()
                    .filter(|&at| at > start)
                    .filter_map(|at| bare.get(start..at).map(|head| (at, format!("{head}-"))))
                    .rfind(|(_, head)| self.fits(head))
            };
            let (end, head) = fitting(&breaks)
                .or_else(|| fitting(&syllables(&bare)))
                .unwrap_or_else(|| self.cut(rest, start));
            self.done.push(head);
            start = end;
        }
    }

    /// The longest head of `rest` that fits, as its end in the word and its text with a hyphen.
    fn cut(&self, rest: &str, start: usize) -> (usize, String) {
        let mut ends: Vec<usize> =
            rest.char_indices().skip(1).filter(|&(_, c)| !is_mark(c)).map(|(at, _)| at).collect();
        ends.push(rest.len());
        let head = |end: usize| rest.get(..end).unwrap_or(rest);
        let with_hyphen = ends
            .iter()
            .map(|&end| (end, format!("{}-", head(end))))
            .take_while(|(_, text)| self.fits(text))
            .last();
        let (end, text) = with_hyphen.unwrap_or_else(|| {
            let end = ends.first().copied().unwrap_or(rest.len());
            (end, head(end).to_owned())
        });
        (start + end, text)
    }

    fn finish(mut self) -> Vec<String> {
        self.next();
        self.done
    }
}

/// The word without soft hyphens and the byte offsets where it may be divided.
fn break_points(word: &str) -> (String, Vec<usize>) {
    let mut bare = String::new();
    let mut marked = Vec::new();
    for c in word.chars() {
        if c == '\u{AD}' {
            marked.push(bare.len());
        } else {
            bare.push(c);
        }
    }
    let breaks = if marked.is_empty() { breaks(&bare) } else { marked };
    (bare, breaks)
}

/// A combining mark, which stays with its letter.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36F}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn with<T>(run: impl FnOnce(&Measure<'_>) -> T) -> T {
        let fonts = Fonts::embedded().unwrap();
        run(&Measure { fonts, weight: Weight::Regular, size: 15.0 })
    }

    #[test]
    fn an_empty_label_has_no_lines() {
        with(|m| {
            assert!(wrap("", 100.0, m).is_empty());
            assert!(wrap(" \n\t ", 100.0, m).is_empty());
        });
    }

    #[test]
    fn a_text_exactly_as_wide_as_the_line_stays_whole() {
        with(|m| {
            let text = "Kosten der Unterkunft";
            assert_eq!(wrap(text, m.width(text), m), [text]);
            assert_eq!(wrap(text, m.width(text) - 0.1, m).len(), 2);
        });
    }

    #[test]
    fn long_words_are_divided_between_their_parts() {
        with(|m| {
            let width = m.width("Mietkautions-") + 1.0;
            assert_eq!(wrap("Mietkautionsdarlehen", width, m), ["Mietkautions-", "darlehen"]);
        });
    }

    #[test]
    fn soft_hyphens_are_honoured_and_never_shown() {
        with(|m| {
            let text = "Kunden\u{AD}reaktions\u{AD}management";
            assert_eq!(wrap(text, 400.0, m), ["Kundenreaktionsmanagement"]);
            let width = m.width("Kundenreaktions-");
            assert_eq!(wrap(text, width, m), ["Kundenreaktions-", "management"]);
        });
    }

    #[test]
    fn hyphens_and_slashes_allow_a_break_but_numbers_stay_together() {
        with(|m| {
            let width = m.width("Ausländer-/") + 1.0;
            assert_eq!(wrap("Ausländer-/Asylrecht", width, m), ["Ausländer-/", "Asylrecht"]);
            assert_eq!(parts("01/2017"), ["01/2017"]);
            assert_eq!(parts("-5"), ["-5"]);
        });
    }

    #[test]
    fn no_break_spaces_hold_words_together() {
        with(|m| {
            let width = m.width("Anteil 58,4") + 1.0;
            assert_eq!(wrap("Anteil 58,4\u{202F}%", width, m), ["Anteil", "58,4\u{202F}%"]);
        });
    }

    #[test]
    fn three_hundred_letters_without_a_space_never_exceed_the_width() {
        with(|m| {
            for letter in ["W", "ä", "i", "漢"] {
                for line in wrap(&letter.repeat(300), 90.0, m) {
                    assert!(m.width(&line) <= 90.0, "{line}");
                }
            }
        });
    }

    #[test]
    fn at_the_least_width_only_compounds_are_divided() {
        with(|m| {
            let text = "Leistungsberechtigte selbst";
            let least = least_width(text, m);
            assert_eq!(wrap(text, least + 0.01, m), ["Leistungs-", "berechtigte", "selbst"]);
            assert_eq!(least_width("", m), 0.0);
        });
    }

    #[test]
    fn a_word_without_known_parts_is_divided_between_syllables() {
        with(|m| {
            let width = m.width("Angemes-") + 1.0;
            assert_eq!(wrap("Angemessenheit", width, m), ["Angemes-", "senheit"]);
        });
    }

    #[test]
    fn even_lines_need_no_more_lines() {
        with(|m| {
            let text = "Angemessenheit und Notwendigkeit eines Umzugs";
            let (greedy, even) = (wrap(text, 300.0, m), wrap_evenly(text, 300.0, m));
            assert_eq!(greedy.len(), even.len());
            assert!(m.longest(&even) < m.longest(&greedy));
        });
    }

    proptest! {
        #[test]
        fn wrapping_loses_no_letter_and_keeps_the_width(
            text in "[a-zäöüßA-ZÄÖÜ0-9 /–\u{AD}\u{A0}.,&<>-]{0,120}",
            width in 30.0..400.0_f64,
        ) {
            with(|m| {
                let lines = wrap(&text, width, m);
                for line in &lines {
                    prop_assert!(m.width(line) <= width, "{line:?}");
                }
                let letters = |s: &str| -> String {
                    s.chars().filter(|&c| !matches!(c, ' ' | '-' | '\u{AD}')).collect()
                };
                prop_assert_eq!(letters(&lines.concat()), letters(&text));
                Ok(())
            })?;
        }
    }
}
