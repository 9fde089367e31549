//! What a reader learns from a report, as counts of cases: the one list that pattern and audit
//! work from.
//!
//! A *row* is a count over the cases of the exports. An *item* is a printed figure, and names the
//! rows a reader knows when it is printed. A row is *held* while an item that needs it is printed,
//! and *open* when all of them are masked. How rows hang together (totals, hierarchies, half-years,
//! shares) is nowhere written down: it follows from the cases themselves, see `alternative`.

use super::earlier::Earlier;
use super::relations::is_no_secret;
use super::revision::{Kept, Revision};
use crate::domain::{
    Case, Count, Dimension, Figure, Filter, LedgerEntry, Outcome, Period, Population, Unit,
};
use crate::plan::{CellKind, Plan, Request, RowKind};
use crate::project::{DisclosurePolicy, Project};
use crate::statistics::{Aspect, ExactFigures, ExactValue, Matcher, processing_days};
use std::collections::{BTreeMap, BTreeSet};

/// A count over cases.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Row {
    /// As a figure counts.
    Count(Count),
    /// The cases of a count whose duration lies on one side of a printed statistic.
    Duration {
        /// The cases.
        of: Count,
        /// Which durations.
        side: Side,
    },
    /// The cases of a count that count with two or more values of a property: what mentions are more than cases.
    Several {
        /// The cases.
        of: Count,
        /// The property.
        by: Dimension,
    },
}

/// Durations compared with a statistic in half days.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Side {
    /// Any duration: the case is closed.
    Any,
    /// Shorter than the statistic.
    Below(u64),
    /// Longer than the statistic.
    Above(u64),
}

/// A sum of rows with signs.
pub(super) type Form = Vec<(usize, i64)>;

/// A printed figure.
#[derive(Clone, Debug)]
pub(super) struct Item {
    pub(super) figure: Figure,
    /// The rows a reader knows from it.
    pub(super) rows: Vec<usize>,
    /// What masking it costs; `None` where it may not be masked.
    pub(super) cost: Option<u32>,
    /// What an earlier edition of the year did with it.
    pub(super) earlier: Option<Before>,
}

/// What an earlier edition of the year did with a figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Before {
    /// Printed it with the value it has now.
    Printed,
    /// Masked it.
    Masked,
    /// Printed it with another value than it has now; this one prints that value again.
    Changed,
}

/// All rows and items of a report.
#[derive(Clone, Debug, Default)]
pub(super) struct Registry {
    rows: Vec<Row>,
    position: BTreeMap<Row, usize>,
    items: Vec<Item>,
    items_of_row: Vec<Vec<usize>>,
    /// The rows of numbers that are printed as they were released, with how far readers believe them to be from that.
    as_released: BTreeMap<usize, Kept>,
}

/// The figures a reader would miss most, and those an earlier edition has decided on.
#[derive(Clone, Debug, Default)]
pub(super) struct Worth {
    /// A sentence names them.
    in_prose: BTreeSet<Figure>,
    /// They are totals of a table.
    table_totals: BTreeSet<Figure>,
    earlier: Earlier,
}

impl Worth {
    /// What the plan says of the figures' places.
    pub(super) fn new(plan: &Plan) -> Self {
        let mut in_prose: BTreeSet<Figure> = plan
            .requests
            .iter()
            .flat_map(Request::figures)
            .map(Figure::of_this_year)
            .cloned()
            .collect();
        // A sentence that ranks rows needs all of them.
        let ranked = plan.requests.iter().filter_map(Request::ranked_table);
        let ranked = ranked.filter_map(|table| plan.table(table));
        in_prose.extend(ranked.flat_map(|table| {
            let total = table.columns.iter().position(|column| column.kind == CellKind::Total);
            let cells = table.rows.iter().map(move |row| row.cells.get(total?)?.clone());
            cells.flatten()
        }));
        let totals = plan.tables.iter().flat_map(|table| {
            table.rows.iter().flat_map(|row| {
                let cells = row.cells.iter().zip(&table.columns);
                let totals = cells.filter(|(_, column)| {
                    column.kind == CellKind::Total || row.kind == RowKind::Total
                });
                totals.filter_map(|(cell, _)| cell.clone())
            })
        });
        Self { in_prose, table_totals: totals.collect(), earlier: Earlier::default() }
    }

