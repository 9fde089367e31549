//! Which words of a text are numbers that count something, by what stands beside them.

use crate::domain::text_key;
use crate::locale::month_name;
use crate::plan::number_words::{NumberWord, read};

/// A number in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Typed<'t> {
    /// As written.
    pub(super) word: &'t str,
    /// Whether it says how much of a whole, or how many times another number.
    pub(super) is_share: bool,
}

/// Words behind which a number is a reference, not a count.
#[rustfmt::skip]
const REFERENCES: [&str; 74] = [
    "Absatz", "Abs.", "Satz", "S.", "Nummer", "Nr.", "Nrn.", "Punkt", "Punkte", "Punkten", "Kapitel", "Kap.", "Tabelle", "Tab.",
    "Tabellen", "Abbildung", "Abb.", "Abbildungen", "Anlage", "Anlagen", "Anhang", "Artikel", "Art.", "Ziffer", "Ziff.", "Seite",
    "Seiten", "Zeile", "Spalte", "Fußnote", "Buch", "Teil", "Band", "Abschnitt", "Stufe", "Phase", "Drucksache", "Az.",
    "Aktenzeichen", "SGB", "BGBl.", "DIN", "EN", "ISO", "Version", "Hartz", "Zimmer", "Raum", "Haus", "Buchst.", "Halbjahr", "Quartal",
    "Linie", "Linien", "Bus", "Tram", "Gleis", "Bahnsteig", "Bussteig", "Wagen", "Zone", "Tarifzone", "Vorlage", "Beschluss", "Richtlinie",
    "Verordnung", "EU", "EU)", "Postfach", "Gebäude", "Ebene", "Etage", "Saal", "Berichtsjahr",
];
/// What is counted in such reports: before these a year is a number.
const COUNTED: [&str; 16] = [
    "Fälle",
    "Fällen",
    "Beschwerden",
    "Anregungen",
    "Anfragen",
    "Anliegen",
    "Anrufe",
    "Personen",
    "Menschen",
    "Kundenreaktionen",
    "Reaktionen",
    "Meldungen",
    "Eingaben",
    "Hinweise",
    "Gespräche",
    "Beratungen",
];
/// Words behind which all digits are one number to call.
const CALLS: [&str; 7] = ["Telefon", "Tel.", "Fax", "Telefax", "Durchwahl", "Mobil", "Rufnummer"];
/// Words that join references: `§§ 22 bis 24`.
const JOINTS: [&str; 8] = ["und", "oder", "bis", "sowie", "–", "-", "f.", "ff."];
/// Words that begin a sentence and are no noun: behind them a point ends one.
#[rustfmt::skip]
const STARTERS: [&str; 56] = [
    "Das", "Der", "Die", "Den", "Dem", "Dies", "Diese", "Dieser", "Davon", "Darunter", "Damit", "Dabei", "Daneben", "Danach",
    "Dagegen", "Dazu", "Dort", "Es", "Er", "Sie", "Im", "In", "Am", "An", "Auf", "Aus", "Bei", "Ein", "Eine", "Einer", "Für", "Hier",
    "Hinzu", "Mit", "Nach", "Nur", "So", "Von", "Vor", "Wir", "Zu", "Zum", "Zur", "Auch", "Alle", "Als", "Aber", "Über", "Unter", "Wie",
    "Wenn", "Während", "Insgesamt", "Seit", "Weitere", "Keine",
];
/// Adjectives behind which a small number sorts and does not count: `zwei verschiedene Wege`.
const SORTING: [&str; 8] = [
    "verschieden",
    "unterschiedlich",
    "getrennt",
    "gleich",
    "moeglich",
    "einander",
    "folgend",
    "genannt",
];
/// Times that come round: `jeden zweiten Dienstag`.
#[rustfmt::skip]
const TIMES: [&str; 14] = [
    "tag", "woche", "monat", "quartal", "halbjahr", "jahr", "stunde", "montag", "dienstag", "mittwoch", "donnerstag", "freitag",
    "samstag", "sonntag",
];

/// Words that are longer, in bytes, are looked at as a whole.
const LONGEST: usize = 60;

