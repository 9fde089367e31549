//! A chapter's Markdown → blocks, with figures, tables and charts in place of tokens.
//!
//! Raw HTML and images are left out, links are limited to http, https, mailto and relative ones, marks of other programs are not known;
//! each is told.

mod line;
mod marks;
mod told;

use super::blocks::{Blocks, merge_key_figures};
use super::document::{Block, Chapter, ChapterLink, Inline, PlainTable};
use super::emptied::Sections;
use super::links::{anchor, is_safe_link, plain_text};
use super::{Context, Exhibits, missing, said_once};
use crate::diagnostic::Findings;
use crate::plan::{PlannedChapter, markdown_events, without_tokens};
use pulldown_cmark::{Event, HeadingLevel, LinkType, Tag, TagEnd, TextMergeWithOffset};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// How the file of a chapter in Leichte Sprache ends.
const EASY: &str = "leichte-sprache.md";

/// How the anchor of a note begins.
const NOTE: &str = "footnote-";

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
    Struck,
    Link(String),
    Code,
    /// A term that is explained below it.
    Term,
    /// The blocks of it belong to what is around it.
    Inner,
    /// The text of a note, by the name of the note and where it begins.
    Note(String, usize),
    Table(PlainTable),
    Row,
    Cell,
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
    /// The texts of notes that no reference has taken yet, by name, with where they begin.
    notes: BTreeMap<String, (usize, Vec<Block>)>,
    /// The numbers of notes by name.
    numbers: BTreeMap<String, usize>,
    /// How many notes stand in the chapters before.
    notes_before: usize,
    /// The links within the report.
    links: Vec<ChapterLink>,
    /// Where the event that is read begins.
    at: usize,
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
) -> Option<(Chapter, Vec<ChapterLink>)> {
    let id = anchor(
        chapter.name.trim_end_matches(".md").trim_start_matches(|c: char| !c.is_ascii_lowercase()),
    );
    let id = unique(&id, printed);
    let notes_before = printed.iter().filter(|anchor| anchor.starts_with(NOTE)).count();
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
        notes: BTreeMap::new(),
        numbers: BTreeMap::new(),
        notes_before,
        links: Vec::new(),
        at: 0,
    };
    for (event, range) in in_order(&chapter.markdown) {
        reader.event(event, range);
    }
    for (name, (offset, _)) in std::mem::take(&mut reader.notes) {
        reader.unknown_markup(
            offset,
            &format!("auf die Fußnote `{name}` verweist keine Stelle; sie fehlt im Bericht"),
        );
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
    Some((Chapter { id, number, title, easy, blocks }, reader.links))
}

