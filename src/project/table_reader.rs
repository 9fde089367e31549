//! `[[table]]`: what the officer or the program typed → [`TableSpec`], with everything it refers to
//! looked up and nothing in it that contradicts itself.

use super::lists::has_identifier;
use super::raw;
use super::scope::ScopeRule;
use super::tables::{ColumnSpec, LEDGER_TABLE, Measure, RowSpec, RowsSpec, SortOrder, TableSpec};
use super::toml_file::TomlFile;
use crate::diagnostic::{FindingCode, Findings};
use crate::domain::{
    ComparisonKind, Count, DaysStatistic, Dimension, Filter, Period, Population, ReportPeriod,
    Taxonomy, Unit,
};
use crate::locale::PeriodWords;
use std::ops::Range;

/// Behind the name of a column that a table can do without.
const IF_ANY: &str = "_if_any";

/// No page and no paper is wide enough for more.
const MOST_COLUMNS: usize = 100;

/// The standard tables and charts: name and text.
pub(super) const DEFAULTS: (&str, &str) =
    ("templates/tables.toml", include_str!("../../templates/tables.toml"));

/// The years, half-years, quarters or months of a period by their name in the configuration. A period that is no longer than what is
/// asked for is divided into the next shorter parts; a long one into longer parts in a standard table.
fn parts(name: &str, of: ReportPeriod, is_standard: bool) -> Option<Vec<Period>> {
    let like = match name {
        "year" => Period::OneYear(1),
        "half_year" => Period::HalfYear(1),
        "quarter" => Period::Quarter(1),
        "month" => Period::Month(1),
        _ => return None,
    };
    Some(if is_standard { of.few_parts(like) } else { of.parts(like) })
}

/// A title in which `{parts}` stands for the parts that `half_year` divides the period into, `Halbjahren`, and `{months}` for those of
/// `month`.
pub(super) fn with_parts(title: &str, of: ReportPeriod) -> String {
    let words = PeriodWords::new(of);
    title.replace("{parts}", words.parts).replace("{months}", words.months)
}

/// The years a table can tell of.
pub(super) struct Years {
    /// Earlier ones, the oldest first.
    pub(super) earlier: Vec<i16>,
    /// The report's period.
    pub(super) report: ReportPeriod,
}

impl Years {
    /// The year before, when there is a report of it.
    fn before(&self) -> Option<i16> {
        self.earlier.last().copied().filter(|year| *year + 1 == self.report.year())
    }
}

pub(super) fn check(
    defaults: &TomlFile<raw::Defaults>,
    report: &TomlFile<raw::Report>,
    (taxonomy, scope): (&Taxonomy, &ScopeRule),
    years: &Years,
    findings: &mut Findings,
) -> Vec<TableSpec> {
    let mut own: Vec<TableSpec> = Vec::new();
    for raw in &report.tables {
        let mut reader = Reader { file: report, taxonomy, years, is_standard: false, findings };
        if let Some(table) = reader.table(raw) {
            if own.iter().any(|other| other.id == table.id) {
                findings.push(
                    report.wrong(
                        &raw.id,
                        format!("die Tabelle `{}` ist zweimal beschrieben", table.id),
                    ),
                );
            }
            own.push(table);
        }
    }
    // A standard table whose dimensions or values an office does not have is left out: only a
    // chapter that asks for it makes that a finding.
    let mut unused = Findings::default();
    for raw in &defaults.tables {
        let findings = &mut unused;
        let mut reader = Reader { file: defaults, taxonomy, years, is_standard: true, findings };
        if let Some(mut table) = reader.table(raw)
            && own.iter().all(|other| other.id != table.id)
            && tells_something(&mut table, taxonomy, scope)
        {
            own.push(table);
        }
    }
    own
}

/// Whether a standard table tells something: of a house beside the office where the office is a part of it, and of cases
/// that are counted. Rows that do not are left out.
fn tells_something(table: &mut TableSpec, taxonomy: &Taxonomy, scope: &ScopeRule) -> bool {
    let can_be = |count: &Count| {
        count.filter.conditions().all(|(dimension, codes)| {
            codes.iter().any(|code| scope.can_have(dimension, *code, taxonomy))
        })
    };
    let is_of_house = |count: &Count| scope.is_all() && count.population == Population::Krm;
    if let RowsSpec::Each(rows) = &mut table.rows {
        if rows.iter().any(|row| is_of_house(&row.base)) {
            return false;
        }
        rows.retain(|row| can_be(&row.base));
        return !rows.is_empty();
    }
    !is_of_house(&table.base) && can_be(&table.base)
}

