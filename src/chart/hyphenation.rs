//! Where a long German compound may be divided.
//!
//! Only words that do not fit a line on their own come here. A label that carries soft hyphens
//! (U+00AD) decides for itself; otherwise a word is divided before one of the elements below when at
//! least four letters stand on either side. This is no hyphenation of German: it knows the second
//! parts of the compounds that topics, submitters and assessments of such reports are made of, and a
//! word it does not know is divided by width. Words of other languages match none of them.

/// Second parts of compounds.
const ELEMENTS: [&str; 74] = [
    "abteilung",
    "agentur",
    "aktivität",
    "anfrage",
    "angelegenheit",
    "anspruch",
    "antrag",
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
    "bescheid",
    "beschwerde",
    "betreuung",
    "bewilligung",
    "beziehung",
    "darlehen",
    "dauer",
    "dienst",
    "einbehalt",
    "eingabe",
    "eingliederung",
    "einkommen",
    "einrichtung",
    "erreichbarkeit",
    "erstattung",
    "förderung",
    "forderung",
    "fristen",
    "gemeinschaft",
    "genehmigung",
    "geschäft",
    "gesuch",
    "gewährung",
    "gruppe",
    "hilfe",
    "initiative",
    "kasse",
    "kaution",
    "kosten",
    "leistung",
    "management",
    "maßnahme",
    "meldung",
    "minderung",
    "nachweis",
    "notfall",
    "organisation",
    "pflege",
    "prüfung",
    "qualität",
    "reaktion",
    "schulden",
    "stelle",
    "träger",
    "übernahme",
    "unterkunft",
    "unterlagen",
    "verband",
    "verbände",
    "verfahren",
    "vermittlung",
    "versicherung",
    "vertretung",
    "verwaltung",
    "wohnung",
    "zahlung",
    "zuständigkeit",
];

/// Letters that stay together at either end.
const SHORTEST: usize = 4;

/// Byte offsets at which the word may be divided with a hyphen, ascending.
pub(super) fn breaks(word: &str) -> Vec<usize> {
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

#[cfg(test)]
mod tests {
    use super::*;

    fn divided(word: &str) -> String {
        let mut out = String::new();
        let mut last = 0;
        for at in breaks(word) {
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
        assert_eq!(divided("Widerspruchsverfahren"), "Widerspruchs|verfahren");
    }

    #[test]
    fn short_and_unknown_words_stay_whole() {
        assert_eq!(divided("Hilfe"), "Hilfe");
        assert_eq!(divided("Angemessenheit"), "Angemessenheit");
        assert_eq!(divided(""), "");
    }
}
