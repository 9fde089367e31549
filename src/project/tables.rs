//! Tables a report can show: which rows and columns, of which counts. The standard tables come
//! with the program in the same form an office can write its own; one with the same id replaces
//! the standard one.

use super::lists::is_identifier;
use super::raw;
use super::toml_file::TomlFile;
use crate::diagnostic::{Code, Finding, Findings};
use crate::domain::{
    Count, Days, DaysStatistic, Dimension, Figure, Filter, Period, Population, Share, Taxonomy,
    Unit,
};
use std::ops::Range;

/// The standard tables and charts: name and text.
pub(super) const DEFAULTS: (&str, &str) =
    ("templates/tables.toml", include_str!("../../templates/tables.toml"));

/// A table to be filled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableSpec {
    /// Identifier, also the stem of its data file.
    pub id: String,
    /// Title: measure and unit; the period is added in print.
    pub title: String,
    /// The rows.
    pub rows: RowsSpec,
    /// The columns from left to right.
    pub columns: Vec<ColumnSpec>,
    /// What every cell counts before row and column restrict it.
    pub base: Count,
    /// Whether rows of a dimension stand below a row for their group.
    pub nested: bool,
    /// Whether rows whose counts are all zero are left out.
    pub hide_zero_rows: bool,
    /// Order of the rows of a dimension.
    pub sort: SortOrder,
    /// Whether a last row shows all records of the base.
    pub total: bool,
    /// Head of the first column, where the dimension's name does not do.
    pub row_header: Option<String>,
    /// A sentence below the table.
    pub note: Option<String>,
}

/// The rows of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RowsSpec {
    /// One row for each value of a dimension.
    Dimension(Dimension),
    /// One row for each half-year, quarter or month.
    Parts(Vec<Period>),
    /// Rows named one by one.
    Each(Vec<RowSpec>),
}

/// A row named by the configuration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowSpec {
    /// Its label.
    pub label: String,
    /// What its cells count before the column restricts it.
    pub base: Count,
}

/// A column, or a group of columns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ColumnSpec {
    /// All records of the row.
    Total,
    /// The row's share of all records of the table.
    Share,
    /// Mentions instead of cases.
    Mentions,
    /// A statistic of processing time of the row's cases.
    Days(DaysStatistic),
    /// One column for each value of a dimension.
    Dimension(Dimension),
    /// One column for each half-year, quarter or month.
    Parts(Vec<Period>),
    /// Records of the row that meet further conditions.
    Conditions {
        /// Head of the column.
        label: String,
        /// The conditions.
        filter: Filter,
    },
    /// The share of the row's records that meet further conditions.
    RowShare {
        /// Head of the column.
        label: String,
        /// The conditions.
        filter: Filter,
    },
}

/// The order of rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SortOrder {
    /// As in the list of the dimension, "not stated" last.
    List,
    /// By the number in the first column that counts all records of the row, largest first; masked
    /// numbers last and in alphabetical order; "not stated" at the very end.
    Value,
}

impl ColumnSpec {
    /// The figure of a cell in a row whose records are `row`, in a table of all records `base`,
    /// where the column stands for itself: a dimension's group of columns gives `None`, a group of
    /// parts of the year its first part.
    pub fn figure(&self, row: &Count, base: &Count) -> Option<Figure> {
        match self {
            Self::Total => Some(Figure::Count(row.clone())),
            Self::Mentions => Some(Figure::Count(Count { unit: Unit::Mentions, ..row.clone() })),
            Self::Share => {
                let beyond = Share::new(base.clone(), &row.filter);
                let share = match row.period {
                    Period::Year => beyond,
                    period => Share::during(base.clone(), period).with_part(&row.filter),
                };
                Some(Figure::Share(share))
            }
            Self::Days(statistic) => {
                Some(Figure::Days(Days { statistic: *statistic, of: row.clone() }))
            }
            Self::Conditions { filter, .. } => Some(Figure::Count(row.clone().with_all(filter))),
            Self::RowShare { filter, .. } => Some(Figure::Share(Share::new(row.clone(), filter))),
            Self::Parts(parts) => {
                parts.first().map(|part| Figure::Count(row.clone().during(*part)))
            }
            Self::Dimension(_) => None,
        }
    }
}

