//! What is to be told of a sheet: what the officer does not see in it, and what is not there.

use crate::diagnostic::{Finding, FindingCode, Place, column_letters};

/// So many columns and sheets are named.
pub(super) const MOST_TOLD: usize = 12;

/// Cells from one to another, by row from 1 and column from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Range {
    pub(super) first: (usize, usize),
    pub(super) last: (usize, usize),
}

/// What was seen of a sheet beside its text.
#[derive(Clone, Debug, Default)]
pub(crate) struct SheetNotes {
    /// The sheet's name, where nobody has chosen it.
    pub(super) name: String,
    /// Names of other sheets that hold something.
    pub(super) unread: Vec<String>,
    /// Merged cells that may stand for several.
    pub(super) merged: Vec<Range>,
    /// First and last number of hidden columns.
    pub(super) hidden_columns: Vec<(usize, usize)>,
    /// The last row with a value, for each column.
    last_rows: Vec<usize>,
    /// How many rows with values are hidden, and the first.
    hidden_rows: (usize, usize),
    /// How many formulas have no result, and the cell of the first.
    without_result: (usize, (usize, usize)),
}

impl SheetNotes {
    pub(super) fn hidden_row(&mut self, row: usize) {
        let (count, first) = self.hidden_rows;
        self.hidden_rows = (count + 1, if count == 0 { row } else { first });
    }

    pub(super) fn filled(&mut self, row: usize, column: usize) {
        if self.last_rows.len() <= column {
            self.last_rows.resize(column + 1, 0);
        }
        self.last_rows.iter_mut().skip(column).take(1).for_each(|last| *last = row);
    }

    pub(super) fn without_result(&mut self, row: usize, column: usize) {
        let (count, first) = self.without_result;
        self.without_result = (count + 1, if count == 0 { (row, column) } else { first });
    }

    /// What is said of it, given the row of the header and how many columns up to the last with a heading it has: what
    /// is merged above is a title.
    pub(crate) fn findings(&self, file: &str, header: u32, named: usize) -> Vec<Finding> {
        let row = |row: usize| Place::line(file, u32::try_from(row).unwrap_or(u32::MAX));
        let cell = |(line, column): (usize, usize)| {
            row(line).named_column(u32::try_from(column + 1).unwrap_or(u32::MAX), "")
        };
        let mut findings = Vec::new();
        let mut below = self.merged.iter().filter(|it| it.last.0 > header as usize);
        if let Some(first) = below.next() {
            let more = match below.count() {
                0 => String::new(),
                count => format!(" (und {count} weitere Bereiche)"),
            };
            let message = format!(
                "die Zellen {} bis {} sind verbunden{more}: Nur die erste hat einen Wert, die übrigen sind leer",
                name(first.first),
                name(first.last)
            );
            findings.push(Finding::new(FindingCode::MergedCells, message).at(cell(first.first)).help(
                "erzeugen Sie den Export ohne verbundene Zellen; oder heben Sie die Verbindung in Excel auf, und tragen Sie den Wert in jede Zeile ein, für die er gilt",
            ));
        }
        let beyond = self.last_rows.iter().enumerate().skip(named);
        let beyond: Vec<_> = beyond.filter(|(_, last)| **last > header as usize).collect();
        if let Some((column, last)) = beyond.first() {
            let columns = beyond.iter().take(MOST_TOLD).map(|(at, _)| column_letters(at + 1));
            let message = format!(
                "rechts der Tabelle stehen Werte ohne Überschrift, zuletzt in dieser Zeile (Spalte {}); sie werden nicht gelesen",
                columns.collect::<Vec<_>>().join(", ")
            );
            findings.push(Finding::new(FindingCode::ValuesBeside, message).at(cell((**last, *column))).help(
                "ist die Zeile nach rechts verschoben, berichtigen Sie sie; eine Spalte des Exports braucht eine Überschrift; was sonst daneben steht, löschen Sie",
            ));
        }
        if let (count @ 1.., first) = self.without_result {
            let message = match count {
                1 => "eine Formel hat kein Ergebnis; statt seiner steht `#FORMEL!`".to_owned(),
                _ => format!(
                    "{count} Formeln haben kein Ergebnis, zuerst hier; statt seiner steht `#FORMEL!`"
                ),
            };
            findings.push(Finding::new(FindingCode::FormulaWithoutResult, message).at(cell(first)).help(
                "öffnen Sie die Datei in Excel, und speichern Sie sie: Dann sind die Formeln berechnet; besser: geben Sie Werte statt Formeln aus",
            ));
        }
        findings.extend(self.hidden().map(|(message, place)| {
            Finding::new(FindingCode::HiddenCells, message)
                .at(place.map_or_else(|| Place::file(file), row))
                .help("gelesen ist auch, was ausgeblendet ist; soll es nicht zählen, löschen Sie es, oder erzeugen Sie den Export ohne es")
        }));
        if !self.unread.is_empty() {
            let names = self.unread.iter().take(MOST_TOLD).map(|name| format!("„{name}“"));
            let more = if self.unread.len() > MOST_TOLD { " und weitere" } else { "" };
            // A sheet may be called after a person.
            let message = "gelesen ist nur ein Blatt; auch andere haben Inhalt";
            let told = format!(
                "gelesen ist nur das Blatt „{}“; nicht leer ist auch {}{more}",
                self.name,
                names.collect::<Vec<_>>().join(", ")
            );
            findings.push(
                Finding::new(FindingCode::SheetsUnread, message).told(told).at(Place::file(file)).help(
                    "nennen Sie unter `[exports]` in report.toml mit `sheet` das Blatt mit den Fällen; stehen in mehreren Fälle, speichern Sie jedes als eigene Datei",
                ),
            );
        }
        findings
    }

    /// What is hidden, and in which row first.
    fn hidden(&self) -> Option<(String, Option<usize>)> {
        let width = self.last_rows.len();
        let columns = self.hidden_columns.iter().filter(|(first, _)| *first <= width);
        let columns: Vec<String> = columns
            .map(|(first, last)| match (*last).min(width) {
                last if last > *first => {
                    format!("{} bis {}", column_letters(*first), column_letters(last))
                }
                _ => column_letters(*first),
            })
            .collect();
        let of_columns = || format!("ausgeblendet: Spalte {}", columns.join(", "));
        match self.hidden_rows {
            (0, _) if columns.is_empty() => None,
            (0, _) => Some((of_columns(), None)),
            (1, first) if columns.is_empty() => {
                Some(("die Zeile ist ausgeblendet".to_owned(), Some(first)))
            }
            (count, first) => {
                let rows = match count {
                    1 => "1 Zeile ist ausgeblendet".to_owned(),
                    _ => format!("{count} Zeilen sind ausgeblendet, zuerst diese"),
                };
                let more =
                    if columns.is_empty() { String::new() } else { format!("; {}", of_columns()) };
                Some((format!("{rows}{more}"), Some(first)))
            }
        }
    }
}

/// `B12`.
fn name((row, column): (usize, usize)) -> String {
    format!("{}{row}", column_letters(column + 1))
}
