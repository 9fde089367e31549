//! Filling a planned table with published figures: order of rows, what is left out, notes.

use super::Context;
use super::definition::count_definition;
use super::document::{Cell, Table, TableColumn, TableRow};
use super::printed::PrintedFigure;
use super::{earlier, missing};
use crate::disclosure::{GivenUp, PublishedFigure, PublishedValue};
use crate::domain::{
    ComparisonKind, Dimension, Field, Figure, Population, Unit, ValueCode, sort_key,
};
use crate::locale::{date_long, enumeration, lack_words};
use crate::plan::{CellKind, ColumnPlan, RowKind, RowPlan, TablePlan};
use crate::project::SortOrder;
use std::cmp::Reverse;
use std::collections::BTreeSet;

/// A planned table with the published figure of each cell, rows in print order.
#[derive(Clone, Debug)]
pub(super) struct FilledTable<'a> {
    pub(super) plan: &'a TablePlan,
    pub(super) columns: Vec<&'a ColumnPlan>,
    pub(super) rows: Vec<FilledRow<'a>>,
}

/// A row with the published figures of its cells.
#[derive(Clone, Debug)]
pub(super) struct FilledRow<'a> {
    pub(super) plan: &'a RowPlan,
    pub(super) cells: Vec<Option<&'a PublishedFigure>>,
}

impl FilledRow<'_> {
    /// The value the row stands for in a dimension, itself or through its groups.
    pub(super) fn value_in(
        &self,
        dimension: Dimension,
        context: &Context<'_>,
    ) -> Option<ValueCode> {
        let (mut at, mut code) = self.plan.value?;
        while at != dimension {
            code = context.project.taxonomy.group_of(at, code);
            at = at.parent()?;
        }
        Some(code)
    }

    /// Whether it stands for a value rather than for a group or for all.
    pub(super) fn is_value(&self) -> bool {
        matches!(self.plan.kind, RowKind::Value | RowKind::Nested)
    }
}

/// Fills a table.
pub(super) fn fill<'a>(plan: &'a TablePlan, context: &Context<'a>) -> FilledTable<'a> {
    let mut rows: Vec<FilledRow<'a>> = plan
        .rows
        .iter()
        .map(|row| FilledRow {
            plan: row,
            cells: row.cells.iter().map(|cell| context.published(cell.as_ref()?)).collect(),
        })
        .collect();
    let shown: Vec<bool> = plan
        .columns
        .iter()
        .enumerate()
        .map(|(position, column)| {
            let is_nothing = |cell: Option<&Option<&PublishedFigure>>| {
                let value = cell.copied().flatten().map(PublishedFigure::value);
                is_zero(cell) || value == Some(PublishedValue::NotRecorded)
            };
            !column.hide_when_zero || !rows.iter().all(|row| is_nothing(row.cells.get(position)))
        })
        .collect();
    for row in &mut rows {
        let mut position = 0;
        row.cells.retain(|_| {
            position += 1;
            shown.get(position - 1).copied().unwrap_or(true)
        });
    }
    rows.retain(|row| {
        let may_go = plan.hide_zero_rows && row.plan.kind != RowKind::Total
            || row.plan.kind == RowKind::NotStated;
        !(may_go && is_empty(row))
    });
    let columns: Vec<&ColumnPlan> = plan
        .columns
        .iter()
        .zip(&shown)
        .filter_map(|(column, shown)| shown.then_some(column))
        .collect();
    let mut table = FilledTable { plan, columns, rows };
    sort(&mut table);
    table
}

/// Whether a row has no record: all of its counts are zero, or there is nothing in it at all.
fn is_empty(row: &FilledRow<'_>) -> bool {
    let mut counts = row
        .cells
        .iter()
        .flatten()
        .filter(|figure| matches!(figure.figure(), Figure::Count(_)) || is_earlier_count(figure))
        .peekable();
    match counts.peek() {
        Some(_) => {
            let is_not_stated = row.plan.kind == RowKind::NotStated;
            counts.all(|figure| match figure.value() {
                PublishedValue::NotAvailable => true,
                PublishedValue::NotRecorded => is_not_stated,
                _ => figure.is_zero(),
            })
        }
        None => row.cells.iter().all(|cell| {
            let value = cell.map(PublishedFigure::value);
            value == Some(PublishedValue::NotAvailable) || is_zero(Some(cell))
        }),
    }
}