/// The half-years, quarters or months of a year by their name in the configuration.
fn parts(name: &str) -> Option<Vec<Period>> {
    match name {
        "half_year" => Some((1..=2).map(Period::HalfYear).collect()),
        "quarter" => Some((1..=4).map(Period::Quarter).collect()),
        "month" => Some((1..=12).map(Period::Month).collect()),
        _ => None,
    }
}

pub(super) fn check(
    defaults: &TomlFile<raw::Defaults>,
    report: &TomlFile<raw::Report>,
    taxonomy: &Taxonomy,
    findings: &mut Findings,
) -> Vec<TableSpec> {
    let mut own: Vec<TableSpec> = Vec::new();
    for raw in &report.tables {
        let mut reader = Reader { file: report, taxonomy, findings };
        if let Some(table) = reader.table(raw) {
            if own.iter().any(|other| other.id == table.id) {
                findings.push(report.finding(
                    Code::ConfigValue,
                    raw.id.span(),
                    format!("die Tabelle `{}` ist zweimal beschrieben", table.id),
                ));
            }
            own.push(table);
        }
    }
    // A standard table whose dimensions or values an office does not have is left out: only a
    // chapter that asks for it makes that a finding.
    let mut unused = Findings::default();
    for raw in &defaults.tables {
        let mut reader = Reader { file: defaults, taxonomy, findings: &mut unused };
        if let Some(table) = reader.table(raw)
            && own.iter().all(|other| other.id != table.id)
        {
            own.push(table);
        }
    }
    own
}

struct Reader<'a, T> {
    file: &'a TomlFile<T>,
    taxonomy: &'a Taxonomy,
    findings: &'a mut Findings,
}

