//! `[exports]` and `[scope]`: how exports are read, and which cases belong to the ombuds office.

use super::case_key::{self, CaseKey};
use super::date_rules::{self, DateRules};
use super::empty_words::{self, EmptyWords};
use super::export_scope::{self, NotRecorded, is_or_holds};
use super::raw;
use super::settings::local_date;
use super::strip_mark::split_mark;
use super::toml_file::TomlFile;
use crate::diagnostic::{Findings, is_workbook};
use crate::domain::{Field, Schema, ValueCode, text_key};
use jiff::civil::Date;
use std::collections::BTreeMap;
use toml::Spanned;

/// How exports are read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExportRules {
    /// Which header means which field, by [`header_key`].
    pub headers: BTreeMap<String, Field>,
    /// Headers that are known and not read, by [`header_key`].
    pub ignored: Vec<String>,
    /// The most topics a case can have, at least 1.
    pub topics_per_case: usize,
    /// What separates several values in one column.
    pub value_separator: char,
    /// The encoding, where the officer has decided it: a label of the WHATWG encoding standard.
    pub encoding: Option<String>,
    /// The sheet of a workbook that holds the cases, where it is not the first.
    pub sheet: Option<String>,
    /// The delimiter, where the officer has decided it.
    pub delimiter: Option<char>,
    /// The sign that quotes fields, where the officer has decided it: `"` or `'`.
    pub quote: Option<char>,
    /// The day of each export the office has named one for, by file or folder below `exports`, with `/`
    /// between folders and none at the ends.
    pub exported_on: BTreeMap<String, Date>,
    /// The fields the office says its exports, or some of them, do not record.
    pub not_recorded: BTreeMap<Field, NotRecorded>,
    /// The days, both inclusive, for which the office says its exports are complete.
    pub complete: Option<(Date, Date)>,
    /// Which day a date means.
    pub dates: DateRules,
    /// What tells one case from another.
    pub case_key: CaseKey,
    /// Words that mean "empty".
    pub empty: EmptyWords,
    /// Whether a case may be without a category, which then is not stated.
    pub may_lack_category: bool,
}

impl Default for ExportRules {
    fn default() -> Self {
        let headers = Field::ALL.into_iter().flat_map(|field| {
            field.default_headers().iter().map(move |header| (text_key(header), field))
        });
        Self {
            headers: headers.collect(),
            ignored: Vec::new(),
            topics_per_case: 3,
            value_separator: ',',
            encoding: None,
            sheet: None,
            delimiter: None,
            quote: None,
            exported_on: BTreeMap::new(),
            not_recorded: BTreeMap::new(),
            complete: None,
            dates: DateRules::default(),
            case_key: CaseKey::default(),
            empty: EmptyWords::default(),
            may_lack_category: false,
        }
    }
}

/// The form in which headers are compared: the text key, with a number behind it written as in `bewertung#2`.
pub fn header_key(header: &str) -> String {
    let key = text_key(split_mark(header).0);
    match key.rsplit_once('#') {
        Some((name, number)) if number.trim().parse::<u16>().is_ok() => {
            format!("{}#{}", name.trim_end(), number.trim())
        }
        _ => key,
    }
}

impl ExportRules {
    /// Whether one of several equal headers is named by its number.
    pub fn has_numbered_headers(&self) -> bool {
        self.headers.keys().chain(&self.ignored).any(|key| key.contains('#'))
    }

    /// Whether the office says how old the states of its cases are: by a column, or by the days of its exports.
    pub fn dates_states(&self) -> bool {
        !self.exported_on.is_empty() || self.headers.values().any(|field| *field == Field::State)
    }

    /// Whether every export must have the column.
    pub fn is_mandatory(&self, field: Field) -> bool {
        field.is_mandatory() && !(field == Field::CaseId && self.case_key == CaseKey::Row)
    }

    /// The day a file was exported on: what is said of the file, else of the nearest folder above it. `path` is
    /// its name in findings, which may begin above the folder `exports`.
    pub fn exported_on(&self, path: &str) -> Option<Date> {
        let mut name = below_exports(path);
        loop {
            if let Some(day) = self.exported_on.get(name) {
                return Some(*day);
            }
            name = name.rsplit_once('/')?.0;
        }
    }

    /// Whether the office says that a file does not record a field; `path` as for [`Self::exported_on`].
    pub fn declares_missing(&self, field: Field, path: &str) -> bool {
        let declared = self.not_recorded.get(&field);
        declared.is_some_and(|declared| declared.holds_for(below_exports(path)))
    }

