//! What columns that are not read hold, by their values: days, or values of a closed list. Such a column is most likely
//! one that the configuration has forgotten.

use crate::diagnostic::{Finding, FindingCode, Findings, Place};
use crate::domain::{Dimension, Field};
use crate::intake::account::{ColumnContent, ColumnReading, FileReading};
use crate::intake::layout::{RawExport, RowKind, columns};
use crate::intake::value::dates;
use crate::locale::Words;
use crate::project::{Project, header_key};
use std::collections::BTreeMap;

/// So much of a file is looked at, in bytes.
pub(in crate::intake) const HEAD: usize = 1 << 18;
/// So many values of a column are looked at.
const VALUES: u64 = 1000;

/// What was found in one column.
#[derive(Default)]
struct Seen {
    values: u64,
    dates: u64,
    of_list: BTreeMap<Dimension, u64>,
}

impl Seen {
    fn likeness(&self) -> Option<ColumnContent> {
        if self.values > 0 && self.dates * 10 >= self.values * 9 {
            return Some(ColumnContent::Dates);
        }
        let (count, list) = self.of_list.iter().map(|(list, count)| (*count, *list)).max()?;
        (count * 2 > self.values).then_some(ColumnContent::List(list))
    }
}

/// Looks at the columns of a file that are not read, from the bytes it begins with, and writes down what they are
/// like. A column that is to be ignored is not looked at.
pub(in crate::intake) fn likenesses(reading: &mut FileReading, head: &[u8], project: &Project) {
    if reading.columns.iter().all(|column| column.field.is_some()) {
        return;
    }
    // What stands behind the last line end may be cut.
    let whole = match head.iter().rposition(|byte| *byte == b'\n') {
        Some(end) if head.len() == HEAD => {
            let is_wide = head.get(end + 1) == Some(&0);
            head.get(..end + 1 + usize::from(is_wide)).unwrap_or(head)
        }
        _ => head,
    };
    let Ok(export) = RawExport::new(&reading.path, whole, project) else { return };
    let unread = |(at, column): (usize, &ColumnReading)| {
        let is_unread = column.field.is_none();
        (is_unread && !export.columns.is_ignored(at, &project.exports)).then_some(at)
    };
    let unread: Vec<usize> = reading.columns.iter().enumerate().filter_map(unread).collect();
    let lists: Vec<_> = (project.taxonomy.schema().fields())
        .filter_map(Field::dimension)
        .filter_map(|dimension| Some((dimension, project.taxonomy.list(dimension)?)))
        .collect();
    let mut seen: BTreeMap<usize, Seen> = unread.iter().map(|at| (*at, Seen::default())).collect();
    export.for_each(|row| {
        if row.kind != Some(RowKind::Record) {
            return;
        }
        for (position, seen) in &mut seen {
            let text =
                row.cells.get(*position).map_or("", |cell| crate::intake::text::clean::clean(cell));
            if text.is_empty() || seen.values == VALUES {
                continue;
            }
            seen.values += 1;
            seen.dates += u64::from(dates::is_like_a_date(text));
            for (dimension, list) in &lists {
                if list.find(text).is_some() {
                    *seen.of_list.entry(*dimension).or_default() += 1;
                }
            }
        }
    });
    for (position, seen) in seen {
        if let Some(column) = reading.columns.get_mut(position) {
            column.likeness = seen.likeness();
        }
    }
}

/// A warning for each such column; several without a heading side by side are one.
pub(super) fn findings(file: &FileReading, project: &Project) -> Findings {
    let mut findings = Findings::default();

    // The last column without a heading that was told: its number, and what it is like.
    let mut nameless: Option<(usize, ColumnContent)> = None;
    for (position, column) in file.columns.iter().enumerate() {
        let Some(likeness) = told(column, file, project) else { continue };
        if column.name.is_empty() {
            let continues = nameless == position.checked_sub(1).map(|before| (before, likeness));
            nameless = Some((position, likeness));
            if continues {
                continue;
            }
        }
        let place = Place::line(&file.path, file.header_line);
        let place = place.named_column(columns::number(position), column.name.clone());
        let (name, address) = (&column.name, address(file, position));
        findings.push(finding(name, &address, likeness, file, &project.words).at(place));
    }
    findings
}