    /// The same after earlier editions of the year.
    pub(super) fn after(self, earlier: &Earlier) -> Self {
        Self { earlier: earlier.clone(), ..self }
    }

    /// What the report of the year before masked of the stock this year began with.
    pub(super) fn stock(&self) -> &BTreeSet<Count> {
        &self.earlier.stock
    }

    /// What becomes of released numbers that have changed.
    pub(super) fn revision(&self) -> &Revision {
        &self.earlier.revision
    }

    /// What masking a count costs readers, whatever an earlier edition printed; `None` where it must stay printed.
    pub(super) fn of(
        &self,
        figure: &Figure,
        value: Option<ExactValue>,
        policy: &DisclosurePolicy,
    ) -> Option<u32> {
        cost(figure, value, &BTreeSet::new(), self, policy)
    }

    fn before(&self, figure: &Figure) -> Option<Before> {
        if self.earlier.known.contains(figure) {
            return Some(Before::Printed);
        }
        if self.revision().kept.contains_key(figure) {
            return Some(Before::Changed);
        }
        self.earlier.masked.contains(figure).then_some(Before::Masked)
    }
}

/// Costs are counted in so many parts, so that the size of a number decides among equals.
pub(super) const PARTS: u32 = 32;
/// What an inner cell of a crossed table costs.
const INNER: u32 = PARTS;
/// A cell that crosses groups stands for more.
const GROUPED: u32 = 3 * PARTS;
/// A total of a crossed table, or what such a table is broken down from.
const TABLE_TOTAL: u32 = 10 * PARTS;
/// A total of one property, or a number a sentence names.
const MARGIN: u32 = 20 * PARTS;
/// All cases of a population.
const TOTAL: u32 = 60 * PARTS;

impl Registry {
    /// The registry of these printed figures. Figures of activities are not about persons and are
    /// left out.
    pub(super) fn new(
        printed: &BTreeSet<Figure>,
        worth: &Worth,
        exact: &ExactFigures,
        policy: &DisclosurePolicy,
    ) -> Self {
        let mut registry = Self::default();
        let counts: BTreeSet<&Count> = printed
            .iter()
            .filter_map(|figure| match figure {
                Figure::Count(count) => Some(count),
                _ => None,
            })
            .collect();
        for figure in printed {
            let value = exact.get(figure);
            let earlier = worth.before(figure);
            let rows = match figure {
                // Readers learn the old number, and that the new one is near.
                _ if earlier == Some(Before::Changed) => registry.rows_as_released(figure, worth),
                Figure::Count(count) if count.unit == Unit::Activities => continue,
                Figure::Count(count) => vec![registry.count(count)],
                Figure::Share(share) if share.base().unit == Unit::Activities => continue,
                Figure::Share(share) => {
                    vec![registry.count(share.part()), registry.count(share.base())]
                }
                Figure::Days(days) => {
                    let mut sides = vec![Side::Any];
                    if let Some(ExactValue::HalfDays { half_days: Some(at), cases }) = value
                        && cases >= days.statistic.minimum_cases()
                    {
                        sides.extend([Side::Below(at), Side::Above(at)]);
                    }
                    let of = &days.of;
                    let timed =
                        sides.into_iter().map(|side| Row::Duration { of: of.clone(), side });
                    let mut rows = vec![registry.count(of)];
                    rows.extend(timed.map(|row| registry.row(row)));
                    rows
                }
                Figure::Ledger(entry) => match registry.ledger_form(*entry) {
                    Some(form) => form.into_iter().map(|(row, _)| row).collect(),
                    None => continue,
                },
                // Follows from printed numbers.
                Figure::Compared(_) => continue,
            };
            let cost = match earlier {
                Some(Before::Printed | Before::Changed) => None,
                _ => cost(figure, value, &counts, worth, policy),
            };
            registry.add(Item { figure: figure.clone(), rows, cost, earlier });
        }
        registry
    }

