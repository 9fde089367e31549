//! Goes through the tree of structure and gathers what it says.

use super::content::{Piece, Printed};
use super::tree::{Element, Kid};
use super::{Heading, Picture, ReadPdf, aside};
use crate::reread::number::{has_number, normal};
use crate::reread::reading::{ReadCell, ReadTable, Run, Text, Word};
use std::collections::BTreeSet;

/// Colour of texts of lesser weight in drawings: the numbers along an axis have it.
const SECONDARY: [u8; 3] = [0x52, 0x5f, 0x6b];

/// Elements within a line of text.
const INLINE: [&str; 6] = ["Span", "Link", "Reference", "Code", "Quote", "Lbl"];

struct Reader {
    read: ReadPdf,
    pages: Vec<Printed>,
    used: BTreeSet<(usize, i32)>,
    run: Run,
    /// The block being read as it is read aloud: with what stands in place of some of its letters.
    heard: String,
    /// The page of the last content, from 1.
    page: usize,
    /// The lines of the table of contents.
    contents: Vec<String>,
}

/// Reads all that the tree refers to on its pages, and what stands beside it.
pub(super) fn walk(root: &Element, pages: Vec<Printed>) -> ReadPdf {
    let mut reader = Reader {
        read: ReadPdf { pages: pages.len(), ..ReadPdf::default() },
        pages,
        used: BTreeSet::new(),
        run: Run::default(),
        heard: String::new(),
        page: 0,
        contents: Vec::new(),
    };
    reader.kids(root);
    reader.flush();
    reader.check_contents();
    reader.outside_of_the_tree();
    reader.read
}

impl Reader {
    fn element(&mut self, element: &Element) {
        let place = self.run.place();
        if let Some(spoken) = &element.spoken {
            aside(&mut self.read, &format!("Ersatztext, {place}"), spoken);
        }
        if let Some(text) = element.alternative.as_ref().filter(|_| element.tag != "Figure") {
            aside(&mut self.read, &format!("Alternativtext, {place}"), text);
        }
        match element.tag.as_str() {
            "Figure" => self.picture(element),
            "Table" => self.table(element),
            tag if heading(tag).is_some() => {
                self.flush();
                self.kids(element);
                let level = heading(tag).unwrap_or_default();
                let text = self.run.peek();
                self.hear();
                self.read.headings.push(Heading { level, text, page: self.page });
                self.run.flush_heading(&mut self.read.reading.texts);
            }
            "TOCI" => {
                self.flush();
                self.line_of(element);
                self.hear();
                let line = self.run.take();
                self.contents.push(line);
            }
            "L" => self.list(element),
            tag if INLINE.contains(&tag) && !element.block => self.kids(element),
            _ => {
                self.flush();
                self.kids(element);
                self.flush();
            }
        }
    }

    fn kids(&mut self, element: &Element) {
        for kid in &element.kids {
            match kid {
                Kid::Element(element) => self.element(element),
                Kid::Content(page, number) => {
                    for piece in self.content(*page, *number) {
                        self.push(&piece);
                    }
                }
            }
        }
    }

    /// A list; the ordinals of its items say nothing but their order.
    fn list(&mut self, list: &Element) {
        self.flush();
        let mut first = None;
        let items = list.kids.iter().filter_map(|kid| match kid {
            Kid::Element(element) => Some(element),
            Kid::Content(..) => None,
        });
        for (position, item) in items.enumerate() {
            for kid in &item.kids {
                let Kid::Element(part) = kid else { continue };
                if part.tag != "Lbl" {
                    self.element(part);
                    continue;
                }
                self.flush();
                self.kids(part);
                let label = self.run.peek();
                let ordinal = label.strip_suffix('.').and_then(|text| text.parse::<usize>().ok());
                let start = ordinal.and_then(|ordinal| ordinal.checked_sub(position));
                if start.is_some() && *first.get_or_insert(start) == start {
                    self.hear();
                    self.run.take();
                }
                self.flush();
            }
            self.flush();
        }
    }

    /// Each line of the contents names the page on which its heading stands.
    fn check_contents(&mut self) {
        for line in std::mem::take(&mut self.contents) {
            let is_right = |heading: &Heading| line == format!("{} {}", heading.text, heading.page);
            if !self.read.headings.iter().any(is_right) {
                aside(&mut self.read, "Inhaltsverzeichnis", &line);
            }
        }
    }

    /// All content of an element as one line.
    fn line_of(&mut self, element: &Element) {
        for kid in &element.kids {
            match kid {
                Kid::Element(element) => self.line_of(element),
                Kid::Content(page, number) => {
                    self.content(*page, *number).iter().for_each(|piece| self.push(piece));
                }
            }
        }
    }

    /// A piece of marked content, once.
    fn content(&mut self, page: usize, number: i32) -> Vec<Piece> {
        self.page = page + 1;
        let pieces = self.pages.get(page).and_then(|page| page.marked.get(&number));
        let pieces = pieces.cloned().unwrap_or_default();
        if !self.used.insert((page, number)) {
            let text: Vec<&str> = pieces.iter().map(|piece| piece.text.as_str()).collect();
            self.read.untagged.push(text.concat());
        }
        pieces
    }