/// How the configuration names a column: by its heading, of several equal ones with its number among them.
fn address(file: &FileReading, position: usize) -> String {
    let key = |column: &ColumnReading| header_key(&column.name);
    let Some(column) = file.columns.get(position) else { return String::new() };
    let equal = |until: usize| {
        file.columns.iter().take(until).filter(|other| key(other) == key(column)).count()
    };
    match equal(file.columns.len()) {
        1 => column.name.clone(),
        _ => format!("{}#{}", column.name, equal(position) + 1),
    }
}

/// What a column is like, where that is to be said.
fn told(column: &ColumnReading, file: &FileReading, project: &Project) -> Option<ColumnContent> {
    column.likeness.filter(|likeness| !is_declared(*likeness, file, project))
}

/// Whether more is said of the column at a place than that it is not known.
pub(in crate::intake) fn says_more(
    place: &Place,
    files: &[FileReading],
    project: &Project,
) -> bool {
    let Some(file) = files.iter().find(|file| file.path == place.file) else { return false };
    let position = usize::try_from(place.column).ok().and_then(|number| number.checked_sub(1));
    let column = position.and_then(|at| file.columns.get(at));
    place.line == file.header_line
        && column.is_some_and(|column| told(column, file, project).is_some())
}

/// Whether the office says that the file does not record what the column is like.
fn is_declared(likeness: ColumnContent, file: &FileReading, project: &Project) -> bool {
    let declares = |field| project.exports.declares_missing(field, &file.path);
    match likeness {
        ColumnContent::Dates => declares(Field::ClosedOn) || declares(Field::AcknowledgedOn),
        ColumnContent::List(dimension) => Field::of(dimension).is_some_and(declares),
    }
}

fn finding(
    name: &str,
    address: &str,
    likeness: ColumnContent,
    file: &FileReading,
    words: &Words,
) -> Finding {
    let is_free = |field: &Field| field.may_repeat() || file.column(*field).is_none();
    let (what, field) = match likeness {
        ColumnContent::Dates => {
            let days = [Field::ClosedOn, Field::AcknowledgedOn];
            ("Tage".to_owned(), days.into_iter().find(is_free))
        }
        ColumnContent::List(dimension) => (
            format!(
                "Werte der Liste „{}“ (`lists.{}`)",
                words.dimension(dimension),
                dimension.id()
            ),
            Field::of(dimension).filter(is_free),
        ),
    };
    if name.is_empty() {
        return Finding::new(
            FindingCode::UnreadColumnTells,
            format!("eine Spalte ohne Überschrift wird nicht gelesen, enthält aber {what}"),
        )
        .help(match field {
            Some(Field::Topics) => "gehört sie zum Anliegen (in der Kopfzeile verbundene Zellen), schreiben Sie in die Kopfzeile `Anliegen 1`, `Anliegen 2` und so weiter",
            _ => "schreiben Sie eine Überschrift in die Kopfzeile",
        });
    }
    Finding::new(
        FindingCode::UnreadColumnTells,
        format!("die Spalte `{name}` wird nicht gelesen, enthält aber {what}"),
    )
    .help(match field {
        Some(field) => format!(
            "soll sie gelesen werden, schreiben Sie in report.toml unter [exports.columns], zum Beispiel: {} = [\"{address}\"]; sonst unter `exports.ignore`: \"{address}\"",
            field.id()
        ),
        None => format!(
            "wird sie nicht gebraucht, nennen Sie sie unter `exports.ignore` in report.toml: \"{address}\""
        ),
    })
}
