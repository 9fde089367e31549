//! The PDF: its texts and tables as assistive technology reads them, and the numbers at the edges of its pages. That the pages
//! are well laid out, and that the file says what it is, is shown by tests.
//!
//! Parses with code that has no part in writing the file.

mod content;
mod structure;
mod unicode;

use super::number::skeleton;
use super::telling::Telling;
use super::texts;
use crate::report::{ChartData, Document};
use content::Printed;
use hayro_syntax::Pdf;

/// Holds a PDF against the report. `complete` says that it has all tables, those of the appendix last.
pub(super) fn check(bytes: &[u8], document: &Document, complete: bool, telling: &mut Telling<'_>) {
    let Ok(pdf) = Pdf::new(bytes.to_vec()) else { return telling.unreadable("es ist kein PDF") };
    let pages: Option<Vec<Printed>> = pdf.pages().iter().map(content::read).collect();
    let Some(pages) = pages else {
        return telling.unreadable("eine Seite lässt sich nicht lesen");
    };
    for (page, number) in pages.iter().zip(1..) {
        edges(page, number, pages.len(), telling);
    }
    match structure::read(&pdf, &pages) {
        Some(mut reading) => {
            texts::plain_tables(&mut reading, telling);
            if complete {
                let tables = reading.tables.iter_mut().zip(tables(document));
                tables.for_each(|(table, id)| table.id = Some(id));
            }
            texts::check(&mut reading, complete, telling);
        }
        None => telling.unreadable("das PDF hat keine Struktur"),
    }
}

/// The ids of all tables in the order of the annex: in its appendix stand those of charts, and those of details.
fn tables(document: &Document) -> Vec<String> {
    let charts = document.charts();
    let is_of_chart = |id: &str| {
        charts.iter().any(|chart| matches!(&chart.data, ChartData::Own(table) if table.id == id))
    };
    let (appendix, mut tables): (Vec<_>, Vec<_>) =
        document.tables().into_iter().partition(|table| table.is_detail || is_of_chart(&table.id));
    tables.extend(appendix);
    tables.into_iter().map(|table| table.id.clone()).collect()
}

/// What stands outside of the structure of a page: its head and foot, the heads of tables that go on. Their lines end
/// anywhere, so a number is known where any text of the report has it, or it counts pages.
fn edges(page: &Printed, number: usize, count: usize, telling: &mut Telling<'_>) {
    for line in &page.artifacts {
        for found in skeleton(line).1 {
            let is_page = [number, count].iter().any(|page| page.to_string() == found);
            if !is_page && !telling.expected.lines.have(found) {
                telling.unaccounted(&format!("Rand von Seite {number}"), "", found);
            }
        }
    }
}
