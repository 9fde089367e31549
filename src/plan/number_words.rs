//! Words that are numbers: `dreizehn`, `hundertzwanzig`, `Drittel`, `verdoppelt`. Whether one counts something is for those to tell who
//! see what stands beside it.

/// The words from nought to nineteen, as keys of text.
const UNITS: [&str; 20] = [
    "null",
    "ein",
    "zwei",
    "drei",
    "vier",
    "fuenf",
    "sechs",
    "sieben",
    "acht",
    "neun",
    "zehn",
    "elf",
    "zwoelf",
    "dreizehn",
    "vierzehn",
    "fuenfzehn",
    "sechzehn",
    "siebzehn",
    "achtzehn",
    "neunzehn",
];
const TENS: [(&str, u32); 8] = [
    ("zwanzig", 20),
    ("dreissig", 30),
    ("vierzig", 40),
    ("fuenfzig", 50),
    ("sechzig", 60),
    ("siebzig", 70),
    ("achtzig", 80),
    ("neunzig", 90),
];
/// How adjectives end.
const ENDINGS: [&str; 7] = ["", "e", "er", "es", "en", "em", "s"];

/// What sort of number a word is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NumberWord {
    /// `zwölf`.
    Cardinal(u32),
    /// `dritte`.
    Ordinal,
    /// `Drittel`, also the quarter of a town.
    Fraction,
    /// `Hälfte`.
    Half,
    /// `doppelt`: a multiple where something is compared.
    Double,
    /// `halb`: the same.
    HalfOf,
    /// `dreimal`, `23fach`, `Dutzend`, `verdoppelt`: a number wherever it stands.
    Always,
}

/// Reads the key of a word.
pub(super) fn read(key: &str) -> Option<NumberWord> {
    match key {
        "haelfte" | "haelften" => return Some(NumberWord::Half),
        "halb" => return Some(NumberWord::HalfOf),
        "doppelt" | "doppelte" | "doppelten" => return Some(NumberWord::Double),
        _ => {}
    }
    if is_number_anywhere(key) {
        return Some(NumberWord::Always);
    }
    if let Some(number) = cardinal(key).or_else(|| inflected(key)) {
        return Some(NumberWord::Cardinal(number));
    }
    if fraction(key) {
        return Some(NumberWord::Fraction);
    }
    let stem = ["e", "er", "es", "en", "em"].iter().find_map(|ending| key.strip_suffix(ending))?;
    ordinal(stem).then_some(NumberWord::Ordinal)
}

fn is_number_anywhere(key: &str) -> bool {
    const COLLECTIVE: [&str; 16] = [
        "dutzend",
        "dutzende",
        "dutzenden",
        "hunderte",
        "hunderten",
        "tausende",
        "tausenden",
        "million",
        "millionen",
        "milliarde",
        "milliarden",
        "hundertstel",
        "zehntausende",
        "zehntausenden",
        "hunderttausende",
        "hunderttausenden",
    ];
    let without = |endings: &[&str], word: &str| {
        let stem = endings.iter().find_map(|ending| key.strip_suffix(ending)?.strip_suffix(word));
        stem.and_then(cardinal)
    };
    let several = |number: Option<u32>| number.is_some_and(|number| number > 1);
    COLLECTIVE.contains(&key)
        || key.starts_with("anderthalb")
        || key.starts_with("verdopp")
        || key.starts_with("halbiert")
        || key == "halbierung"
        || several(without(&["", "e", "s", "ig", "ige", "iger", "iges", "igen", "igem"], "mal"))
        || several(without(&ENDINGS, "fach"))
        || several(without(&ENDINGS, "prozentig"))
        || several(without(&ENDINGS, "stellig"))
        || without(&ENDINGS, "einhalb").is_some()
        || key.strip_prefix("ver").and_then(|rest| rest.split_once("fach")).is_some_and(
            |(number, rest)| several(cardinal(number)) && !rest.contains(char::is_whitespace),
        )
        || UNITS.get(2..10).is_some_and(|units| {
            let of = |unit: &&str| key.strip_prefix(*unit).is_some_and(fraction);
            units.iter().any(of)
        })
}

/// The number that a word is: `dreiundzwanzig`, `zwölfhundert`, `hundertundeins`.
fn cardinal(key: &str) -> Option<u32> {
    let Some((before, behind)) = key.split_once("tausend") else { return below_thousand(key) };
    let thousands = if before.is_empty() { 1 } else { below_thousand(before)? };
    Some(thousands * 1000 + rest(behind, below_thousand)?)
}

fn below_thousand(key: &str) -> Option<u32> {
    let Some((before, behind)) = key.split_once("hundert") else { return below_hundred(key) };
    let hundreds = if before.is_empty() { 1 } else { below_hundred(before)? };
    Some(hundreds * 100 + rest(behind, below_hundred)?)
}