fn is_earlier_count(figure: &PublishedFigure) -> bool {
    matches!(figure.figure(), Figure::Compared(comparison)
        if comparison.kind == ComparisonKind::Earlier
            && matches!(*comparison.of, Figure::Count(_)))
}

/// Whether a cell is exactly zero, or empty by plan.
fn is_zero(cell: Option<&Option<&PublishedFigure>>) -> bool {
    match cell {
        Some(Some(figure)) => matches!(
            figure.value(),
            PublishedValue::Count(0)
                | PublishedValue::Share { part: 0, .. }
                | PublishedValue::NoBase
        ),
        _ => true,
    }
}

/// Largest first; masked ones behind all numbers in alphabetical order, so that their place tells
/// nothing; "not stated" and the total at the end. Nested rows keep their groups.
fn sort(table: &mut FilledTable<'_>) {
    if table.plan.sort == SortOrder::List {
        return;
    }
    let column = table.column(CellKind::Total);
    table.rows.sort_by_key(|row| {
        let value = match column.and_then(|column| *row.cells.get(column)?) {
            Some(figure) => match figure.value() {
                PublishedValue::Count(count) => Some(count),
                _ => None,
            },
            None => None,
        };
        let place = match row.plan.kind {
            RowKind::NotStated => 1,
            RowKind::Total => 2,
            _ => 0,
        };
        let masked = value.is_none();
        (place, masked, Reverse(value), sort_key(&row.plan.label))
    });
}

