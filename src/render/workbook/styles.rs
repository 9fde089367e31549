//! How cells look. Colours are greys that also print in black and white.

use crate::plan::RowKind;
use crate::report::PrintedFigure;
use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder};

const LINE: Color = Color::RGB(0x00B8_C0C8);
const HEAD: Color = Color::RGB(0x00E8_ECF0);

pub(super) fn title() -> Format {
    Format::new().set_bold().set_font_size(14).set_align(FormatAlign::Top)
}

pub(super) fn strong() -> Format {
    text().set_bold()
}

/// Running text.
pub(super) fn text() -> Format {
    Format::new().set_align(FormatAlign::Top)
}

pub(super) fn link() -> Format {
    text().set_hyperlink()
}

/// The head of the first column.
pub(super) fn row_head() -> Format {
    Format::new()
        .set_bold()
        .set_text_wrap()
        .set_align(FormatAlign::Bottom)
        .set_background_color(HEAD)
        .set_border_bottom(FormatBorder::Thin)
}

/// The head of a column of numbers, above their last digits.
pub(super) fn column_head() -> Format {
    row_head().set_align(FormatAlign::Right)
}

pub(super) fn label(kind: RowKind) -> Format {
    let format = row(kind).set_text_wrap();
    match kind {
        RowKind::Nested => format.set_align(FormatAlign::Left).set_indent(1),
        _ => format,
    }
}

/// A sign in place of a number.
pub(super) fn sign(kind: RowKind) -> Format {
    row(kind).set_align(FormatAlign::Right)
}

/// A number as the report prints it: its decimals, a plus where it has one, and the sign for zero where
/// zero has one. The cell holds the number all the same.
pub(super) fn number(kind: RowKind, figure: &PrintedFigure) -> Format {
    let decimals = figure.plain().split_once('.').map_or("", |(_, decimals)| decimals);
    let mut digits = match decimals.len() {
        0 => "#,##0".to_owned(),
        decimals => format!("#,##0.{}", "0".repeat(decimals)),
    };
    if let Some(mark) = figure.mark() {
        digits.push_str(&format!("\" {}\"", mark.replace('"', "")));
    }
    let code = if figure.spoken().is_some() {
        format!("{digits};-{digits};\"{}\"", figure.text().replace('"', ""))
    } else if figure.text().starts_with('+') {
        format!("+{digits};-{digits}")
    } else {
        digits
    };
    row(kind).set_num_format(code)
}

fn row(kind: RowKind) -> Format {
    let format = Format::new()
        .set_align(FormatAlign::Bottom)
        .set_border_bottom(FormatBorder::Thin)
        .set_border_bottom_color(LINE);
    match kind {
        RowKind::Total => format.set_bold().set_border_top(FormatBorder::Thin),
        RowKind::Group => format.set_bold(),
        RowKind::Nested | RowKind::Value | RowKind::NotStated => format,
    }
}
