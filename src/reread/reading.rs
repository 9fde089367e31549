//! What was read from a finished artifact, before it is held against anything.

use super::number::{has_number, normal};

/// Everything a page or a drawing shows or says.
#[derive(Debug, Default)]
pub(super) struct Reading {
    /// Texts with numbers: of blocks, of attributes meant for people, of comments, of style sheets.
    pub(super) texts: Vec<Text>,
    /// Tables.
    pub(super) tables: Vec<ReadTable>,
    /// Elements that say which figure they show.
    pub(super) figures: Vec<ReadFigure>,
    /// Files that stand within links.
    pub(super) downloads: Vec<ReadDownload>,
}

/// A file within a link.
#[derive(Debug)]
pub(super) struct ReadDownload {
    /// The name it is saved under.
    pub(super) name: String,
    /// Its address: `data:…`.
    pub(super) address: String,
    pub(super) place: String,
}

/// A text with its place in words.
#[derive(Debug)]
pub(super) struct Text {
    pub(super) place: String,
    /// Normalised.
    pub(super) text: String,
    /// The figure of the element whose attribute the text is.
    pub(super) figure: Option<String>,
}

/// A table.
#[derive(Debug, Default)]
pub(super) struct ReadTable {
    /// Its id in the report, where the page tells.
    pub(super) id: Option<String>,
    pub(super) place: String,
    pub(super) rows: Vec<Vec<ReadCell>>,
}

/// A cell of a table.
#[derive(Debug, Default)]
pub(super) struct ReadCell {
    pub(super) head: bool,
    /// Normalised.
    pub(super) text: String,
    /// The figure the cell says it shows.
    pub(super) figure: Option<String>,
    /// All of its markup but texts and figure id.
    pub(super) form: String,
}

/// An element that says which figure it shows.
#[derive(Debug)]
pub(super) struct ReadFigure {
    pub(super) id: String,
    pub(super) element: String,
    /// Normalised.
    pub(super) text: String,
    /// All of its markup but texts and figure id: tags and attributes, its own and those within.
    pub(super) form: String,
    pub(super) place: String,
}

/// Collects the text of the block being read.
#[derive(Debug, Default)]
pub(super) struct Run {
    text: String,
    heading: String,
}

impl Run {
    pub(super) fn push(&mut self, text: &str) {
        self.text.push_str(text);
    }

    /// Where the reader is: under which heading.
    pub(super) fn place(&self) -> String {
        match self.heading.as_str() {
            "" => "vor der ersten Überschrift".to_owned(),
            heading => format!("Abschnitt „{heading}“"),
        }
    }

    /// Ends the block; its text, normalised.
    pub(super) fn take(&mut self) -> String {
        normal(&std::mem::take(&mut self.text))
    }

    /// The text of the block so far, normalised.
    #[cfg(feature = "pdf")]
    pub(super) fn peek(&self) -> String {
        normal(&self.text)
    }

    /// Ends the block and keeps its text.
    pub(super) fn flush(&mut self, texts: &mut Vec<Text>) {
        if has_number(&self.text) {
            let text = self.take();
            texts.push(Text { place: self.place(), text, figure: None });
        }
        self.text.clear();
    }

    /// Ends the block as a heading.
    pub(super) fn flush_heading(&mut self, texts: &mut Vec<Text>) {
        let heading = normal(&self.text);
        self.flush(texts);
        if !heading.is_empty() {
            self.heading = heading;
        }
    }
}