/// What stands behind the hundreds or thousands; nothing is none.
fn rest(key: &str, read: fn(&str) -> Option<u32>) -> Option<u32> {
    if key.is_empty() { Some(0) } else { read(key.strip_prefix("und").unwrap_or(key)) }
}

fn below_hundred(key: &str) -> Option<u32> {
    let key = if key == "eins" { "ein" } else { key };
    let key = if key == "zwo" { "zwei" } else { key };
    let unit = |key: &str| (0..).zip(UNITS).find(|(_, word)| *word == key).map(|(at, _)| at);
    unit(key).or_else(|| {
        TENS.iter().find_map(|(word, tens)| {
            let before = key.strip_suffix(word)?;
            match before.strip_suffix("und") {
                Some(before) => unit(before).filter(|unit| (1..10).contains(unit)),
                None => before.is_empty().then_some(0),
            }
            .map(|unit| tens + unit)
        })
    })
}

/// `zweier`, `dreien`: small numbers alone have such forms.
fn inflected(key: &str) -> Option<u32> {
    let of = |ending: &str, most: u32| {
        key.strip_suffix(ending)
            .and_then(below_hundred)
            .filter(|number| (2..=most).contains(number))
    };
    of("er", 3).or_else(|| of("en", 12))
}

/// Whether a stem is that of an ordinal: `dritt`, `siebt`, `zwanzigst`.
fn ordinal(stem: &str) -> bool {
    let of = |ending: &str, from: u32, to: u32| {
        let number = stem.strip_suffix(ending).and_then(cardinal);
        number.is_some_and(|number| (from..=to).contains(&number))
    };
    matches!(stem, "dritt" | "siebt" | "acht") || of("t", 2, 19) || of("st", 20, u32::MAX)
}

/// Whether a word is a part of a whole: `Drittel`, `Zwanzigsteln`.
fn fraction(key: &str) -> bool {
    let stem = ["el", "eln", "els"].iter().find_map(|ending| key.strip_suffix(ending));
    stem.is_some_and(|stem| ordinal(stem) && stem != "zweit")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::text_key;

    #[test]
    fn cardinals_are_read_up_to_thousands() {
        for (word, number) in [
            ("zwo", 2),
            ("dreizehn", 13),
            ("siebzehn", 17),
            ("dreiundzwanzig", 23),
            ("einundfünfzig", 51),
            ("Achtzig", 80),
            ("dreißig", 30),
            ("dreissig", 30),
            ("hundert", 100),
            ("hundertzwanzig", 120),
            ("einhundertundfünf", 105),
            ("zwölfhundert", 1200),
            ("tausend", 1000),
            ("zweitausenddreihundertvierundfünfzig", 2354),
            ("dreier", 3),
            ("sechsen", 6),
        ] {
            assert_eq!(read(&text_key(word)), Some(NumberWord::Cardinal(number)), "{word}");
        }
    }

    #[test]
    fn parts_and_multiples_are_read() {
        for word in [
            "dreimal",
            "zwanzigfache",
            "zweifach",
            "Dutzend",
            "Hunderte",
            "verdoppelt",
            "halbierte",
            "Verdopplung",
            "verdreifachte",
            "anderthalb",
            "zweieinhalb",
            "Zweidrittel",
            "Dreiviertel",
            "zwanzigprozentige",
            "zweistelligen",
            "Millionen",
            "zweimalige",
        ] {
            assert_eq!(read(&text_key(word)), Some(NumberWord::Always), "{word}");
        }
        for word in ["Drittel", "Viertels", "Fünfteln", "Achtel", "Zwanzigstel", "Zehntel"] {
            assert_eq!(read(&text_key(word)), Some(NumberWord::Fraction), "{word}");
        }
        for word in ["dritte", "Fünfte", "zweiten", "zwanzigster", "siebtem", "achte"] {
            assert_eq!(read(&text_key(word)), Some(NumberWord::Ordinal), "{word}");
        }
    }

    #[test]
    fn other_words_are_no_numbers() {
        for word in [
            "eine",
            "einer",
            "einmal",
            "einfach",
            "mehrfach",
            "Vielzahl",
            "Achtung",
            "achtgeben",
            "Halbjahr",
            "Jahreshälfte",
            "Vierteljahr",
            "Stadtviertel",
            "vielfach",
            "mehrmals",
            "beachtet",
            "Hundertschaft",
            "erste",
            "letzte",
            "Dritter Weg",
            "Zweck",
            "zwar",
            "Dreieck",
            "Wunder",
            "halbe",
            "Verzehnt",
            "Verfach",
            "Einfachheit",
            "und",
            "",
            "achtsam",
            "Mittel",
            "Titel",
        ] {
            assert_eq!(read(&text_key(word)), None, "{word}");
        }
    }
}
