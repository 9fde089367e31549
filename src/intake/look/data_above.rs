//! Whether the first row of a table is no header but data, as in a file without a header.

use super::fitting_rows::{FittingRows, Reading};
use super::loose_rows::LooseCell;
use std::borrow::Cow;

/// So many rows below are looked at.
const LOOKED_AT: usize = 3;

/// Whether some field of the first row has the shape that all rows below have in its column: that of a date, a time,
/// a price or a number with letters. A number alone may be a header: a year.
pub(crate) fn looks_like_data(first: &[Cow<'_, str>], mut below: FittingRows<'_, '_>) -> bool {
    let mut shapes: Vec<Option<String>> = first.iter().map(|text| shape(text)).collect();
    let mut cells: Vec<LooseCell<'_>> = Vec::new();
    let mut rows = 0;
    while rows < LOOKED_AT && shapes.iter().any(Option::is_some) {
        let Some(row) = below.next_row(&mut cells) else { break };
        if row.reading != Reading::Fits || cells.len() != first.len() {
            continue;
        }
        rows += 1;
        for (known, cell) in shapes.iter_mut().zip(&cells) {
            if *known != shape(&cell.text()) {
                *known = None;
            }
        }
    }
    rows > 0 && shapes.iter().any(Option::is_some)
}

/// The shape of a text of digits and other signs: `28.11.2026` is `9.9.9`; `None` where it holds no digit, nothing else, or
/// is no short word.
fn shape(text: &str) -> Option<String> {
    let text = text.trim();
    if text.len() > 20 || text.contains(' ') {
        return None;
    }
    let mut shape = String::new();
    for sign in text.chars() {
        let kind = match sign {
            sign if sign.is_ascii_digit() => '9',
            sign if sign.is_alphabetic() => 'a',
            sign => sign,
        };
        if !shape.ends_with(kind) {
            shape.push(kind);
        }
    }
    let other = shape.chars().any(|kind| !matches!(kind, '9' | 'a'));
    (shape.contains('9') && other).then_some(shape)
}
