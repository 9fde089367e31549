//! How a file is written: encoding, delimiter and quotes. Nothing is sniffed open-ended: the reading is taken
//! under which a line near the top holds the mandatory columns. None, or two different ones: refused.

use super::bad_byte;
use super::columns::Columns;
use super::delimiter::{declared_delimiter, delimiters};
use super::header::{self, Header, Search};
use super::quote_search;
use crate::diagnostic::{Finding, FindingCode, Place};
use crate::domain::Field;
use crate::intake::csv::{Quotes, Scanner, quotes};
use crate::intake::text::{Decoded, Encoding, decode, lines};
use crate::intake::value::values;
use crate::intake::workbook::SheetNotes;
use crate::project::{ExportRules, Project};
use std::borrow::Cow;

/// So many rows are looked at to tell two code pages apart.
const ROWS_LOOKED_AT: usize = 5000;

/// How a file is read.
#[derive(Clone)]
pub(crate) struct Dialect<'b> {
    pub(crate) encoding: Encoding,
    /// Why, for print.
    pub(crate) reason: &'static str,
    pub(crate) text: Cow<'b, str>,
    pub(crate) delimiter: char,
    /// Where they are single ones, `"` and `'` are exchanged in the text.
    pub(crate) quotes: Quotes,
    pub(crate) header: Header,
    /// What is to be told of a workbook's sheet.
    pub(crate) sheet: Option<Box<SheetNotes>>,
    /// Whether the top of the file decided it: what follows below cannot change it.
    pub(crate) is_told_by_top: bool,
}

/// The one reading of these bytes.
pub(crate) fn recognise<'b>(
    file: &str,
    bytes: &'b [u8],
    project: &Project,
) -> Result<Dialect<'b>, Box<Finding>> {
    let readings = decode::decode_top(file, bytes, &project.exports)
        .map_err(|finding| bad_byte::with_column(finding, bytes, project))?;
    let with = |readings, quotes| with_quotes(file, project, readings, quotes);
    if let Some(sign) = project.exports.quote {
        return with(readings, Quotes::from_sign(sign));
    }
    let single = readings
        .iter()
        .any(|reading| may_be_single(&reading.text, project))
        .then(|| readings.clone());
    let usual = with(readings, Quotes::Double);
    let Some(single) = single else { return usual };
    let is_read = usual.as_ref().is_ok_and(|dialect| reads_every_row(dialect, project));
    let is_other = usual.as_ref().is_err_and(|finding| finding.code != FindingCode::HeaderNotFound);
    if is_read || is_other {
        return usual;
    }
    match with(single, Quotes::Single) {
        // Without a header under the usual quotes, its defects are told under the only ones that have one.
        Ok(dialect) if usual.is_err() || reads_every_row(&dialect, project) => Ok(dialect),
        _ => usual,
    }
}

/// Whether the top of a text suggests that fields are quoted with `'`.
pub(crate) fn may_be_single(text: &str, project: &Project) -> bool {
    let delimiters = delimiters(text, project);
    project.exports.quote.is_none() && quote_search::may_be_single(text, &delimiters)
}

fn reads_every_row(dialect: &Dialect<'_>, project: &Project) -> bool {
    let form = (dialect.delimiter, dialect.quotes);
    quote_search::read_every_row(&dialect.text, form, &dialect.header, project)
}

