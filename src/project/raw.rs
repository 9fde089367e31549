//! What the officer typed: the TOML files as serde reads them, before any check. Unknown keys are
//! errors; values that are checked later carry their span.

use super::charts::{ChartForm, RankedBy};
use super::settings::Status;
use super::tables::SortOrder;
use crate::domain::DaysStatistic;
use crate::locale::Grouping;
use serde::Deserialize;
use std::collections::BTreeMap;
use toml::Spanned;

/// `report.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Report {
    pub(super) format_version: Spanned<i64>,
    pub(super) report: Settings,
    #[serde(default)]
    pub(super) exports: Exports,
    pub(super) scope: Option<Scope>,
    #[serde(default)]
    pub(super) processing: Processing,
    #[serde(default)]
    pub(super) disclosure: Disclosure,
    #[serde(default, rename = "reference")]
    pub(super) references: Vec<super::references::RawReference>,
    #[serde(default, rename = "dimension")]
    pub(super) dimensions: Vec<OwnDimension>,
    pub(super) lists: Spanned<BTreeMap<Spanned<String>, Vec<Entry>>>,
    #[serde(default)]
    pub(super) words: Words,
    #[serde(default)]
    pub(super) theme: Theme,
    #[serde(default, rename = "edition")]
    pub(super) editions: Vec<Edition>,
    #[serde(default)]
    pub(super) abbreviations: BTreeMap<Spanned<String>, String>,
    #[serde(default, rename = "correction")]
    pub(super) corrections: Vec<Correction>,
    #[serde(default, rename = "table")]
    pub(super) tables: Vec<Table>,
    #[serde(default, rename = "chart")]
    pub(super) charts: Vec<Chart>,
}

/// `[report]`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Settings {
    pub(super) title: String,
    pub(super) office: Spanned<String>,
    pub(super) organisation: Spanned<String>,
    pub(super) office_id: Option<Spanned<String>>,
    pub(super) year: Option<Spanned<i64>>,
    pub(super) period: Option<Spanned<String>>,
    pub(super) from: Option<Spanned<toml::value::Datetime>>,
    pub(super) to: Option<Spanned<toml::value::Datetime>>,
    pub(super) year_begins: Option<Spanned<i64>>,
    pub(super) as_of: Spanned<toml::value::Datetime>,
    pub(super) opened_on: Option<Spanned<toml::value::Datetime>>,
    #[serde(default)]
    pub(super) status: Status,
    pub(super) notice: Option<String>,
    pub(super) committee: Option<String>,
    pub(super) council_paper: Option<String>,
    pub(super) annex: Option<String>,
    pub(super) resolution: Option<String>,
    pub(super) contact: Option<String>,
    pub(super) accessibility: Option<Spanned<String>>,
    pub(super) next_report: Option<String>,
    pub(super) licence: Option<String>,
    pub(super) source: Option<String>,
    #[serde(default)]
    pub(super) grouping: Grouping,
}

/// `[words]`.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Words {
    pub(super) office: Option<Spanned<super::words::Word>>,
    pub(super) house: Option<Spanned<super::words::Word>>,
    pub(super) people: Option<Spanned<super::words::Word>>,
    pub(super) reaction: Option<Spanned<super::words::Word>>,
    pub(super) complaint: Option<Spanned<super::words::Word>>,
    pub(super) suggestion: Option<Spanned<super::words::Word>>,
    pub(super) praise: Option<Spanned<super::words::Word>>,
    pub(super) management: Option<Spanned<super::words::Word>>,
    pub(super) database: Option<Spanned<super::words::Word>>,
}

/// `[theme]`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Theme {
    pub(super) accent: Option<Spanned<String>>,
    pub(super) font: Option<Spanned<String>>,
    pub(super) logo: Option<Spanned<String>>,
    pub(super) logo_alt: Option<String>,
}

/// `[[correction]]`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Correction {
    pub(super) date: Spanned<toml::value::Datetime>,
    pub(super) text: String,
}

