//! The case number is text: leading zeros stay. Spreadsheets protect it (`="00123"`, a leading apostrophe) or
//! ruin it (`1,23E+11`, `####`).

use super::values;

/// Why a case number cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum CaseIdDefect {
    /// There is none.
    Missing,
    /// A spreadsheet turned it into a number in scientific form, or printed hashes in its place.
    Damaged,
}

/// The case number without a spreadsheet's protection.
pub(super) fn parse(text: &str) -> Result<&str, CaseIdDefect> {
    let text = super::clean(text);
    let text = text.strip_prefix("=\"").and_then(|rest| rest.strip_suffix('"')).unwrap_or(text);
    let text = super::clean(text.strip_prefix('\'').unwrap_or(text));
    if text.is_empty() || values::is_not_stated(text) {
        return Err(CaseIdDefect::Missing);
    }
    if is_scientific(text) || text.chars().all(|c| c == '#') {
        return Err(CaseIdDefect::Damaged);
    }
    Ok(text)
}

/// `1,23E+11`: digits, perhaps a fraction, and an exponent with its sign.
fn is_scientific(text: &str) -> bool {
    let Some((number, exponent)) = text.split_once(['E', 'e']) else { return false };
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let signed = exponent.strip_prefix(['+', '-']).is_some_and(digits);
    match number.split_once([',', '.']) {
        Some((whole, fraction)) => {
            digits(whole) && digits(fraction) && (signed || digits(exponent))
        }
        None => digits(number) && signed,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn leading_zeros_stay_and_protection_goes() {
        for text in ["00123", " 00123\u{a0}", "=\"00123\"", "'00123"] {
            assert_eq!(parse(text), Ok("00123"), "{text}");
        }
        assert_eq!(parse("17E4"), Ok("17E4"));
        assert_eq!(parse("K-2017/E+1"), Ok("K-2017/E+1"));
    }

    #[test]
    fn a_number_a_spreadsheet_ruined_is_a_defect() {
        for text in ["1,23E+11", "1.23e11", "2E+05", "########"] {
            assert_eq!(parse(text), Err(CaseIdDefect::Damaged), "{text}");
        }
        for text in ["=\"\"", "", " - ", "k. A.", "Ohne Angabe"] {
            assert_eq!(parse(text), Err(CaseIdDefect::Missing), "{text}");
        }
        assert_eq!(parse("K-1"), Ok("K-1"));
    }
}