/// The numbers of a text. `defined` are words that say what a figure beside them means.
pub(super) fn typed<'t>(text: &'t str, defined: &[&str]) -> Vec<Typed<'t>> {
    let words = words(text);
    let mut found = Vec::new();
    let mut reference = Reference::None;
    for at in 0..words.len() {
        let place = At { words: &words, at };
        let bare = place.bare(at);
        let has_digit = place.word().contains(char::is_numeric);
        reference = reference.before(&place, has_digit);
        if has_digit {
            let is_label = bare.starts_with(|c: char| c.is_alphabetic() && !c.is_numeric());
            if !is_label && reference == Reference::None && !place.is_no_count() {
                found.push(Typed { word: bare, is_share: false });
            }
        } else if let Some(is_share) = place.number_word(defined)
            && reference == Reference::None
        {
            found.push(Typed { word: bare, is_share });
        }
    }
    found
}

/// The words of a text; what a word and a number are joined by stands with the word: `Nr.3`.
fn words(text: &str) -> Vec<&str> {
    const JOINED: &str = ".:;,=(<>~≈–—§";
    let parted = |word: &str| {
        // Nobody joins more.
        if word.len() > LONGEST {
            return None;
        }
        let mut before = None;
        word.char_indices().find_map(|(at, character)| {
            let previous = before.replace(character);
            let is_joint = previous.is_some_and(|it| JOINED.contains(it)) && character.is_numeric();
            let word = word.get(..at).unwrap_or_default();
            let is_word = word.contains(|c: char| c.is_alphabetic() || c == '§');
            (is_joint && is_word && !word.contains(char::is_numeric)).then_some(at)
        })
    };
    let parts = text.split_whitespace().flat_map(|word| match parted(word) {
        Some(at) => [word.get(..at), word.get(at..)],
        None => [Some(word), None],
    });
    parts.flatten().collect()
}

/// Whether what comes next belongs to a reference.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reference {
    None,
    /// A number does: it stands behind `§` or `Nummer`, or is joined to one that does.
    Number,
    /// All digits do.
    Call,
}

impl Reference {
    /// The same at the next place.
    fn before(self, place: &At<'_, '_>, has_digit: bool) -> Self {
        let before = place.before().trim_start_matches(['(', '„', '"']);
        let is_named = |names: &[&str]| {
            names.iter().any(|name| before == *name || before.strip_suffix(':') == Some(name))
        };
        let has_letter = place.word().contains(char::is_alphabetic);
        let is_joint = JOINTS.contains(&place.word());
        match self {
            _ if is_named(&CALLS) => Self::Call,
            Self::Call if !has_letter => Self::Call,
            _ if before.starts_with('§') || is_named(&REFERENCES) || is_month(before) => {
                Self::Number
            }
            // `§ 22, 23 und 24`: behind a number a joint or a comma goes on.
            Self::Number if is_joint => Self::Number,
            Self::Number if has_digit => match JOINTS.contains(&before) || before.ends_with(',') {
                true => Self::Number,
                false => Self::None,
            },
            _ => Self::None,
        }
    }
}

/// A word of a text.
struct At<'w, 't> {
    words: &'w [&'t str],
    at: usize,
}

