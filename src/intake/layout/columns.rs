//! What each column of a file means, and what is said about columns that mean nothing.

use super::header::{self, Header};
use super::scope_column;
use crate::diagnostic::{Finding, FindingCode, Place};
use crate::domain::{Field, in_one_line, text_key};
use crate::intake::account::{ColumnReading, Gathered};
use crate::intake::csv::Shape;
use crate::intake::value::presentable;
use crate::project::{CaseKey, ExportRules, Project, header_key};
use std::collections::BTreeMap;

/// The columns of one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Columns {
    /// Names as the file writes them, in order; nameless ones at the end are left out, but not of a sheet. One that may
    /// be text of a record is empty.
    pub(crate) names: Vec<String>,
    /// Meaning of each.
    pub(crate) fields: Vec<Option<Field>>,
    /// Positions of the columns of each field that has any.
    positions: BTreeMap<Field, Vec<usize>>,
    /// Positions of the columns that tell one case from another, in the order in which the office names them; none where
    /// each row is a case.
    pub(crate) case_key: Vec<usize>,
    /// The names as text keys, by which a repeated header is known.
    keys: Vec<String>,
}

impl Columns {
    pub(crate) fn new(header: &Header, rules: &ExportRules) -> Self {
        let keys: Vec<String> = header.cells.iter().map(|cell| header_key(cell)).collect();
        let width = if header.is_of_sheet { keys.len() } else { named(&keys) };
        let fields: Vec<_> = header::fields(&header.cells, rules).into_iter().take(width).collect();
        let mut positions: BTreeMap<Field, Vec<usize>> = BTreeMap::new();
        for (at, field) in fields.iter().enumerate() {
            if let Some(field) = *field {
                positions.entry(field).or_default().push(at);
            }
        }
        let case_ids = positions.get(&Field::CaseId).map(Vec::as_slice).unwrap_or_default();
        let case_key = match &rules.case_key {
            CaseKey::Number => case_ids.first().copied().into_iter().collect(),
            CaseKey::Columns(names) => {
                let column = |name: &String| {
                    let key = text_key(name);
                    case_ids.iter().find(|at| keys.get(**at) == Some(&key))
                };
                names.iter().filter_map(column).copied().collect()
            }
            CaseKey::Row => Vec::new(),
        };
        let is_known = |position: usize, cell: &str| {
            fields.get(position).is_some_and(Option::is_some) || is_heading(&text_key(cell), rules)
        };
        let shown = presentable::headings(&header.cells, is_known);
        let names = header.cells.iter().zip(shown).map(|(cell, is_shown)| match is_shown {
            true => in_one_line(cell),
            false => String::new(),
        });
        Self { names: names.take(width).collect(), positions, case_key, fields, keys }
    }

    /// The columns as they are told.
    pub(crate) fn readings(&self) -> Vec<ColumnReading> {
        let column = |(name, field): (&String, &Option<Field>)| ColumnReading {
            name: name.clone(),
            field: *field,
            likeness: None,
        };
        self.names.iter().zip(&self.fields).map(column).collect()
    }

    /// Whether the office says that a column is known and not read.
    pub(crate) fn is_ignored(&self, position: usize, rules: &ExportRules) -> bool {
        header::is_ignored(&self.keys, position, rules)
    }

    /// Number of columns.
    pub(crate) fn width(&self) -> usize {
        self.fields.len()
    }

    /// Number of columns up to the last with a name.
    pub(crate) fn named(&self) -> usize {
        named(&self.keys)
    }

    /// Number of columns, also of nameless ones at the end.
    pub(crate) fn width_with_nameless(&self) -> usize {
        self.keys.len()
    }

    /// Whether there are columns of the same name.
    pub(crate) fn is_one_of_several(&self, position: usize) -> bool {
        let key = self.keys.get(position);
        self.keys.iter().filter(|other| Some(*other) == key).count() > 1
    }

    /// Whether one column holds all topics, so that a case may take several lines.
    pub(crate) fn has_one_for_topics(&self) -> bool {
        self.positions(Field::Topics).count() == 1
    }

