//! Words of the trade that can be nobody's name: a text made of them alone may be shown where a name must not be. Frequency
//! proves nothing, for somebody may write often.

use super::text_key;

/// A number of so many digits stands behind a word; a longer one may be that of a case or a telephone.
const MOST_DIGITS: usize = 4;
/// So long are words that are known by their end. Surnames that end like one are shorter.
const LONG: usize = 9;
/// How long words end that are no names.
#[rustfmt::skip]
const ENDS: [&str; 22] = [
    "amt", "behoerde", "beschwerde", "center", "dienst", "fehler", "formular", "frist", "gericht", "hilfe", "kasse",
    "keit", "kosten", "leistungen", "nummer", "schaft", "stelle", "stellen", "taet", "tion", "ung", "verband",
];

/// Whether each word of a text is a word of the trade or a short number, and there is at least one word.
pub fn is_of_known_words(text: &str) -> bool {
    let key = text_key(text);
    let mut words = key.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let is_number =
        |word: &str| word.len() <= MOST_DIGITS && word.bytes().all(|byte| byte.is_ascii_digit());
    let mut has_word = false;
    words.all(|word| {
        let is_known = is_known(word);
        has_word |= is_known;
        is_known || is_number(word)
    }) && has_word
}

/// Whether a word, as a text key, is one of the trade.
fn is_known(word: &str) -> bool {
    let has_end = || ENDS.iter().any(|end| word.ends_with(end));
    WORDS.binary_search(&word).is_ok() || word.len() >= LONG && has_end()
}

