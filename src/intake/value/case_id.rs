//! The case number is text: leading zeros stay. Spreadsheets protect it (`="00123"`, a leading apostrophe) or
//! ruin it (`1,23E+11`, `####`, `#NV`, `WAHR`).

use super::spreadsheet_words;
use super::values;
use crate::intake::text::{clean, text_key_into};

/// What stands between the parts of a case number that is made of several columns.
const BETWEEN_PARTS: char = '|';

/// Why a case number cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CaseIdDefect {
    /// There is none.
    Missing,
    /// A spreadsheet turned it into a number in scientific form, or printed hashes in its place.
    Damaged,
    /// A spreadsheet put a word for an error or a truth value in its place.
    Word,
    /// A database's word for nothing.
    Nothing,
}

/// The case number without a spreadsheet's protection.
pub(crate) fn parse(text: &str) -> Result<&str, CaseIdDefect> {
    let text = clean(text);
    let text = text.strip_prefix("=\"").and_then(|rest| rest.strip_suffix('"')).unwrap_or(text);
    let text = clean(text.strip_prefix('\'').unwrap_or(text));
    if text.is_empty() || values::is_not_stated(text) {
        return Err(CaseIdDefect::Missing);
    }
    if is_scientific(text) || text.chars().all(|c| c == '#') {
        return Err(CaseIdDefect::Damaged);
    }
    if spreadsheet_words::is_error(text) || spreadsheet_words::is_truth_value(text) {
        return Err(CaseIdDefect::Word);
    }
    if spreadsheet_words::is_nothing(text) {
        return Err(CaseIdDefect::Nothing);
    }
    Ok(text)
}

/// Writes down the form in which two spellings of a case number are one: its text key, with one kind of hyphen and one
/// kind of apostrophe.
pub(crate) fn key_into(case_id: &str, key: &mut String) {
    text_key_into(case_id, key);
    if !key.is_ascii() {
        let plain = |c| match c {
            '\u{2010}'..='\u{2015}'
            | '\u{2212}'
            | '\u{2043}'
            | '\u{fe58}'
            | '\u{fe63}'
            | '\u{ff0d}' => '-',
            '\u{2019}' | '\u{2bc}' => '\'',
            c => c,
        };
        *key = key.chars().map(plain).collect();
    }
}

/// The same as a text of its own.
pub(crate) fn key(case_id: &str) -> String {
    let mut key = String::new();
    key_into(case_id, &mut key);
    key
}

/// Puts the keys of several columns to one case number; of one column it is the key itself.
pub(crate) fn add_part(id: &mut String, is_first: bool, part: &str) {
    if !is_first {
        id.push(BETWEEN_PARTS);
    }
    id.push_str(part);
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
        for text in ["#NV", "#REF!", "=\"#N/A\"", "WAHR", " false "] {
            assert_eq!(parse(text), Err(CaseIdDefect::Word), "{text}");
        }
        for text in ["NULL", "n/a"] {
            assert_eq!(parse(text), Err(CaseIdDefect::Nothing), "{text}");
        }
        assert_eq!(parse("K-1"), Ok("K-1"));
    }

    #[test]
    fn spellings_that_look_alike_are_one_number() {
        for text in [
            "KRM\u{2011}17",
            "krm\u{2013}17",
            "KRM\u{2212}17\u{200e}",
            "KRM-17\u{1}",
            "KRM-\u{200b}17",
        ] {
            assert_eq!(key(text), "krm-17", "{text}");
        }
        assert_eq!(key("46\r\n11"), key("46\u{202f}11"));
    }
}
