//! Which text of an export may stand in a message, an overview or a suggestion: only such as can be no person's text.
//! All that prints something of a file asks here. What is not presentable is shown on request (`--show-values`) alone.

use super::dates;
use crate::domain::{is_of_known_words, text_key};
use crate::intake::text::clean;

/// Longer texts are no values of a list, no days and no headings.
pub(crate) const LONGEST: usize = 60;
/// A value that no list knows has to be of known words, and to stand in so many rows.
pub(crate) const FEWEST_ROWS: usize = 3;
/// And in at least one of so many rows of the file.
const RARE: u64 = 200;
/// In a list of values, each stands in so many rows on average. Names and remarks hardly ever come again.
const REPEATED: u64 = 2;
/// So few different unknown values do not make a column one of free text, where most of its values are known.
const FEW: u64 = 10;
/// No office has so many cases in one file, unless it holds as many rows.
const MOST_CASES: u64 = 99_999;
/// So many digits in a row are no part of a heading: a case number, a telephone number.
const MOST_DIGITS: usize = 4;
/// Headings with one of these words are of columns that hold what people wrote, or who they are.
#[rustfmt::skip]
const PERSONAL_WORDS: [&str; 22] = [
    "name", "vorname", "nachname", "familienname", "person", "anschrift", "adresse", "strasse", "wohnort", "telefon",
    "telefonnummer", "handy", "email", "mail", "geburtsdatum", "geboren", "bemerkung", "bemerkungen",
    "erfasserbemerkung", "kommentar", "notiz", "text",
];

/// How near a text is to what belongs into its column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Likeness {
    /// A day in a form that is not read, or nearly a value of the list.
    Like,
    /// Nothing that the list knows.
    Unknown,
    /// Of a column that may hold any text.
    Free,
}

/// What a column holds besides the values its list knows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Unlisted {
    /// Rows that hold such a text.
    pub(crate) rows: u64,
    /// Different ones.
    pub(crate) different: u64,
    /// Those of the rows whose text is nearly a value of the list.
    pub(crate) alike: u64,
}

/// What is known of a text that stands in a column.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Evidence<'e> {
    pub(crate) heading: &'e str,
    pub(crate) likeness: Likeness,
    /// Rows that hold the text and in which all other fields hold what belongs there.
    pub(crate) fitting: u64,
    /// All rows that hold the text.
    pub(crate) holding: u64,
    /// All rows of the file.
    pub(crate) rows: u64,
    pub(crate) unlisted: Unlisted,
    /// Whether the same text stands in a column of names, remarks or case numbers.
    pub(crate) is_free_text: bool,
}

/// Whether a text may be shown to everyone.
pub(crate) fn is_presentable(text: &str, evidence: &Evidence<'_>) -> bool {
    let Evidence { heading, likeness, fitting, holding, rows, unlisted, is_free_text } = *evidence;
    if !is_short(text) || is_personal(heading) || fitting == 0 {
        return false;
    }
    let repeats = unlisted.rows >= REPEATED * unlisted.different;
    let most_are_listed = unlisted.rows * 2 <= rows;
    match likeness {
        Likeness::Free => false,
        // Where most texts are unlike any value the column holds something else, and a few of them are like one by chance.
        Likeness::Like => {
            (most_are_listed || unlisted.alike * 2 >= unlisted.rows)
                && (repeats || most_are_listed || unlisted.different < FEW)
        }
        Likeness::Unknown => {
            let is_frequent =
                fitting >= FEWEST_ROWS as u64 && fitting * RARE >= rows && fitting * 2 >= holding;
            !is_free_text
                && is_of_known_words(text)
                && is_frequent
                && (repeats || (most_are_listed && unlisted.different < FEW))
        }
    }
}

/// Whether a number that stands alone may be shown as the number of all cases, where so many were read: no telephone
/// or case number.
pub(crate) fn is_total(number: u64, read: u64) -> bool {
    number <= MOST_CASES.max(read.saturating_mul(10))
}

/// Which cells of a header may be shown, given which of them are known: those, and all where nothing in the row
/// looks like the values of a case.
pub(crate) fn headings(cells: &[String], is_known: impl Fn(usize, &str) -> bool) -> Vec<bool> {
    let is_header = cells
        .iter()
        .enumerate()
        .all(|(position, cell)| is_known(position, cell) || !is_like_a_value(cell));
    let is_shown = |(position, cell): (usize, &String)| {
        is_known(position, cell) || (is_header && is_short(cell.trim()))
    };
    cells.iter().enumerate().map(is_shown).collect()
}

/// Whether a text is a day, or has a number or an address in it that no heading has.
pub(crate) fn is_like_a_value(text: &str) -> bool {
    let longest = text.split(|c: char| !c.is_ascii_digit()).map(str::len).max();
    let text = clean(text);
    longest.unwrap_or_default() > MOST_DIGITS
        || text.contains('@')
        || is_day(text)
        || (!text.is_empty() && text.chars().all(|c| c.is_ascii_digit()))
}

