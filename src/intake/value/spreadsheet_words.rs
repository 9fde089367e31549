//! Words that stand where a value was: what a spreadsheet shows for an error or a truth value, and what a database
//! writes for nothing.

use crate::domain::text_key;

/// How databases write that there is no value, by text key. They are no values, but only the office can say that they
/// mean "empty" (`exports.empty`).
#[rustfmt::skip]
const NOTHING: [&str; 13] = [
    "null", "(null)", "<null>", "[null]", "\\n", "nil", "none", "nan", "n/a", "na", "n. a.", "undefined", "<leer>",
];

/// Whether a spreadsheet shows this where a formula fails: `#NV`, `#REF!`, `#DIV/0!`, `Err:502`.
pub(crate) fn is_error(text: &str) -> bool {
    let is_number = |rest: &str| !rest.is_empty() && rest.bytes().all(|b| b.is_ascii_digit());
    if let Some(rest) = text.get(..4).filter(|start| start.eq_ignore_ascii_case("err:")) {
        return text.get(rest.len()..).is_some_and(is_number);
    }
    let Some(word) = text.strip_prefix('#') else { return false };
    let word = word.to_uppercase();
    matches!(word.as_str(), "NV" | "N/A" | "N/V" | "DIV/0!")
        || word.strip_suffix(['!', '?']).is_some_and(|word| {
            !word.is_empty() && word.chars().all(|c| c.is_alphabetic() || matches!(c, '_' | ' '))
        })
}

/// Whether this is a truth value as spreadsheets write it.
pub(crate) fn is_truth_value(text: &str) -> bool {
    ["wahr", "falsch", "true", "false"].iter().any(|word| word.eq_ignore_ascii_case(text))
}

/// Whether a database writes this where there is nothing.
pub(crate) fn is_nothing(text: &str) -> bool {
    // Only what begins like one is looked at closer.
    text.len() <= 12
        && !text.starts_with(|c: char| c.is_ascii_digit())
        && NOTHING.contains(&text_key(text).as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_are_no_values_are_known() {
        for text in ["#NV", "#N/A", "#REF!", "#WERT!", "#DIV/0!", "#name?", "#ÜBERLAUF!", "Err:502"]
        {
            assert!(is_error(text), "{text}");
        }
        for text in ["", "#", "#4711", "#A-12", "NV", "Err:", "Fehler!", "#!", "Ärr:502"] {
            assert!(!is_error(text), "{text}");
        }
        assert!(is_truth_value("WAHR") && is_truth_value("False") && !is_truth_value("wahrlich"));
        assert!(is_nothing("NULL") && is_nothing(" n/a") && !is_nothing("Nullnummer"));
    }
}
