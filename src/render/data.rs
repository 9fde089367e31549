//! One CSV file for each table: UTF-8, comma, LF, plain numbers with a decimal point, masked
//! values as their sign; with them the package that describes them.

use super::{Artifact, Input, RenderError, formula, package};
use crate::report::{Cell, Table};

/// The name of a table's file in `data/`.
pub(super) fn file_name(table: &Table) -> String {
    format!("{}.csv", table.id)
}

pub(super) fn render(input: &Input<'_>) -> Result<Vec<Artifact>, RenderError> {
    let file = |table| {
        Ok(Artifact { path: format!("data/{}", file_name(table)), bytes: table_csv(table)? })
    };
    let files: Result<Vec<Artifact>, RenderError> =
        input.document.tables().into_iter().map(file).collect();
    let mut files = files?;
    files.push(package::render(input, &files)?);
    Ok(files)
}

/// The content of a table's file.
pub(super) fn table_csv(table: &Table) -> Result<Vec<u8>, RenderError> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let mut header = vec!["id", "label"];
    header.extend(table.columns.iter().map(|column| column.key.as_str()));
    writer.write_record(&header)?;
    for row in &table.rows {
        let label = one_width(&row.label);
        let mut record = vec![row.key.as_str(), &label];
        record.extend(row.cells.iter().map(plain));
        writer.write_record(&record)?;
    }
    finished(writer)
}

/// The same for readers, as a German spreadsheet program opens it by a click: the heads of the page, semicolons, decimal commas,
/// the mark of UTF-8, and no label that is a formula there.
pub(super) fn download_csv(table: &Table) -> Result<Vec<u8>, RenderError> {
    let mark = '\u{feff}'.to_string().into_bytes();
    let mut writer = csv::WriterBuilder::new().delimiter(b';').from_writer(mark);
    let heads = table.columns.iter().map(|column| &column.label);
    let text = |label: &String| formula::guarded(&one_width(label));
    writer.write_record([&table.row_header].into_iter().chain(heads).map(text))?;
    for row in &table.rows {
        let cells = row.cells.iter().map(|cell| match plain(cell) {
            sign if !sign.contains(|c: char| c.is_ascii_digit()) => sign.to_owned(),
            number => number.replace('.', ","),
        });
        writer.write_record([text(&row.label)].into_iter().chain(cells))?;
    }
    finished(writer)
}

/// A number, or the sign in its place.
fn plain(cell: &Cell) -> &str {
    match cell {
        Cell::Figure(figure) => figure.plain(),
        Cell::Barred { text, .. } => text,
    }
}

/// A label with blanks that programs compare as such.
fn one_width(label: &str) -> String {
    label.replace(['\u{a0}', '\u{202f}'], " ")
}

fn finished(writer: csv::Writer<Vec<u8>>) -> Result<Vec<u8>, RenderError> {
    writer.into_inner().map_err(|error| RenderError::Csv(error.into_error().into()))
}
