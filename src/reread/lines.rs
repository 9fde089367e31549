//! The texts a report may show: whole lines with the figures in them, and phrases that may stand in
//! other company (titles, labels, dates).
//!
//! A line is kept as its skeleton, so a changed number in a known line is told with what belongs
//! there. Everything else with a number must be made of phrases.

use super::figures::{Figures, agrees, is_zero};
use super::number::{HOLE, german, is_weightless, normal, numbers, skeleton};
use crate::disclosure::PublishedValue;
use crate::report::{Inline, PrintedFigure};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::rc::Rc;

/// What belongs in one hole of a skeleton.
#[derive(Clone, Debug, PartialEq)]
enum Hole {
    /// A published figure.
    Figure(PublishedValue),
    /// A number that the report's texts have: a year, a typed number.
    Text(String),
}

/// A part of a line while it is put together.
pub(super) enum Part<'a> {
    /// Words.
    Text(&'a str),
    /// A figure as it is printed.
    Figure(&'a PrintedFigure),
}

/// How a line shows a sign: the page hides its meaning from the eye, Markdown prints it in brackets.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Style {
    Page,
    Markdown,
}

/// What is wrong with a text.
#[derive(Debug, PartialEq)]
pub(super) enum Wrong {
    /// A known line has another number than belongs there.
    Differs {
        /// What belongs there.
        expected: String,
        /// What stands there.
        found: String,
    },
    /// A number that nothing accounts for, with the text around it.
    Unaccounted {
        /// The text around, a mark in place of the number.
        context: String,
        /// The number.
        found: String,
    },
}

/// All texts of a report.
#[derive(Default)]
pub(super) struct Lines {
    by_skeleton: BTreeMap<String, Vec<Vec<Hole>>>,
    /// Phrases that stand alone only.
    short: BTreeSet<String>,
    /// Phrases by each number they have; a long one may have thousands.
    phrases: BTreeMap<String, Vec<Rc<str>>>,
    /// Names by each number they have: they stand in a text between words, or a part of one is a text.
    names: BTreeMap<String, Vec<Rc<str>>>,
}

impl Lines {
    /// A text that may stand alone or among others.
    pub(super) fn phrase(&mut self, text: &str) {
        let text = normal(text);
        // Among others a shorter one would account for numbers it has nothing to do with.
        if text.chars().count() >= 4 {
            remember(&mut self.phrases, &text);
        } else {
            self.short.insert(text);
        }
    }

    /// A text that names something, however short. A number alone names nothing among words, so it stands alone.
    pub(super) fn name(&mut self, text: &str) {
        let text = normal(text);
        if text.contains(char::is_alphabetic) {
            remember(&mut self.names, &text);
        } else {
            self.short.insert(text);
        }
    }

