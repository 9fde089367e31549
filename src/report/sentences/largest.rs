//! Which rows of a table are the largest: in a sentence, and as the headline of a chart.

use super::{Limits, as_groups, noun, smallest_base, text};
use crate::disclosure::{PublishedFigure, PublishedValue};
use crate::domain::Figure;
use crate::locale::enumeration;
use crate::plan::{CellKind, ROWS};
use crate::project::{Headline, RankedBy};
use crate::report::Context;
use crate::report::document::Inline;
use crate::report::table::{FilledRow, FilledTable};
use std::cmp::{Ordering, Reverse};

/// The most rows that are named as equal.
const MAX_TIED: usize = 3;

/// The largest rows by count, with their share where one of them has it in the table.
pub(super) fn words(
    pattern: &str,
    table: &FilledTable<'_>,
    context: &Context<'_>,
) -> Option<Vec<Inline>> {
    let ranked = Ranked::new(table, RankedBy::Total, context)?;
    let mut behind = ranked.value(context);
    let share = match ranked.largest.as_slice() {
        [(row, _)] => table.column(CellKind::Share).and_then(|column| *row.cells.get(column)?),
        _ => None,
    };
    let share = share.filter(
        |share| matches!(share.value(), PublishedValue::Share { base, .. } if base >= smallest_base(context)),
    );
    if let Some(share) = share {
        behind.push(text(", "));
        behind.push(Inline::Figure(context.printer().prose(share, None)));
    }
    Some(ranked.said(pattern, behind))
}

/// What a chart shows, said in a line; `None` where its rows have no order to tell.
pub(in crate::report) fn headline(
    headline: &Headline,
    table: &FilledTable<'_>,
    context: &Context<'_>,
) -> Option<Vec<Inline>> {
    let ranked = Ranked::new(table, headline.by, context)?;
    Some(ranked.said(&headline.text, ranked.value(context)))
}

type Row<'t, 'a> = (&'t FilledRow<'a>, &'a PublishedFigure);

/// The largest rows of a table, and what keeps them from being the largest of all.
struct Ranked<'t, 'a> {
    /// Those that are equal, in the order of print.
    largest: Vec<Row<'t, 'a>>,
    /// What could make a row larger.
    limits: Limits,
    /// The smallest base, where rows were left out for theirs.
    smallest: Option<u64>,
    /// What is said of rows that stand for groups.
    of_groups: Option<&'static str>,
}

impl<'t, 'a> Ranked<'t, 'a> {
    /// `None` where fewer than two rows can be compared, all are equal, too many lead, the largest is zero or one, or what the
    /// exports do not record could change the order.
    fn new(table: &'t FilledTable<'a>, by: RankedBy, context: &Context<'_>) -> Option<Self> {
        let column = table.column(match by {
            RankedBy::Total => CellKind::Total,
            RankedBy::Share => CellKind::Share,
        })?;
        if table.has_no_order(context) {
            return None;
        }
        let rows = table.rows.iter().filter(|row| row.is_value());
        let mut known: Vec<Row<'t, 'a>> = Vec::new();
        let unrecorded = table.has_unrecorded(column, context);
        let mut limits = Limits { unrecorded, ..Limits::default() };
        let mut has_small = false;
        for row in rows {
            let Some(figure) = *row.cells.get(column)? else { continue };
            match figure.value() {
                PublishedValue::Share { base, .. } if base < smallest_base(context) => {
                    has_small = true;
                }
                PublishedValue::TooFewCases => has_small = true,
                PublishedValue::Share { .. } | PublishedValue::Count(_) => {
                    known.push((row, figure));
                }
                _ => {}
            }
        }
        let largest = known.iter().map(|(_, figure)| *figure).max_by(|a, b| compare(a, b))?;
        let compared = known.len();
        let most = match largest.value() {
            PublishedValue::Count(count) => count,
            // A share of which is not published says nothing of its size.
            _ => 0,
        };
        limits.masked = table.hides_as_many(column, most, context);
        if is_order_rounded(&known, largest, context) {
            return None;
        }
        limits.unstated = by == RankedBy::Total && {
            let count = |(_, figure): &Row<'t, 'a>| match figure.value() {
                PublishedValue::Count(count) => Some(count),
                _ => None,
            };
            let mut numbers: Vec<u64> = known.iter().filter_map(count).collect();
            numbers.sort_unstable_by_key(|count| Reverse(*count));
            table.could_be_reordered(column, numbers.get(..2).unwrap_or_default())
        };
        known.retain(|(_, figure)| compare(figure, largest) == Ordering::Equal);
        // A single case is no more than chance.
        let is_one = largest.value() == PublishedValue::Count(1);
        let is_many = !largest.is_zero() && !is_one;
        let tells = compared > known.len() && known.len() <= MAX_TIED && is_many;
        let smallest = has_small.then(|| smallest_base(context));
        let of_groups = as_groups(table, known.iter().map(|(row, _)| row.plan.label.as_str()));
        tells.then_some(Self { largest: known, limits, smallest, of_groups })
    }

    /// The number the rows have, each of them when there are several.
    fn value(&self, context: &Context<'_>) -> Vec<Inline> {
        let mut words = Vec::new();
        if self.largest.len() > 1 {
            words.push(text("je "));
        }
        if let Some((_, figure)) = self.largest.first() {
            let noun = match figure.figure() {
                Figure::Count(count) => Some(noun(count.unit)),
                _ => None,
            };
            words.push(Inline::Figure(context.printer().prose(figure, noun.as_ref())));
        }
        words
    }

    /// The pattern with the rows' names in it and the value behind.
    fn said(&self, pattern: &str, value: Vec<Inline>) -> Vec<Inline> {
        let names = enumeration(self.largest.iter().map(|(row, _)| row.plan.label.as_str()));
        let mut words = vec![text(pattern.replacen(ROWS, &names, 1)), text(" (")];
        words.extend(value);
        if let Some(smallest) = self.smallest {
            words.push(text(format!(", unter Zeilen ab {smallest} Fällen")));
        }
        words.extend(self.of_groups.map(text));
        words.extend(self.limits.words().map(text));
        words.push(text(")"));
        words
    }
}

/// Whether another share could be the largest before rounding.
fn is_order_rounded(
    known: &[Row<'_, '_>],
    largest: &PublishedFigure,
    context: &Context<'_>,
) -> bool {
    let policy = &context.project.disclosure;
    let PublishedValue::Share { part, base } = largest.value() else { return false };
    if policy.base().is_none() {
        return false;
    }
    let (least, _) = policy.printed_alike(part);
    let (_, of_most) = policy.printed_alike(base);
    let others = known.iter().filter(|(_, figure)| compare(figure, largest) != Ordering::Equal);
    others.into_iter().any(|(_, other)| match other.value() {
        PublishedValue::Share { part, base } => {
            let ((_, most), (of_least, _)) =
                (policy.printed_alike(part), policy.printed_alike(base));
            u128::from(most) * u128::from(of_most) >= u128::from(least) * u128::from(of_least)
        }
        _ => false,
    })
}

/// By size; shares as fractions, so that no rounding decides.
fn compare(a: &PublishedFigure, b: &PublishedFigure) -> Ordering {
    match (a.value(), b.value()) {
        (PublishedValue::Count(a), PublishedValue::Count(b)) => a.cmp(&b),
        (
            PublishedValue::Share { part: a, base: of_a },
            PublishedValue::Share { part: b, base: of_b },
        ) => (u128::from(a) * u128::from(of_b)).cmp(&(u128::from(b) * u128::from(of_a))),
        _ => Ordering::Equal,
    }
}
