//! Where a long German word may be divided.
//!
//! In charts only words that do not fit a line on their own come here, in heads of tables long ones. A label that carries
//! soft hyphens (U+00AD) decides for itself; otherwise a word is best divided before one of the elements below ([`breaks`]),
//! with at least four letters on either side. Where that is not enough, [`syllables`] offers all places: the patterns of
//! TeX (crate `hypher`) divide each part of a compound as a word of its own, because they know only the commonest seams.

use hypher::{Lang, hyphenate};

/// Second parts of compounds.
#[rustfmt::skip]
const ELEMENTS: [&str; 96] = [
    "abteilung", "agentur", "aktivität", "anfrage", "angebot", "angelegenheit", "anspruch", "antrag", "anwalt",
    "anwält", "arbeit", "auskunft", "ausstattung", "bearbeitung", "bedarf", "behörde", "beirat", "beratung",
    "berechnung", "berechtigt", "beschäftigung", "bescheid", "bescheinigung", "beschwerde", "betreuung",
    "bewilligung", "beziehung", "bildung", "darlehen", "dauer", "dienst", "einbehalt", "eingabe", "eingliederung",
    "einkommen", "einrichtung", "entscheidung", "ermittlung", "erreichbarkeit", "erstattung", "förderung",
    "forderung", "fortzahlung", "fristen", "gemeinschaft", "genehmigung", "geschäft", "gespräch", "gesuch",
    "gewährung", "gruppe", "haushalt", "hilfe", "initiative", "integration", "kasse", "kaution", "kosten",
    "leistung", "management", "maßnahme", "meldung", "minderung", "mitteilung", "nachweis", "notfall",
    "organisation", "partner", "pflege", "prüfung", "qualität", "reaktion", "sanktion", "schulden", "schutz",
    "sicherung", "stelle", "teilhabe", "termin", "träger", "übernahme", "unterkunft", "unterlagen", "verband",
    "verbände", "vereinbarung", "verfahren", "vermittlung", "versicherung", "vertretung", "verwaltung",
    "widerspruch", "wohnung", "zahlung", "zentrum", "zuständigkeit",
];

/// Words of fewer letters are not divided in heads of tables.
const LONG: usize = 12;

/// Letters from which on a word of a wide table's head may break between syllables.
const SYLLABLES: usize = 13;

/// Letters that stay together on either side of a compound's seam.
const SHORTEST: usize = 4;

/// Byte offsets between the parts of a compound, ascending.
pub fn breaks(word: &str) -> Vec<usize> {
    let lower = word.to_lowercase();
    if lower.len() != word.len() {
        return Vec::new();
    }
    let elements: Vec<(usize, usize)> = ELEMENTS
        .iter()
        .flat_map(|element| lower.match_indices(element))
        .map(|(at, element)| (at, at + element.len()))
        .collect();
    // `ermittlung` is no part of `vermittlung`.
    let is_within_another = |at: usize| elements.iter().any(|&(start, end)| start < at && at < end);
    let far_enough = |at: usize| {
        let (head, tail) = (lower.get(..at).unwrap_or(""), lower.get(at..).unwrap_or(""));
        head.chars().count() >= SHORTEST && tail.chars().count() >= SHORTEST
    };
    let mut found: Vec<usize> = elements
        .iter()
        .map(|&(at, _)| at)
        .filter(|&at| !is_within_another(at) && far_enough(at) && word.is_char_boundary(at))
        .collect();
    found.sort_unstable();
    found.dedup();
    found
}

/// Byte offsets at which the word may be divided with a hyphen, ascending: between the parts of a compound and between
/// their syllables, with two letters at either end of a part.
pub fn syllables(word: &str) -> Vec<usize> {
    let mut found = breaks(word);
    let mut starts = found.clone();
    starts.insert(0, 0);
    let ends = found.clone().into_iter().chain([word.len()]);
    for (mut at, end) in starts.into_iter().zip(ends) {
        let part = word.get(at..end).unwrap_or_default();
        for run in part.split_inclusive(|c: char| !c.is_alphabetic()) {
            let letters = run.trim_end_matches(|c: char| !c.is_alphabetic());
            let syllables = hyphenate(letters, Lang::German).scan(at, |place, syllable| {
                *place += syllable.len();
                Some(*place)
            });
            found.extend(syllables.filter(|&place| place < at + letters.len()));
            at += run.len();
        }
    }
    found.sort_unstable();
    found
}

/// A label with soft hyphens between the parts of its long words, so that a narrow column can break them.
pub fn with_soft_hyphens(label: &str) -> String {
    divide(label, LONG, breaks)
}

