//! Texts of cells. A workbook says which cell is a text; another form it is saved in, or somebody who edits the cell, does not
//! know. So a text that begins as a formula does carries the mark a spreadsheet program sets behind an apostrophe.

use super::super::formula;
use rust_xlsxwriter::{ColNum, Format, RowNum, Worksheet, XlsxError};

/// Writes a text into a cell.
pub(super) fn write(
    sheet: &mut Worksheet,
    (row, column): (RowNum, ColNum),
    text: &str,
    format: Format,
) -> Result<(), XlsxError> {
    let format = if formula::begins(text) { format.set_quote_prefix() } else { format };
    sheet.write_string_with_format(row, column, text, &format)?;
    Ok(())
}
