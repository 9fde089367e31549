//! Heights of rows with text on several lines. Not every program finds them itself, so they are set: rather a
//! little too high than cut off.

use rust_xlsxwriter::{RowNum, Worksheet, XlsxError};

/// The height of a line of running text, in points.
pub(super) const LINE: u32 = 15;
/// The same of a title.
pub(super) const TITLE_LINE: u32 = 19;
/// More than this no row can have.
const HIGHEST: u32 = 409;

/// Makes a row as high as its highest cell; of each the text and the width of its column in characters.
/// `line` is the height of a line.
pub(super) fn fit<'t>(
    sheet: &mut Worksheet,
    row: RowNum,
    line: u32,
    cells: impl Iterator<Item = (&'t str, usize)>,
) -> Result<(), XlsxError> {
    let lines = cells.map(|(text, width)| lines(text, width)).max().unwrap_or(1);
    if lines > 1 {
        let height = u32::try_from(lines).unwrap_or(u32::MAX).saturating_mul(line);
        sheet.set_row_height(row, height.min(HIGHEST))?;
    }
    Ok(())
}

/// How many lines a text takes in a column as wide as so many digits, which are wider than most letters;
/// words that do not fit on a line are broken.
fn lines(text: &str, width: usize) -> usize {
    let width = width.max(1);
    let (mut lines, mut at) = (1, 0);
    for word in text.split(' ') {
        let length = word.chars().count();
        let longer = if at == 0 { length } else { at + 1 + length };
        if longer <= width {
            at = longer;
        } else {
            lines += usize::from(at > 0) + length.saturating_sub(1) / width;
            at = length.saturating_sub(1) % width + 1;
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_counted_as_words_break() {
        assert_eq!(lines("", 20), 1);
        assert_eq!(lines("zwei Wörter", 20), 1);
        assert_eq!(lines("Ein Fall kann in mehreren Zeilen stehen", 20), 3);
        assert_eq!(lines(&"x".repeat(300), 20), 15);
        assert_eq!(lines(&format!("kurz {}", "x".repeat(40)), 20), 3);
    }
}