impl<'t> At<'_, 't> {
    fn get(&self, at: usize) -> &'t str {
        self.words.get(at).copied().unwrap_or_default()
    }

    fn word(&self) -> &'t str {
        self.get(self.at)
    }

    fn before(&self) -> &'t str {
        self.at.checked_sub(1).map_or("", |at| self.get(at))
    }

    fn after(&self) -> &'t str {
        self.get(self.at + 1)
    }

    fn bare(&self, at: usize) -> &'t str {
        self.get(at).trim_matches(|c: char| !c.is_alphanumeric())
    }

    fn key(&self, at: usize) -> String {
        text_key(self.bare(at))
    }

    /// The key of the next word of the same sentence; empty at its end.
    fn key_after(&self) -> String {
        if self.word().ends_with(['.', '!', '?', ';']) {
            String::new()
        } else {
            self.key(self.at + 1)
        }
    }

    fn key_before(&self, steps: usize) -> String {
        self.at.checked_sub(steps).map(|at| self.key(at)).unwrap_or_default()
    }

    fn begins_sentence(&self) -> bool {
        self.at == 0 || self.before().ends_with(['.', '!', '?', ':', '“'])
    }

    fn follows_every(&self) -> bool {
        matches!(self.key_before(1).as_str(), "jede" | "jeder" | "jedes" | "jedem" | "jeden")
    }

    /// Whether the next word is a time that comes round: `jede 2. Woche`.
    fn is_of_times(&self) -> bool {
        let after = self.key(self.at + 1);
        TIMES.iter().any(|time| after.strip_prefix(time).is_some_and(|rest| rest.len() < 3))
    }

    /// Whether a word with digits is a year, a date, a time of day, an ordinal or a mark of a list.
    fn is_no_count(&self) -> bool {
        let bare = self.bare(self.at);
        let (after, next) = (self.bare(self.at + 1), self.get(self.at + 3));
        let is_hour = after == "Uhr"
            || ["bis", "–", "und"].contains(&self.after()) && next.starts_with("Uhr");
        if self.follows_every() {
            return self.is_of_times();
        }
        if self.counts_like_a_year(bare) {
            return false;
        }
        is_time(bare, self.word())
            || is_hour
            || is_month(after)
            || self.is_ordinal(bare)
            || self.is_mark(bare)
            || read(&self.key_after()) == Some(NumberWord::Fraction)
    }

    /// `2024 Fälle`, not `im Jahr 2024 Fälle`.
    fn counts_like_a_year(&self, bare: &str) -> bool {
        const BEFORE: [&str; 8] =
            ["jahr", "jahre", "jahres", "jahren", "seit", "bis", "ab", "ende"];
        let before = self.key_before(1);
        let is_of_time =
            is_month(self.before()) || BEFORE.iter().any(|word| before.ends_with(word));
        let is_number = bare.bytes().all(|byte| byte.is_ascii_digit());
        is_number && !is_of_time && COUNTED.contains(&self.bare(self.at + 1))
    }

    /// `1. Halbjahr`: a point, and no new sentence.
    fn is_ordinal(&self, bare: &str) -> bool {
        let is_short = bare.len() <= 3 && bare.bytes().all(|byte| byte.is_ascii_digit());
        let has_point = self.word().trim_end_matches([')', ';', ':', ',', '“']).ends_with('.');
        is_short
            && has_point
            && !self.after().is_empty()
            && !STARTERS.contains(&self.bare(self.at + 1))
    }

    /// `1) Antrag; 2) Bescheid`: marks of a list within a sentence.
    fn is_mark(&self, bare: &str) -> bool {
        let is_first = self.at == 0 || self.before().ends_with([':', ';', ',', '.']);
        is_first && bare.len() <= 2 && self.word().strip_suffix(')') == Some(bare)
    }

    /// Whether a word without digits is a number here, and if so whether it says how much of a whole.
    fn number_word(&self, defined: &[&str]) -> Option<bool> {
        let key = self.key(self.at);
        if defined.contains(&key.as_str()) {
            return None;
        }
        match read(&key)? {
            NumberWord::Always => Some(true),
            NumberWord::Cardinal(number) => self.counts(number).then_some(false),
            NumberWord::Ordinal => (self.follows_every() && !self.is_of_times()).then_some(true),
            NumberWord::Half => {
                const SIDES: [&str; 7] =
                    ["erste", "zweite", "ober", "unter", "ander", "beide", "letzte"];
                let before = self.key_before(1);
                (!SIDES.iter().any(|side| before.starts_with(side))).then_some(true)
            }
            NumberWord::Double => {
                let of_what = ["das", "dem", "des", "ums", "aufs", "um", "auf"];
                let is_noun = self.bare(self.at).starts_with('D')
                    && of_what.contains(&self.key_before(1).as_str());
                (is_noun || self.key_after() == "so").then_some(true)
            }
            NumberWord::HalfOf => (self.key_after() == "so").then_some(true),
            // `ein Drittel`, `ein gutes Drittel`, `2 Drittel`; `das Viertel` is a part of a town.
            NumberWord::Fraction => (1..=2).any(|steps| self.is_amount(steps)).then_some(true),
        }
    }

    /// Whether a word before this one says how many parts.
    fn is_amount(&self, steps: usize) -> bool {
        let key = self.key_before(steps);
        let is_one = ["ein", "eine", "einem", "einen", "eines"].contains(&key.as_str());
        let is_more = matches!(read(&key), Some(NumberWord::Cardinal(2..)));
        is_one || is_more || key.starts_with(|c: char| c.is_ascii_digit())
    }

    /// Whether a cardinal counts something: not in `außer Acht lassen`, `zwölf Uhr`, `zwei verschiedene Wege`.
    fn counts(&self, number: u32) -> bool {
        let after = self.key_after();
        let is_noun = !after.is_empty() && self.bare(self.at + 1).starts_with(char::is_uppercase);
        let is_percent = self.after().starts_with('%');
        let is_name = self.bare(self.at).starts_with(char::is_uppercase) && !self.begins_sentence();
        if after == "uhr" || read(&after) == Some(NumberWord::Fraction) {
            return false;
        }
        match number {
            // Like `keine` and `eine`.
            0 | 1 => false,
            _ if is_name && number <= 12 => false,
            100 | 1000 => is_noun || is_percent,
            // The last word of an item, a cell or a sentence: `Es blieben acht.`
            8 if after.is_empty() => {
                let verbs = ["geb", "gib", "gab", "nehm", "nimm", "lass", "ausser"];
                let mut before = (1..=4).map(|steps| self.key_before(steps));
                !before.any(|word| verbs.iter().any(|verb| word.starts_with(verb)))
            }
            8 => {
                let verbs = ["geben", "gibt", "gegeben", "zu", "auf", "nehmen", "dass"];
                is_noun || is_percent || !verbs.contains(&after.as_str())
            }
            2..=12 => !SORTING.iter().any(|adjective| after.starts_with(adjective)),
            _ => true,
        }
    }
}