    /// A line of its own, in the forms both text formats give it.
    pub(super) fn line(&mut self, parts: &[Part<'_>], figures: &Figures<'_>) {
        let spoken = parts
            .iter()
            .any(|part| matches!(part, Part::Figure(figure) if figure.spoken().is_some()));
        let styles = if spoken { &[Style::Page, Style::Markdown][..] } else { &[Style::Page] };
        for style in styles.iter().copied() {
            let (skeleton, holes) = holes(parts, style, figures);
            let known = self.by_skeleton.entry(skeleton).or_default();
            if !holes.is_empty() && !known.contains(&holes) {
                known.push(holes);
            }
        }
    }

    /// What is wrong with a text that was read.
    pub(super) fn check(&self, text: &str, figures: &Figures<'_>) -> Vec<Wrong> {
        let (bones, found) = skeleton(text);
        if found.is_empty() || self.short.contains(text) {
            return Vec::new();
        }
        let candidates = self.by_skeleton.get(&bones).map_or(&[][..], Vec::as_slice);
        if candidates.iter().any(|holes| first_wrong(holes, &found).is_none()) {
            return Vec::new();
        }
        let wrong = self.unaccounted(text);
        // In words that are known by heart, a wrong number has a right one.
        let differs = candidates.first().and_then(|holes| first_wrong(holes, &found));
        match differs {
            Some((hole, found)) if !wrong.is_empty() && bones.len() > HOLE.len_utf8() => {
                let expected = match hole {
                    Hole::Figure(value) => figures.shown(*value),
                    Hole::Text(text) => format!("`{text}`"),
                };
                vec![Wrong::Differs { expected, found: found.to_owned() }]
            }
            _ => wrong,
        }
    }

    /// Whether any text of the report has a number, or has it as a part of one.
    #[cfg(feature = "pdf")]
    pub(super) fn have(&self, number: &str) -> bool {
        let holes = self.by_skeleton.values().flatten().flatten();
        let of_lines = holes.filter_map(|hole| match hole {
            Hole::Text(text) => Some(text),
            Hole::Figure(_) => None,
        });
        let of_phrases = self.phrases.keys().chain(self.names.keys()).chain(&self.short);
        of_lines.chain(of_phrases).any(|known| known.contains(number))
    }

    /// The numbers of a text that no phrase covers.
    fn unaccounted(&self, text: &str) -> Vec<Wrong> {
        let mut wrong = Vec::new();
        for number in numbers(text) {
            let found = text.get(number.clone()).unwrap_or_default();
            let phrases = self.phrases.get(found).map_or(&[][..], Vec::as_slice);
            let covered = phrases.iter().any(|phrase| {
                let mut places = text.match_indices(&**phrase);
                places.any(|(at, phrase)| at <= number.start && number.end <= at + phrase.len())
            });
            let names = self.names.get(found).map_or(&[][..], Vec::as_slice);
            let covered = covered || names.iter().any(|name| is_named(text, name, &number));
            if !covered {
                let context = around(text, number.start, number.end);
                wrong.push(Wrong::Unaccounted { context, found: found.to_owned() });
            }
        }
        wrong
    }
}

/// Keeps a text by each number it has.
fn remember(known: &mut BTreeMap<String, Vec<Rc<str>>>, text: &str) {
    let shared: Rc<str> = text.into();
    for number in skeleton(text).1 {
        let known = known.entry(number.to_owned()).or_default();
        if !known.contains(&shared) {
            known.push(Rc::clone(&shared));
        }
    }
}

/// Whether a number of a text belongs to a name: the name stands there, and no word goes on at its ends; or the text is
/// a line of the name where it was too long for one.
fn is_named(text: &str, name: &str, number: &Range<usize>) -> bool {
    let is_whole = |at: usize| {
        let goes_on = |character: Option<char>| character.is_some_and(char::is_alphanumeric);
        let before = text.get(..at).and_then(|before| before.chars().next_back());
        let behind = text.get(at + name.len()..).and_then(|behind| behind.chars().next());
        at <= number.start
            && number.end <= at + name.len()
            && !(goes_on(before) && goes_on(name.chars().next()))
            && !(goes_on(behind) && goes_on(name.chars().next_back()))
    };
    text.match_indices(name).any(|(at, _)| is_whole(at))
        || text.contains(char::is_alphabetic) && name.contains(text)
}

/// The first hole a list of numbers does not fill.
fn first_wrong<'a>(holes: &'a [Hole], found: &'a [&str]) -> Option<(&'a Hole, &'a str)> {
    let pairs = holes.iter().zip(found.iter().copied());
    let mut wrong = pairs.filter(|(hole, found)| match hole {
        Hole::Figure(value) if is_zero(*value) && *found == "0" => false,
        Hole::Figure(value) => !german(found).is_some_and(|number| agrees(*value, number)),
        Hole::Text(text) => text != found,
    });
    wrong.next()
}

/// The skeleton of a line and what belongs in it.
fn holes(parts: &[Part<'_>], style: Style, figures: &Figures<'_>) -> (String, Vec<Hole>) {
    let mut text = String::new();
    let mut spans = Vec::new();
    for part in parts {
        match part {
            Part::Text(words) => text.extend(words.chars().filter(|c| !is_weightless(*c))),
            Part::Figure(figure) => {
                let start = text.len();
                text.push_str(figure.text());
                match (figure.spoken(), style) {
                    (None, _) => {}
                    (Some(spoken), Style::Page) => text.push_str(spoken),
                    (Some(spoken), Style::Markdown) => text.push_str(&format!(" ({spoken})")),
                }
                let own = start + figures.without_noun(figure.text()).len();
                spans.push((start..own, figures.value(figure.id())));
            }
        }
    }
    let holes = numbers(&text).into_iter().map(|number| {
        let span = spans.iter().find(|(span, _)| span.contains(&number.start));
        match span {
            Some((_, Some(value))) => Hole::Figure(*value),
            // A figure that is not published fills no hole.
            Some((_, None)) => Hole::Figure(PublishedValue::Masked),
            None => Hole::Text(text.get(number).unwrap_or_default().to_owned()),
        }
    });
    let holes: Vec<Hole> = holes.collect();
    (skeleton(&normal(&text)).0, holes)
}

/// The parts of inlines.
pub(super) fn parts<'a>(content: &'a [Inline], found: &mut Vec<Part<'a>>) {
    for inline in content {
        match inline {
            Inline::Text(text) | Inline::Code(text) | Inline::Abbreviation { short: text, .. } => {
                found.push(Part::Text(text));
            }
            Inline::Figure(figure) => found.push(Part::Figure(figure)),
            Inline::Strong(inner)
            | Inline::Emphasis(inner)
            | Inline::Struck(inner)
            | Inline::Link { content: inner, .. } => parts(inner, found),
            Inline::LineBreak => found.push(Part::Text(" ")),
            Inline::Footnote { mark, .. } => found.push(Part::Text(mark)),
        }
    }
}

/// Some thirty characters on either side of a number, a mark in its place and in that of others.
fn around(text: &str, start: usize, end: usize) -> String {
    const WIDTH: usize = 30;
    let before = text.get(..start).unwrap_or_default();
    let after = text.get(end..).unwrap_or_default();
    let skipped = before.chars().count().saturating_sub(WIDTH);
    let before: String = before.chars().skip(skipped).collect();
    let after: String = after.chars().take(WIDTH).collect();
    skeleton(&format!("{before}{HOLE}{after}")).0.replace(HOLE, "▯")
}
