//! What a row below the header is, besides a record: blank, the header once more, the file's own
//! total, a footer. Only known forms are told apart; everything else is taken for a record and has to
//! prove to be one.

use super::columns::Columns;
use crate::domain::{Field, text_key};
use crate::intake::text::clean;
use crate::intake::value::dates;

/// The kind of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RowKind {
    /// A record, or what is meant as one.
    Record,
    /// Only empty fields.
    Blank,
    /// The header once more.
    RepeatedHeader,
    /// A header with other columns.
    ForeignHeader,
    /// A total, with the numbers it holds.
    Total(Vec<u64>),
    /// Text below the records.
    Footer,
    /// One text alone on a line that is nothing known.
    Stray,
}

/// First words of a total row, by text key.
#[rustfmt::skip]
const TOTAL_WORDS: [&str; 9] = [
    "summe", "gesamt", "gesamtsumme", "gesamtergebnis", "gesamtzahl", "anzahl", "insgesamt", "total",
    "zwischensumme",
];
/// First words of a footer, by text key; a number (a date, a page) belongs to it. A broken remark may
/// begin like one, so `read_file` lets a footer pass only where no record follows.
#[rustfmt::skip]
const FOOTER_WORDS: [&str; 12] = [
    "stand", "stand:", "erstellt", "exportiert", "export", "gedruckt", "druckdatum", "seite", "ende", "quelle",
    "auswertung", "bericht",
];

/// Tells the kind of a row. `is_header` says whether cells hold all mandatory columns.
pub(crate) fn classify(
    cells: &[String],
    columns: &Columns,
    is_header: impl FnOnce(&[String]) -> bool,
) -> RowKind {
    let filled: Vec<&str> =
        cells.iter().map(|cell| content(cell)).filter(|c| !c.is_empty()).collect();
    let Some(first) = filled.first() else { return RowKind::Blank };
    if columns.is_repeated_by(cells) {
        return RowKind::RepeatedHeader;
    }
    let cell =
        |field| columns.position(field).and_then(|at| cells.get(at)).map_or("", |c| content(c));
    let received = cell(Field::ReceivedOn);
    let dated = dates::is_like_a_date(received);
    if !dated && is_header(cells) {
        return RowKind::ForeignHeader;
    }
    let category = cell(Field::Category);
    let no_record = !dated && (category.is_empty() || number(category).is_some());
    if no_record && starts_with_word(first, &TOTAL_WORDS) {
        let numbers: Vec<u64> = filled.iter().filter_map(|text| number(text)).collect();
        return if numbers.is_empty() { RowKind::Stray } else { RowKind::Total(numbers) };
    }
    let has_number = filled.iter().any(|text| text.contains(|c: char| c.is_ascii_digit()));
    if filled.len() <= 2
        && has_number
        && category.is_empty()
        && starts_with_word(first, &FOOTER_WORDS)
    {
        return RowKind::Footer;
    }
    if filled.len() == 1 && !dated { RowKind::Stray } else { RowKind::Record }
}

/// The text of a cell; the end-of-file sign of DOS counts as nothing.
fn content(cell: &str) -> &str {
    clean(cell).trim_matches('\u{1a}')
}

fn starts_with_word(text: &str, words: &[&str]) -> bool {
    let key = text_key(text);
    let first = key.split([' ', ':', '=']).next().unwrap_or_default();
    words.contains(&first)
}

/// The whole number a text is, or ends with: `412`, `1.234`, `Anzahl: 412`.
fn number(text: &str) -> Option<u64> {
    let tail = text.rsplit([' ', ':', '=', '\u{a0}']).next().unwrap_or(text);
    let digits: String = tail.chars().filter(|c| *c != '.').collect();
    let groups = tail.split('.').skip(1).all(|group| group.len() == 3);
    if groups { digits.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::super::header::{self, Search};
    use super::*;
    use crate::intake::csv::quotes::Quotes;
    use crate::project::ExportRules;

    fn kind(line: &str) -> RowKind {
        let rules = ExportRules::default();
        let text = "Fallnummer;Eingang;Art;Bewertung\n";
        let Search::Found(found) = header::find(text, ';', Quotes::Double, &rules) else {
            panic!()
        };
        let columns = Columns::new(&found, &rules);
        let cells: Vec<String> = line.split(';').map(str::to_owned).collect();
        classify(&cells, &columns, |cells| {
            header::is_complete(&header::fields(cells, &rules), &rules)
        })
    }

    #[test]
    fn known_forms_are_told_apart() {
        for (line, expected) in [
            ("", RowKind::Blank),
            (" ;\u{a0};;", RowKind::Blank),
            ("\u{1a}", RowKind::Blank),
            ("\u{feff}FALLNUMMER;Eingang ;Art;Bewertung", RowKind::RepeatedHeader),
            ("Art;Fallnummer;Eingang", RowKind::ForeignHeader),
            ("Summe;;;12", RowKind::Total(vec![12])),
            ("Gesamt: 1.234", RowKind::Total(vec![1234])),
            ("Anzahl der Vorgänge;412", RowKind::Total(vec![412])),
            ("Summe;412;;", RowKind::Total(vec![412])),
            ("Stand: 02.05.2018", RowKind::Footer),
            ("Erstellt am;02.05.2018;;", RowKind::Footer),
            ("Bitte beachten;;;", RowKind::Stray),
            ("Bericht an die Leitung", RowKind::Stray),
            ("Insgesamt schwierig", RowKind::Stray),
            ("1;01.02.2017;Lob;", RowKind::Record),
            ("1;;;", RowKind::Stray),
            ("1;;Lob;", RowKind::Record),
            ("Summe;01.02.2017;Lob;", RowKind::Record),
        ] {
            assert_eq!(kind(line), expected, "{line}");
        }
    }
}