/// Whether a text is written like a day, possible or not, and has nothing besides but a time.
pub(crate) fn is_day(text: &str) -> bool {
    let text = clean(text);
    let (day, rest) = text.split_once([' ', '\u{a0}', 'T', ',']).unwrap_or((text, ""));
    // A zone or half of the day behind the time: `UTC`, `MESZ`, `PM`.
    let zone = rest.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let word = rest.get(zone.len()..).unwrap_or_default();
    let rest = if word.len() <= 4 { zone } else { rest };
    let is_time = rest.chars().all(|c| c.is_ascii_digit() || " .,:+-Z\u{a0}".contains(c));
    let lengths: Vec<usize> = day.split(['.', '-', '/']).map(str::len).collect();
    let is_digits = day.bytes().all(|byte| byte.is_ascii_digit() || b".-/".contains(&byte));
    let is_written_as_day =
        matches!(lengths.as_slice(), [1..=2, 1..=2, 2 | 4] | [4, 1..=2, 1..=2] | [5]);
    is_digits && is_written_as_day && is_time && dates::is_like_a_date(text)
}

fn is_short(text: &str) -> bool {
    text.chars().count() <= LONGEST && !text.chars().any(char::is_control)
}

/// Whether a heading says that its column holds what people wrote, or who they are.
fn is_personal(heading: &str) -> bool {
    let key = text_key(heading).replace("e-mail", "email");
    key.split(|c: char| !c.is_alphanumeric()).any(|word| PERSONAL_WORDS.contains(&word))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn evidence(likeness: Likeness, fitting: u64) -> Evidence<'static> {
        let unlisted = Unlisted { rows: fitting, different: 1, alike: fitting };
        let heading = "Bewertung";
        Evidence {
            heading,
            likeness,
            fitting,
            holding: fitting,
            rows: 300,
            unlisted,
            is_free_text: false,
        }
    }

    #[test]
    fn a_slip_of_the_pen_is_shown_where_the_rest_of_its_row_fits() {
        let like = evidence(Likeness::Like, 1);
        assert!(is_presentable("begrüdnet", &like));
        assert!(!is_presentable("begrüdnet", &Evidence { fitting: 0, ..like }));
        assert!(!is_presentable("begrüdnet", &Evidence { heading: "Einreicher Name", ..like }));
        assert!(!is_presentable("begrüdnet", &evidence(Likeness::Free, 1)));
        assert!(!is_presentable(&"x".repeat(61), &like));
        assert!(!is_presentable("begründet\nX", &like));
    }

    #[test]
    fn a_name_that_is_like_a_value_is_not_shown_in_a_column_of_names() {
        let clerks = Unlisted { rows: 300, different: 22, alike: 13 };
        let like = Evidence { unlisted: clerks, ..evidence(Likeness::Like, 13) };
        assert!(!is_presentable("Bost", &like));
        let spelled_otherwise = Unlisted { alike: 200, ..clerks };
        assert!(is_presentable("Bost", &Evidence { unlisted: spelled_otherwise, ..like }));
    }

    #[test]
    fn an_unknown_value_is_shown_where_it_is_frequent_and_its_column_holds_a_list() {
        assert!(!is_presentable("berechtigt", &evidence(Likeness::Unknown, 2)));
        let often = evidence(Likeness::Unknown, 5);
        assert!(is_presentable("berechtigt", &often));
        assert!(!is_presentable("Beispielfrau", &often), "somebody who writes often");
        assert!(!is_presentable("berechtigt", &Evidence { rows: 10_000, ..often }));
        assert!(!is_presentable("berechtigt", &Evidence { is_free_text: true, ..often }));
        assert!(!is_presentable("berechtigt", &Evidence { holding: 11, ..often }));
        // Somebody who writes often, in a column full of names.
        let names = Unlisted { rows: 280, different: 200, alike: 0 };
        assert!(!is_presentable("Beispielperson 01", &Evidence { unlisted: names, ..often }));
    }

    #[test]
    fn a_header_that_runs_into_a_record_shows_what_is_known_of_it_alone() {
        let known = |_: usize, cell: &str| cell == "Art";
        let cells =
            |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
        assert_eq!(headings(&cells(&["Art", "Hinweis"]), known), [true, true]);
        let glued = cells(&["Art", "Hinweis0004711", "01.02.2017", "Beispielperson 01"]);
        assert_eq!(headings(&glued, known), [true, false, false, false]);
    }

    #[test]
    fn a_day_has_nothing_besides_but_a_time() {
        for text in ["01.02.17", "31.02.2017", "01/02/2017 10:15", "42767", "1.2.2017, 8:00 Uhr"] {
            assert!(is_day(text), "{text}");
        }
        for text in [
            "01/02/2017 Beispielperson",
            "0391/5551234/1",
            "Februar",
            "01.02.17 nach Anruf",
            "0391 5551234",
            "",
        ] {
            assert!(!is_day(text), "{text}");
        }
    }
}
