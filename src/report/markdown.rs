//! A chapter's Markdown → blocks, with figures, tables and charts in place of tokens.
//!
//! Raw HTML and images are left out, links are limited to http, https, mailto and relative ones;
//! each is told.

use super::blocks::{Blocks, merge_key_figures};
use super::document::{Block, Chapter, Inline};
use super::emptied::Sections;
use super::links::{anchor, is_safe_link, plain_text};
use super::{Context, Exhibits, missing, phrases, said_once};
use crate::diagnostic::{Finding, FindingCode, Findings, Place};
use crate::domain::is_unreadable;
use crate::locale::unbroken;
use crate::plan::{Piece, PlannedChapter, pieces, without_tokens};
use crate::project::{readable, unreadable_dropped};
use pulldown_cmark::{Event, HeadingLevel, Parser, Tag, TagEnd};
use std::collections::BTreeSet;

/// How the file of a chapter in Leichte Sprache ends.
const EASY: &str = "leichte-sprache.md";

/// So many elements may be open within each other.
const DEEPEST: usize = 20;

/// An open element while the events are read.
enum Frame {
    Blocks(Open, Vec<Block>),
    Inlines(Open, Vec<Part>),
}

/// A part of a paragraph, heading, link or emphasis that is still open.
enum Part {
    Inline(Inline),
    /// The request of a block, by its number.
    Block(usize),
    /// A sentence that has nothing to say.
    Silent,
}

/// What an open element becomes when it closes.
enum Open {
    Root,
    Paragraph,
    Heading(u8),
    List(Option<u64>, Vec<Vec<Block>>),
    Item,
    Quote,
    Strong,
    Emphasis,
    Link(String),
    Dropped,
}

struct Reader<'a> {
    chapter: &'a PlannedChapter,
    id: String,
    number: usize,
    context: &'a Context<'a>,
    exhibits: &'a Exhibits<'a>,
    blocks: Blocks<'a>,
    findings: &'a mut Findings,
    stack: Vec<Frame>,
    title: Option<Vec<Inline>>,
    anchors: BTreeSet<String>,
    sections: usize,
    told: Sections,
}

/// Reads one chapter; `None` where nothing of it is left. `printed` are the anchors of the tables and charts that already stand
/// in the report.
pub(super) fn chapter(
    chapter: &PlannedChapter,
    number: usize,
    context: &Context<'_>,
    exhibits: &Exhibits<'_>,
    printed: &mut BTreeSet<String>,
    findings: &mut Findings,
) -> Option<Chapter> {
    let id = anchor(
        chapter.name.trim_end_matches(".md").trim_start_matches(|c: char| !c.is_ascii_lowercase()),
    );
    let id = unique(&id, printed);
    let mut reader = Reader {
        chapter,
        id: id.clone(),
        number,
        context,
        exhibits,
        blocks: Blocks { context, exhibits, printed },
        findings,
        stack: vec![Frame::Blocks(Open::Root, Vec::new())],
        title: None,
        anchors: BTreeSet::from([id.clone()]),
        sections: 0,
        told: Sections::new(),
    };
    for (event, range) in Parser::new(&chapter.markdown).into_offset_iter() {
        reader.event(event, range.start);
    }
    let blocks = match reader.stack.pop() {
        Some(Frame::Blocks(_, blocks)) => blocks,
        _ => Vec::new(),
    };
    let blocks = reader.told.left(blocks, context)?;
    let blocks = missing::at_head(chapter, context).into_iter().chain(blocks).collect();
    let title = reader.title.unwrap_or_else(|| vec![Inline::Text(id.clone())]);
    let easy = chapter.name.ends_with(EASY);
    let blocks = said_once::once(merge_key_figures(without_empty_sections(blocks)));
    Some(Chapter { id, number, title, easy, blocks })
}

/// The blocks without headings that nothing follows: what stood below them is not recorded, or has nothing to say.
fn without_empty_sections(blocks: Vec<Block>) -> Vec<Block> {
    let mut kept: Vec<Block> = Vec::new();
    // From the end, so that a heading sees what is left below it.
    for block in blocks.into_iter().rev() {
        let is_empty = match (&block, kept.last()) {
            (Block::Heading { level, .. }, Some(Block::Heading { level: next, .. })) => {
                next <= level
            }
            (Block::Heading { .. }, None) => true,
            _ => false,
        };
        if !is_empty {
            kept.push(block);
        }
    }
    kept.reverse();
    numbered(&mut kept);
    kept
}

/// Numbers the sections again, without those that left.
fn numbered(blocks: &mut [Block]) {
    let numbers = blocks.iter_mut().filter_map(|block| match block {
        Block::Heading { number, .. } => number.as_mut(),
        _ => None,
    });
    for (position, number) in numbers.enumerate() {
        let chapter = number.split('.').next().unwrap_or_default();
        *number = format!("{chapter}.{}", position + 1);
    }
}

