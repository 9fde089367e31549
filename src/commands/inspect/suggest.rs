//! `--suggest`: sections of `report.toml` for files nobody has configured, to be looked through and
//! edited. Columns are guessed by their headers; what cannot be guessed is named and left alone.

use super::guess;
use super::{Inspected, Subject};
use crate::domain::{Dimension, Field, text_key};
use crate::intake::{
    ColumnReading, FileTally, HEADER_SEARCHED_LINES, Misfits, RowKind, ValueTally, any_table,
    likely_field,
};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

/// A column with more different values than this holds no closed list.
const MOST_VALUES: usize = 100;

/// What the files suggest.
#[derive(Default)]
pub(super) struct Suggestion {
    files: Vec<String>,
    /// Headers guessed to mean a field, and the known header each resembles.
    guessed: BTreeMap<Field, BTreeMap<String, &'static str>>,
    found: BTreeSet<Field>,
    unassigned: BTreeSet<String>,
    lists: BTreeMap<Field, Values>,
    separator: char,
    /// Columns whose heading may be text of a record.
    hidden: usize,
    /// Files in which no row looks like a header.
    headless: Vec<String>,
    tally: FileTally,
    show_values: bool,
}

/// The values of a field by text key: each spelling with its count.
#[derive(Default)]
struct Values {
    spellings: BTreeMap<String, BTreeMap<String, u64>>,
    tally: ValueTally,
}

impl Values {
    /// Cells with several values counted as these values, where each of them also stands alone.
    fn divided(&self, separator: char) -> BTreeMap<String, BTreeMap<String, u64>> {
        let mut divided = self.spellings.clone();
        for (key, spellings) in &self.spellings {
            let parts: Vec<String> = key.split(separator).map(text_key).collect();
            let stands_alone = |part: &String| self.spellings.contains_key(part);
            if parts.len() < 2 || !parts.iter().all(stands_alone) {
                continue;
            }
            divided.remove(key);
            let count: u64 = spellings.values().sum();
            for part in parts {
                let of_part = divided.get_mut(&part).and_then(|found| found.values_mut().max());
                if let Some(of_part) = of_part {
                    *of_part += count;
                }
            }
        }
        divided
    }
}

impl Suggestion {
    /// Of no file yet.
    pub(super) fn new(show_values: bool) -> Self {
        Self { show_values, ..Self::default() }
    }

    /// Adds what a file suggests.
    pub(super) fn add(&mut self, subject: &Subject<'_>, inspected: &mut Inspected) {
        self.separator = subject.project.exports.value_separator;
        self.files.push(subject.name.to_owned());
        let rules = &subject.project.exports;
        if let Ok(export) = &subject.raw {
            let columns = self.columns(&export.columns(), &rules.ignored);
            export.for_each(|row| {
                if row.kind == Some(RowKind::Record) {
                    self.row(&columns, &row.cells);
                }
            });
            let known = export.value_counts();
            for (value, _) in known.iter().flat_map(|column| {
                column.values.iter().filter(|(_, found)| found.known == Some(true))
            }) {
                let key = text_key(value);
                self.lists.values_mut().for_each(|list| drop(list.spellings.remove(&key)));
            }
            return;
        }
        match any_table(subject.name, subject.bytes, rules, guess::is_heading(rules)) {
            Err(finding) => inspected.findings.push(*finding),
            Ok(table) => {
                if table.header_line.is_none() {
                    self.headless.push(subject.name.to_owned());
                    return;
                }
                let known = |name: &String| ColumnReading {
                    name: name.clone(),
                    field: rules.headers.get(&text_key(name)).copied(),
                    likeness: None,
                };
                let in_one_line =
                    |cell: &String| cell.split_whitespace().collect::<Vec<_>>().join(" ");
                let names: Vec<String> = match self.show_values {
                    true => table.header.iter().map(in_one_line).collect(),
                    false => table.names.clone(),
                };
                let columns: Vec<ColumnReading> = names.iter().map(known).collect();
                let columns = self.columns(&columns, &rules.ignored);
                let mut is_header = true;
                table.for_each(|cells| {
                    if !std::mem::take(&mut is_header) {
                        self.row(&columns, cells);
                    }
                });
            }
        }
    }

    /// The field each column has or may have.
    fn columns(&mut self, columns: &[ColumnReading], ignored: &[String]) -> Vec<Option<Field>> {
        let mut taken: Vec<Field> = columns.iter().filter_map(|column| column.field).collect();
        self.found.extend(&taken);
        let mut found = Vec::new();
        for column in columns {
            let mut field = column.field;
            if column.name.is_empty() {
                self.hidden += 1;
            } else if field.is_none() && !ignored.contains(&text_key(&column.name)) {
                match likely_field(&column.name, &taken) {
                    Some((guess, like)) => {
                        field = Some(guess);
                        taken.push(guess);
                        self.found.insert(guess);
                        let headers = self.guessed.entry(guess).or_default();
                        headers.insert(column.name.clone(), like);
                    }
                    None => {
                        self.unassigned.insert(column.name.clone());
                    }
                }
            }
            if let Some(field) = field.filter(|field| field.dimension().is_some()) {
                self.lists.entry(field).or_default().tally.add_column(&column.name);
            }
            found.push(field);
        }
        found
    }

