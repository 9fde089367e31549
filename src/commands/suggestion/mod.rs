//! Sections of `report.toml` for files nobody has configured, to be looked through and edited: for `inspect --suggest`, and for a
//! new project. Columns are guessed by their headers; what cannot be guessed is named and left alone.

mod days;
pub(super) mod guess;
mod list;
mod settings;
mod standard;

pub(super) use settings::{EMPTY as EMPTY_SETTINGS, with};

use crate::diagnostic::Finding;
use crate::domain::{Field, Period, ReportPeriod, text_key};
use crate::intake::{
    ColumnReading, FileTally, HEADER_SEARCHED_LINES, Misfits, RawExport, RowKind, any_table,
    likely_field, sheet_with_table,
};
use crate::locale::date_iso;
use crate::project::{ExportRules, Project};
use days::Days;
use jiff::civil::Date;
use list::{Values, Writing, quoted};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

/// That the office has no cases of others in its exports.
const ALL_CASES: &str = "[scope]\n# Keine Spalte ist als Bemerkung zu erkennen, an der Ihre Fälle zu finden wären: So gehört jeder Fall zu Ihrem Büro.\n# Stehen auch Fälle anderer in den Exporten, ersetzen Sie die Zeile durch: markers = [\"…\"]\nall = true\n";

/// Signs that may divide the values of one cell.
const SEPARATORS: [char; 4] = ['|', ';', '/', '+'];

/// So many cells of a column tell whether it holds days.
const CELLS_THAT_TELL: u64 = 1000;

/// What the files suggest.
#[derive(Default)]
pub(super) struct Suggestion {
    files: Vec<String>,
    /// Headers guessed to mean a field, and the known header each resembles.
    guessed: BTreeMap<Field, BTreeMap<String, &'static str>>,
    found: BTreeSet<Field>,
    unassigned: BTreeSet<String>,
    /// Of those, how many cells are filled, and how many of them are days.
    others: BTreeMap<String, (u64, u64)>,
    lists: BTreeMap<Field, Values>,
    separator: char,
    /// Columns whose heading may be text of a record.
    hidden: usize,
    /// Files in which no row looks like a header.
    headless: Vec<String>,
    /// The sheet of workbooks that holds the table, where it is not the first.
    sheet: Option<String>,
    days: Days,
    tally: FileTally,
    show_values: bool,
}

impl Suggestion {
    /// Of no file yet.
    pub(super) fn new(show_values: bool) -> Self {
        Self { show_values, ..Self::default() }
    }

    /// Adds what a file suggests.
    ///
    /// # Errors
    /// When it is no table at all.
    pub(super) fn add(
        &mut self,
        (name, bytes): (&str, &[u8]),
        project: &Project,
    ) -> Result<(), Box<Finding>> {
        self.separator = project.exports.value_separator;
        self.files.push(name.to_owned());
        let rules = &project.exports;
        if let Ok(export) = RawExport::new(name, bytes, project) {
            let readings = export.columns();
            let columns = self.columns(&readings, rules);
            export.for_each(|row| {
                if row.kind == Some(RowKind::Record) {
                    self.row((&columns, &readings), &row.cells, rules);
                }
            });
            return Ok(());
        }
        let first = any_table(name, bytes, rules, guess::is_heading(rules));
        let has_table = first.as_ref().is_ok_and(|table| table.header_line.is_some());
        let other = || sheet_with_table(name, bytes, rules, guess::is_heading(rules));
        let table = match if has_table { None } else { other() } {
            None => first?,
            Some(sheet) => {
                let rules = ExportRules { sheet: Some(sheet.clone()), ..rules.clone() };
                self.sheet.get_or_insert(sheet);
                any_table(name, bytes, &rules, guess::is_heading(&rules))?
            }
        };
        if table.header_line.is_none() {
            self.headless.push(name.to_owned());
            return Ok(());
        }
        let known = |name: &String| ColumnReading {
            name: name.clone(),
            field: rules.headers.get(&text_key(name)).copied(),
            likeness: None,
        };
        let in_one_line = |cell: &String| cell.split_whitespace().collect::<Vec<_>>().join(" ");
        let names: Vec<String> = match self.show_values {
            true => table.header.iter().map(in_one_line).collect(),
            false => table.names.clone(),
        };
        let readings: Vec<ColumnReading> = names.iter().map(known).collect();
        let columns = self.columns(&readings, rules);
        let mut is_header = true;
        table.for_each(|cells| {
            if !std::mem::take(&mut is_header) {
                self.row((&columns, &readings), cells, rules);
            }
        });
        Ok(())
    }

