//! In which column a byte stands that no encoding explains. The file cannot be read because of it, but what
//! stands above and before it can.

use super::columns::Columns;
use super::delimiter::delimiters;
use super::header::{self, Header, Search};
use crate::diagnostic::{Finding, FindingCode};
use crate::domain::Field;
use crate::intake::csv::{QuoteDefectKind, Quotes, Scanner, Shape};
use crate::intake::text::{Encoding, decode::configured, lines};
use crate::project::Project;

/// Adds the column to a finding about a byte, where the header is known. The place keeps the character.
pub(crate) fn with_column(
    mut finding: Box<Finding>,
    bytes: &[u8],
    project: &Project,
) -> Box<Finding> {
    let Some(place) = finding.place.as_mut().filter(|_| finding.code == FindingCode::Encoding)
    else {
        return finding;
    };
    let Some(text) = text_before(bytes, configured(&project.exports), (place.line, place.column))
    else {
        return finding;
    };
    let headers =
        delimiters(&text, project).into_iter().filter_map(|delimiter| {
            match header::find(&text, delimiter, Quotes::Double, &project.exports) {
                Search::Found(header) => Some((delimiter, header)),
                Search::Nearest(..) => None,
            }
        });
    let mut headers = headers.collect::<Vec<_>>().into_iter();
    let (Some((delimiter, header)), None) = (headers.next(), headers.next()) else {
        return finding;
    };
    let columns = Columns::new(&header, &project.exports);
    let position = last_column(&text, delimiter, &header, &columns);
    if let Some(position) = position.filter(|position| *position < columns.width()) {
        place.field = columns.place(place.clone(), position).field;
        let name = columns.name(position);
        let name = if name.is_empty() { String::new() } else { format!(" `{name}`") };
        finding.message.push_str(&format!(" (Spalte {}{name})", position + 1));
    }
    finding
}

/// The text before a character, with a sign in its place.
fn text_before(
    bytes: &[u8],
    configured: Option<Encoding>,
    (line, column): (u32, u32),
) -> Option<String> {
    let text = match configured {
        Some(Encoding::Windows1252) => {
            encoding_rs::WINDOWS_1252.decode_without_bom_handling(bytes).0
        }
        _ => String::from_utf8_lossy(bytes),
    };
    let line = usize::try_from(line).ok()?.checked_sub(1)?;
    let column = usize::try_from(column).ok()?.checked_sub(1)?;
    let (start, content) = lines::split(&text).nth(line)?;
    let (offset, _) = content.char_indices().nth(column)?;
    Some(format!("{}?", text.get(..start + offset)?))
}

/// The position of the column a text ends in.
fn last_column(text: &str, delimiter: char, header: &Header, columns: &Columns) -> Option<usize> {
    let received_on = columns.position(Field::ReceivedOn)?;
    let (at, line) = header.behind();
    let mut scanner = Scanner::new(text, delimiter, at, line)
        .watching(Shape { width: columns.width(), received_on });
    let mut cells = Vec::new();
    let (mut ended_in, mut open) = (None, None);
    while let Some(row) = scanner.next_row(&mut cells) {
        match row.defect {
            // The text ends inside quotes; the lines behind their beginning belong to the field.
            Some(defect) if defect.kind == QuoteDefectKind::Unclosed => open = Some(defect.field),
            Some(_) => ended_in = None,
            None => {
                ended_in = Some(cells.len());
                open = open.filter(|_| cells.len() != columns.width());
            }
        }
    }
    let field = open.and_then(|field| usize::try_from(field).ok()).or(ended_in)?;
    field.checked_sub(1)
}