    /// Whether the office says that none of its exports records a field.
    pub fn never_records(&self, field: Field) -> bool {
        self.not_recorded.get(&field) == Some(&NotRecorded::Everywhere)
    }

    /// The files and folders the configuration names that are none of these files, or above one: the key that names
    /// them, and the name.
    pub fn names_without_file<'r>(
        &'r self,
        paths: &[&str],
    ) -> impl Iterator<Item = (&'static str, &'r str)> {
        let days = self.exported_on.keys().map(|name| ("exports.exported_on", name.as_str()));
        let missing = self.not_recorded.values().flat_map(NotRecorded::names);
        let names = days.chain(missing.map(|name| ("exports.not_recorded", name)));
        names.filter(move |(_, name)| {
            !paths.iter().any(|path| is_or_holds(name, below_exports(path)))
        })
    }
}

/// What an export is called that was a workbook and is written anew as CSV: `2017.xlsx.csv`. What the office says of the
/// workbook holds for it.
pub fn with_csv(path: &str) -> String {
    format!("{path}.csv")
}

/// The part of a path below the folder `exports` it begins with, or below the last one.
fn below_exports(path: &str) -> &str {
    let path = path.strip_suffix(".csv").filter(|path| is_workbook(path)).unwrap_or(path);
    if let Some(below) = path.strip_prefix("exports/") {
        return below;
    }
    match path.rsplit_once("exports/") {
        Some((above, below)) if above.is_empty() || above.ends_with('/') => below,
        _ => path,
    }
}

pub(super) fn rules(
    report: &TomlFile<raw::Report>,
    schema: &Schema,
    findings: &mut Findings,
) -> ExportRules {
    let raw = &report.exports;
    let mut rules = ExportRules {
        ignored: raw.ignore.iter().map(|header| header_key(header)).collect(),
        sheet: raw.sheet.clone(),
        ..ExportRules::default()
    };
    own_headers(report, schema, &mut rules, findings);
    named_headers(report, schema, &mut rules, findings);
    if let Some(limit) = &raw.topics_per_case
        && let Some(limit) = report.checked(
            limit,
            |limit| usize::try_from(*limit).ok().filter(|limit| (1..=20).contains(limit)),
            ["so viele Anliegen je Fall gehen nicht", "eine Zahl von 1 bis 20"],
            findings,
        )
    {
        rules.topics_per_case = limit;
    }
    let mut separator = |text: &Option<Spanned<String>>| {
        let expected = "genau ein Zeichen, zum Beispiel \";\" oder \"\\t\"";
        let told = ["das kann kein Trennzeichen sein", expected];
        report.checked(text.as_ref()?, |text| single_character(text), told, findings)
    };
    if let Some(character) = separator(&raw.value_separator) {
        rules.value_separator = character;
    }
    rules.delimiter = separator(&raw.delimiter);
    rules.quote = raw.quote.as_ref().and_then(|quote| {
        let read = |quote: &String| match quote.as_str() {
            "\"" => Some('"'),
            "'" => Some('\''),
            _ => None,
        };
        let told = ["das kann kein Anführungszeichen sein", "\"'\" oder '\"'"];
        report.checked(quote, read, told, findings)
    });
    if let Some(encoding) = &raw.encoding {
        let known = ["utf-8", "windows-1252", "utf-16le", "utf-16be", "cp850"];
        if !known.contains(&encoding.get_ref().as_str()) {
            findings.push(
                report
                    .wrong(encoding, "diese Kodierung ist nicht bekannt")
                    .expected(known.join(", ")),
            );
        }
        rules.encoding = Some(encoding.get_ref().clone());
    }
    rules.exported_on = exported_on(report, findings);
    rules.not_recorded = export_scope::not_recorded(report, schema, findings);
    rules.complete = export_scope::complete(report, findings);
    rules.dates = date_rules::rules(report, findings);
    case_key::apply(report, &mut rules, findings);
    rules.empty = empty_words::words(report, schema, findings);
    if let Some(empty_category) = &raw.empty_category {
        let read = |text: &String| (*text == ValueCode::NOT_STATED_ID).then_some(());
        let expected = "\"not_stated\" (als „ohne Angabe“)";
        let told = ["so lässt sich eine leere Art nicht zählen", expected];
        rules.may_lack_category = report.checked(empty_category, read, told, findings).is_some();
    }
    rules
}

