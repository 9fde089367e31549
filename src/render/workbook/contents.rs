//! The sheet in front: which report this is, its tables with links, its signs, whom to ask.

use super::{names, rows, styles, texts};
use crate::report::{Cell, Document, Sign, Table, plain_text};
use rust_xlsxwriter::{Format, RowNum, Worksheet, XlsxError};

/// Widths of the two columns in characters.
const WIDTHS: [u16; 2] = [70, 92];

pub(super) fn write(
    sheet: &mut Worksheet,
    document: &Document,
    tables: &[&Table],
) -> Result<(), XlsxError> {
    let head = &document.head;
    sheet.set_name(names::CONTENTS)?;
    for (column, width) in (0..).zip(WIDTHS) {
        sheet.set_column_width(column, width)?;
    }
    sheet.set_landscape();
    let mut page = Page { sheet, row: 0 };
    page.line(&head.title, rows::TITLE_LINE, styles::title().set_text_wrap())?;
    page.line(&head.office, rows::LINE, styles::text().set_text_wrap())?;
    page.line(&head.organisation, rows::LINE, styles::text().set_text_wrap())?;
    for (name, value) in &head.facts {
        page.pair(name, value)?;
    }
    for notice in &head.notices {
        page.pair(&notice.title, &plain_text(&notice.content))?;
    }
    page.heading("Tabellen")?;
    for table in tables {
        let text = format!("Tabelle {}: {}", table.number, table.title);
        let link = names::link(&names::sheet_name(table), &text);
        let format = styles::link().set_text_wrap();
        page.sheet.write_url_with_format(page.row, 0, link, &format)?;
        page.second(&text, &table.subtitle)?;
    }
    let signs = signs(document, tables);
    if !signs.is_empty() {
        page.heading("Zeichen anstelle von Zahlen")?;
    }
    for sign in signs {
        page.pair(&sign.text, &sign.meaning)?;
    }
    page.heading("Quelle und Nutzung")?;
    page.pair("Quelle", &head.source)?;
    for (name, value) in &head.colophon {
        page.pair(name, &plain_text(value))?;
    }
    page.pair("Erstellt mit", concat!("krm-report ", env!("CARGO_PKG_VERSION")))
}

/// The signs that stand in any of the tables. A rounded zero is a number; what it stands for is said in a notice.
fn signs<'a>(document: &'a Document, tables: &[&Table]) -> Vec<&'a Sign> {
    let is_used = |sign: &&Sign| {
        let mut cells = tables.iter().flat_map(|table| &table.rows).flat_map(|row| &row.cells);
        cells.any(|cell| match cell {
            Cell::Figure(figure) => figure.spoken().is_some() && figure.text() == sign.text,
            Cell::Barred { text, .. } => *text == sign.text,
        })
    };
    let is_number = |sign: &&Sign| sign.text.chars().all(|c| c.is_ascii_digit());
    document.signs.all().into_iter().filter(|sign| is_used(sign) && !is_number(sign)).collect()
}

/// The sheet from top to bottom.
struct Page<'w> {
    sheet: &'w mut Worksheet,
    row: RowNum,
}

impl Page<'_> {
    fn line(&mut self, text: &str, line: u32, format: Format) -> Result<(), XlsxError> {
        texts::write(self.sheet, (self.row, 0), text, format)?;
        let cells = [text].into_iter().zip(WIDTHS.map(usize::from));
        rows::fit(self.sheet, self.row, line, cells)?;
        self.row += 1;
        Ok(())
    }

    /// After an empty row.
    fn heading(&mut self, text: &str) -> Result<(), XlsxError> {
        self.row += 1;
        self.line(text, rows::LINE, styles::strong())
    }

    fn pair(&mut self, name: &str, value: &str) -> Result<(), XlsxError> {
        let format = styles::text().set_text_wrap();
        texts::write(self.sheet, (self.row, 0), name, format)?;
        self.second(name, value)
    }

    /// The second column, which ends the row.
    fn second(&mut self, first: &str, text: &str) -> Result<(), XlsxError> {
        let format = styles::text().set_text_wrap();
        texts::write(self.sheet, (self.row, 1), text, format)?;
        let cells = [first, text].into_iter().zip(WIDTHS.map(usize::from));
        rows::fit(self.sheet, self.row, rows::LINE, cells)?;
        self.row += 1;
        Ok(())
    }
}
