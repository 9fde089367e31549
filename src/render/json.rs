//! `data/figures.json`: every published figure with its definition.

use super::{Artifact, RenderError};
use crate::report::{Document, FigureEntry};
use serde::Serialize;

#[derive(Serialize)]
struct FiguresFile<'a> {
    format_version: u32,
    title: &'a str,
    organisation: &'a str,
    office: &'a str,
    year: &'a str,
    as_of: &'a str,
    status: &'a str,
    figures: &'a [FigureEntry],
}

pub(super) fn render(document: &Document) -> Result<Vec<Artifact>, RenderError> {
    let head = &document.head;
    let file = FiguresFile {
        format_version: 1,
        title: &head.title,
        organisation: &head.organisation,
        office: &head.office,
        year: &head.year,
        as_of: &head.as_of_iso,
        status: head.status(),
        figures: &document.figures,
    };
    let mut bytes = serde_json::to_vec_pretty(&file)?;
    bytes.push(b'\n');
    Ok(vec![Artifact { path: "data/figures.json".to_owned(), bytes }])
}
