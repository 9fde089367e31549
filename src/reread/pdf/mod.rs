//! Reads a finished PDF back as assistive technology would: the tree of structure with the content it refers
//! to, alternative texts, tables cell by cell, pictures with the texts within, and what stands
//! outside of the tree. Judges nothing.
//!
//! Parses with code that has no part in writing the file.

mod content;
mod tree;
mod unicode;

use super::number::{has_number, normal};
use super::reading::{ReadCell, ReadTable, Reading, Run, Text, Word};
use content::{Piece, Printed};
use hayro_syntax::Pdf;
use hayro_syntax::object::{Array, Dict, String as PdfString};
use std::collections::BTreeSet;
use tree::{Element, Kid};
use unicode::text_string;

/// Entries within entries of the outline.
const DEEPEST: usize = 16;

/// Colour of texts of lesser weight in drawings: the numbers along an axis have it.
const SECONDARY: [u8; 3] = [0x52, 0x5f, 0x6b];

/// Elements within a line of text.
const INLINE: [&str; 6] = ["Span", "Link", "Reference", "Code", "Quote", "Lbl"];

/// A file as it was read.
#[derive(Debug, Default)]
pub(super) struct ReadPdf {
    /// Its texts and tables.
    pub(super) reading: Reading,
    /// Its pictures, in order.
    pub(super) pictures: Vec<Picture>,
    /// Its headings in order.
    pub(super) headings: Vec<Heading>,
    /// The entries of its outline, in order.
    pub(super) outline: Vec<String>,
    /// Its title.
    pub(super) title: String,
    /// Texts that are printed but not in the tree, or in it more than once.
    pub(super) untagged: Vec<String>,
    /// What stands beside the tree on each page, without the number of the page: running head and foot,
    /// repeated heads of tables.
    pub(super) margins: Vec<String>,
    /// Texts beyond the edges of their page.
    pub(super) beyond: Vec<String>,
    /// Number of pages.
    pub(super) pages: usize,
}

impl ReadPdf {
    /// The description of a link without the page it leads to; nothing where it is that of a heading
    /// and its page.
    fn without_goal<'t>(&self, text: &'t str) -> &'t str {
        let is_heading = self
            .headings
            .iter()
            .any(|heading| text.trim() == format!("„{}“ Seite {}", heading.text, heading.page));
        if is_heading {
            return "";
        }
        let pages = (1..=self.pages).rev().map(|page| format!("Seite {page}"));
        let mut without = pages.filter_map(|page| text.strip_suffix(&page));
        without.next().unwrap_or(text)
    }
}

/// A picture.
#[derive(Debug, Default)]
pub(super) struct Picture {
    /// Alternative text, normalised.
    pub(super) alternative: String,
    /// The texts within.
    pub(super) words: Vec<Word>,
}

/// A heading.
#[derive(Debug)]
pub(super) struct Heading {
    /// From 1.
    pub(super) level: u8,
    /// Normalised.
    pub(super) text: String,
    /// From 1.
    page: usize,
}

struct Reader {
    read: ReadPdf,
    pages: Vec<Printed>,
    used: BTreeSet<(usize, i32)>,
    run: Run,
    /// The page of the last content, from 1.
    page: usize,
    /// The lines of the table of contents.
    contents: Vec<String>,
}

/// Reads a file.
///
/// # Errors
/// Says in words what is missing where it is no tagged PDF.
pub(super) fn read(bytes: &[u8]) -> Result<ReadPdf, &'static str> {
    let pdf = Pdf::new(bytes.to_vec()).map_err(|_| "es ist kein PDF")?;
    let root = tree::read(&pdf).ok_or("das PDF hat keine Struktur")?;
    let pages: Option<Vec<Printed>> = pdf.pages().iter().map(content::read).collect();
    let mut reader = Reader {
        read: ReadPdf::default(),
        pages: pages.ok_or("eine Seite lässt sich nicht lesen")?,
        used: BTreeSet::new(),
        run: Run::default(),
        page: 0,
        contents: Vec::new(),
    };
    reader.read.pages = reader.pages.len();
    for (printed, page) in reader.pages.iter().zip(pdf.pages().iter()) {
        let width = f64::from(page.base_dimensions().0);
        let is_beyond = |piece: &&Piece| piece.x.0 < 0.0 || piece.x.1 > width || piece.y < 0.0;
        let pieces = printed.marked.values().flatten().chain(&printed.artifacts);
        let beyond = pieces.chain(&printed.unmarked).filter(is_beyond);
        reader.read.beyond.extend(beyond.map(|piece| piece.text.clone()));
    }
    reader.kids(&root);
    reader.flush();
    reader.check_contents();
    reader.outside_of_the_tree();
    let mut read = reader.read;
    for page in pdf.pages().iter() {
        let notes = page.raw().get::<Array<'_>>("Annots");
        for note in notes.iter().flat_map(|notes| notes.iter::<Dict<'_>>()) {
            let text = normal(&string(&note, "Contents"));
            let text = read.without_goal(&text).to_owned();
            aside(&mut read, "Beschreibung eines Verweises", &text);
        }
    }
    if let Some(catalog) = pdf.xref().get::<Dict<'_>>(pdf.xref().root_id()) {
        let first = catalog.get::<Dict<'_>>("Outlines").and_then(|all| all.get("First"));
        outline(first, &mut read.outline, 0);
    }
    for entry in read.outline.clone() {
        aside(&mut read, "Lesezeichen", &entry);
    }
    read.title = text_string(pdf.metadata().title.as_deref().unwrap_or_default());
    let title = read.title.clone();
    aside(&mut read, "Titel der Datei", &title);
    Ok(read)
}

fn string(dictionary: &Dict<'_>, key: &str) -> String {
    let text = dictionary.get::<PdfString<'_>>(key);
    text.map(|text| text_string(text.as_bytes())).unwrap_or_default()
}

/// A text that is not printed.
fn aside(read: &mut ReadPdf, place: &str, text: &str) {
    if has_number(text) {
        let text = Text { place: place.to_owned(), text: normal(text), figure: None };
        read.reading.texts.push(text);
    }
}

fn outline(first: Option<Dict<'_>>, found: &mut Vec<String>, depth: usize) {
    let mut entry = first.filter(|_| depth < DEEPEST);
    while let Some(one) = entry {
        found.push(normal(&string(&one, "Title")));
        outline(one.get("First"), found, depth + 1);
        entry = one.get("Next");
    }
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
                self.read.headings.push(Heading { level, text, page: self.page });
                self.run.flush_heading(&mut self.read.reading.texts);
            }
            "TOCI" => {
                self.flush();
                self.line_of(element);
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
        if let Some(spoken) = &piece.spoken {
            let place = format!("Ersatztext, {}", self.run.place());
            aside(&mut self.read, &place, spoken);
        }
    }

    fn flush(&mut self) {
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
