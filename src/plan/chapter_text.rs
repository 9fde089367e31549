//! The texts of a chapter without its markup, for those who look for something in its words.

use super::chapters::Tag as TemplateTag;
use super::token::is_mark;
use crate::diagnostic::{Finding, Place};
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use std::ops::Range;

/// What chapters may be written in beside plain Markdown. All who read one read it so.
const MARKDOWN: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_TASKLISTS)
    .union(Options::ENABLE_DEFINITION_LIST)
    .union(Options::ENABLE_MATH);

/// What Markdown is made of, with its places. A character that is written as a number (`&#xE000;`) makes no token.
pub fn markdown_events(markdown: &str) -> impl Iterator<Item = (Event<'_>, Range<usize>)> {
    let events = Parser::new_ext(markdown, MARKDOWN).into_offset_iter();
    events.map(|(event, range)| match event {
        Event::Text(text) => {
            let written = markdown.get(range.clone()).unwrap_or_default();
            let is_made = |c: char| is_mark(c) && !written.contains(c);
            let text = match text.contains(is_made) {
                true => text.replace(is_made, "").into(),
                false => text,
            };
            (Event::Text(text), range)
        }
        event => (event, range),
    })
}

/// A paragraph, a cell or a heading in one line, with its tokens. Links and code are left out.
pub(super) struct ChapterText {
    pub(super) is_heading: bool,
    pub(super) text: String,
}

/// The texts of a chapter in order.
pub(super) fn texts(markdown: &str) -> Vec<ChapterText> {
    let mut found = Vec::new();
    let mut text = String::new();
    let mut skipped = 0_usize;
    let mut flush = |text: &mut String, is_heading| {
        let text = std::mem::take(text);
        if !text.trim().is_empty() {
            found.push(ChapterText { is_heading, text });
        }
    };
    for (event, _) in markdown_events(markdown) {
        match event {
            Event::Start(Tag::Link { .. } | Tag::Image { .. } | Tag::CodeBlock(_)) => {
                skipped += 1;
                text.push(' ');
            }
            Event::End(TagEnd::Link | TagEnd::Image | TagEnd::CodeBlock) => {
                skipped = skipped.saturating_sub(1);
            }
            Event::Text(_) if skipped > 0 => {}
            Event::Text(part) | Event::InlineMath(part) | Event::DisplayMath(part) => {
                text.push_str(&part)
            }
            Event::SoftBreak | Event::HardBreak | Event::Code(_) | Event::FootnoteReference(_) => {
                text.push(' ');
            }
            Event::Start(Tag::Strong | Tag::Emphasis | Tag::Strikethrough)
            | Event::End(TagEnd::Strong | TagEnd::Emphasis | TagEnd::Strikethrough)
            | Event::InlineHtml(_) => {}
            Event::End(TagEnd::Heading(_)) => flush(&mut text, true),
            _ => flush(&mut text, false),
        }
    }
    flush(&mut text, false);
    found
}

/// A chapter as written, in which words are pointed at that were found in what it has become.
pub(super) struct Written<'a> {
    file: &'a str,
    source: &'a str,
    tags: &'a [TemplateTag<'a>],
    /// Where the last word ended.
    from: usize,
}

impl<'a> Written<'a> {
    pub(super) fn new(file: &'a str, source: &'a str, tags: &'a [TemplateTag<'a>]) -> Self {
        Self { file, source, tags, from: 0 }
    }

    /// The finding at the place of a word of the text.
    pub(super) fn in_text(&mut self, word: &str, finding: Finding) -> Finding {
        // Words come in the order of the text; one that a loop repeats does not.
        let offset = self.find(word, self.from, false);
        self.from = offset.map_or(self.from, |offset| offset + word.len());
        self.at(offset.or_else(|| self.find(word, 0, false)), word, finding)
    }

    /// The same of a word that a tag holds.
    pub(super) fn in_tag(&self, word: &str, finding: Finding) -> Finding {
        self.at(self.find(word, 0, true), word, finding)
    }

    fn at(&self, offset: Option<usize>, word: &str, finding: Finding) -> Finding {
        let Some(offset) = offset else { return finding.at(Place::file(self.file)) };
        let (place, snippet) = Place::in_text(self.file, self.source, offset, word.len());
        finding.at(place).snippet(snippet)
    }

    /// Where a word stands as a whole, in a tag or outside of them.
    fn find(&self, word: &str, from: usize, in_tag: bool) -> Option<usize> {
        let is_part = |c: char| c.is_alphanumeric();
        let rest = self.source.get(from..)?;
        rest.match_indices(word).map(|(offset, _)| from + offset).find(|offset| {
            let before = self.source.get(..*offset).unwrap_or_default();
            let after = self.source.get(offset + word.len()..).unwrap_or_default();
            !before.ends_with(is_part)
                && !after.starts_with(is_part)
                && self.tags.iter().any(|tag| tag.range.contains(offset)) == in_tag
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_of_emphasis_part_no_text_and_cells_do() {
        let texts: Vec<String> = texts(
            "# Kopf\n\nIm **1.** Halb\njahr [Link](a) `x`\n\n| A | B |\n| - | - |\n| c | *d* e |\n",
        )
        .into_iter()
        .map(|it| it.text)
        .collect();
        assert_eq!(texts, ["Kopf", "Im 1. Halb jahr    ", "A", "B", "c", "d e"]);
    }
}
