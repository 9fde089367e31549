//! `tables.xlsx`: every table of the report in one workbook, for people who calculate with them. Numbers are
//! numbers, everything else is text: no cell is ever a formula.

mod contents;
mod names;
mod rows;
mod sheet;
mod styles;
mod texts;

use super::{Artifact, Input, RenderError};
use crate::report::Head;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, Worksheet, XlsxError};

/// Of paper: A4.
const A4: u8 = 9;
/// The longest running foot a workbook can hold, in characters.
const LONGEST_FOOT: usize = 255;

pub(super) fn render(input: &Input<'_>) -> Result<Vec<Artifact>, RenderError> {
    let (document, head) = (input.document, &input.document.head);
    let mut workbook = Workbook::new();
    workbook.set_properties(&properties(head)?);
    let tables = document.tables();
    contents::write(page(workbook.add_worksheet(), head), document, &tables)?;
    for table in tables {
        sheet::write(page(workbook.add_worksheet(), head), table, head)?;
    }
    Ok(vec![Artifact { path: "tables.xlsx".to_owned(), bytes: workbook.save_to_buffer()? }])
}

/// Who made it and when: the report's date, never a clock's.
fn properties(head: &Head) -> Result<DocProperties, XlsxError> {
    let made = ExcelDateTime::parse_from_str(&head.as_of_iso)?;
    let properties = DocProperties::new()
        .set_title(&head.title)
        .set_author(&head.office)
        .set_company(&head.organisation)
        .set_creation_datetime(&made);
    Ok(match head.draft {
        true => properties.set_status("Entwurf"),
        false => properties,
    })
}

/// How a sheet is printed: A4, as wide as the paper, with a running foot.
fn page<'w>(sheet: &'w mut Worksheet, head: &Head) -> &'w mut Worksheet {
    // An ampersand begins a code in a running foot.
    let plain = |text: &str| text.replace('&', "&&");
    let draft = if head.draft { "Entwurf: " } else { "" };
    let title = format!("&L{draft}{} – Stand: {}", plain(&head.title), plain(&head.as_of));
    let number = "&RSeite &P von &N";
    let foot = match title.chars().count() + number.len() <= LONGEST_FOOT {
        true => title + number,
        false => number.to_owned(),
    };
    sheet
        .set_paper_size(A4)
        .set_print_fit_to_pages(1, 0)
        .set_footer(foot)
        .set_screen_gridlines(false)
}