/// A label with soft hyphens between the syllables of all but short words, for the many narrow columns of a wide table.
pub fn with_syllables(label: &str) -> String {
    divide(label, SYLLABLES, syllables)
}

/// Puts soft hyphens at the offsets that `places` tells of each word with at least `long` letters.
fn divide(label: &str, long: usize, places: impl Fn(&str) -> Vec<usize>) -> String {
    let words = label.split(' ').map(|word| {
        if word.chars().count() < long || word.contains('\u{ad}') {
            return word.to_owned();
        }
        let mut divided = String::new();
        let mut from = 0;
        for at in places(word) {
            divided.push_str(word.get(from..at).unwrap_or_default());
            divided.push('\u{ad}');
            from = at;
        }
        divided.push_str(word.get(from..).unwrap_or_default());
        divided
    });
    words.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_words_of_a_head_can_break_and_short_ones_stay() {
        assert_eq!(with_soft_hyphens("Migrationsberatung"), "Migrations\u{ad}beratung");
        assert_eq!(with_soft_hyphens("noch nicht bewertet"), "noch nicht bewertet");
        assert_eq!(with_soft_hyphens("Vereine und freie Träger"), "Vereine und freie Träger");
    }

    #[test]
    fn heads_of_wide_tables_can_break_between_syllables() {
        assert_eq!(
            with_syllables("Migrationsberatung"),
            "Mi\u{ad}gra\u{ad}ti\u{ad}ons\u{ad}be\u{ad}ra\u{ad}tung"
        );
        assert_eq!(with_syllables("Vereine und freie Träger"), "Vereine und freie Träger");
        assert_eq!(with_syllables("unbegründet"), "unbegründet", "a column has room for it");
    }

    fn divided(word: &str) -> String {
        at_offsets(word, breaks(word))
    }

    fn at_offsets(word: &str, offsets: Vec<usize>) -> String {
        let mut out = String::new();
        let mut last = 0;
        for at in offsets {
            out += &word[last..at];
            out.push('|');
            last = at;
        }
        out + &word[last..]
    }

    #[test]
    fn compounds_are_divided_between_their_parts() {
        assert_eq!(divided("Mietkautionsdarlehen"), "Miet|kautions|darlehen");
        assert_eq!(divided("Schwangerenberatung"), "Schwangeren|beratung");
        assert_eq!(divided("Bearbeitungsdauer"), "Bearbeitungs|dauer");
        assert_eq!(divided("Wohnungsnotfallhilfe"), "Wohnungs|notfall|hilfe");
        assert_eq!(divided("Leistungsberechtigte"), "Leistungs|berechtigte");
        assert_eq!(divided("Eingliederungsvereinbarung"), "Eingliederungs|vereinbarung");
        assert_eq!(divided("Widerspruchsverfahren"), "Widerspruchs|verfahren");
    }

    #[test]
    fn parts_that_stand_in_longer_ones_divide_nothing() {
        assert_eq!(divided("Arbeitsvermittlung"), "Arbeits|vermittlung");
        assert_eq!(divided("Sachbearbeitung"), "Sach|bearbeitung");
        assert_eq!(divided("Vermittlungsgutschein"), "Vermittlungsgutschein");
    }

    /// Each word of the list was checked by a reader of German.
    #[test]
    fn the_words_of_the_field_are_divided_rightly() {
        let words = include_str!("../../tests/cases/hyphenation/words.txt");
        assert!(words.lines().count() >= 300);
        for right in words.lines() {
            let word = right.replace('|', "");
            assert_eq!(at_offsets(&word, syllables(&word)), right);
        }
    }

    #[test]
    fn whatever_is_no_word_is_divided_without_harm() {
        for (word, parts) in [
            ("AB-12", "AB-12"),
            ("", ""),
            ("//", "//"),
            ("Presse-/Öffentlichkeitsarbeit", "Pres|se-/Öf|fent|lich|keits|ar|beit"),
            ("Straße", "Stra|ße"),
        ] {
            assert_eq!(at_offsets(word, syllables(word)), parts);
        }
        let long = "Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz".repeat(20);
        assert!(syllables(&long).iter().all(|&at| long.is_char_boundary(at)));
    }

    #[test]
    fn short_and_unknown_words_stay_whole() {
        assert_eq!(divided("Hilfe"), "Hilfe");
        assert_eq!(divided("Angemessenheit"), "Angemessenheit");
        assert_eq!(divided(""), "");
    }
}