    /// The rows of a figure that is printed as it was released, or made of such numbers.
    fn rows_as_released(&mut self, figure: &Figure, worth: &Worth) -> Vec<usize> {
        // What was released of days says nothing of today's.
        if matches!(figure, Figure::Days(_)) {
            return Vec::new();
        }
        let mut rows = Vec::new();
        for count in figure.counts() {
            let row = self.count(count);
            self.as_released.extend(worth.revision().counts.get(count).map(|kept| (row, *kept)));
            rows.push(row);
        }
        rows
    }

    fn add(&mut self, item: Item) {
        for row in &item.rows {
            if let Some(items) = self.items_of_row.get_mut(*row) {
                items.push(self.items.len());
            }
        }
        self.items.push(item);
    }

    /// The position of a row, which is added when it is new.
    pub(super) fn row(&mut self, row: Row) -> usize {
        if let Some(position) = self.position.get(&row) {
            return *position;
        }
        self.rows.push(row.clone());
        self.items_of_row.push(Vec::new());
        self.position.insert(row, self.rows.len() - 1);
        self.rows.len() - 1
    }

    /// The position of a count.
    pub(super) fn count(&mut self, count: &Count) -> usize {
        self.row(Row::Count(count.clone()))
    }

    /// An entry of the ledger of records that counts persons' cases, by rows; apart from a constant.
    pub(super) fn ledger_form(&mut self, entry: LedgerEntry) -> Option<Form> {
        let LedgerEntry::Records(Some(outcome)) = entry else { return None };
        let received = Count::cases(Population::Received);
        let krm = Count::cases(Population::Krm);
        Some(match outcome {
            Outcome::Counted => vec![(self.count(&received), 1)],
            Outcome::OutsideScope => vec![(self.count(&krm), 1), (self.count(&received), -1)],
            Outcome::CarriedIn => vec![(self.count(&krm), -1)],
            Outcome::Excluded
            | Outcome::OutsidePeriod
            | Outcome::FurtherLine
            | Outcome::IdenticalRepeat
            | Outcome::Rejected
            | Outcome::Superseded => return None,
        })
    }

    /// All rows.
    pub(super) fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// All items.
    pub(super) fn items(&self) -> &[Item] {
        &self.items
    }

    /// Whether the number of a row, or a sign in its place, is printed; not where another number is printed again.
    pub(super) fn is_printed(&self, row: usize) -> bool {
        self.items_of(row).next().is_some() && self.as_released(row).is_none()
    }

    /// Whether a row is known from an earlier edition.
    pub(super) fn is_known(&self, row: usize) -> bool {
        self.items_of(row).any(|(_, item)| item.earlier == Some(Before::Printed))
    }

    /// Whether something printed tells a row that may not be masked, whatever the number.
    pub(super) fn cannot_be_masked(&self, row: usize) -> bool {
        self.items_of(row).any(|(_, item)| item.cost.is_none())
    }

    /// What readers believe of a row that is printed as it was released.
    pub(super) fn as_released(&self, row: usize) -> Option<Kept> {
        self.as_released.get(&row).copied()
    }

    /// The items a reader knows a row from.
    pub(super) fn items_of(&self, row: usize) -> impl Iterator<Item = (usize, &Item)> {
        let items = self.items_of_row.get(row).into_iter().flatten();
        items.filter_map(|item| Some((*item, self.items.get(*item)?)))
    }
}

/// What masking a figure costs; `None` where it must stay printed.
fn cost(
    figure: &Figure,
    value: Option<ExactValue>,
    counts: &BTreeSet<&Count>,
    worth: &Worth,
    policy: &DisclosurePolicy,
) -> Option<u32> {
    // A star in place of a zero would say that there is a case.
    if let (Figure::Count(count), Some(ExactValue::Count(0))) = (figure, value)
        && !policy.may_mask_zero(count)
    {
        return None;
    }
    // What is rounded is printed.
    if policy.is_exempt(figure) || policy.rounds(figure) {
        return None;
    }
    let named = |cost: u32| match figure {
        _ if worth.in_prose.contains(figure) => cost.max(MARGIN),
        Figure::Count(_) if worth.table_totals.contains(figure) => cost.max(TABLE_TOTAL),
        _ => cost,
    };
    // Of figures that cost the same the smallest goes first: readers miss it least.
    let size = match value {
        Some(ExactValue::Count(value) | ExactValue::Share { part: value, .. }) => {
            (u64::BITS - value.leading_zeros()).min(PARTS - 1)
        }
        _ => 0,
    };
    match figure {
        Figure::Count(count) => Some(named(count_cost(count)?) + size),
        // The count that is masked with it bears the cost, where it is printed.
        Figure::Share(share) if counts.contains(share.part()) => Some(named(0)),
        Figure::Share(share) => Some(named(count_cost(share.part()).unwrap_or(TOTAL)) + size),
        Figure::Days(_) => Some(named(GROUPED)),
        Figure::Ledger(entry) => {
            (*entry != LedgerEntry::Records(Some(Outcome::Counted))).then_some(MARGIN)
        }
        Figure::Compared(_) => None,
    }
}