/// What the office says of a heading, which goes before what it usually means.
fn named_headers(
    report: &TomlFile<raw::Report>,
    schema: &Schema,
    rules: &mut ExportRules,
    findings: &mut Findings,
) {
    let mut named: BTreeMap<String, Field> = BTreeMap::new();
    for (name, headers) in &report.exports.columns {
        let Some(field) = schema.field(name.get_ref()) else {
            let known: Vec<&str> = schema.fields().map(|field| field.id()).collect();
            findings.push(
                report
                    .unknown(name, format!("`{}` ist kein Feld eines Exports", name.get_ref()))
                    .expected(known.join(", ")),
            );
            continue;
        };
        for header in headers {
            rules.headers.insert(header_key(header), field);
            let other = named.insert(header_key(header), field);
            if let Some(other) = other.filter(|other| *other != field) {
                findings.push(
                    report.wrong(name,
                            format!(
                                "die Überschrift `{header}` gehört schon zum Feld `{}`",
                                other.id()
                            ),
                        )
                        .help("jede Überschrift darf nur zu einem Feld gehören; benennen Sie die Spalte im Export um, oder nehmen Sie sie hier heraus"),
                );
            }
        }
    }
}

/// The headings of the office's own properties. Named by the office, they outrank those a database is known to use.
fn own_headers(
    report: &TomlFile<raw::Report>,
    schema: &Schema,
    rules: &mut ExportRules,
    findings: &mut Findings,
) {
    let standard = rules.headers.clone();
    for (property, raw) in schema.own().iter().zip(&report.dimensions) {
        for header in &property.headers {
            let other = rules.headers.insert(header_key(header), Field::Own(property));
            let is_named = |other: &Field| !standard.values().any(|field| field == other);
            if let Some(other) = other.filter(is_named) {
                let message =
                    format!("die Überschrift `{header}` gehört schon zu `{}`", other.id());
                findings.push(
                    report
                        .wrong(&raw.id, message)
                        .help("jede Überschrift darf nur zu einer Eigenschaft gehören"),
                );
            }
        }
    }
}

fn exported_on(report: &TomlFile<raw::Report>, findings: &mut Findings) -> BTreeMap<String, Date> {
    let mut days = BTreeMap::new();
    for (name, day) in &report.exports.exported_on {
        let key = name.get_ref().replace('\\', "/");
        let key = key.trim_matches('/').to_owned();
        let expected = "ein Datum ohne Uhrzeit wie 2018-01-15";
        let told = ["der Tag des Exports ist kein Datum", expected];
        let Some(date) = report.checked(day, local_date, told, findings) else { continue };
        if key.is_empty() || days.insert(key, date).is_some() {
            findings.push(
                report
                    .wrong(name, "diese Datei ist leer oder doppelt genannt")
                    .expected("jede Datei und jeder Ordner unter `exports` höchstens einmal"),
            );
        }
    }
    days
}

fn single_character(text: &str) -> Option<char> {
    let mut characters = text.chars();
    let single = characters.next().filter(|_| characters.next().is_none());
    single.filter(|c| !c.is_alphanumeric() && !matches!(c, '"' | '\''))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn the_day_of_an_export_is_that_of_the_file_or_of_the_nearest_folder() {
        let (folder, file) = (date(2018, 1, 15), date(2018, 2, 1));
        let rules = ExportRules {
            exported_on: [
                ("2018-01", folder),
                ("2018-01/late/b.csv", file),
                ("gone.csv", file),
                ("alt.xlsx", file),
            ]
            .map(|(name, day)| (name.to_owned(), day))
            .into(),
            ..ExportRules::default()
        };
        for (path, day) in [
            ("exports/2018-01/a.csv", Some(folder)),
            ("exports/2018-01/exports/a.csv", Some(folder)),
            ("office/exports/2018-01/late/b.csv", Some(file)),
            ("2018-01/late/b.csv.csv", Some(folder)),
            ("exports/alt.xlsx.csv", Some(file)),
            ("2018-01/late/c.csv", Some(folder)),
            ("exports/2018-01.csv", None),
            ("old-exports/2018-01/a.csv", None),
        ] {
            assert_eq!(rules.exported_on(path), day, "{path}");
        }
        let paths = ["exports/2018-01/late/b.csv", "exports/alt.xlsx.csv"];
        let without: Vec<_> = rules.names_without_file(&paths).collect();
        assert_eq!(without, [("exports.exported_on", "gone.csv")]);
    }
}