/// The one reading with these quotes.
fn with_quotes<'b>(
    file: &str,
    project: &Project,
    mut readings: Vec<Decoded<'b>>,
    quotes: Quotes,
) -> Result<Dialect<'b>, Box<Finding>> {
    let configured = decode::configured(&project.exports);
    if quotes == Quotes::Single {
        for reading in &mut readings {
            reading.complete();
            reading.text = quotes::exchanged(&reading.text).into();
        }
    }
    let mut fits: Vec<(usize, char, Header)> = Vec::new();
    let mut nearest: Option<(usize, char, u32, Vec<Field>)> = None;
    for (index, reading) in readings.iter().enumerate() {
        for delimiter in delimiters(&reading.text, project) {
            match header::find(&reading.text, delimiter, quotes, &project.exports) {
                Search::Found(header) => fits.push((index, delimiter, header)),
                Search::Nearest(line, fields) => {
                    if nearest.as_ref().is_none_or(|best| best.3.len() < fields.len()) {
                        nearest = Some((index, delimiter, line, fields));
                    }
                }
            }
        }
    }
    if fits.is_empty() {
        let nearest = nearest.map(|(_, delimiter, line, fields)| (delimiter, line, fields));
        let declared = readings.first().and_then(|reading| declared_delimiter(&reading.text));
        let is_sheet = readings.iter().any(|reading| reading.sheet.is_some());
        let finding = no_header(file, nearest, is_sheet, &project.exports);
        return Err(Box::new(match declared.filter(|_| project.exports.delimiter.is_none()) {
            None => finding,
            Some(delimiter) => finding.related(
                Place::line(file, 1),
                format!(
                    "diese Zeile gibt {} als Trennzeichen vor; stimmt das nicht, löschen Sie sie",
                    delimiter_name(delimiter)
                ),
            ),
        }));
    }
    if let Some(finding) = two_delimiters(file, &fits) {
        return Err(Box::new(finding));
    }
    let (chosen, is_told_by_top) =
        choose(file, project, &mut readings, &fits, (quotes, configured.is_some()))?;
    let (index, delimiter, mut header) = fits.swap_remove(chosen);
    let mut chosen = readings.swap_remove(index);
    chosen.complete();
    let Decoded { encoding, reason, text, sheet, .. } = chosen;
    header.is_of_sheet = sheet.is_some();
    Ok(Dialect { encoding, reason, text, delimiter, quotes, header, sheet, is_told_by_top })
}