impl FilledTable<'_> {
    /// Position of the first column of a kind.
    pub(super) fn column(&self, kind: CellKind) -> Option<usize> {
        self.columns.iter().position(|column| column.kind == kind)
    }

    /// The published totals of the rows that stand for a value, largest first, in print order among
    /// equals: number, label, printed number.
    pub(super) fn ranked(&self, context: &Context<'_>) -> Vec<(u64, &str, PrintedFigure)> {
        let column = self.column(CellKind::Total);
        let mut values: Vec<(u64, &str, PrintedFigure)> = self
            .rows
            .iter()
            .filter(|row| row.is_value())
            .filter_map(|row| {
                let figure = column.and_then(|column| *row.cells.get(column)?)?;
                let PublishedValue::Count(count) = figure.value() else { return None };
                Some((count, row.plan.label.as_str(), context.printer().cell(figure)))
            })
            .collect();
        values.sort_by_key(|(count, _, _)| Reverse(*count));
        values
    }

    /// Whether a row could stand anywhere in the order because its total is not published.
    pub(super) fn has_masked_totals(&self) -> bool {
        let total = self.column(CellKind::Total);
        total.is_some_and(|column| self.has_value(column, PublishedValue::Masked))
    }

    /// Whether a row whose number in a column is not published could be as large as this: no group that it belongs to is printed
    /// with less.
    pub(super) fn hides_as_many(&self, column: usize, number: u64, context: &Context<'_>) -> bool {
        let rows = self.rows.iter().filter(|row| row.is_value());
        let figures = rows.filter_map(|row| *row.cells.get(column)?);
        let mut hidden = figures.filter(|figure| figure.value() == PublishedValue::Masked);
        hidden.any(|figure| {
            let counts = figure.figure().counts();
            let groups = counts.into_iter().flat_map(|it| it.of_groups(&context.project.taxonomy));
            !groups.into_iter().any(|group| {
                let group = context.published(&Figure::Count(group)).map(PublishedFigure::value);
                matches!(group, Some(PublishedValue::Count(all)) if all < number)
            })
        })
    }

    /// The fields that only some of the cases in a column have recorded.
    pub(super) fn partial_fields(&self, column: usize, context: &Context<'_>) -> BTreeSet<Field> {
        let cells = self.rows.iter().filter_map(|row| *row.cells.get(column)?);
        let recording = &context.plan.recording;
        cells.flat_map(|cell| recording.fields.partial_for(cell.figure())).collect()
    }

    /// Whether a row could stand anywhere in the order of a column because no export, or only a part of them, records it.
    pub(super) fn has_unrecorded(&self, column: usize, context: &Context<'_>) -> bool {
        self.has_value(column, PublishedValue::NotRecorded)
            || !self.partial_fields(column, context).is_empty()
    }

    /// Whether the exports tell of a single value, and others may be those of the cases that say nothing.
    pub(super) fn has_one_seen_value(&self) -> bool {
        !self.plan.unseen_rows.is_empty()
            && self.rows.iter().filter(|row| row.is_value()).count() == 1
    }

    /// Whether no row can be called the largest or the smallest: a value that only the exports without the field may have
    /// could be ahead, rows are classes of unequal width, or they are parts of the year and the exports do not cover all days of one.
    pub(super) fn has_no_order(&self, context: &Context<'_>) -> bool {
        let column = self.column(CellKind::Total);
        let cells = self.rows.iter().filter_map(|row| column.and_then(|at| *row.cells.get(at)?));
        let recording = &context.plan.recording;
        let mut figures = cells.map(PublishedFigure::figure);
        self.has_unequal_classes()
            || !self.plan.unseen_rows.is_empty()
            || figures.any(|it| recording.is_of_part_with_gap(it) || recording.is_open(it))
    }

    /// Whether rows are classes of unequal width, of which the fullest is only the widest.
    pub(super) fn has_unequal_classes(&self) -> bool {
        let of_bands = |row: &RowPlan| matches!(row.value, Some((Dimension::DurationBand, _)));
        self.plan.rows.iter().any(of_bands)
    }

    fn has_value(&self, column: usize, value: PublishedValue) -> bool {
        let rows = self.rows.iter().filter(|row| row.is_value());
        let mut figures = rows.filter_map(|row| *row.cells.get(column)?);
        figures.any(|figure| figure.value() == value)
    }

    /// Whether the cases for which nothing is stated could change the order of some rows of a column, with these numbers from the
    /// largest on: they are as many as two of them differ by.
    pub(super) fn could_be_reordered(&self, column: usize, numbers: &[u64]) -> bool {
        // Where an empty value has a name it says something: its cases are of no other row.
        let has_name = self
            .plan
            .rows
            .iter()
            .any(|row| row.kind == RowKind::NotStated && row.label != "ohne Angabe");
        let unstated = self.not_stated(column).filter(|_| !has_name).unwrap_or_default();
        let differences = numbers.windows(2).map(|pair| match pair {
            [one, next] => one.abs_diff(*next),
            _ => u64::MAX,
        });
        unstated > 0 && differences.into_iter().any(|by| by <= unstated)
    }

    /// The published number of the cases for which nothing is stated.
    pub(super) fn not_stated(&self, column: usize) -> Option<u64> {
        let row = self.rows.iter().find(|row| row.plan.kind == RowKind::NotStated)?;
        match (*row.cells.get(column)?)?.value() {
            PublishedValue::Count(count) => Some(count),
            _ => None,
        }
    }

    /// Positions of the columns that form the series of a chart.
    pub(super) fn series(&self) -> Vec<usize> {
        let series = self.columns.iter().enumerate().filter(|(_, column)| column.in_series);
        series.map(|(position, _)| position).collect()
    }
}

/// The table as printed.
pub(super) fn print(table: &FilledTable<'_>, number: usize, context: &Context<'_>) -> Table {
    let barred = &context.signs.not_meaningful;
    let rows = table
        .rows
        .iter()
        .map(|row| TableRow {
            label: row.plan.label.clone(),
            key: row.plan.key.clone(),
            kind: row.plan.kind,
            cells: row
                .cells
                .iter()
                .map(|cell| match cell {
                    Some(figure) => Cell::Figure(context.printer().table_cell(figure)),
                    None => {
                        Cell::Barred { text: barred.text.clone(), spoken: barred.meaning.clone() }
                    }
                })
                .collect(),
        })
        .collect();
    let notes = notes(table, context);
    Table {
        id: table.plan.id.clone(),
        number,
        title: title(&table.plan.title, table.plan),
        subtitle: subtitle(table.plan, context),
        row_header: table.plan.row_header.clone(),
        columns: table
            .columns
            .iter()
            .map(|column| TableColumn { label: column.label.clone(), key: column.key.clone() })
            .collect(),
        rows,
        shown_notes: notes.clone(),
        notes,
        source: context.source_line(table.plan.base.unit),
        shows_source: true,
        shows_subtitle: true,
    }
}

