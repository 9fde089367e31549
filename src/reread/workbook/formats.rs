//! What a spreadsheet program shows of a number: the formats the workbook may use, and no other.

use crate::reread::xml::Element;

/// The formats of cells, by the number cells have for them.
pub(super) struct Formats(Vec<Option<String>>);

impl Formats {
    pub(super) fn read(styles: &Element) -> Self {
        let codes: Vec<(&str, &str)> = styles
            .grandchildren("numFmts")
            .filter_map(|it| Some((it.attribute("numFmtId")?, it.attribute("formatCode")?)))
            .collect();
        let code = |cell: &Element| {
            let id = cell.attribute("numFmtId")?;
            codes.iter().find(|(known, _)| *known == id).map(|(_, code)| (*code).to_owned())
        };
        Self(styles.grandchildren("cellXfs").map(code).collect())
    }

    /// What is shown of the number a cell holds, in German: `1234`, `−12`, `30,5`, or a sign in place of
    /// zero. `None` where the cell holds more decimals than it shows, or the format is not one of ours.
    pub(super) fn shown(&self, style: usize, stored: &str) -> Option<String> {
        shown(self.0.get(style)?.as_deref()?, stored)
    }
}

fn shown(code: &str, stored: &str) -> Option<String> {
    let (is_negative, digits) = match stored.strip_prefix('-') {
        Some(digits) => (true, digits),
        None => (false, stored),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let are_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || !are_digits(whole) || !are_digits(fraction) {
        return None;
    }
    let is_zero = digits.bytes().all(|byte| matches!(byte, b'0' | b'.'));
    let sections: Vec<&str> = code.split(';').collect();
    let (section, sign) = match sections.as_slice() {
        [_, _, zero] if is_zero => {
            let literal = zero.strip_prefix('"')?.strip_suffix('"')?;
            return Some(literal.to_owned());
        }
        [_, less] | [_, less, _] if is_negative => (less.strip_prefix('-')?, "\u{2212}"),
        [only] if is_negative => (*only, "\u{2212}"),
        [more, ..] => match more.strip_prefix('+') {
            Some(more) => (more, "+"),
            None => (*more, ""),
        },
        [] => return None,
    };
    let decimals = section.strip_prefix("#,##0")?;
    let decimals = match decimals.strip_prefix('.') {
        Some(zeros) if !zeros.is_empty() && zeros.bytes().all(|byte| byte == b'0') => zeros.len(),
        Some(_) => return None,
        None if decimals.is_empty() => 0,
        None => return None,
    };
    if fraction.len() > decimals {
        return None;
    }
    Some(match decimals {
        0 => format!("{sign}{whole}"),
        _ => format!("{sign}{whole},{fraction:0<decimals$}"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_shown_with_its_decimals_and_its_sign() {
        for (code, stored, expected) in [
            ("#,##0", "12345", "12345"),
            ("#,##0.0", "30.5", "30,5"),
            ("#,##0.0", "20", "20,0"),
            ("#,##0;-#,##0;\"–\"", "0", "–"),
            ("#,##0.0;-#,##0.0;\"–\"", "0", "–"),
            ("+#,##0;-#,##0", "40", "+40"),
            ("+#,##0;-#,##0", "-40", "\u{2212}40"),
            ("#,##0.0", "-1.5", "\u{2212}1,5"),
        ] {
            assert_eq!(shown(code, stored).as_deref(), Some(expected), "{code} {stored}");
        }
    }

    #[test]
    fn a_format_that_hides_or_adds_something_shows_nothing() {
        for (code, stored) in [
            ("#,##0", "30.5"),
            ("#,##0.0", "30.54"),
            ("\"12\"", "13"),
            ("#,##0\"5\"", "1"),
            ("\"–\"", "3"),
            ("#,##0,", "13000"),
            ("0%", "1"),
            ("General", "1"),
            ("#,##0", "1E3"),
            ("#,##0;\"x\"", "-3"),
            ("#,##0", ""),
        ] {
            assert_eq!(shown(code, stored), None, "{code} {stored}");
        }
    }
}