/// An anchor that no other part of the report has; remembers it.
fn unique(base: &str, taken: &mut BTreeSet<String>) -> String {
    let mut id = base.to_owned();
    let mut copy = 2;
    while !taken.insert(id.clone()) {
        id = format!("{base}-{copy}");
        copy += 1;
    }
    id
}

impl Reader<'_> {
    fn event(&mut self, event: Event<'_>, offset: usize) {
        match event {
            Event::Start(tag) => self.start(tag, offset),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => self.text(&text, offset),
            Event::Code(code) => self.code(&code),
            Event::SoftBreak => self.inline(Inline::Text(" ".to_owned())),
            Event::HardBreak => self.inline(Inline::LineBreak),
            Event::Html(_) | Event::InlineHtml(_) => {
                self.unsafe_markup(offset, "HTML im Kapitel wird nicht übernommen");
            }
            Event::Rule
            | Event::FootnoteReference(_)
            | Event::TaskListMarker(_)
            | Event::InlineMath(_)
            | Event::DisplayMath(_) => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>, offset: usize) {
        let is_inline =
            matches!(tag, Tag::Strong | Tag::Emphasis | Tag::Link { .. } | Tag::Image { .. });
        if is_inline {
            self.open_loose_text();
        } else {
            self.close_loose_text();
        }
        let frame = match tag {
            Tag::Paragraph => Frame::Inlines(Open::Paragraph, Vec::new()),
            Tag::Heading { level, .. } => Frame::Inlines(Open::Heading(depth(level)), Vec::new()),
            Tag::List(start) => Frame::Blocks(Open::List(start, Vec::new()), Vec::new()),
            Tag::Item => Frame::Blocks(Open::Item, Vec::new()),
            Tag::BlockQuote(_) => Frame::Blocks(Open::Quote, Vec::new()),
            Tag::CodeBlock(_) => Frame::Inlines(Open::Paragraph, Vec::new()),
            Tag::Strong => Frame::Inlines(Open::Strong, Vec::new()),
            Tag::Emphasis => Frame::Inlines(Open::Emphasis, Vec::new()),
            Tag::Link { dest_url, .. }
                if is_safe_link(&dest_url) && without_tokens(&dest_url) == *dest_url =>
            {
                Frame::Inlines(Open::Link(dest_url.into_string()), Vec::new())
            }
            Tag::Link { .. } => {
                self.unsafe_markup(offset, "dieses Ziel eines Links ist nicht erlaubt");
                Frame::Inlines(Open::Emphasis, Vec::new())
            }
            Tag::Image { .. } => {
                self.unsafe_markup(offset, "Bilder im Kapitel werden nicht übernommen");
                Frame::Inlines(Open::Dropped, Vec::new())
            }
            _ => Frame::Inlines(Open::Dropped, Vec::new()),
        };
        // What is nested deeper than anybody reads would be drawn by functions that call themselves.
        let frame = match self.stack.len() {
            DEEPEST => {
                let message = "das Kapitel ist hier zu tief geschachtelt; der Text darin fehlt";
                self.unsafe_markup(offset, message);
                Frame::Inlines(Open::Dropped, Vec::new())
            }
            depth if depth > DEEPEST => Frame::Inlines(Open::Dropped, Vec::new()),
            _ => frame,
        };
        self.stack.push(frame);
    }

    fn end(&mut self, tag: TagEnd) {
        // The loose text of a tight list item closes with its item.
        if matches!(tag, TagEnd::Item) {
            self.close_loose_text();
        }
        let Some(frame) = self.stack.pop() else { return };
        match frame {
            Frame::Inlines(open, content) => self.close_inlines(open, content),
            Frame::Blocks(open, blocks) => self.close_blocks(open, blocks),
        }
    }

    fn close_inlines(&mut self, open: Open, content: Vec<Part>) {
        if matches!(open, Open::Paragraph) {
            for block in self.paragraph(content) {
                self.block(block);
            }
            return;
        }
        // A table or chart cannot stand in a heading or a link.
        if content.iter().any(|part| matches!(part, Part::Block(_))) {
            self.misplaced_block();
        }
        let is_silent = content.iter().any(|part| matches!(part, Part::Silent));
        let content: Vec<Inline> = content.into_iter().filter_map(Part::inline).collect();
        match open {
            Open::Strong | Open::Emphasis | Open::Link(_) if is_silent && content.is_empty() => {
                self.part(Part::Silent);
            }
            Open::Heading(1) if self.title.is_none() => self.title = Some(content),
            Open::Heading(level) => {
                let heading = self.heading(level.max(2), content);
                self.block(heading);
            }
            Open::Strong => self.inline(Inline::Strong(content)),
            Open::Emphasis => self.inline(Inline::Emphasis(content)),
            Open::Link(href) => self.inline(Inline::Link { href, content }),
            _ => {}
        }
    }

    fn close_blocks(&mut self, open: Open, blocks: Vec<Block>) {
        match open {
            // Nothing was said in it.
            Open::Item if blocks.is_empty() => {}
            Open::Item => {
                if let Some(Frame::Blocks(Open::List(_, items), _)) = self.stack.last_mut() {
                    items.push(blocks);
                }
            }
            Open::List(_, items) if items.is_empty() => {}
            Open::List(start, items) => self.block(Block::List { start, items }),
            Open::Quote => self.block(Block::Quote(blocks)),
            _ => {}
        }
    }

    /// Text directly in a list item has no paragraph of its own; it gets one.
    fn open_loose_text(&mut self) {
        if let Some(Frame::Blocks(..)) = self.stack.last() {
            self.stack.push(Frame::Inlines(Open::Paragraph, Vec::new()));
        }
    }

    fn close_loose_text(&mut self) {
        if let Some(Frame::Inlines(Open::Paragraph, _)) = self.stack.last()
            && let Some(Frame::Inlines(open, content)) = self.stack.pop()
        {
            self.close_inlines(open, content);
        }
    }

    fn block(&mut self, block: Block) {
        self.close_loose_text();
        if let Some(Frame::Blocks(_, blocks)) = self.stack.last_mut() {
            blocks.push(block);
        }
    }

    fn inline(&mut self, inline: Inline) {
        self.part(Part::Inline(inline));
    }

    fn part(&mut self, part: Part) {
        self.open_loose_text();
        if let Some(Frame::Inlines(_, content)) = self.stack.last_mut() {
            content.push(part);
        }
    }

    fn text(&mut self, text: &str, offset: usize) {
        for piece in pieces(text) {
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

    fn request(&mut self, number: usize) {
        let Some(request) = self.context.plan.requests.get(number) else { return };
        self.told.add(request, self.context);
        match phrases::phrase(request, self.context, self.exhibits) {
            Some(inlines) if inlines.is_empty() => self.part(Part::Silent),
            Some(inlines) => inlines.into_iter().for_each(|part| self.inline(part)),
            // A block stands in its paragraph until the paragraph closes.
            None => self.part(Part::Block(number)),
        }
    }

    /// Code keeps its form; a figure within it is printed as everywhere.
    fn code(&mut self, code: &str) {
        for piece in pieces(code) {
            match piece {
                Piece::Text(text) => self.inline(Inline::Code(text.to_owned())),
                Piece::Request(number) => self.request(number),
            }
        }
    }

    /// A paragraph, or the blocks that stand in it alone.
    fn paragraph(&mut self, content: Vec<Part>) -> Vec<Block> {
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

    fn heading(&mut self, level: u8, content: Vec<Inline>) -> Block {
        let number = (level == 2).then(|| {
            self.sections += 1;
            format!("{}.{}", self.number, self.sections)
        });
        let id = unique(&anchor(&plain_text(&content)), &mut self.anchors);
        let id = format!("{}-{id}", self.id);
        self.told.begin(&id, level);
        Block::Heading { level, id, number, content }
    }

    fn misplaced_block(&mut self) {
        self.findings.push(
            Finding::new(
                FindingCode::UnknownRequest,
                "eine Tabelle, ein Diagramm oder eine Liste steht nicht in einem eigenen Absatz",
            )
            .at(Place::file(&self.chapter.file))
            .help("setzen Sie den Aufruf allein in einen Absatz, ohne Überschrift, Link oder Hervorhebung"),
        );
    }

    fn unsafe_markup(&mut self, offset: usize, message: &str) {
        let before = self.chapter.markdown.get(..offset).unwrap_or_default();
        let line = before.matches('\n').count() + 1;
        let place = Place::line(&self.chapter.file, u32::try_from(line).unwrap_or(u32::MAX));
        self.findings.push(
            Finding::new(FindingCode::UnsafeMarkup, message)
                .at(place)
                .expected("Markdown ohne HTML; Links mit http, https, mailto oder relativ"),
        );
    }
}

impl Part {
    fn inline(self) -> Option<Inline> {
        match self {
            Self::Inline(inline) => Some(inline),
            Self::Block(_) | Self::Silent => None,
        }
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

fn depth(level: HeadingLevel) -> u8 {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        HeadingLevel::H4 => 4,
        HeadingLevel::H5 => 5,
        HeadingLevel::H6 => 6,
    }
}
