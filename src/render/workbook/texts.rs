//! Texts of cells. A workbook says which cell is a text; another form it is saved in, or somebody who edits the cell, does not
//! know. So a text that begins as a formula does carries the mark a spreadsheet program sets behind an apostrophe.

use rust_xlsxwriter::{ColNum, Format, RowNum, Worksheet, XlsxError};

/// How a formula begins in the one or other program.
const BEGINNINGS: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// Writes a text into a cell.
pub(super) fn write(
    sheet: &mut Worksheet,
    (row, column): (RowNum, ColNum),
    text: &str,
    format: Format,
) -> Result<(), XlsxError> {
    let format = if text.starts_with(BEGINNINGS) { format.set_quote_prefix() } else { format };
    sheet.write_string_with_format(row, column, text, &format)?;
    Ok(())
}