    fn row(&mut self, fields: &[Option<Field>], cells: &[Cow<'_, str>]) {
        self.tally.add(cells, fields);
        let misfits = Misfits::without_lists(cells, fields);
        for ((number, field), cell) in (1..).zip(fields).zip(cells) {
            let text = cell.trim();
            let field = field.filter(|field| field.dimension().is_some());
            let Some(field) = field.filter(|_| !text.is_empty()) else { continue };
            let values = self.lists.entry(field).or_default();
            values.tally.add(text, misfits.none_besides(number));
            let spellings = values.spellings.entry(text_key(text)).or_default();
            *spellings.entry(text.to_owned()).or_default() += 1;
        }
    }

    /// The sections as text.
    pub(super) fn text(&self) -> String {
        let mut text = format!(
            "# Vorschlag für report.toml aus: {}\n# Zu prüfen und zu berichtigen; was hier steht, ist geraten.\n",
            self.files.join(", ")
        );
        text.push_str("\n[exports.columns]\n");
        for (field, headers) in &self.guessed {
            let names: Vec<String> = headers.keys().map(|name| quoted(name)).collect();
            let like: BTreeSet<&str> = headers.values().copied().collect();
            let like: Vec<&str> = like.into_iter().collect();
            let names = names.join(", ");
            let _ = writeln!(text, "{} = [{names}] # ähnelt: {}", field.id(), like.join(", "));
        }
        for name in &self.unassigned {
            let _ = writeln!(text, "# nicht zugeordnet: {}", quoted(name));
        }
        if self.hidden > 0 {
            let _ = writeln!(
                text,
                "# nicht zugeordnet: {} Spalten ohne Überschrift, oder mit einer, die Text einer Person sein könnte (mit --show-values zu sehen)",
                self.hidden
            );
        }
        for file in &self.headless {
            let _ = writeln!(
                text,
                "# {file}: keine Zeile unter den ersten {HEADER_SEARCHED_LINES} ist als Kopfzeile zu erkennen; hat die Datei eine, tragen Sie ihre Überschriften hier ein, sonst setzen Sie eine davor"
            );
        }
        for field in Field::ALL {
            if field.is_mandatory() && !self.found.contains(&field) {
                let _ = writeln!(text, "# Pflicht, aber nicht gefunden: {} = [\"…\"]", field.id());
            }
        }
        if ![Field::Remark, Field::ScopeAnswer].iter().any(|field| self.found.contains(field)) {
            text.push_str("# ohne Bemerkung gehört jeder Fall dazu: [scope] all = true; sonst: remark = [\"…\"]\n");
        }
        text.push_str("\n[lists]\n");
        for (field, values) in &self.lists {
            if let Some(dimension) = field.dimension() {
                self.list(&mut text, dimension, values);
            }
        }
        text
    }

    fn list(&self, text: &mut String, dimension: Dimension, values: &Values) {
        let several = dimension.is_multiple_response();
        let divided = values.divided(self.separator);
        let spellings = if several { &divided } else { &values.spellings };
        let mut labels: Vec<(u64, &str)> = spellings.values().filter_map(most_frequent).collect();
        labels.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(b.1)));
        if labels.is_empty() {
            return;
        }
        if labels.len() > MOST_VALUES {
            let id = dimension.id();
            let _ = writeln!(text, "# {id}: {} verschiedene Werte, wohl keine Liste", labels.len());
            return;
        }
        let different = labels.len();
        labels.retain(|(_, label)| {
            self.show_values || values.tally.is_presentable(label, &self.tally)
        });
        let _ = writeln!(text, "{} = [", dimension.id());
        let mut ids = BTreeSet::new();
        for (count, label) in &labels {
            let mut id = guess::identifier(label);
            while !ids.insert(id.clone()) {
                id.push_str("_2");
            }
            let hint = if several && label.contains(self.separator) {
                ", mehrere Werte in einer Zelle?"
            } else {
                ""
            };
            let label = quoted(label);
            let _ = writeln!(text, "  {{ id = \"{id}\", label = {label} }}, # {count}{hint}");
        }
        if labels.len() < different {
            let _ = writeln!(
                text,
                "  # {} weitere Werte stehen hier nicht: Es könnten Namen sein (`--show-values` zeigt sie)",
                different - labels.len()
            );
        }
        text.push_str("]\n");
    }
}

/// The count of all spellings, and the most frequent one.
fn most_frequent(spellings: &BTreeMap<String, u64>) -> Option<(u64, &str)> {
    let (label, _) = spellings.iter().max_by(|a, b| a.1.cmp(b.1).then_with(|| b.0.cmp(a.0)))?;
    Some((spellings.values().sum(), label))
}

/// A text as a TOML string.
fn quoted(text: &str) -> String {
    toml::Value::from(text).to_string()
}