fn count_cost(count: &Count) -> Option<u32> {
    let conditions = count.filter.conditions().count() + usize::from(count.period != Period::Year);
    let grouped = count.filter.conditions().any(|(dimension, _)| {
        use Dimension::{CategoryGroup, ResponsibleBody, Support, TopicGroup};
        matches!(dimension, CategoryGroup | ResponsibleBody | Support | TopicGroup)
    });
    match conditions {
        _ if is_no_secret(count) => None,
        0 => Some(TOTAL),
        1 => Some(MARGIN),
        _ if grouped => Some(GROUPED),
        _ => Some(INNER),
    }
}

impl Row {
    /// The least it can be when a sign stands in its place: a zero would be printed, but for
    /// protected properties.
    pub(super) fn least_masked(&self, policy: &DisclosurePolicy) -> i32 {
        match self {
            Self::Count(count) if policy.may_mask_zero(count) => 0,
            _ => 1,
        }
    }

    /// The part of the row's conditions that concerns one aspect, to be asked of each of the
    /// aspect's values once. Rows with equal parts ask the same.
    pub(super) fn part(&self, aspect: Aspect) -> Part {
        let (count, side, several) = match self {
            Self::Count(count) => (count, None, None),
            Self::Duration { of, side } => (of, Some(*side), None),
            Self::Several { of, by } => (of, None, Some(*by)),
        };
        let conditions = count.filter.conditions().filter(|(d, _)| Aspect::of(*d) == aspect);
        let filter = conditions.fold(Filter::all(), |filter, (dimension, codes)| {
            filter.and(dimension, codes.iter().copied())
        });
        let is_time = aspect == Aspect::Time;
        let unit = if aspect == Aspect::Topics { count.unit } else { Unit::Cases };
        let (population, period) = match is_time {
            true => (count.population, count.period),
            false => (Population::Received, Period::Year),
        };
        let count = Count { unit, population, period, filter };
        let several = several.filter(|by| Aspect::of(*by) == aspect);
        Part { count, side: side.filter(|_| is_time), several }
    }
}

/// What a row asks of one aspect.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Part {
    count: Count,
    side: Option<Side>,
    /// Of which property two values are asked for.
    several: Option<Dimension>,
}

impl Part {
    /// What the aspect of each of these cases contributes to the row: 0, 1, or a number of topics.
    pub(super) fn factors<'c>(
        &self,
        aspect: Aspect,
        cases: impl Iterator<Item = &'c Case>,
        project: &Project,
    ) -> Vec<u8> {
        let matcher = Matcher::new(&self.count, project);
        let side = |case: &Case| match (self.side, processing_days(case)) {
            (None, _) => true,
            (Some(_), None) => false,
            (Some(Side::Any), Some(_)) => true,
            (Some(Side::Below(at)), Some(days)) => 2 * u64::from(days) < at,
            (Some(Side::Above(at)), Some(days)) => 2 * u64::from(days) > at,
        };
        let several =
            |case: &Case| self.several.is_none_or(|by| matcher.values_named(case, by).len() > 1);
        cases
            .map(|case| match side(case) && several(case) {
                true => u8::try_from(matcher.factor(aspect, case)).unwrap_or(u8::MAX),
                false => 0,
            })
            .collect()
    }
}

/// Whether the sign for a masked item stands in the place of a row.
pub(super) fn stands_for(item: &Item, row: usize) -> bool {
    let first = item.rows.first() == Some(&row);
    first && matches!(item.figure, Figure::Count(_) | Figure::Share(_))
}
