//! What an unknown header most likely means.

use super::usual_headings;
use crate::domain::{Field, text_key};

/// The field a header most likely means, and the known or usual header that says so: one that it holds as a
/// word, or that differs in few letters. Short ones must be met more exactly.
pub fn likely_field(header: &str, taken: &[Field]) -> Option<(Field, &'static str)> {
    let key = text_key(header);
    let free = |field: &Field| field.may_repeat() || !taken.contains(field);
    let known = Field::ALL.into_iter().flat_map(|field| {
        let headers = field.default_headers().iter().chain(usual_headings::words(field));
        headers.map(move |header| (field, *header))
    });
    let whole = usual_headings::WHOLE.into_iter();
    let whole = whole.filter(|(known, _)| text_key(known) == key).map(|(it, field)| (0, field, it));
    known
        .filter_map(|(field, known)| Some((distance(&key, &text_key(known))?, field, known)))
        .chain(whole)
        .filter(|(_, field, _)| free(field))
        .min_by_key(|(distance, _, _)| *distance)
        .map(|(_, field, known)| (field, known))
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
            ("Ticketnr", Some(Field::CaseId)),
            ("Meldedatum", Some(Field::ReceivedOn)),
            ("Geburtsdatum", None),
            ("Datum", Some(Field::ReceivedOn)),
            ("Anliegenart", Some(Field::Category)),
            ("Thema 2", Some(Field::Topics)),
            ("berechtigt (J/N)", Some(Field::Assessment)),
            ("Eingangsweg", Some(Field::Channel)),
            ("closed_date", Some(Field::ClosedOn)),
            ("Status", None),
        ] {
            assert_eq!(likely_field(header, &[]).map(|found| found.0), expected, "{header}");
        }
        assert_eq!(likely_field("Bewertung neu", &[Field::Assessment]), None);
    }
}