    /// Adds to the block being read.
    fn push(&mut self, piece: &Piece) {
        self.run.push(&piece.text);
        self.heard.push_str(piece.spoken.as_ref().unwrap_or(&piece.text));
    }

    /// Keeps the block as it is read aloud, where that differs from what is printed.
    fn hear(&mut self) {
        let heard = normal(&std::mem::take(&mut self.heard));
        if heard != self.run.peek() {
            aside(&mut self.read, &format!("Ersatztext, {}", self.run.place()), &heard);
        }
    }

    fn flush(&mut self) {
        self.hear();
        self.run.flush(&mut self.read.reading.texts);
    }

    fn picture(&mut self, element: &Element) {
        let alternative = normal(element.alternative.as_deref().unwrap_or_default());
        aside(&mut self.read, &format!("Alternativtext, {}", self.run.place()), &alternative);
        let mut pieces = Vec::new();
        self.pieces(element, &mut pieces);
        let words = pieces.iter().map(|piece| Word {
            class: if piece.colour == SECONDARY { "tm" } else { "" }.to_owned(),
            // Drawings count downwards.
            y: -piece.y,
            text: normal(&piece.text),
        });
        self.read.pictures.push(Picture { alternative, words: words.collect() });
    }

    /// The content of a picture: its letters stand one by one, and words are what touches.
    fn pieces(&mut self, element: &Element, found: &mut Vec<Piece>) {
        for kid in &element.kids {
            match kid {
                Kid::Element(element) => self.pieces(element, found),
                Kid::Content(page, number) => {
                    for piece in self.content(*page, *number) {
                        match found.last_mut().filter(|last| last.goes_on_with(&piece)) {
                            Some(last) => {
                                last.text.push_str(&piece.text);
                                last.x.1 = piece.x.1;
                            }
                            None => found.push(piece),
                        }
                    }
                }
            }
        }
    }

    fn table(&mut self, element: &Element) {
        self.flush();
        let mut captions = Vec::new();
        element.all("Caption", &mut captions);
        for caption in captions {
            self.kids(caption);
            self.flush();
        }
        let mut table = ReadTable { place: self.run.place(), ..ReadTable::default() };
        let summary = element.summary.as_deref().unwrap_or_default();
        aside(&mut self.read, &format!("Zusammenfassung der Tabelle, {}", table.place), summary);
        let mut rows = Vec::new();
        element.all("TR", &mut rows);
        for row in rows {
            let mut cells = Vec::new();
            for kid in &row.kids {
                if let Kid::Element(cell) = kid {
                    cells.push(self.cell(cell));
                }
            }
            table.rows.push(cells);
        }
        self.read.reading.tables.push(table);
    }

    fn cell(&mut self, cell: &Element) -> ReadCell {
        self.kids(cell);
        self.hear();
        let text = self.run.take();
        let head = cell.tag == "TH";
        if head && has_number(&text) {
            let place = self.run.place();
            self.read.reading.texts.push(Text { place, text: text.clone(), figure: None });
        }
        ReadCell { head, text, figure: None, form: form(cell) }
    }

    /// Running heads and feet, and what nobody who listens would know of.
    fn outside_of_the_tree(&mut self) {
        let count = self.pages.len();
        for (position, page) in std::mem::take(&mut self.pages).into_iter().enumerate() {
            let number = format!("Seite {} von {count}", position + 1);
            self.read.margins.push(joined(&page.artifacts).replacen(&number, "", 1));
            let unused =
                page.marked.iter().filter(|(mark, _)| !self.used.contains(&(position, **mark)));
            let unused = unused.flat_map(|(_, pieces)| pieces);
            for piece in page.unmarked.iter().chain(unused) {
                self.read.untagged.push(piece.text.clone());
            }
        }
    }
}

/// Pieces one after the other, parted where one does not go on with the next.
fn joined(pieces: &[Piece]) -> String {
    let mut text = String::new();
    let mut last: Option<&Piece> = None;
    for piece in pieces {
        let goes_on = last.is_some_and(|last| last.goes_on_with(piece));
        if !goes_on && !text.ends_with('\u{ad}') {
            text.push(' ');
        }
        text.push_str(&piece.text);
        last = Some(piece);
    }
    normal(&text)
}

fn heading(tag: &str) -> Option<u8> {
    tag.strip_prefix('H')?.parse().ok().filter(|level| (1..=6).contains(level))
}

/// An element with what could tell it from others of its kind.
fn form(element: &Element) -> String {
    let mut form = format!("<{}", element.tag);
    let texts = [&element.alternative, &element.spoken, &element.scope];
    texts.into_iter().flatten().for_each(|text| form.push_str(&format!(" {text}")));
    for kid in &element.kids {
        if let Kid::Element(element) = kid {
            form.push_str(&self::form(element));
        }
    }
    form + ">"
}