    /// The field each column has or may have.
    fn columns(&mut self, columns: &[ColumnReading], rules: &ExportRules) -> Vec<Option<Field>> {
        let mut taken: Vec<Field> = columns.iter().filter_map(|column| column.field).collect();
        self.found.extend(&taken);
        let mut found = Vec::new();
        for column in columns {
            let mut field = column.field;
            if column.name.is_empty() {
                self.hidden += 1;
            } else if field.is_none() && !rules.ignored.contains(&text_key(&column.name)) {
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

    fn row(
        &mut self,
        (fields, columns): (&[Option<Field>], &[ColumnReading]),
        cells: &[Cow<'_, str>],
        rules: &ExportRules,
    ) {
        self.tally.add(cells, fields);
        for (column, cell) in columns.iter().zip(cells) {
            if self.unassigned.contains(&column.name) && !cell.trim().is_empty() {
                let (filled, days) = self.others.entry(column.name.clone()).or_default();
                if *filled < CELLS_THAT_TELL {
                    *filled += 1;
                    *days += u64::from(Days::is_day(cell, &rules.dates));
                }
            }
        }
        let misfits = Misfits::without_lists(cells, fields);
        for ((number, field), cell) in (1..).zip(fields).zip(cells) {
            let text = cell.trim();
            let Some(field) = field.filter(|_| !text.is_empty()) else { continue };
            self.days.add(field, text, &rules.dates);
            if field.dimension().is_none() {
                continue;
            }
            let values = self.lists.entry(field).or_default();
            values.tally.add(text, misfits.none_besides(number));
            let spellings = values.spellings.entry(text_key(text)).or_default();
            *spellings.entry(text.to_owned()).or_default() += 1;
        }
    }

    /// The period that the cases are about, and the day of the exports.
    pub(super) fn period(&self) -> Option<ReportPeriod> {
        self.days.period().map(|(period, ..)| period)
    }

    /// The day of the exports, for a report on a period.
    pub(super) fn as_of(&self, period: ReportPeriod) -> Date {
        self.days.as_of(period)
    }

    /// The sections as text; with a project what stands there stays.
    pub(super) fn text(&self, project: Option<&Project>) -> String {
        let mut text = format!(
            "# Vorschlag für report.toml aus: {}\n# Zu prüfen und zu berichtigen; was hier steht, ist geraten.\n",
            self.files.join(", ")
        );
        if let Some((period, of_year, all)) = self.days.period().filter(|_| project.is_none()) {
            let key = if period.part() == Period::Year { "year" } else { "period" };
            let name = period.name();
            let name = if key == "year" { name } else { quoted(&name) };
            let _ = write!(
                text,
                "\n[report]\n{key} = {name} # {of_year} von {all} Eingängen\nas_of = {} # der letzte Tag eines Falls, nicht vor dem Ende des Zeitraums\n",
                date_iso(self.as_of(period))
            );
        }
        if project.is_none() && self.has_no_scope() {
            let _ = write!(text, "\n{ALL_CASES}");
        }
        let _ = write!(text, "\n{}\n[lists]\n", self.exports(project));
        self.lists(project).iter().for_each(|(_, list)| text.push_str(list));
        text
    }

    /// Whether nothing in the files can tell the office's cases from others.
    fn has_no_scope(&self) -> bool {
        let tells = [Field::Remark, Field::ScopeAnswer];
        !self.found.is_empty() && !tells.iter().any(|field| self.found.contains(field))
    }

    /// What the files are called and hold: `[exports]` and its tables.
    fn exports(&self, project: Option<&Project>) -> String {
        let mut text = String::new();
        let order = self.days.order().filter(|_| project.is_none());
        let separator = self.divider().filter(|_| project.is_none());
        if order.is_some() || separator.is_some() || self.sheet.is_some() {
            text.push_str("[exports]\n");
        }
        if let Some(sheet) = &self.sheet {
            let name = quoted(sheet);
            let _ = writeln!(text, "# Auf dem ersten Blatt steht keine Tabelle.\nsheet = {name}");
        }
        if let Some(order) = order {
            let _ = writeln!(text, "date_order = \"{order}\"");
        }
        if let Some(separator) = separator {
            let sign = quoted(&separator.to_string());
            let _ =
                writeln!(text, "# Trennt mehrere Werte in einer Zelle.\nvalue_separator = {sign}");
        }
        if !text.is_empty() {
            text.push('\n');
        }
        text.push_str("[exports.columns]\n");
        for (field, headers) in &self.guessed {
            let known = project.into_iter().flat_map(|project| &project.exports.headers);
            let known = known.filter(|(key, of)| {
                *of == field && !field.default_headers().iter().any(|it| text_key(it) == **key)
            });
            let names = known.map(|(key, _)| key).chain(headers.keys());
            let names: Vec<String> = names.map(|name| quoted(name)).collect();
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
            let is_mandatory =
                project.map_or(field.is_mandatory(), |project| project.exports.is_mandatory(field));
            if !is_mandatory || self.found.contains(&field) {
                continue;
            }
            let _ = writeln!(text, "# Pflicht, aber nicht gefunden: {} = [\"…\"]", field.id());
            if field == Field::CaseId {
                text.push_str("# Gibt es keine Nummer und ist jede Zeile ein Fall, schreiben Sie darüber: [exports] und in die nächste Zeile case_id = \"row\"\n");
            }
        }
        if !self.has_no_scope() {
            return text + &self.not_recorded(project);
        }
        if project.is_some_and(|project| !project.scope.is_all()) {
            text.push_str("# ohne Bemerkung gehört jeder Fall dazu: [scope] all = true; sonst: remark = [\"…\"]\n");
        }
        text + &self.not_recorded(project)
    }

    /// The sign that divides most cells into values that also stand alone, where it is not the one that is known.
    fn divider(&self) -> Option<char> {
        let lists = || self.lists.iter().filter(|(field, _)| field.has_several());
        let divided = |sign: char| lists().map(|(_, values)| values.divided_by(sign)).sum::<u64>();
        let best = SEPARATORS.into_iter().map(|sign| (divided(sign), sign)).max()?;
        (best.0 > divided(self.separator)).then_some(best.1)
    }

    /// That no file has a day of completion.
    fn not_recorded(&self, project: Option<&Project>) -> String {
        let is_missing = !self.found.contains(&Field::ClosedOn) && !self.found.is_empty();
        let of_days = self.others.iter().filter(|(_, (filled, days))| days * 2 >= *filled);
        let of_days: Vec<String> = of_days.map(|(name, _)| quoted(name)).collect();
        match is_missing && project.is_none() {
            true if !of_days.is_empty() => format!(
                "# Tage stehen auch in {}: Sagt eine Spalte, wann ein Fall erledigt war, tragen Sie sie ein: closed_on = [\"…\"]\n",
                of_days.join(", ")
            ),
            true => "\n# Keine Spalte ist als Tag der Erledigung zu erkennen. Gibt es eine, tragen Sie sie oben unter closed_on ein und löschen diese Zeilen.\n[exports.not_recorded]\nclosed_on = true\n".to_owned(),
            false => String::new(),
        }
    }

    /// The lists, by their names.
    fn lists(&self, project: Option<&Project>) -> Vec<(&'static str, String)> {
        let taxonomy = project.map(|project| &project.taxonomy);
        let list = |(field, values): (&Field, &Values)| {
            let dimension = field.dimension()?;
            let list = values.list(
                dimension,
                &Writing {
                    separator: self.divider().unwrap_or(self.separator),
                    file: &self.tally,
                    show_values: self.show_values,
                    taxonomy,
                },
            );
            (!list.is_empty()).then(|| (dimension.id(), list))
        };
        self.lists.iter().filter_map(list).collect()
    }
}