    /// What a line must look like to be a record.
    pub(crate) fn shape(&self) -> Shape {
        let received_on = self.position(Field::ReceivedOn).unwrap_or(usize::MAX);
        Shape { width: self.width(), received_on }
    }

    /// Position of the first column of a field.
    pub(crate) fn position(&self, field: Field) -> Option<usize> {
        self.positions(field).next()
    }

    /// Positions of all columns of a field.
    pub(crate) fn positions(&self, field: Field) -> impl Iterator<Item = usize> + '_ {
        self.positions.get(&field).into_iter().flatten().copied()
    }

    /// The name of a column, as the file writes it.
    pub(crate) fn name(&self, position: usize) -> &str {
        self.names.get(position).map_or("", String::as_str)
    }

    /// The place of a column in a line: its number, its name and its field.
    pub(crate) fn place(&self, line: Place, position: usize) -> Place {
        let place = line.named_column(number(position), self.name(position));
        match self.fields.get(position).copied().flatten() {
            Some(field) => place.of_field(field.id()),
            None => place,
        }
    }

    /// Whether a row is this header once more.
    pub(crate) fn is_repeated_by(&self, cells: &[String]) -> bool {
        cells.len() == self.keys.len()
            && cells.iter().zip(&self.keys).all(|(cell, key)| header_key(cell) == *key)
    }

    /// Reports columns that are taken twice, look like a known one, are missing or not used.
    /// `false` when the file cannot be read with them.
    pub(crate) fn check(
        &self,
        line: u32,
        Project { exports: rules, scope, .. }: &Project,
        gathered: &mut Gathered,
    ) -> bool {
        let mut usable = self.check_case_key(line, rules, gathered);
        for (&field, positions) in self.positions.iter().filter(|(field, _)| !field.may_repeat()) {
            let [first, second, ..] = positions.as_slice() else { continue };
            if field == Field::CaseId && positions.len() == self.case_key.len() {
                continue;
            }
            usable = false;
            let place = |position| self.place(gathered.place(line), position);
            let place_of_second = place(*second);
            gathered.single(
                Finding::new(
                    FindingCode::ColumnTwice,
                    format!(
                        "die Spalten {} `{}` und {} `{}` bedeuten dasselbe Feld",
                        place(*first).column_label(),
                        self.name(*first),
                        place_of_second.column_label(),
                        self.name(*second)
                    ),
                )
                .at(place_of_second)
                .expected("jedes Feld in nur einer Spalte")
                .help(self.help_against_twice(field, positions.get(1..).unwrap_or_default())),
            );
        }
        if let Some(finding) = scope_column::check(self, line, scope, gathered) {
            usable = false;
            gathered.single(finding);
        }
        for (position, key) in self.keys.iter().enumerate() {
            let meaningless = self.fields.get(position).is_none_or(Option::is_none);
            let is_ignored = || self.is_ignored(position, rules);
            if position >= self.named() || !meaningless || is_ignored() {
                continue;
            }
            self.unknown(position, key, line, rules, gathered);
        }
        usable
    }

    /// What to do about further columns of a field: the entries that make it one column.
    fn help_against_twice(&self, field: Field, further: &[usize]) -> String {
        let entry = |at: &usize| {
            let numbered = header::numbered(&self.keys, *at);
            let number = numbered.rsplit_once('#').map_or("", |(_, number)| number);
            match self.is_one_of_several(*at) {
                false => format!("\"{}\"", self.name(*at)),
                true => format!("\"{}#{number}\"", self.name(*at)),
            }
        };
        let entries: Vec<String> = further.iter().map(entry).collect();
        let mut help = format!(
            "löschen Sie die überzählige Spalte aus dem Export, oder tragen Sie sie in report.toml unter `[exports]` ein: `ignore = [{}]`",
            entries.join(", ")
        );
        if field == Field::CaseId {
            help.push_str("; bezeichnen erst beide zusammen einen Fall, nennen Sie sie unter `exports.case_id`");
        }
        help
    }

    /// Reports what is missing of several columns that tell one case from another.
    fn check_case_key(&self, line: u32, rules: &ExportRules, gathered: &mut Gathered) -> bool {
        let CaseKey::Columns(names) = &rules.case_key else { return true };
        let missing: Vec<String> = names
            .iter()
            .filter(|name| {
                let key = text_key(name);
                !self.case_key.iter().any(|at| self.keys.get(*at) == Some(&key))
            })
            .map(|name| format!("`{name}`"))
            .collect();
        if missing.is_empty() {
            return true;
        }
        let message = format!(
            "der Kopfzeile fehlt {}; nach `exports.case_id` gehört das zur Fallnummer",
            missing.join(", ")
        );
        gathered.single(
            Finding::new(FindingCode::HeaderNotFound, message)
                .at(gathered.place(line))
                .help("nehmen Sie die Spalte in den Export auf, oder ändern Sie `exports.case_id` in report.toml"),
        );
        false
    }

    fn unknown(
        &self,
        position: usize,
        key: &str,
        line: u32,
        rules: &ExportRules,
        gathered: &mut Gathered,
    ) {
        let name = self.name(position);
        let place = self.place(gathered.place(line), position);
        match self.meant(key, rules) {
            Some(known) => gathered.single(
                Finding::new(
                    FindingCode::ColumnMisspelt,
                    format!("die Spalte `{name}` ist nicht bekannt, ähnelt aber `{known}`"),
                )
                .at(place)
                .help("tragen Sie die Überschrift unter `exports.columns` ein, wenn sie dieses Feld meint, sonst unter `exports.ignore` (beides in report.toml)"),
            ),
            None if !key.is_empty() && name.is_empty() => gathered.single(
                Finding::new(
                    FindingCode::ColumnUnknown,
                    format!("die Überschrift der Spalte {} ist nicht bekannt und wird nicht gezeigt, weil sie Text aus einem Fall sein kann; die Spalte wird nicht gelesen", place.column_label()),
                )
                .at(gathered.place(line).column(number(position)))
                .help("prüfen Sie, ob hinter der Kopfzeile der Zeilenumbruch fehlt"),
            ),
            None if key.is_empty() => gathered.single(
                Finding::new(
                    FindingCode::ColumnUnknown,
                    format!("die Spalte {} hat keine Überschrift und wird nicht gelesen", place.column_label()),
                )
                .at(gathered.place(line).column(number(position))),
            ),
            None => gathered.single(
                Finding::new(
                    FindingCode::ColumnUnknown,
                    format!("die Spalte `{name}` ist nicht bekannt und wird nicht gelesen"),
                )
                .at(place)
                .help("soll sie gelesen werden, tragen Sie die Überschrift unter `exports.columns` in report.toml ein, sonst unter `exports.ignore`"),
            ),
        }
    }

    /// The known header an unknown one resembles, when the file has no column for that field.
    fn meant(&self, key: &str, rules: &ExportRules) -> Option<String> {
        let limit = slips(key);
        rules
            .headers
            .iter()
            .filter(|(_, field)| self.position(**field).is_none())
            .map(|(known, field)| (strsim::osa_distance(key, known), known, field))
            .filter(|(distance, _, _)| *distance <= limit)
            .min()
            .map(|(_, known, field)| {
                let written = field.default_headers().iter().find(|text| text_key(text) == *known);
                written.map_or_else(|| known.clone(), |text| (*text).to_owned())
            })
    }
}

/// How many columns there are up to the last with a name.
fn named(keys: &[String]) -> usize {
    keys.iter().rposition(|key| !key.is_empty()).map_or(0, |last| last + 1)
}

/// Whether a heading is known, to be ignored, or nearly a known one.
fn is_heading(key: &str, rules: &ExportRules) -> bool {
    let limit = slips(key);
    key.is_empty()
        || rules.ignored.iter().any(|ignored| ignored == key)
        || rules.headers.keys().any(|known| strsim::osa_distance(key, known) <= limit)
}

/// So many slips of the pen a heading may have.
fn slips(key: &str) -> usize {
    (key.chars().count() / 4).clamp(1, 3)
}

/// The number of a column, from 1.
pub(crate) fn number(position: usize) -> u32 {
    u32::try_from(position + 1).unwrap_or(u32::MAX)
}
