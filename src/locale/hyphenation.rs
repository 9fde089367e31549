//! Where a long German compound may be divided.
//!
//! In charts only words that do not fit a line on their own come here, in heads of tables long ones. A label that carries soft hyphens
//! (U+00AD) decides for itself; otherwise a word is divided before one of the elements below when at
//! least four letters stand on either side. This is no hyphenation of German: it knows the second
//! parts of the compounds that topics, submitters and assessments of such reports are made of. Where
//! that is not enough, [`syllables`] offers the plain rule of school: the last consonant before a
//! vowel begins the next syllable.

/// Second parts of compounds.
const ELEMENTS: [&str; 96] = [
    "abteilung",
    "agentur",
    "aktivität",
    "anfrage",
    "angebot",
    "angelegenheit",
    "anspruch",
    "antrag",
    "anwalt",
    "anwält",
    "arbeit",
    "auskunft",
    "ausstattung",
    "bearbeitung",
    "bedarf",
    "behörde",
    "beirat",
    "beratung",
    "berechnung",
    "berechtigt",
    "beschäftigung",
    "bescheid",
    "bescheinigung",
    "beschwerde",
    "betreuung",
    "bewilligung",
    "beziehung",
    "bildung",
    "darlehen",
    "dauer",
    "dienst",
    "einbehalt",
    "eingabe",
    "eingliederung",
    "einkommen",
    "einrichtung",
    "entscheidung",
    "ermittlung",
    "erreichbarkeit",
    "erstattung",
    "förderung",
    "forderung",
    "fortzahlung",
    "fristen",
    "gemeinschaft",
    "genehmigung",
    "geschäft",
    "gespräch",
    "gesuch",
    "gewährung",
    "gruppe",
    "haushalt",
    "hilfe",
    "initiative",
    "integration",
    "kasse",
    "kaution",
    "kosten",
    "leistung",
    "management",
    "maßnahme",
    "meldung",
    "minderung",
    "mitteilung",
    "nachweis",
    "notfall",
    "organisation",
    "partner",
    "pflege",
    "prüfung",
    "qualität",
    "reaktion",
    "sanktion",
    "schulden",
    "schutz",
    "sicherung",
    "stelle",
    "teilhabe",
    "termin",
    "träger",
    "übernahme",
    "unterkunft",
    "unterlagen",
    "verband",
    "verbände",
    "vereinbarung",
    "verfahren",
    "vermittlung",
    "versicherung",
    "vertretung",
    "verwaltung",
    "widerspruch",
    "wohnung",
    "zahlung",
    "zentrum",
    "zuständigkeit",
];

/// Words of fewer letters are not divided in heads of tables.
const LONG: usize = 12;

/// Letters from which on a word of a wide table's head may break between syllables.
const SYLLABLES: usize = 7;

/// Letters that stay together at either end.
const SHORTEST: usize = 4;

/// Byte offsets at which the word may be divided with a hyphen, ascending.
pub fn breaks(word: &str) -> Vec<usize> {
    let lower = word.to_lowercase();
    if lower.len() != word.len() {
        return Vec::new();
    }
    let far_enough = |at: usize| {
        let (head, tail) = (lower.get(..at).unwrap_or(""), lower.get(at..).unwrap_or(""));
        head.chars().count() >= SHORTEST && tail.chars().count() >= SHORTEST
    };
    let mut found: Vec<usize> = ELEMENTS
        .iter()
        .flat_map(|element| lower.match_indices(element).map(|(at, _)| at))
        .filter(|&at| far_enough(at) && word.is_char_boundary(at))
        .collect();
    found.sort_unstable();
    found.dedup();
    found
}

/// Byte offsets at which the word may be divided between syllables, ascending: before a consonant
/// that a vowel follows, never inside `ch`, `sch`, `ck`, `ph`, `qu`, `th`, with two letters at either end.
pub fn syllables(word: &str) -> Vec<usize> {
    let letters: Vec<(usize, char)> = word.char_indices().collect();
    let lower = |index: usize| {
        let (_, letter) = letters.get(index)?;
        letter.to_lowercase().next().filter(|l| l.is_alphabetic())
    };
    let mut found = Vec::new();
    for index in 1..letters.len() {
        let (Some(before), Some(here)) = (lower(index - 1), lower(index)) else { continue };
        let vowel_follows = lower(index + 1).is_some_and(is_vowel);
        if is_vowel(here) || !vowel_follows || (here == 'u' && before == 'q') {
            continue;
        }
        let together = match (before, here) {
            ('c', 'h') if index >= 2 && lower(index - 2) == Some('s') => 2,
            ('c', 'h' | 'k') | ('p' | 't', 'h') => 1,
            _ => 0,
        };
        let start = index - together;
        let has_vowel = (0..start).filter_map(lower).any(is_vowel);
        if has_vowel && start >= 2 && letters.len() - start >= 2 {
            found.extend(letters.get(start).map(|&(at, _)| at));
        }
    }
    found
}

/// A label with soft hyphens in its long words, so that a narrow column can break them.
pub fn with_soft_hyphens(label: &str) -> String {
    divide(label, LONG, breaks)
}

/// A label with soft hyphens between the syllables of all but short words, for the many narrow columns of a
/// wide table. The parts of compounds end syllables, so both kinds of places are offered.
pub fn with_syllables(label: &str) -> String {
    divide(label, SYLLABLES, |word| {
        let mut places = syllables(word);
        let parts = breaks(word);
        // a syllable that the plain rule begins one letter beside a compound's part would break it wrongly
        places.retain(|place| parts.iter().all(|part| place.abs_diff(*part) > 2));
        places.extend(parts);
        places.sort_unstable();
        places
    })
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

fn is_vowel(letter: char) -> bool {
    matches!(letter, 'a' | 'e' | 'i' | 'o' | 'u' | 'y' | 'ä' | 'ö' | 'ü' | 'é' | 'è' | 'á' | 'à')
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
            "Mig\u{ad}ra\u{ad}tions\u{ad}bera\u{ad}tung"
        );
        assert_eq!(
            with_syllables("Vereine und freie Träger"),
            "Ve\u{ad}rei\u{ad}ne und freie Träger"
        );
        assert_eq!(with_syllables("insgesamt"), "ins\u{ad}ge\u{ad}samt");
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
    fn syllables_begin_with_the_last_consonant_before_a_vowel() {
        for (word, parts) in [
            ("Anwältinnen", "An|wäl|tin|nen"),
            ("Schuldner", "Schuld|ner"),
            ("berechtigte", "be|rech|tig|te"),
            ("Wäsche", "Wä|sche"),
            ("Bäckerei", "Bä|cke|rei"),
            ("Qualität", "Qua|li|tät"),
            ("AB-12", "AB-12"),
            ("", ""),
        ] {
            assert_eq!(at_offsets(word, syllables(word)), parts);
        }
    }

    #[test]
    fn short_and_unknown_words_stay_whole() {
        assert_eq!(divided("Hilfe"), "Hilfe");
        assert_eq!(divided("Angemessenheit"), "Angemessenheit");
        assert_eq!(divided(""), "");
    }
}
