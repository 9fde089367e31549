//! Reads a finished PDF back as assistive technology would: the tree of structure with the content it refers
//! to, alternative texts, tables cell by cell, pictures with the texts within, and what stands
//! outside of the tree. Judges nothing.
//!
//! Parses with code that has no part in writing the file.

mod content;
mod properties;
mod tree;
mod unicode;
mod walk;

use super::number::{has_number, normal};
use super::reading::{Reading, Text, Word};
use content::{Piece, Printed};
use hayro_syntax::Pdf;
use hayro_syntax::object::{Array, Dict, String as PdfString};
use unicode::text_string;

/// Entries within entries of the outline.
const DEEPEST: usize = 16;

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
    /// Its title, once for each place that has it.
    pub(super) titles: Vec<String>,
    /// Texts that are printed but not in the tree, or in it more than once.
    pub(super) untagged: Vec<String>,
    /// What stands beside the tree on each page, without the number of the page: running head and foot,
    /// repeated heads of tables.
    pub(super) margins: Vec<String>,
    /// Texts beyond the edges of their page.
    pub(super) beyond: Vec<String>,
    /// Pages, from 1, with texts that are printed over others, and the first such texts.
    pub(super) covered: Vec<(usize, String)>,
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

/// Reads a file.
///
/// # Errors
/// Says in words what is missing where it is no tagged PDF.
pub(super) fn read(bytes: &[u8]) -> Result<ReadPdf, &'static str> {
    let pdf = Pdf::new(bytes.to_vec()).map_err(|_| "es ist kein PDF")?;
    let root = tree::read(&pdf).ok_or("das PDF hat keine Struktur")?;
    let pages: Option<Vec<Printed>> = pdf.pages().iter().map(content::read).collect();
    let pages = pages.ok_or("eine Seite lässt sich nicht lesen")?;
    let mut beyond = Vec::new();
    for (printed, page) in pages.iter().zip(pdf.pages().iter()) {
        let width = f64::from(page.base_dimensions().0);
        let is_beyond = |piece: &&Piece| piece.x.0 < 0.0 || piece.x.1 > width || piece.y < 0.0;
        let pieces = printed.pieces().filter(is_beyond);
        beyond.extend(pieces.map(|piece| piece.text.clone()));
    }
    let covered = pages.iter().zip(1..).filter_map(|(page, number)| {
        let (one, other) = page.covered()?;
        Some((number, format!("{one} … {other}")))
    });
    let covered = covered.collect();
    let mut read = ReadPdf { beyond, covered, ..walk::walk(&root, pages) };
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
    for (name, text) in properties::read(&pdf)? {
        aside(&mut read, &format!("Eigenschaft `{name}` der Datei"), &text);
        if matches!(name, "Title" | "dc:title") {
            read.titles.push(text);
        }
    }
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
