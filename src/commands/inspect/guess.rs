//! Guesses for a file nobody has configured: what a header may mean, and an identifier for a value.

use crate::domain::{Dimension, Field, text_key};
use crate::project::ExportRules;

/// The closed list a field's values come from.
pub(super) fn dimension(field: Field) -> Option<Dimension> {
    match field {
        Field::Topics => Some(Dimension::Topic),
        field => Dimension::from_id(field.id()),
    }
}

/// The field a header most likely means, and the known header that says so: one that it holds as a
/// word, or that differs in few letters. Short ones must be met more exactly.
pub(super) fn field(header: &str, taken: &[Field]) -> Option<(Field, &'static str)> {
    let key = text_key(header);
    let free = |field: &Field| field.may_repeat() || !taken.contains(field);
    let known = Field::ALL
        .into_iter()
        .filter(free)
        .flat_map(|field| field.default_headers().iter().map(move |header| (field, *header)));
    known
        .filter_map(|(field, known)| Some((distance(&key, &text_key(known))?, field, known)))
        .min_by_key(|(distance, _, _)| *distance)
        .map(|(_, field, known)| (field, known))
}

/// Whether a text may be a header: one that is known, or like one.
pub(super) fn is_heading(rules: &ExportRules) -> impl Fn(&str) -> bool + '_ {
    |text| rules.headers.contains_key(&text_key(text)) || field(text, &[]).is_some()
}

/// How far a header is from a known one; `None` when it is too far.
fn distance(key: &str, known: &str) -> Option<usize> {
    let (plain, known_plain) = (words(key).concat(), words(known).concat());
    let length = known_plain.chars().count();
    let slips = strsim::osa_distance(&plain, &known_plain);
    if slips <= length / 4 {
        return Some(slips);
    }
    let known_words = words(known);
    let count = known_words.len();
    let holds = words(key).windows(count.max(1)).any(|window| window == known_words.as_slice());
    (holds && length > 2).then_some(plain.chars().count().saturating_sub(length) + 10)
}

/// The words of a text key, `Nr.` written out.
fn words(key: &str) -> Vec<&str> {
    key.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(|word| if word == "nr" { "nummer" } else { word })
        .collect()
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
    fn headers_that_hold_or_resemble_a_known_one_are_guessed() {
        for (header, expected) in [
            ("Vorgangs-Nr.", Some(Field::CaseId)),
            ("Fall-Nummer", Some(Field::CaseId)),
            ("Datum Eingang", Some(Field::ReceivedOn)),
            ("Eingangs-Datum", Some(Field::ReceivedOn)),
            ("Bewertung der Beschwerde", Some(Field::Assessment)),
            ("Erledigtam", Some(Field::ClosedOn)),
            ("Anliegen (Haupt)", Some(Field::Topics)),
            ("Telefon", None),
        ] {
            assert_eq!(field(header, &[]).map(|found| found.0), expected, "{header}");
        }
        assert_eq!(field("Bewertung neu", &[Field::Assessment]), None);
    }

    #[test]
    fn an_identifier_is_ascii_and_begins_with_a_letter() {
        assert_eq!(identifier("Kosten der Unterkunft, größere"), "kosten_der_unterkunft_groessere");
        assert_eq!(identifier(" Idee/Anregung (neu) "), "idee_anregung_neu");
        assert_eq!(identifier("2. Instanz"), "wert_2_instanz");
        assert_eq!(identifier("…"), "wert");
    }
}