/// The events of a chapter, those of the texts of its notes first: a reference takes its note along.
fn in_order(markdown: &str) -> Vec<(Event<'_>, Range<usize>)> {
    let (mut notes, mut others, mut is_note) = (Vec::new(), Vec::new(), false);
    for (event, range) in TextMergeWithOffset::new(markdown_events(markdown)) {
        is_note |= matches!(event, Event::Start(Tag::FootnoteDefinition(_)));
        let ends = matches!(event, Event::End(TagEnd::FootnoteDefinition));
        if is_note { &mut notes } else { &mut others }.push((event, range));
        is_note &= !ends;
    }
    notes.extend(others);
    notes
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
    fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        let offset = range.start;
        self.at = offset;
        match event {
            Event::Start(tag) => self.start(tag, offset),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => self.text(&text, range),
            Event::Code(code) => self.code(&code),
            Event::SoftBreak => self.inline(Inline::Text(" ".to_owned())),
            Event::HardBreak => self.inline(Inline::LineBreak),
            Event::Html(_) | Event::InlineHtml(_) => {
                self.unsafe_markup(offset, "HTML im Kapitel wird nicht übernommen");
            }
            Event::Rule => self.unknown_markup(offset, "Trennlinien werden nicht übernommen"),
            Event::FootnoteReference(name) => self.note(&name, offset),
            Event::TaskListMarker(done) => {
                let state = if done { "erledigt:" } else { "offen:" };
                self.inline(Inline::Emphasis(vec![Inline::Text(state.to_owned())]));
                self.inline(Inline::Text(" ".to_owned()));
            }
            Event::InlineMath(formula) | Event::DisplayMath(formula) => {
                self.unknown_markup(offset, "Formeln werden nicht gesetzt");
                self.text(&formula, range);
            }
        }
    }

    fn start(&mut self, tag: Tag<'_>, offset: usize) {
        let is_inline = matches!(
            tag,
            Tag::Strong | Tag::Emphasis | Tag::Strikethrough | Tag::Link { .. } | Tag::Image { .. }
        );
        if is_inline {
            self.open_loose_text();
        } else {
            self.close_loose_text();
        }
        let frame = self.opened(tag, offset);
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

    /// The element that a tag opens.
    fn opened(&mut self, tag: Tag<'_>, offset: usize) -> Frame {
        match tag {
            Tag::Paragraph => Frame::Inlines(Open::Paragraph, Vec::new()),
            Tag::Heading { level, .. } => {
                if level == HeadingLevel::H1 && self.title.is_some() {
                    let message = "eine zweite Überschrift mit `#` ist ein Abschnitt: Schreiben Sie `##`, und was zu ihm gehört, mit `###`";
                    self.unknown_markup(offset, message);
                }
                Frame::Inlines(Open::Heading(depth(level)), Vec::new())
            }
            Tag::List(start) => Frame::Blocks(Open::List(start, Vec::new()), Vec::new()),
            Tag::Item => Frame::Blocks(Open::Item, Vec::new()),
            Tag::BlockQuote(_) => Frame::Blocks(Open::Quote, Vec::new()),
            Tag::CodeBlock(_) => Frame::Inlines(Open::Code, Vec::new()),
            Tag::DefinitionListTitle => Frame::Inlines(Open::Term, Vec::new()),
            Tag::DefinitionList | Tag::DefinitionListDefinition => {
                Frame::Blocks(Open::Inner, Vec::new())
            }
            Tag::FootnoteDefinition(name) => {
                Frame::Blocks(Open::Note(name.into_string(), offset), Vec::new())
            }
            Tag::Table(columns) => {
                let id = unique(&format!("{}-table", self.id), &mut self.anchors);
                Frame::Blocks(Open::Table(PlainTable::new(id, &columns)), Vec::new())
            }
            Tag::TableHead | Tag::TableRow => {
                if let Some(Frame::Blocks(Open::Table(table), _)) = self.stack.last_mut() {
                    table.begin_row();
                }
                Frame::Blocks(Open::Row, Vec::new())
            }
            Tag::TableCell => Frame::Inlines(Open::Cell, Vec::new()),
            Tag::Strikethrough => Frame::Inlines(Open::Struck, Vec::new()),
            Tag::Strong => Frame::Inlines(Open::Strong, Vec::new()),
            Tag::Emphasis => Frame::Inlines(Open::Emphasis, Vec::new()),
            Tag::Link { link_type: LinkType::Email, dest_url, .. } => {
                Frame::Inlines(Open::Link(format!("mailto:{dest_url}")), Vec::new())
            }
            Tag::Link { dest_url, .. }
                if is_safe_link(&dest_url) && without_tokens(&dest_url) == *dest_url =>
            {
                if !dest_url.contains(':') {
                    let (href, place) = (dest_url.to_string(), self.place(offset));
                    self.links.push(ChapterLink { href, place });
                }
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
        }
    }

    fn end(&mut self, tag: TagEnd) {
        // The loose text of a tight list item closes with its item, and so does that of an explanation.
        if matches!(tag, TagEnd::Item | TagEnd::DefinitionListDefinition) {
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
            Open::Strong | Open::Emphasis | Open::Struck | Open::Link(_)
                if is_silent && content.is_empty() =>
            {
                self.part(Part::Silent);
            }
            Open::Heading(1) if self.title.is_none() => self.title = Some(content),
            Open::Heading(level) => {
                let heading = self.heading(level.max(2), content);
                self.block(heading);
            }
            Open::Strong => self.inline(Inline::Strong(content)),
            Open::Emphasis => self.inline(Inline::Emphasis(content)),
            Open::Struck => self.inline(Inline::Struck(content)),
            Open::Code => self.block(Block::Paragraph(content)),
            Open::Term => self.block(Block::Paragraph(vec![Inline::Strong(content)])),
            Open::Cell => {
                let tables = self.stack.iter_mut().rev().find_map(|frame| match frame {
                    Frame::Blocks(Open::Table(table), _) => Some(table),
                    _ => None,
                });
                tables.into_iter().for_each(|table| table.push_cell(content.clone()));
            }
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
            Open::Inner => blocks.into_iter().for_each(|block| self.block(block)),
            Open::Note(name, offset) => {
                let content = self.only_paragraphs(blocks, offset);
                self.notes.insert(name, (offset, content));
            }
            Open::Table(table) => self.block(Block::PlainTable(table)),
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
}

impl Part {
    fn inline(self) -> Option<Inline> {
        match self {
            Self::Inline(inline) => Some(inline),
            Self::Block(_) | Self::Silent => None,
        }
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
