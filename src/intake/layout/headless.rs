//! A file without a header whose rows are like those of a file that has one: then its header is missing, and the other
//! file has it.

use super::delimiter;
use crate::diagnostic::{Finding, Place};
use crate::domain::Field;
use crate::intake::account::FileReading;
use crate::intake::csv::{Quotes, Scanner};
use crate::intake::text::{SEARCHED_LINES, clean};
use crate::intake::value::presentable::is_day;
use crate::project::Project;

/// Narrower rows are no cases.
const NARROWEST: usize = 3;

/// Rows that look like cases, and begin where a header should be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Headless {
    delimiter: char,
    /// Physical line of the first row.
    line: u32,
    columns: Vec<Holds>,
}

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Holds {
    Nothing,
    Days,
    Other,
}

impl Headless {
    /// The rows near the top of a text in which no header was found; `None` where its first row is no case.
    pub(crate) fn find(text: &str, project: &Project) -> Option<Self> {
        let readings = delimiter::delimiters(text, project).into_iter();
        readings.filter_map(|delimiter| Self::with(text, delimiter)).max_by_key(|found| {
            let days = found.columns.iter().filter(|holds| **holds == Holds::Days).count();
            (days, found.columns.len())
        })
    }

    fn with(text: &str, delimiter: char) -> Option<Self> {
        let start = delimiter::first_row(text);
        let mut scanner = Scanner::new(text, delimiter, start.0, start.1).quotes(Quotes::Double);
        let mut cells = Vec::new();
        let mut found: Option<Self> = None;
        while let Some(row) = scanner.next_row(&mut cells) {
            if row.line as usize > SEARCHED_LINES {
                break;
            }
            let is_like_others = found.as_ref().is_none_or(|f| f.columns.len() == cells.len());
            if row.defect.is_some() || cells.len() < NARROWEST || !is_like_others {
                continue;
            }
            let columns = vec![Holds::Nothing; cells.len()];
            let found = found.get_or_insert(Self { delimiter, line: row.line, columns });
            for (holds, cell) in found.columns.iter_mut().zip(&cells) {
                let cell = cell.text();
                *holds = match (*holds, clean(&cell)) {
                    (holds, "") => holds,
                    (Holds::Nothing | Holds::Days, text) if is_day(text) => Holds::Days,
                    _ => Holds::Other,
                };
            }
        }
        // A row of headings has no day where the rows below have days.
        found.filter(|found| found.columns.contains(&Holds::Days))
    }

    /// Whether the header of a file that was read may be that of this one.
    fn fits(&self, other: &FileReading) -> bool {
        let is_of_day = |field| {
            matches!(field, Some(Field::ReceivedOn | Field::AcknowledgedOn | Field::ClosedOn))
        };
        let fits = |(holds, field): (&Holds, Option<Field>)| match holds {
            Holds::Nothing => field != Some(Field::ReceivedOn),
            Holds::Days => is_of_day(field) || field.is_none() || field == Some(Field::State),
            Holds::Other => !is_of_day(field),
        };
        let fields = other.columns.iter().map(|column| column.field);
        other.header_line > 0
            && other.columns.len() == self.columns.len()
            && self.columns.iter().zip(fields).all(fits)
    }

    /// What is said in place of "no header found", given the name of the file and all files.
    pub(crate) fn finding(&self, file: &str, files: &[FileReading], finding: &Finding) -> Finding {
        let mut told = Finding {
            message: format!(
                "die Datei hat keine Kopfzeile; schon Zeile {} sieht aus wie ein Fall",
                self.line
            ),
            related: Vec::new(),
            ..finding.clone()
        }
        .at(Place::line(file, self.line));
        let is_written_alike = |other: &&FileReading| other.delimiter == Some(self.delimiter);
        let fitting = || files.iter().filter(|other| self.fits(other));
        let other = fitting().find(is_written_alike).or_else(|| fitting().next());
        told.help = Some(match other {
            None => "exportieren Sie mit Überschriften, oder setzen Sie eine Kopfzeile an den Anfang der Datei".to_owned(),
            Some(other) => {
                let line = match other.header_line {
                    1 => "die erste Zeile".to_owned(),
                    line => format!("Zeile {line}, die Kopfzeile,"),
                };
                let exchange = match is_written_alike(&other) {
                    true => "",
                    false => ", mit dem Trennzeichen dieser Datei",
                };
                format!(
                    "die anderen Dateien haben eine: kopieren Sie {line} von `{}` an den Anfang dieser Datei{exchange}, wenn die Spalten dieselben sind",
                    other.path
                )
            }
        });
        told
    }
}