/// As text keys, in order. No surnames among them that are more than a rarity, and no first names.
#[rustfmt::skip]
const WORDS: [&str; 417] = [
    "abgeholfen", "abgelehnt", "abgeschlossen", "abhilfe", "abschluss", "abschlussdatum", "abteilung", "adresse",
    "aktenzeichen", "allgemein", "allgemeine", "allgemeines", "als", "am", "an", "andere", "anderer", "anderes",
    "anerkannt", "anfrage", "angabe", "angaben", "angehoerige", "angemessenheit", "anlass", "anliegen", "anrechnung",
    "anregung", "anregungen", "anruf", "anschrift", "ansprechpartner", "antraege", "antrag", "app", "arbeit",
    "arbeitslosengeld", "arbeitsloseninitiative", "arbeitsloseninitiativen", "arbeitsvermittlung", "art", "auf",
    "aufgehoben", "aufrechnung", "aus", "ausbildung", "auskunft", "auslaenderbehoerde", "ausstehend", "auszahlung",
    "awo", "bearbeiter", "bearbeitet", "bearbeitung", "begruendet", "begruendungsgrund", "bei", "beim", "bekannt",
    "bemerkung", "bemerkungen", "beraten", "beratung", "berechtigt", "bereich", "bescheid", "bescheide",
    "bescheiden", "beschwerde", "beschwerden", "bestaetigt", "bestaetigung", "betreuer", "betreuung",
    "bevollmaechtigte", "bewertet", "bewertung", "bezirk", "bg", "bildung", "bis", "brief", "briefkasten",
    "buergergeld", "bundes", "but", "caritas", "chat", "darlehen", "das", "datum", "dauer", "dem", "den", "der",
    "des", "diakonie", "die", "dienststelle", "digital", "diverse", "drk", "durch", "e", "ehrenamt", "ehrenamtliche",
    "ehrenamtlicher", "eilantrag", "einem", "einen", "einer", "eines", "eingang", "eingangsart",
    "eingangsbestaetigung", "eingangsdatum", "eingangskanal", "eingehalten", "eingereicht", "eingestellt",
    "eingliederung", "einigung", "einkommen", "einmalige", "einreichende", "einreicher", "einwurf", "elektronisch",
    "email", "entfaellt", "entfallen", "entscheidung", "entschuldigt", "entschuldigung", "erfasserbemerkung",
    "erfasst", "erfassung", "erforderlich", "ergebnis", "erledigt", "erledigung", "erreichbarkeit",
    "erstausstattung", "export", "fall", "fallnummer", "falsch", "false", "familienkasse", "fax", "fbw", "fehler", "formlos",
    "formular", "freie", "freier", "fuer", "geaendert", "geburt", "gegen", "geklaert", "geldleistung", "geprueft",
    "gremium", "grund", "haus", "heizung", "hinweis", "id", "idee", "im", "in", "information", "inkasso",
    "integration", "internet", "ja", "jahr", "jugendamt", "kanal", "kategorie", "kaution", "kdu", "kein", "keine",
    "keiner", "kita", "klaerung", "klage", "kommentar", "kommunal", "kommunale", "kommunaler", "kommunikation",
    "kontakt", "kontaktformular", "kontaktierte", "korrektur", "korrigiert", "kosten", "krankenkasse", "kritik",
    "krm", "kunde", "kunden", "kundenreaktion", "kundin", "laufend", "laufende", "lebensunterhalt",
    "lebensunterhalts", "leistung", "leistungen", "leistungsberechtigte", "leistungsberechtigter", "letzte", "lfd",
    "lob", "mahnung", "mail", "mehrbedarf", "miete", "mietkaution", "mietkosten", "mietschulden", "minderung", "mit",
    "mitarbeitende", "mitarbeitenden", "mitarbeiter", "mitte", "moeglich", "monat", "muendlich", "mutwillig", "nach",
    "nachricht", "nachvollziehbar", "nachweis", "nachweise", "nachzahlung", "name", "nebenkosten", "nein", "neu",
    "neue", "neuer", "nicht", "nichts", "noch", "nord", "notiz", "nr", "nummer", "oder", "oeffnungszeit",
    "oeffnungszeiten", "offen", "ohne", "ombudsperson", "ombudsstelle", "online", "ordnung", "organisation",
    "organisationsmangel", "ort", "paritaetischer", "persoenlich", "person", "petition", "plz", "portal",
    "postalisch", "poststelle", "presse", "prioritaet", "privat", "quelle", "reaktion", "reaktionsart",
    "rechtsanwaeltin", "rechtsanwalt", "referat", "regelbedarf", "regelleistung", "reisekosten", "rueckforderung",
    "rueckfrage", "ruecknahme", "ruhend", "sachbearbeiter", "sachbearbeitung", "sachgebiet", "sachverhalt",
    "sanktion", "sanktionen", "schriftlich", "schulbedarf", "schulden", "selbst", "service", "sms", "software",
    "sonstige", "sonstiger", "sonstiges", "sozialamt", "spaet", "spdi", "sprechstunde", "staedtische", "stand",
    "standort", "stattgegeben", "status", "stelle", "stellen", "strasse", "strom", "sued", "system", "tag", "team",
    "technik", "teilhabe", "teilw", "teilweise", "telefax", "telefon", "telefonat", "telefonisch", "telefonnummer",
    "termin", "termine", "terminvergabe", "text", "thema", "themen", "true", "typ", "ueber", "umgang", "umzug", "umzugs",
    "unbearbeitet", "unbegruendet", "unbekannt", "unberechtigt", "und", "ungeprueft", "unklar", "unter",
    "unterkunft", "unterlage", "unterlagen", "unterstuetzende", "unterstuetzung", "unverstaendlich",
    "unvollstaendig", "unzulaessig", "unzustaendig", "unzutreffend", "vdk", "verein", "vereine", "vergabe",
    "vergleich", "verhalten", "verlorene", "verlust", "vermerk", "vermerke", "vermittelt", "vermittlung", "versand",
    "verschieden", "verschiedenes", "verspaetet", "verstaendlichkeit", "verzoegerung", "verzogen", "video",
    "vollstaendig", "vom", "von", "vorgang", "vorgangsnummer", "vorgesprochen", "vorname", "vorsprache",
    "wahr", "warmwasser", "warten", "wartezeit", "wegen", "weiterbildung", "weitere", "weiteres", "weitergeleitet",
    "weiterleitung", "wert", "whatsapp", "widerspruch", "wohngeld", "wohnung", "wunsch", "zahlung", "zentrale", "zu",
    "zulaessig", "zum", "zur", "zurueckgenommen", "zurueckgewiesen", "zurueckgezogen", "zustaendig", "zutreffend",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_of_lists_are_of_known_words() {
        for text in [
            "Vergleich",
            "berechtigt",
            "E-Mail",
            "nicht zuständig",
            "persönlich / Vorsprache",
            "Anliegen 2",
            "Schuldnerberatung",
            "Art der Kundenreaktion",
            "Online-Terminvergabe",
            "Wohngeldstelle",
        ] {
            assert!(is_of_known_words(text), "{text}");
        }
    }

    #[test]
    fn names_are_not_whatever_stands_beside_them() {
        for text in [
            "Beispielfrau",
            "Frau Beispiel",
            "Beratung Musterfrau",
            "Sachbearbeitung (Frau Beispiel)",
            "beispiel",
            "Muster-Beispiel",
            "M.",
            "Hartung",
            "Jung",
            "Schönheit",
            "0391 5551234",
            "12",
            "",
        ] {
            assert!(!is_of_known_words(text), "{text}");
        }
    }

    #[test]
    fn the_words_are_in_order_and_written_as_keys() {
        assert!(WORDS.is_sorted());
        assert!(WORDS.iter().all(|word| text_key(word) == *word));
    }
}
