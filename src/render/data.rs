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
    written(table, str::to_owned)
}

/// The same for readers, who open it in a spreadsheet: no label is a formula there.
pub(super) fn download_csv(table: &Table) -> Result<Vec<u8>, RenderError> {
    written(table, formula::guarded)
}

fn written(table: &Table, label: impl Fn(&str) -> String) -> Result<Vec<u8>, RenderError> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let mut header = vec!["id", "label"];
    header.extend(table.columns.iter().map(|column| column.key.as_str()));
    writer.write_record(&header)?;
    for row in &table.rows {
        let label = label(&row.label);
        let mut record = vec![row.key.as_str(), &label];
        record.extend(row.cells.iter().map(|cell| match cell {
            Cell::Figure(figure) => figure.plain(),
            Cell::Barred { text, .. } => text,
        }));
        writer.write_record(&record)?;
    }
    writer.into_inner().map_err(|error| RenderError::Csv(error.into_error().into()))
}
