//! One table on a sheet: title, population and date above it, notes and source below.

use super::{names, rows, styles, texts};
use crate::report::{Cell, Head, Table};
use rust_xlsxwriter::{ColNum, Format, IgnoreError, RowNum, Worksheet, XlsxError};

/// The widths of columns in characters: of labels, which notes share, and of numbers.
const LABELS: (usize, usize) = (44, 60);
const NUMBERS: (usize, usize) = (13, 24);
/// The least widths of both where there are many columns. Notes then run across the table.
const NARROW: (usize, usize) = (24, 9);
const MANY: usize = 6;
/// What stands on paper upright, in characters. A wider table is printed across it.
const PORTRAIT: usize = 95;
/// How much less of a title than of running text fits.
const NARROWER: (usize, usize) = (2, 3);

pub(super) fn write(sheet: &mut Worksheet, table: &Table, head: &Head) -> Result<(), XlsxError> {
    sheet.set_name(names::sheet_name(table))?;
    let widths = widths(table);
    for (column, width) in (0..).zip(&widths) {
        sheet.set_column_width(column, u32::try_from(*width).unwrap_or(u32::MAX))?;
    }
    if widths.iter().sum::<usize>() > PORTRAIT {
        sheet.set_landscape();
    }
    let title = format!("Tabelle {}: {}", table.number, table.title);
    let narrow = |width: usize| width * NARROWER.0 / NARROWER.1;
    let (labels, width) = (widths.first().copied().unwrap_or_default(), widths.iter().sum());
    let width = PORTRAIT.max(width);
    let title_room = (narrow(labels), narrow(width));
    write_line(sheet, 0, &title, title_room, rows::TITLE_LINE, styles::title())?;
    let room = (labels, width);
    write_line(sheet, 1, &table.subtitle, room, rows::LINE, styles::text())?;
    let draft = if head.draft { "Entwurf, " } else { "" };
    let date = format!("{draft}Stand: {}", head.as_of);
    write_line(sheet, 2, &date, room, rows::LINE, styles::text())?;
    let back = names::link(names::CONTENTS, "Zum Inhalt");
    sheet.write_url_with_format(3, 0, back, &styles::link())?;

    let top: RowNum = 4;
    texts::write(sheet, (top, 0), &table.row_header, styles::row_head())?;
    for (at, column) in (1..).zip(&table.columns) {
        texts::write(sheet, (top, at), &column.label, styles::column_head())?;
    }
    let heads = [&table.row_header].into_iter().chain(table.columns.iter().map(|it| &it.label));
    rows::fit(sheet, top, rows::LINE, heads.map(String::as_str).zip(widths.iter().copied()))?;
    let mut at = top;
    for row in &table.rows {
        at += 1;
        rows::fit(sheet, at, rows::LINE, [(row.label.as_str(), labels)].into_iter())?;
        texts::write(sheet, (at, 0), &row.label, styles::label(row.kind))?;
        for (column, cell) in (1..).zip(&row.cells) {
            match cell {
                Cell::Figure(figure) => match figure.plain().parse::<f64>() {
                    Ok(number) => {
                        let format = styles::number(row.kind, figure);
                        sheet.write_number_with_format(at, column, number, &format)?;
                    }
                    Err(_) => {
                        texts::write(sheet, (at, column), figure.plain(), styles::sign(row.kind))?;
                    }
                },
                Cell::Barred { text, .. } => {
                    texts::write(sheet, (at, column), text, styles::sign(row.kind))?;
                }
            }
        }
    }
    let last = ColNum::try_from(table.columns.len()).unwrap_or(ColNum::MAX);
    // A year in a head is no number that went wrong.
    sheet.ignore_error_range(top, 0, at, last, IgnoreError::NumberStoredAsText)?;
    sheet.set_freeze_panes(top + 1, 1)?;
    sheet.set_repeat_rows(top, top)?;
    at += 2;
    for text in table.notes.iter().map(|note| &note.text).chain([&table.source]) {
        write_line(sheet, at, text, room, rows::LINE, styles::text())?;
        at += 1;
    }
    Ok(())
}

/// A text in a row of its own: on one line where it fits, else on several within the first
/// column. `room` is the width of that column and of the table or the paper, whichever is wider.
fn write_line(
    sheet: &mut Worksheet,
    row: RowNum,
    text: &str,
    (column, edge): (usize, usize),
    line: u32,
    format: Format,
) -> Result<(), XlsxError> {
    let fits = text.chars().count() <= edge;
    let format = if fits { format } else { format.set_text_wrap() };
    texts::write(sheet, (row, 0), text, format)?;
    let cells = [(text, column)].into_iter().filter(|_| !fits);
    rows::fit(sheet, row, line, cells)
}

/// The widths of all columns in characters, from what stands in them.
fn widths(table: &Table) -> Vec<usize> {
    // What is bold is a little wider, and a cell has a margin.
    let room = |characters: usize| characters + characters / 8 + 2;
    let is_narrow = table.columns.len() > MANY;
    let (least, most) = (if is_narrow { NARROW.0 } else { LABELS.0 }, LABELS.1);
    let labels = table.rows.iter().map(|row| row.label.chars().count()).max();
    let mut widths = vec![room(labels.unwrap_or_default()).clamp(least, most)];
    let (least, most) = (if is_narrow { NARROW.1 } else { NUMBERS.0 }, NUMBERS.1);
    for (position, column) in table.columns.iter().enumerate() {
        let words = column.label.split(' ').map(|word| word.chars().count());
        let cells = table.rows.iter().filter_map(|row| row.cells.get(position));
        let cells = cells.map(|cell| cell.text().chars().count());
        widths.push(room(words.chain(cells).max().unwrap_or_default()).clamp(least, most));
    }
    widths
}