/// The title of a table or chart; one in a coarser form than asked for says so, for its words may promise more.
pub(super) fn title(title: &str, plan: &TablePlan) -> String {
    match plan.is_coarser() {
        true => format!("{title} (zusammengefasst)"),
        false => title.to_owned(),
    }
}

/// Population, period and n: `Fälle der Ombudsstelle, eingegangen 2017 (n = 286)`. A table whose
/// rows are different populations has no n; its rows say what they are.
pub(super) fn subtitle(plan: &TablePlan, context: &Context<'_>) -> String {
    let is_of_shares = plan.rows.iter().flat_map(|row| row.cells.last()).flatten().next();
    let is_of_shares = matches!(is_of_shares, Some(Figure::Share(_)));
    if (plan.mixed_populations || is_of_shares) && !plan.earlier.is_empty() {
        return years(plan, context);
    }
    if plan.mixed_populations {
        let unit = crate::locale::unit_name(plan.base.unit);
        let words = lack_of_mixed(plan, context).map(|words| format!(" ({words})"));
        return format!(
            "{unit} {}{}",
            context.project.words.period.within,
            words.unwrap_or_default()
        );
    }
    let all = Figure::Count(plan.base.clone());
    let n = match context.published(&all) {
        Some(figure) if figure.is_zero() => "0".to_owned(),
        Some(figure) => context.printer().prose(figure, None).text().to_owned(),
        None => String::new(),
    };
    let definition = count_definition(&plan.base, context.project, &context.plan.recording);
    format!("{definition} (n\u{a0}=\u{a0}{n})")
}

/// What is missing of the year of rows that are different populations; said of the office alone where the house has all.
fn lack_of_mixed(plan: &TablePlan, context: &Context<'_>) -> Option<String> {
    let year = context.project.settings.period;
    let lack_of = |figure: &Figure| context.plan.recording.lack(figure, year);
    let words = lack_words(&lack_of(&Figure::Count(plan.base.clone()))?, plan.base.period)?;
    let mut figures = plan.rows.iter().flat_map(|row| row.cells.iter().flatten());
    let is_whole_of_house = figures.any(|figure| {
        matches!(figure, Figure::Count(count)
            if count.population == Population::Krm && count.period == plan.base.period)
            && lack_of(figure).is_none()
    });
    Some(match is_whole_of_house {
        true => format!("{} {words}", context.project.words.office.bare),
        false => words,
    })
}

/// The years a table tells of: `Jahre 2015 bis 2017`.
pub(super) fn years(plan: &TablePlan, context: &Context<'_>) -> String {
    let years = plan.earlier.iter().copied().chain([context.project.settings.period.year()]);
    let plural = &context.project.words.period.plural;
    format!(
        "{plural} {}",
        earlier::years_text(&years.collect::<Vec<_>>(), context.project.settings.period)
    )
}

