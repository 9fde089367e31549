//! Guesses for a file nobody has configured: whether a text is a header, and an identifier for a value.

use crate::domain::text_key;
use crate::intake::likely_field;
use crate::project::ExportRules;

/// Whether a text may be a header: one that is known, or like one.
pub(in crate::commands) fn is_heading(rules: &ExportRules) -> impl Fn(&str) -> bool + '_ {
    |text| rules.headers.contains_key(&text_key(text)) || likely_field(text, &[]).is_some()
}

/// An identifier made from a label: `Kosten der Unterkunft` gives `kosten_der_unterkunft`.
pub(super) fn identifier(label: &str) -> String {
    let mut id = String::new();
    for c in text_key(label).chars() {
        match c {
            'a'..='z' | '0'..='9' => id.push(c),
            _ if id.is_empty() || id.ends_with('_') => {}
            _ => id.push('_'),
        }
    }
    let id = id.trim_end_matches('_');
    match id.chars().next() {
        None => "wert".to_owned(),
        Some(first) if first.is_ascii_digit() => format!("wert_{id}"),
        Some(_) => id.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_identifier_is_ascii_and_begins_with_a_letter() {
        assert_eq!(identifier("Kosten der Unterkunft, größere"), "kosten_der_unterkunft_groessere");
        assert_eq!(identifier(" Idee/Anregung (neu) "), "idee_anregung_neu");
        assert_eq!(identifier("2. Instanz"), "wert_2_instanz");
        assert_eq!(identifier("…"), "wert");
    }
}