impl<T> Reader<'_, T> {
    fn table(&mut self, raw: &raw::Table) -> Option<TableSpec> {
        if !is_identifier(raw.id.get_ref()) {
            let message = format!("`{}` kann keine Kennung sein", raw.id.get_ref());
            self.report(Code::ConfigValue, raw.id.span(), message);
            return None;
        }
        let conditions = raw.conditions.as_ref();
        let base = self.count(
            raw.unit.as_ref().map(|unit| (unit.get_ref().as_str(), unit.span())),
            raw.population.as_ref().map(|name| (name.get_ref().as_str(), name.span())),
            conditions.map(|text| (text.get_ref().as_str(), text.span())),
        )?;
        let rows = self.rows(&raw.rows)?;
        let mut columns = Vec::new();
        for column in &raw.columns {
            columns.push(self.column(column)?);
        }
        Some(TableSpec {
            id: raw.id.get_ref().clone(),
            title: raw.title.clone(),
            rows,
            columns,
            base,
            nested: raw.nested,
            hide_zero_rows: raw.hide_zero_rows,
            sort: match raw.sort {
                raw::Sort::List => SortOrder::List,
                raw::Sort::Value => SortOrder::Value,
            },
            total: raw.total,
            row_header: raw.row_header.clone(),
            note: raw.note.clone(),
        })
    }

    fn rows(&mut self, raw: &toml::Spanned<raw::Rows>) -> Option<RowsSpec> {
        match raw.get_ref() {
            raw::Rows::By(name) => match parts(name) {
                Some(parts) => Some(RowsSpec::Parts(parts)),
                None => self.dimension(name, raw.span()).map(RowsSpec::Dimension),
            },
            raw::Rows::Each(rows) => {
                let mut checked = Vec::new();
                for row in rows {
                    let text = |text: &Option<String>| text.clone().map(|text| (text, raw.span()));
                    let (unit, population, conditions) =
                        (text(&row.unit), text(&row.population), text(&row.conditions));
                    fn borrow(
                        pair: &Option<(String, Range<usize>)>,
                    ) -> Option<(&str, Range<usize>)> {
                        pair.as_ref().map(|(text, span)| (text.as_str(), span.clone()))
                    }
                    let base =
                        self.count(borrow(&unit), borrow(&population), borrow(&conditions))?;
                    checked.push(RowSpec { label: row.label.clone(), base });
                }
                Some(RowsSpec::Each(checked))
            }
        }
    }

    fn column(&mut self, raw: &toml::Spanned<raw::Column>) -> Option<ColumnSpec> {
        let span = raw.span();
        match raw.get_ref() {
            raw::Column::Word(word) => match word.as_str() {
                "total" => Some(ColumnSpec::Total),
                "share" => Some(ColumnSpec::Share),
                "mentions" => Some(ColumnSpec::Mentions),
                "median_days" => Some(ColumnSpec::Days(DaysStatistic::Median)),
                "p90_days" => Some(ColumnSpec::Days(DaysStatistic::Percentile90)),
                name => match parts(name) {
                    Some(parts) => Some(ColumnSpec::Parts(parts)),
                    None => self.dimension(name, span).map(ColumnSpec::Dimension),
                },
            },
            raw::Column::Own(own) => {
                let label = own.label.clone();
                match (&own.conditions, &own.share) {
                    (Some(text), None) => {
                        let filter = self.filter(text, span)?;
                        Some(ColumnSpec::Conditions { label, filter })
                    }
                    (None, Some(text)) => {
                        let filter = self.filter(text, span)?;
                        Some(ColumnSpec::RowShare { label, filter })
                    }
                    _ => {
                        let message = "eine eigene Spalte nennt entweder `conditions` oder `share`";
                        self.report(Code::ConfigValue, span, message.to_owned());
                        None
                    }
                }
            }
        }
    }

    fn dimension(&mut self, name: &str, span: Range<usize>) -> Option<Dimension> {
        let dimension = Dimension::from_id(name);
        let filled = dimension.filter(|dimension| {
            self.taxonomy.list(*dimension).is_some_and(|list| !list.entries().is_empty())
        });
        if filled.is_none() {
            let message = match dimension {
                Some(_) => format!("die Liste `{name}` ist leer"),
                None => format!("`{name}` ist keine Dimension"),
            };
            self.report(Code::ConfigReference, span, message);
        }
        filled
    }

    fn filter(&mut self, text: &str, span: Range<usize>) -> Option<Filter> {
        match Filter::parse(text, self.taxonomy) {
            Ok((Period::Year, filter)) => Some(filter),
            Ok(_) => {
                let message = "hier kann kein Teil des Jahres stehen".to_owned();
                self.report(Code::ConfigValue, span, message);
                None
            }
            Err(error) => {
                self.report(Code::ConfigReference, span, error.to_string());
                None
            }
        }
    }

    fn count(
        &mut self,
        unit: Option<(&str, Range<usize>)>,
        population: Option<(&str, Range<usize>)>,
        conditions: Option<(&str, Range<usize>)>,
    ) -> Option<Count> {
        let unit = match unit {
            None | Some(("cases", _)) => Unit::Cases,
            Some(("mentions", _)) => Unit::Mentions,
            Some(("activities", _)) => Unit::Activities,
            Some((other, span)) => {
                let message = format!("`{other}` ist keine Zähleinheit");
                self.report(Code::ConfigValue, span, message);
                return None;
            }
        };
        let population = match population {
            None => Population::Received,
            Some((name, span)) => match Population::parse(name) {
                Ok(population) => population,
                Err(error) => {
                    self.report(Code::ConfigReference, span, error.to_string());
                    return None;
                }
            },
        };
        let filter = match conditions {
            None => Filter::all(),
            Some((text, span)) => self.filter(text, span)?,
        };
        Some(Count { unit, population, period: Period::Year, filter })
    }

    fn report(&mut self, code: Code, span: Range<usize>, message: String) {
        let finding: Finding = self.file.finding(code, span, message);
        self.findings.push(finding);
    }
}