struct Reader<'a, T> {
    file: &'a TomlFile<T>,
    taxonomy: &'a Taxonomy,
    years: &'a Years,
    /// Whether it comes with the program: then a row that an office's lists do not have is left out.
    is_standard: bool,
    findings: &'a mut Findings,
}

impl<T> Reader<'_, T> {
    fn table(&mut self, raw: &raw::Table) -> Option<TableSpec> {
        if !has_identifier(self.file, &raw.id, self.findings) {
            return None;
        }
        let texts = [&raw.unit, &raw.population, &raw.conditions];
        let [unit, population, conditions] =
            texts.map(|text| text.as_ref().map(|text| (text.get_ref().as_str(), text.span())));
        let base = self.count(unit, population, conditions)?;
        let rows = self.rows(&raw.rows)?;
        if let Some(first_too_many) = raw.columns.get(MOST_COLUMNS) {
            let message = "die Tabelle hat zu viele Spalten".to_owned();
            let span = first_too_many.span();
            let finding = self.file.finding(FindingCode::ConfigValue, span, message);
            self.findings.push(finding.expected(format!("höchstens {MOST_COLUMNS}")));
            return None;
        }
        let mut columns = Vec::new();
        for column in &raw.columns {
            if !self.can_do_without(column) {
                columns.push(self.column(column)?);
            }
        }
        let spec = TableSpec {
            id: raw.id.get_ref().clone(),
            title: with_parts(&raw.title, self.years.report),
            rows,
            columns,
            base,
            nested: raw.nested,
            shares: raw.shares,
            hide_zero_rows: raw.hide_zero_rows,
            sort: raw.sort,
            total: raw.total,
            row_header: raw.row_header.clone(),
            note: raw.note.clone(),
            exact_note: raw.exact_note.clone(),
            may_be_coarser: raw.coarser,
            is_detail: raw.detail,
        };
        match contradiction(&spec) {
            None => Some(spec),
            Some(message) => {
                self.report(FindingCode::ConfigValue, raw.rows.span(), message);
                None
            }
        }
    }

    fn rows(&mut self, raw: &toml::Spanned<raw::Rows>) -> Option<RowsSpec> {
        match raw.get_ref() {
            raw::Rows::By(name) => match parts(name, self.years.report, self.is_standard) {
                Some(parts) => Some(RowsSpec::Parts(parts)),
                None => self.dimension(name, raw.span()).map(RowsSpec::Dimension),
            },
            raw::Rows::Each(rows) => {
                let mut checked = Vec::new();
                for row in rows {
                    match self.row(row, &raw.span()) {
                        Some(row) => checked.push(row),
                        None if self.is_standard => {}
                        None => return None,
                    }
                }
                (!checked.is_empty()).then_some(RowsSpec::Each(checked))
            }
        }
    }

    fn row(&mut self, row: &raw::Row, span: &Range<usize>) -> Option<RowSpec> {
        let texts = [&row.unit, &row.population, &row.conditions];
        let [unit, population, conditions] =
            texts.map(|text| text.as_deref().map(|text| (text, span.clone())));
        let base = self.count(unit, population, conditions)?;
        let measure = match (&row.share, row.statistic, &row.rate) {
            (None, None, None) => Measure::Count,
            (Some(text), None, None) => Measure::Share(self.filter(text, span.clone())?),
            (None, Some(statistic), None) => Measure::Days(statistic),
            (None, None, Some(id)) => {
                let mut known = self.taxonomy.schema().references().iter();
                match known.find(|reference| reference.id == id) {
                    Some(reference) if base.unit == Unit::Cases => {
                        Measure::Rate(reference, self.years.report.year())
                    }
                    _ => {
                        let message =
                            format!("`{id}` ist keine Bezugsgröße von Fällen (`[[reference]]`)");
                        self.report(FindingCode::ConfigReference, span.clone(), message);
                        return None;
                    }
                }
            }
            _ => {
                let message = "eine Zeile nennt nur eines von `share`, `statistic` und `rate`";
                self.report(FindingCode::ConfigValue, span.clone(), message.to_owned());
                return None;
            }
        };
        Some(RowSpec { label: row.label.clone(), base, measure })
    }

    /// The earlier years; none is a finding, unless the table can do without.
    fn earlier(&mut self, span: Range<usize>, is_optional: bool) -> Option<ColumnSpec> {
        // An interim report is compared with nothing; a table of the office's own keeps its other columns.
        let is_interim = self.years.report.is_interim();
        let keeps_others = is_optional || is_interim && !self.is_standard;
        if self.years.earlier.is_empty() && !keeps_others {
            let message = "im Archiv ist kein Bericht eines früheren Jahres".to_owned();
            self.report(FindingCode::ConfigReference, span, message);
            return None;
        }
        Some(ColumnSpec::Earlier(self.years.earlier.clone()))
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
                "earlier" => self.earlier(span, false),
                "earlier_if_any" => self.earlier(span, true),
                "cumulative" => Some(ColumnSpec::Cumulative),
                "change" => Some(ColumnSpec::Change(ComparisonKind::Change, self.years.before())),
                "change_percent" => {
                    Some(ColumnSpec::Change(ComparisonKind::ChangePercent, self.years.before()))
                }
                name => match parts(name, self.years.report, self.is_standard) {
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
                        self.report(FindingCode::ConfigValue, span, message.to_owned());
                        None
                    }
                }
            }
        }
    }

    /// Whether a column is for the values of a list, if there are any, and there are none; or one of a standard table that would be
    /// for more months than half a year has.
    fn can_do_without(&self, raw: &toml::Spanned<raw::Column>) -> bool {
        let raw::Column::Word(word) = raw.get_ref() else { return false };
        let is_many = |parts: Vec<Period>| {
            parts.len() > 6 && parts.iter().all(|part| matches!(part, Period::Month(_)))
        };
        if self.is_standard && parts(word, self.years.report, true).is_some_and(is_many) {
            return true;
        }
        let dimension =
            word.strip_suffix(IF_ANY).and_then(|it| self.taxonomy.schema().dimension(it));
        let list = dimension.and_then(|dimension| self.taxonomy.list(dimension));
        list.is_some_and(|list| list.entries().is_empty())
    }

    fn dimension(&mut self, name: &str, span: Range<usize>) -> Option<Dimension> {
        let name = name.strip_suffix(IF_ANY).unwrap_or(name);
        let dimension = self.taxonomy.schema().dimension(name);
        let filled = dimension.filter(|dimension| {
            self.taxonomy.list(*dimension).is_some_and(|list| !list.entries().is_empty())
        });
        if filled.is_none() {
            let message = match dimension {
                Some(_) => format!("die Liste `{name}` ist leer"),
                None => format!("`{name}` ist keine Dimension"),
            };
            self.report(FindingCode::ConfigReference, span, message);
        }
        filled
    }

    fn filter(&mut self, text: &str, span: Range<usize>) -> Option<Filter> {
        match Filter::parse(text, self.taxonomy) {
            Ok((Period::Year, filter)) => Some(filter),
            Ok(_) => {
                let message = "hier kann kein Teil des Jahres stehen".to_owned();
                self.report(FindingCode::ConfigValue, span, message);
                None
            }
            Err(error) => {
                self.report(FindingCode::ConfigReference, span, error.to_string());
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
                self.report(FindingCode::ConfigValue, span, message);
                return None;
            }
        };
        let population = match population {
            None => Population::Received,
            Some((name, span)) => match Population::parse(name) {
                Ok(population) => population,
                Err(error) => {
                    self.report(FindingCode::ConfigReference, span, error.to_string());
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

    fn report(&mut self, code: FindingCode, span: Range<usize>, message: String) {
        self.findings.push(self.file.finding(code, span, message));
    }
}

/// What in a table cannot go together, if anything: such a table would print false zeros.
fn contradiction(spec: &TableSpec) -> Option<String> {
    let has_parts = spec.columns.iter().any(|column| matches!(column, ColumnSpec::Parts(_)));
    if has_parts && matches!(spec.rows, RowsSpec::Parts(_)) {
        return Some("Zeilen und Spalten können nicht beide das Jahr teilen".to_owned());
    }
    if spec.id == LEDGER_TABLE {
        return Some(format!("die Kennung `{LEDGER_TABLE}` gehört dem Nachweis der Datensätze"));
    }
    of_form(spec).map(str::to_owned).or_else(|| of_records(spec))
}

/// What of its rows, columns and order cannot go together.
fn of_form(spec: &TableSpec) -> Option<&'static str> {
    let has = |of: fn(&ColumnSpec) -> bool| spec.columns.iter().any(of);
    if has(|it| *it == ColumnSpec::Cumulative)
        && spec.rows != RowsSpec::Dimension(Dimension::DurationBand)
    {
        return Some(
            "`cumulative` zählt Stufen der Bearbeitungsdauer zusammen; das geht nur mit `rows = \"duration_band\"`",
        );
    }
    if spec.shares
        && (!matches!(spec.rows, RowsSpec::Dimension(_))
            || has(|it| !matches!(it, ColumnSpec::Total | ColumnSpec::Earlier(_))))
    {
        return Some(
            "Anteile (`shares`) haben nur Zeilen einer Dimension, mit den Spalten `earlier` und `total`",
        );
    }
    if spec.sort == SortOrder::Value && spec.nested {
        return Some(
            "Zeilen unter ihren Gruppen stehen in der Reihenfolge der Liste; `sort = \"value\"` geht nur ohne `nested`",
        );
    }
    if spec.sort == SortOrder::Value && !has(|it| *it == ColumnSpec::Total) {
        return Some("nach Größe ordnen lässt sich nur eine Tabelle mit der Spalte `total`");
    }
    if spec.mixes_records() && spec.total {
        return Some(
            "die Zeilen sind verschiedene Grundgesamtheiten und haben keine Summe; schreiben Sie `total = false`",
        );
    }
    if spec.mixes_records() && has(|it| *it == ColumnSpec::Share) {
        return Some(
            "die Zeilen sind verschiedene Grundgesamtheiten und haben keine gemeinsame Basis für `share`",
        );
    }
    let of_counts = |it: &ColumnSpec| {
        !matches!(it, ColumnSpec::Total | ColumnSpec::Earlier(_) | ColumnSpec::Change(..))
    };
    let tells_else = |rows: &Vec<RowSpec>| rows.iter().any(|row| row.measure != Measure::Count);
    if matches!(&spec.rows, RowsSpec::Each(rows) if tells_else(rows)) && has(of_counts) {
        return Some(
            "neben Zeilen mit `share` oder `statistic` sind nur die Spalten `total`, `earlier`, `change` und `change_percent` möglich",
        );
    }
    None
}

/// What of its records cannot be counted so.
fn of_records(spec: &TableSpec) -> Option<String> {
    let bases: Vec<&Count> = match &spec.rows {
        RowsSpec::Each(rows) => rows.iter().map(|row| &row.base).collect(),
        _ => vec![&spec.base],
    };
    let mut dimensions: Vec<Dimension> = Vec::new();
    if let RowsSpec::Dimension(dimension) = spec.rows {
        dimensions.push(dimension);
    }
    for base in bases {
        if let Err(error) = base.clone().checked() {
            return Some(error.to_string());
        }
        for column in &spec.columns {
            match column {
                ColumnSpec::Dimension(dimension) => dimensions.push(*dimension),
                ColumnSpec::Conditions { filter, .. } | ColumnSpec::RowShare { filter, .. } => {
                    if let Err(error) = base.clone().with_all(filter).checked() {
                        return Some(error.to_string());
                    }
                }
                ColumnSpec::Mentions | ColumnSpec::Days(_) if base.unit == Unit::Activities => {
                    return Some("Aktivitäten haben weder Nennungen noch eine Dauer".to_owned());
                }
                _ => {}
            }
        }
        let of_activities = base.unit == Unit::Activities;
        let wrong =
            dimensions.iter().find(|dimension| dimension.is_of_activities() != of_activities);
        if let Some(dimension) = wrong {
            let what = if of_activities { "Aktivitäten" } else { "Fälle" };
            return Some(format!(
                "`{}` ist keine Eigenschaft der gezählten {what}",
                dimension.id()
            ));
        }
    }
    None
}