fn notes(table: &FilledTable<'_>, context: &Context<'_>) -> Vec<String> {
    let left_out = &table.plan.left_out;
    let mut notes: Vec<String> = match left_out.is_empty() {
        true => table.plan.note.clone().into_iter().collect(),
        // What the note says of all rows need not hold for the others.
        false => {
            let labels = enumeration(left_out.iter().map(String::as_str));
            vec![format!("In den Exporten nicht erfasst und deshalb nicht aufgeführt: {labels}.")]
        }
    };
    if table.plan.is_coarser() {
        let by = table.plan.coarser_by().join("; ");
        notes.push(format!(
            "Damit niemand zu erkennen ist, ist die Tabelle gröber gegliedert als vorgesehen: {by}."
        ));
    }
    let unseen = [&table.plan.unseen_rows, &table.plan.unseen_columns];
    let unseen = unseen.into_iter().flatten().map(String::as_str);
    if unseen.clone().next().is_some() {
        let labels = enumeration(unseen);
        notes.push(format!("Nicht aufgeführt, weil nur ein Teil der Exporte die Angabe enthält und sie dort nicht vorkommt: {labels}."));
    }
    let recording = &context.plan.recording;
    let cells = || table.plan.rows.iter().flat_map(|row| row.cells.iter().flatten());
    let partial: BTreeSet<Field> =
        cells().flat_map(|figure| recording.fields.partial_for(figure)).collect();
    if !partial.is_empty() {
        let names = missing::quoted(&partial, &context.project.words);
        let is_share =
            |figure: &Figure| matches!(figure, Figure::Share(_)) && recording.is_partial(figure);
        let of_shares = match cells().any(is_share) {
            true => "; Anteile dazu beziehen sich auf die Fälle daraus",
            false => "",
        };
        notes.push(format!("Nur ein Teil der Exporte enthält {names}{of_shares}."));
    }
    let rests_on: BTreeSet<Field> =
        cells().flat_map(Figure::counts).flat_map(|count| count.rests_on()).collect();
    notes.extend(missing::entered_later_of(&rests_on, context));
    if let Some(opened) = recording.days.opened_on.filter(|_| table.plan.before_office) {
        notes.push(format!(
            "{} besteht seit dem {}; {} Zeit davor ist nicht aufgeführt.",
            context.project.words.office.start,
            date_long(opened),
            context.project.words.office.possessive
        ));
    }
    if table.plan.multiple_response {
        let what = match table.plan.base.unit {
            Unit::Activities => "Eine Aktivität kann in mehreren Zeilen stehen",
            _ => "Ein Fall kann in mehreren Zeilen stehen",
        };
        notes.push(format!("{what}; die Zeilen lassen sich deshalb nicht zusammenzählen."));
    }
    if table.plan.multiple_columns {
        notes.push("Ein Fall kann in mehreren Spalten stehen.".to_owned());
    }
    notes.extend(earlier::notes(table, context));
    let mut signs: Vec<&str> = Vec::new();
    for sign in context.signs.all() {
        let used = table.rows.iter().any(|row| {
            row.cells.iter().any(|cell| match cell {
                Some(figure) => context.printer().cell(figure).text() == sign.text,
                None => context.signs.not_meaningful == *sign,
            })
        });
        if used {
            signs.push(&sign.text);
        }
    }
    let is_revised = |row: &FilledRow<'_>| row.cells.iter().flatten().any(|it| it.is_revised());
    let revised = Some(&context.signs.revised).filter(|_| table.rows.iter().any(is_revised));
    let legend: Vec<String> = context
        .signs
        .all()
        .into_iter()
        .filter(|sign| signs.contains(&sign.text.as_str()))
        .chain(revised)
        .map(|sign| format!("{}\u{a0}= {}", sign.text, sign.meaning))
        .collect();
    if !legend.is_empty() {
        notes.push(format!("Zeichen: {}.", legend.join("; ")));
    }
    let policy = &context.project.disclosure;
    let mut cells = table.rows.iter().flat_map(|row| row.cells.iter().flatten());
    if let Some(base) = policy.base().filter(|_| cells.any(|figure| policy.rounds(figure.figure())))
    {
        notes.push(format!(
            "Jede Anzahl ist für sich auf ein Vielfaches von {base} gerundet, auch Summen; Anteile sind aus gerundeten Anzahlen gebildet."
        ));
    }
    let tells_nothing = context.figures.given_up() != GivenUp::Nothing;
    let may_be_zero = |figure: &PublishedFigure| {
        let mut counts = figure.figure().counts().into_iter();
        figure.value() == PublishedValue::Masked
            && (tells_nothing || counts.any(|count| policy.may_mask_zero(count)))
    };
    if table.rows.iter().any(|row| row.cells.iter().flatten().any(|figure| may_be_zero(figure))) {
        let mark = &context.signs.masked.text;
        notes.push(format!("Anstelle des Zeichens „{mark}“ kann auch null stehen."));
    }
    notes
}