fn is_month(word: &str) -> bool {
    let word = word.trim_matches(|c: char| !c.is_alphanumeric());
    (1..=12).any(|month| month_name(month) == word)
}

/// Whether digits are a year, several of them, or a date: `2016/17`, `2015–2017`, `1990er`, `02.05.2018`, `2018-05-02`.
fn is_time(bare: &str, word: &str) -> bool {
    if bare.len() > LONGEST {
        return false;
    }
    if let Some((first, last)) = bare.split_once(['–', '—']) {
        return is_time(first.trim_end_matches('.'), first) && is_time(last, word);
    }
    let is_year = |text: &str| {
        text.len() == 4 && text.parse().is_ok_and(|year: u16| (1900..=2100).contains(&year))
    };
    let is_up_to = |text: &str, most: u8| {
        text.len() <= 2 && text.parse().is_ok_and(|number: u8| (1..=most).contains(&number))
    };
    let parts: Vec<&str> = bare.split(['.', '-', '/']).collect();
    let of_decade = |text: &str| {
        text.get(..4).is_some_and(is_year) && text.get(4..).is_some_and(|it| it.starts_with("er"))
    };
    match parts.as_slice() {
        [year] => is_year(year) || of_decade(year),
        [decade, words @ ..] if of_decade(decade) => !words.concat().contains(char::is_numeric),
        [year, next] if is_year(year) => {
            is_year(next) || next.len() == 2 && next.parse::<u8>().is_ok()
        }
        [day, month] => {
            bare.contains('.') && word.ends_with('.') && is_up_to(day, 31) && is_up_to(month, 12)
        }
        [year, month, day] if is_year(year) => is_up_to(month, 12) && is_up_to(day, 31),
        [day, month, year] => {
            let is_short = year.len() == 2 && year.parse::<u8>().is_ok();
            bare.contains('.')
                && is_up_to(day, 31)
                && is_up_to(month, 12)
                && (is_year(year) || is_short)
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<&str> {
        typed(text, &[]).into_iter().map(|number| number.word).collect()
    }

    #[test]
    fn whatever_has_a_digit_is_a_number() {
        for (text, word) in [
            ("Es gab 286 Fälle", "286"),
            ("davon 29,4 % begründet", "29,4"),
            ("2/3 der Fälle", "2/3"),
            ("23fach so viele", "23fach"),
            ("½ der Fälle", "½"),
            ("1½ mal so viele", "1½"),
            ("⅔ der Fälle", "⅔"),
            ("２３ Beschwerden", "２３"),
            ("²³ Beschwerden", "²³"),
            ("Ⅻ Beschwerden", "Ⅻ"),
            ("٣ Beschwerden", "٣"),
            ("3-mal so viele", "3-mal"),
            ("20%ige Steigerung", "20%ige"),
            ("(12) Fälle", "12"),
            ("ca.20 Fälle", "20"),
            ("Beschwerden:20", "20"),
            ("10–12 Fälle", "10–12"),
            ("1.234.567 Euro", "1.234.567"),
            ("Es waren 119. Davon blieb nichts", "119"),
            ("Es waren 119.", "119"),
            ("jede 3. Beschwerde", "3"),
            ("+5", "5"),
        ] {
            assert_eq!(found(text), [word], "{text}");
        }
    }

    #[test]
    fn words_are_numbers_where_they_count_or_compare() {
        for (text, word) in [
            ("In zehn Fällen", "zehn"),
            ("Es waren dreizehn", "dreizehn"),
            ("dreiundzwanzig offene Beschwerden", "dreiundzwanzig"),
            ("zwölf neue Beschwerden", "zwölf"),
            ("davon blieben zwei offen", "zwei"),
            ("achtzig Prozent", "achtzig"),
            ("zwei % der Fälle", "zwei"),
            ("hundertzwanzig Fälle", "hundertzwanzig"),
            ("tausend Fälle", "tausend"),
            ("Acht Fälle", "Acht"),
            ("ein Drittel der Beschwerden", "Drittel"),
            ("zwei Drittel", "Drittel"),
            ("ein gutes Viertel", "Viertel"),
            ("die Hälfte der Fälle", "Hälfte"),
            ("jede dritte Beschwerde", "dritte"),
            ("Jeder Fünfte klagt", "Fünfte"),
            ("Die Zahl hat sich verdoppelt", "verdoppelt"),
            ("dreimal so viele", "dreimal"),
            ("halb so viele", "halb"),
            ("doppelt so viele", "doppelt"),
            ("stieg auf das Doppelte", "Doppelte"),
            ("ein Dutzend Fälle", "Dutzend"),
            ("vier vom Hundert", "vier"),
        ] {
            assert_eq!(found(text), [word], "{text}");
        }
    }

    #[test]
    fn the_last_word_of_a_cell_and_what_looks_like_a_year_count() {
        assert_eq!(found("acht"), ["acht"]);
        assert_eq!(found("Es blieben acht."), ["acht"]);
        assert_eq!(found("Gezählt wurden 2024 Fälle und 1990 Anrufe."), ["2024", "1990"]);
        for text in [
            "Im Jahr 2024 Fälle zu zählen",
            "Seit März 2024 Beschwerden",
            "Linie 4, Gleis 5 (EU) 2021/782",
        ] {
            assert_eq!(found(text), [""; 0], "{text}");
        }
    }

    #[test]
    fn what_counts_nothing_is_quiet() {
        for text in [
            "Am 21. Januar 2016 nach § 6 Absatz 1 SGB II",
            "Stand 02.05.2018, im 1. Halbjahr, Beschluss A0107/15",
            "Punkt 6 des Beschlusses; zwei verschiedene Wege",
            "§§ 22, 23 und 24 SGB II sowie §22 Abs.2 S. 3 und Nr.4",
            "Schuljahr 2016/17, 2015–2017, seit den 1990er-Jahren, 2018-05-02, vom 1.1. bis 30.6. und 01.01.–30.06.2017",
            "SGB II, Buch Zwei, Kapitel IV, DIN 5008, CO2, Haus A4, m² und Zählweise¹",
            "Sprechzeit von 9 bis 12 Uhr, um zwölf Uhr, jeden zweiten Dienstag und jede 2. Woche",
            "Telefon 0221 / 12345-6, Zimmer 12",
            "eine Beschwerde, ein Fall, einer, erste Hilfe, das zweite Halbjahr, zum dritten Mal",
            "Achtung, eine Vielzahl, Acht geben, außer Acht lassen, geben Sie acht!",
            "einfach, einmal, im Halbjahr, die zweite Hälfte des Jahres, im Viertel, doppelt gezählt, zu zweit",
            "Es gilt: 1) der Antrag, 2) der Bescheid",
            "Tabellen 3 und 4, Abbildung 2.",
        ] {
            assert_eq!(found(text), [""; 0], "{text}");
        }
    }

    #[test]
    fn the_words_of_a_definition_are_no_other_number() {
        assert!(typed("Die Hälfte war nach Tagen fertig", &["haelfte"]).is_empty());
        assert_eq!(typed("Ein Drittel war fertig", &["haelfte"]).len(), 1);
    }
}
