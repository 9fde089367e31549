//! Running text: words, figures, code and notes, and the paragraphs they stand in.

use super::{Frame, NOTE, Open, Part, Reader, marks};
use crate::domain::is_unreadable;
use crate::locale::unbroken;
use crate::plan::{Piece, Request, pieces};
use crate::project::{readable, unreadable_dropped};
use crate::report::document::{Block, Inline};
use crate::report::links::plain_text;
use crate::report::{exhibit_reference, phrases};
use std::ops::Range;

impl Reader<'_> {
    /// A note where it is referred to: its text the first time, its number again.
    pub(super) fn note(&mut self, name: &str, offset: usize) {
        let is_heading =
            self.stack.iter().any(|frame| matches!(frame, Frame::Inlines(Open::Heading(_), _)));
        let content = self.notes.remove(name).map(|(_, content)| content);
        if is_heading || content.is_none() && !self.numbers.contains_key(name) {
            return self.unknown_markup(
                offset,
                "eine Fußnote kann hier nicht stehen: nicht in Überschriften und nicht in Fußnoten",
            );
        }
        let next = self.notes_before + self.numbers.len() + 1;
        let number = *self.numbers.entry(name.to_owned()).or_insert(next);
        self.blocks.printed.insert(format!("{NOTE}{number}"));
        self.inline(Inline::Footnote { number, mark: format!("[{number}]"), content });
    }

    /// The paragraphs of a note; at the foot of a page there is no room for more.
    pub(super) fn only_paragraphs(&mut self, blocks: Vec<Block>, offset: usize) -> Vec<Block> {
        let mut kept = Vec::new();
        for block in blocks {
            match block {
                Block::Paragraph(_) => kept.push(block),
                Block::Quote(inner) => kept.extend(self.only_paragraphs(inner, offset)),
                Block::List { items, .. } => {
                    kept.extend(self.only_paragraphs(items.concat(), offset));
                }
                _ => self.unknown_markup(
                    offset,
                    "in einer Fußnote stehen nur Absätze; was sonst in ihr steht, fehlt im Bericht",
                ),
            }
        }
        kept
    }

    pub(super) fn text(&mut self, text: &str, range: Range<usize>) {
        if let Some(Frame::Inlines(Open::Code, _)) = self.stack.last() {
            for (at, line) in text.trim_end_matches('\n').split('\n').enumerate() {
                if at > 0 {
                    self.inline(Inline::LineBreak);
                }
                self.code(line);
            }
            return;
        }
        let offset = range.start;
        let written = self.chapter.markdown.get(range).unwrap_or_default();
        let (text, unknown) = marks::without(text, written);
        if let Some(unknown) = unknown {
            self.unknown_markup(offset, unknown);
        }
        for piece in pieces(&text) {
            match piece {
                // Only one that is written as a number (`&#x202e;`) has come so far.
                Piece::Text(text) => {
                    if let Some(character) = text.chars().find(|c| is_unreadable(*c)) {
                        self.unsafe_markup(offset, &unreadable_dropped(character));
                    }
                    self.inline(Inline::Text(unbroken(&readable(text))));
                }
                Piece::Request(number) => self.request(number),
            }
        }
    }

    pub(super) fn request(&mut self, number: usize) {
        let Some(request) = self.context.plan.requests.get(number) else { return };
        self.told.add(request, self.context);
        if let Request::Reference(to) = request
            && exhibit_reference::is_unplaced(to, self.context)
        {
            self.unplaced(to);
        }
        match phrases::phrase(request, self.context, self.exhibits) {
            Some(inlines) if inlines.is_empty() => self.part(Part::Silent),
            // No link stands in another one.
            Some(inlines) if matches!(request, Request::Reference(_)) && self.is_in_link() => {
                self.inline(Inline::Text(plain_text(&inlines)));
            }
            Some(inlines) => inlines.into_iter().for_each(|part| self.inline(part)),
            // A block stands in its paragraph until the paragraph closes.
            None => self.part(Part::Block(number)),
        }
    }

    fn is_in_link(&self) -> bool {
        self.stack.iter().any(|frame| matches!(frame, Frame::Inlines(Open::Link(_), _)))
    }

    /// Code keeps its form; a figure within it is printed as everywhere.
    pub(super) fn code(&mut self, code: &str) {
        for piece in pieces(code) {
            match piece {
                Piece::Text(text) => self.inline(Inline::Code(text.to_owned())),
                Piece::Request(number) => self.request(number),
            }
        }
    }

    /// A paragraph, or the blocks that stand in it alone.
    pub(super) fn paragraph(&mut self, content: Vec<Part>) -> Vec<Block> {
        let mut blocks = Vec::new();
        let mut text = Vec::new();
        for part in without_silence(content) {
            match part {
                Part::Inline(inline) => text.push(inline),
                Part::Block(number) => {
                    push_paragraph(&mut blocks, &mut text);
                    let request = self.context.plan.requests.get(number);
                    blocks.extend(request.into_iter().flat_map(|it| self.blocks.requested(it)));
                }
                Part::Silent => {}
            }
        }
        push_paragraph(&mut blocks, &mut text);
        blocks
    }
}

/// The content without sentences that have nothing to say; without any when all of it was such
/// sentences and a lead word before them.
fn without_silence(mut content: Vec<Part>) -> Vec<Part> {
    let is_silent = |part: &Part| matches!(part, Part::Silent);
    let is_blank =
        |part: &Part| matches!(part, Part::Inline(Inline::Text(text)) if text.trim().is_empty());
    if !content.iter().any(is_silent) {
        return content;
    }
    content.retain(|part| !is_silent(part));
    let is_lead = |part: &Part| is_blank(part) || matches!(part, Part::Inline(Inline::Strong(_)));
    if content.iter().all(is_lead) {
        return Vec::new();
    }
    // The blanks around a sentence that is missing.
    content.dedup_by(|second, first| is_blank(second) && is_blank(first));
    while content.last().is_some_and(is_blank) {
        content.pop();
    }
    content
}

fn push_paragraph(blocks: &mut Vec<Block>, text: &mut Vec<Inline>) {
    let is_blank =
        text.iter().all(|inline| matches!(inline, Inline::Text(text) if text.trim().is_empty()));
    let content = std::mem::take(text);
    if !is_blank {
        blocks.push(Block::Paragraph(content));
    }
}