/// Picks among readings that differ in their encoding only, and tells whether the top of the file was enough for it.
fn choose(
    file: &str,
    project: &Project,
    readings: &mut [Decoded<'_>],
    fits: &[(usize, char, Header)],
    (quotes, configured): (Quotes, bool),
) -> Result<(usize, bool), Box<Finding>> {
    let single_byte = |index: usize| {
        let encoding = readings.get(index).map(|reading| reading.encoding);
        matches!(encoding, Some(Encoding::Windows1252 | Encoding::CodePage850))
    };
    let proven = configured || fits.iter().all(|(index, ..)| !single_byte(*index));
    if proven {
        return Ok((0, true));
    }
    let headers: Vec<usize> =
        fits.iter().map(|(_, _, header)| known_headers(header, project)).collect();
    if let Some(chosen) = only_best(&headers) {
        return Ok((chosen, true));
    }
    readings.iter_mut().for_each(Decoded::complete);
    let values: Vec<usize> = fits
        .iter()
        .map(|(index, delimiter, header)| {
            let text = readings.get(*index).map_or("", |reading| reading.text.as_ref());
            known_values(text, (*delimiter, quotes), header, project)
        })
        .collect();
    if let Some(chosen) = only_best(&values) {
        return Ok((chosen, false));
    }
    let by_letters = decode::by_letters(readings);
    let chosen = fits.iter().position(|(index, ..)| Some(*index) == by_letters);
    chosen.map(|chosen| (chosen, false)).ok_or_else(|| {
        Finding::new(
            FindingCode::AmbiguousDialect,
            "die Kodierung der Datei ist nicht zu erkennen: Weder als Windows-1252 noch als Codepage 850 ergeben ihre Umlaute einen Sinn",
        )
        .at(first_sign(file, readings))
        .expected("UTF-8, Windows-1252, UTF-16 oder Codepage 850")
        .help("erzeugen Sie den Export neu, am besten in UTF-8, oder tragen Sie `exports.encoding` in report.toml ein, wenn Sie die Kodierung kennen")
        .into()
    })
}

/// The place of the first sign beyond ASCII.
fn first_sign(file: &str, readings: &[Decoded<'_>]) -> Place {
    let text = readings.first().map_or("", |reading| reading.text.as_ref());
    let offset = text.find(|c: char| !c.is_ascii()).unwrap_or_default();
    let (line, column) = lines::position(text, offset);
    Place::line(file, line).column(column)
}

/// The position of the only reading that explains more than all others.
fn only_best(counts: &[usize]) -> Option<usize> {
    let best = counts.iter().copied().max().filter(|best| *best > 0)?;
    let mut holders = counts.iter().enumerate().filter(|(_, count)| **count == best);
    let (position, _) = holders.next()?;
    holders.next().is_none().then_some(position)
}

/// How many headers beyond ASCII a reading makes sense of.
fn known_headers(header: &Header, project: &Project) -> usize {
    let fields = header::fields(&header.cells, &project.exports);
    header
        .cells
        .iter()
        .zip(&fields)
        .filter(|(cell, field)| !cell.is_ascii() && field.is_some())
        .count()
}

/// How many closed-list values beyond ASCII a reading makes sense of.
fn known_values(
    text: &str,
    (delimiter, quotes): (char, Quotes),
    header: &Header,
    project: &Project,
) -> usize {
    let columns = Columns::new(header, &project.exports);
    let mut scanner = Scanner::new(text, delimiter, header.end, 1).quotes(quotes);
    let mut cells = Vec::new();
    let mut in_rows = 0;
    for _ in 0..ROWS_LOOKED_AT {
        let Some(row) = scanner.next_row(&mut cells) else { break };
        if row.defect.is_some() {
            continue;
        }
        for (cell, field) in cells.iter().zip(&columns.fields) {
            let text = cell.text();
            let list = field.and_then(Field::dimension).and_then(|d| project.taxonomy.list(d));
            if !text.is_ascii() && list.is_some_and(|list| values::knows(list, &text)) {
                in_rows += 1;
            }
        }
    }
    in_rows
}

fn two_delimiters(file: &str, fits: &[(usize, char, Header)]) -> Option<Finding> {
    let (_, first, _) = fits.first()?;
    let (_, second, header) = fits.iter().find(|(_, delimiter, _)| delimiter != first)?;
    Some(
        Finding::new(
            FindingCode::AmbiguousDialect,
            format!(
                "die Datei lässt sich mit {} und mit {} als Trennzeichen lesen",
                delimiter_name(*first),
                delimiter_name(*second)
            ),
        )
        .at(Place::line(file, header.line))
        .expected("ein einziges Trennzeichen in der ganzen Datei")
        .help("teilen Sie die Datei, falls sie aus zweien zusammengesetzt ist, oder tragen Sie `exports.delimiter` in report.toml ein"),
    )
}

fn no_header(
    file: &str,
    nearest: Option<(char, u32, Vec<Field>)>,
    is_sheet: bool,
    rules: &ExportRules,
) -> Finding {
    let names = |fields: &[Field]| {
        let names = fields.iter().filter_map(|field| field.default_headers().first());
        names.map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
    };
    let mandatory: Vec<Field> =
        Field::ALL.into_iter().filter(|field| rules.is_mandatory(*field)).collect();
    let (top, separated) = match is_sheet {
        true => ("am Anfang des Blattes", ""),
        false => (
            "am Dateianfang",
            ", getrennt durch Semikolon, Komma, Tabulator oder senkrechten Strich",
        ),
    };
    let message = format!("keine Zeile {top} enthält die Pflichtspalten");
    let finding = Finding::new(FindingCode::HeaderNotFound, message)
        .expected(format!(
            "eine Kopfzeile mit {} (oder gleichbedeutenden Überschriften){separated}",
            names(&mandatory)
        ))
        .help("heißen die Spalten im Export anders, tragen Sie ihre Überschriften unter `exports.columns` in report.toml ein");
    match nearest.filter(|(_, line, fields)| *line > 0 && !fields.is_empty()) {
        None => finding.at(Place::file(file)),
        Some((delimiter, line, held)) => {
            let missing: Vec<Field> =
                mandatory.into_iter().filter(|field| !held.contains(field)).collect();
            if missing.is_empty() {
                let most = header::MOST_COLUMNS;
                let message = format!("die Kopfzeile hat mehr als {most} Spalten");
                return Finding::new(FindingCode::HeaderNotFound, message)
                    .at(Place::line(file, line))
                    .expected(format!("höchstens {most} Spalten"))
                    .help("löschen Sie die Spalten, die niemand braucht; oft sind es leere am Ende der Zeilen");
            }
            let with = match is_sheet {
                true => String::new(),
                false => format!(" mit {} als Trennzeichen", delimiter_name(delimiter)),
            };
            let what =
                format!("am nächsten kommt diese Zeile{with}; ihr fehlt {}", names(&missing));
            let finding = match missing.as_slice() {
                [Field::CaseId] => finding.help("heißt die Fallnummer im Export anders, tragen Sie ihre Überschrift unter `exports.columns` in report.toml ein; hat er zu Recht keine, tragen Sie `case_id = \"row\"` unter `[exports]` ein: Dann ist jede Zeile ein Fall"),
                _ => finding,
            };
            finding.at(Place::file(file)).related(Place::line(file, line), what)
        }
    }
}

/// The name of a delimiter in print.
pub(crate) fn delimiter_name(delimiter: char) -> String {
    match delimiter {
        ';' => "Semikolon".to_owned(),
        ',' => "Komma".to_owned(),
        '\t' => "Tabulator".to_owned(),
        '|' => "senkrechtem Strich".to_owned(),
        other => format!("`{other}`"),
    }
}
