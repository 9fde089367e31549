//! Document → artifacts in memory, one renderer for each format. Computes nothing and touches no
//! disk; every number arrives printed.

mod data;
mod embed;
mod formula;
mod hash;
mod html;
mod html_inline;
mod json;
mod markdown;
mod markdown_goals;
mod package;
#[cfg(feature = "pdf")]
mod pdf;
mod workbook;

pub use hash::sha256_hex;
#[cfg(feature = "pdf")]
#[doc(hidden)]
pub use pdf::pages;

use crate::chart::Drawing;
use crate::diagnostic::{Findings, Severity};
use crate::domain::named;
use crate::project::Theme;
use crate::report::Document;
use std::collections::{BTreeMap, BTreeSet};
use thiserror::Error;

/// A finished file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Artifact {
    /// Path in the output folder, with `/`.
    pub path: String,
    /// Content.
    pub bytes: Vec<u8>,
}

/// The files for readers that editions of all formats together have of a report.
pub fn file_names(document: &Document) -> BTreeSet<String> {
    const ALWAYS: [&str; 8] = [
        "index.html",
        "report.html",
        "report.md",
        "annex.pdf",
        "tables.xlsx",
        "manifest.json",
        "data/figures.json",
        "data/datapackage.json",
    ];
    let tables = document.tables().into_iter().map(|table| &table.id);
    let tables = tables.flat_map(|id| [format!("data/{id}.csv"), format!("downloads/{id}.csv")]);
    let charts = document.charts().into_iter().map(|chart| format!("charts/{}.svg", chart.id));
    ALWAYS.map(str::to_owned).into_iter().chain(tables).chain(charts).collect()
}

named! {
    /// An output format. The identifier is its name on the command line.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
    pub enum Format {
        /// A page that stands alone, the same with its parts as files beside it, and each table and chart by itself.
        Html = "html",
        /// A Markdown file with charts beside it.
        Markdown = "md",
        /// One CSV file for each table, and the description of them all.
        Csv = "csv",
        /// All figures with their definitions.
        Json = "json",
        /// All tables in one workbook.
        Xlsx = "xlsx",
        /// One accessible PDF for the council's papers; made by builds with the feature `pdf`.
        Pdf = "pdf",
    }
}

/// What renderers work from.
#[derive(Clone, Copy, Debug)]
pub struct Input<'a> {
    /// The report.
    pub document: &'a Document,
    /// Its charts, by id.
    pub drawings: &'a BTreeMap<String, Drawing>,
    /// Colour, font and logo of the page.
    pub theme: &'a Theme,
    /// The project's own templates and style sheet, by file name, in place of the standard ones.
    pub templates: &'a BTreeMap<String, String>,
    /// All formats that are made, so that a file may link to others.
    pub formats: &'a [Format],
    /// The project's texts by file, to tell where one stands.
    pub sources: &'a [(String, String)],
}

impl Input<'_> {
    /// Whether files of a format stand beside this one.
    fn has(&self, format: Format) -> bool {
        self.formats.contains(&format)
    }
}

/// Why an artifact could not be made.
#[derive(Debug, Error)]
pub enum RenderError {
    /// A table could not be written.
    #[error("{0}")]
    Csv(#[from] csv::Error),
    /// This program was built without the feature `pdf`.
    #[error(
        "dieses Programm ist ohne PDF gebaut; `cargo build --release --features pdf` baut eines, das die Anlage als PDF schreibt"
    )]
    NoPdf,
    /// The report cannot be had in this format; the findings say why.
    #[error("{} Fehler", .0.count(Severity::Error))]
    Refused(Findings),
    /// A data file could not be written.
    #[error("{0}")]
    Json(#[from] serde_json::Error),
    /// The workbook could not be written.
    #[error("`tables.xlsx`: {0}")]
    Workbook(#[from] rust_xlsxwriter::XlsxError),
}

impl Format {
    /// What is made where none is asked for: all that every build of the program can make.
    pub const STANDARD: [Self; 5] = [Self::Html, Self::Markdown, Self::Csv, Self::Json, Self::Xlsx];

    /// The format whose main file has this name.
    pub fn of_file(name: &str) -> Option<Self> {
        match name {
            "index.html" => Some(Self::Html),
            "report.md" => Some(Self::Markdown),
            "data/datapackage.json" => Some(Self::Csv),
            "data/figures.json" => Some(Self::Json),
            "tables.xlsx" => Some(Self::Xlsx),
            "annex.pdf" => Some(Self::Pdf),
            _ => None,
        }
    }

    /// The artifacts of this format; what is to be told of them goes to `findings`.
    ///
    /// # Errors
    /// When a template is broken; data never make it fail.
    pub fn render(
        self,
        input: &Input<'_>,
        findings: &mut Findings,
    ) -> Result<Vec<Artifact>, RenderError> {
        match self {
            Self::Html => html::render(input),
            Self::Markdown => Ok(markdown::render(input)),
            Self::Csv => data::render(input),
            Self::Json => json::render(input.document),
            Self::Xlsx => workbook::render(input),
            #[cfg(feature = "pdf")]
            Self::Pdf => pdf::render(input, findings),
            #[cfg(not(feature = "pdf"))]
            Self::Pdf => {
                let _ = findings;
                Err(RenderError::NoPdf)
            }
        }
    }
}