/// `[exports]`.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Exports {
    pub(super) columns: BTreeMap<Spanned<String>, Vec<String>>,
    pub(super) ignore: Vec<String>,
    pub(super) topics_per_case: Option<Spanned<i64>>,
    pub(super) value_separator: Option<Spanned<String>>,
    pub(super) encoding: Option<Spanned<String>>,
    pub(super) sheet: Option<String>,
    pub(super) delimiter: Option<Spanned<String>>,
    pub(super) quote: Option<Spanned<String>>,
    pub(super) exported_on: BTreeMap<Spanned<String>, Spanned<toml::value::Datetime>>,
    pub(super) not_recorded: BTreeMap<Spanned<String>, Spanned<NotRecorded>>,
    pub(super) complete: Option<Spanned<Complete>>,
    pub(super) case_id: Option<Spanned<CaseKey>>,
    pub(super) time_zone: Option<Spanned<String>>,
    pub(super) date_order: Option<Spanned<String>>,
    pub(super) two_digit_years: bool,
    pub(super) never: Vec<Spanned<Day>>,
    pub(super) empty: Option<Spanned<Empty>>,
    pub(super) empty_category: Option<Spanned<String>>,
}

/// Where a field is missing: everywhere, or in some files and folders.
#[derive(Clone, Debug, Deserialize)]
#[serde(
    untagged,
    expecting = "true für alle Exporte, oder eine Liste von Dateien und Ordnern unter `exports`"
)]
pub(super) enum NotRecorded {
    Everywhere(bool),
    In(Vec<String>),
}

/// `exports.complete`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Complete {
    pub(super) from: toml::value::Datetime,
    pub(super) to: toml::value::Datetime,
}

/// `exports.case_id`.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub(super) enum CaseKey {
    Word(String),
    Columns(Vec<String>),
}

/// A day, as a date of TOML or in quotes.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub(super) enum Day {
    Date(toml::value::Datetime),
    Text(String),
}

/// `exports.empty`.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub(super) enum Empty {
    Everywhere(Vec<String>),
    OfFields(BTreeMap<String, Vec<String>>),
}

/// `[scope]`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Scope {
    pub(super) all: Option<Spanned<bool>>,
    pub(super) markers: Option<Spanned<Vec<String>>>,
    pub(super) stems: Option<Spanned<Vec<String>>>,
    pub(super) exceptions: Option<Spanned<Vec<String>>>,
    #[serde(rename = "where")]
    pub(super) condition: Option<Spanned<String>>,
}

/// `[processing]`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Processing {
    pub(super) target_days: Option<Spanned<i64>>,
    pub(super) bands: Option<Spanned<Vec<i64>>>,
    pub(super) land: Option<Spanned<String>>,
    #[serde(default, rename = "target")]
    pub(super) targets: Vec<super::targets::RawTarget>,
}

/// `[[edition]]`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Edition {
    pub(super) id: Spanned<String>,
    pub(super) label: Spanned<String>,
    #[serde(default)]
    pub(super) without_chapters: Vec<Spanned<String>>,
    #[serde(default)]
    pub(super) brief: bool,
    #[serde(default)]
    pub(super) disclosure: EditionDisclosure,
}

/// `disclosure` of an `[[edition]]`: what differs from `[disclosure]`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct EditionDisclosure {
    pub(super) threshold: Option<Spanned<i64>>,
    pub(super) mark: Option<Spanned<String>>,
    pub(super) method: Option<Spanned<String>>,
    pub(super) base: Option<Spanned<i64>>,
}

/// `[disclosure]`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Disclosure {
    pub(super) threshold: Option<Spanned<i64>>,
    pub(super) mark: Option<Spanned<String>>,
    pub(super) method: Option<Spanned<String>>,
    pub(super) base: Option<Spanned<i64>>,
    pub(super) protect: Vec<Spanned<String>>,
    pub(super) exempt: Vec<Exempt>,
}

/// `[[disclosure.exempt]]`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Exempt {
    pub(super) figure: Spanned<String>,
    pub(super) reason: Spanned<String>,
}

/// `[[dimension]]`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct OwnDimension {
    pub(super) id: Spanned<String>,
    pub(super) label: String,
    #[serde(default)]
    pub(super) columns: Vec<String>,
    #[serde(default)]
    pub(super) several: bool,
    #[serde(default)]
    pub(super) changes: bool,
    #[serde(default)]
    pub(super) required: bool,
    #[serde(default)]
    pub(super) groups: Vec<OwnGroups>,
}

/// One of `groups` of a `[[dimension]]`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct OwnGroups {
    pub(super) id: Spanned<String>,
    pub(super) label: String,
}

/// One value of a list.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Entry {
    pub(super) id: Spanned<String>,
    pub(super) label: String,
    pub(super) plural: Option<String>,
    #[serde(default)]
    pub(super) synonyms: Vec<String>,
    pub(super) plain: Option<String>,
    pub(super) group: Option<Spanned<String>>,
}

/// The tables and charts the program brings along.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Defaults {
    #[serde(default, rename = "table")]
    pub(super) tables: Vec<Table>,
    #[serde(default, rename = "chart")]
    pub(super) charts: Vec<Chart>,
}

/// `[[table]]`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Table {
    pub(super) id: Spanned<String>,
    pub(super) title: String,
    pub(super) rows: Spanned<Rows>,
    pub(super) columns: Vec<Spanned<Column>>,
    pub(super) unit: Option<Spanned<String>>,
    pub(super) population: Option<Spanned<String>>,
    pub(super) conditions: Option<Spanned<String>>,
    #[serde(default)]
    pub(super) nested: bool,
    #[serde(default)]
    pub(super) shares: bool,
    #[serde(default)]
    pub(super) hide_zero_rows: bool,
    #[serde(default)]
    pub(super) sort: SortOrder,
    #[serde(default = "yes")]
    pub(super) total: bool,
    pub(super) row_header: Option<String>,
    pub(super) note: Option<String>,
    pub(super) exact_note: Option<String>,
    #[serde(default = "yes")]
    pub(super) coarser: bool,
    #[serde(default)]
    pub(super) detail: bool,
}

fn yes() -> bool {
    true
}

/// The rows of a table: a dimension or part of the year, or rows named one by one.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged, expecting = "der Name einer Dimension oder eine Liste von Zeilen { label = … }")]
pub(super) enum Rows {
    By(String),
    Each(Vec<Row>),
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Row {
    pub(super) label: String,
    pub(super) population: Option<String>,
    pub(super) unit: Option<String>,
    pub(super) conditions: Option<String>,
    pub(super) rate: Option<String>,
    pub(super) share: Option<String>,
    pub(super) statistic: Option<DaysStatistic>,
}

/// A column of a table: a word, or a column with its own label.
#[derive(Clone, Debug, Deserialize)]
#[serde(
    untagged,
    expecting = "`total`, `share`, `mentions`, `median_days`, `p90_days`, `earlier`, `change`, `change_percent`, eine Dimension oder { label = …, conditions = … }"
)]
pub(super) enum Column {
    Word(String),
    Own(OwnColumn),
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct OwnColumn {
    pub(super) label: String,
    pub(super) conditions: Option<String>,
    pub(super) share: Option<String>,
}

/// `[[chart]]`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Chart {
    pub(super) id: Spanned<String>,
    pub(super) title: String,
    pub(super) form: ChartForm,
    pub(super) table: Option<Spanned<String>>,
    pub(super) emphasis: Option<Spanned<String>>,
    pub(super) headline: Option<Spanned<String>>,
    pub(super) headline_of_two: Option<String>,
    #[serde(default)]
    pub(super) headline_by: RankedBy,
    #[serde(default)]
    pub(super) headline_undecided: String,
}

/// `network.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct NetworkFile {
    #[serde(default)]
    pub(super) activity_kind: Vec<Entry>,
    #[serde(default)]
    pub(super) partner_group: Vec<Entry>,
    #[serde(default, rename = "partner")]
    pub(super) partners: Vec<Partner>,
    #[serde(default, rename = "activity")]
    pub(super) activities: Vec<Activity>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Partner {
    pub(super) id: Spanned<String>,
    pub(super) name: String,
    pub(super) group: Spanned<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Activity {
    pub(super) date: Spanned<toml::Value>,
    pub(super) kind: Spanned<String>,
    pub(super) title: String,
    #[serde(default)]
    pub(super) partners: Vec<Spanned<String>>,
    pub(super) by_invitation: Option<bool>,
    pub(super) participants: Option<u32>,
    #[serde(default)]
    pub(super) topics: Vec<Spanned<String>>,
    pub(super) feedback: Option<String>,
}
