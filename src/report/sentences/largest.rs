//! Which rows of a table are the largest: in a sentence, and as the headline of a chart.

use super::{Limits, SMALL_BASE, Way, as_groups, noun, number_of, smallest_base, text, way};
use crate::disclosure::{PublishedFigure, PublishedValue};
use crate::domain::{Comparison, ComparisonKind, Figure};
use crate::locale::{PeriodWords, enumeration};
use crate::plan::{CellKind, ROWS, RowKind, SHARE};
use crate::project::{Headline, RankedBy};
use crate::report::Context;
use crate::report::document::Inline;
use crate::report::printed::count_of;
use crate::report::table::{FilledRow, FilledTable};
use std::cmp::{Ordering, Reverse};

/// The most rows that are named as equal.
const MAX_TIED: usize = 3;

/// The largest rows by count, with their share where one of them has it in the table.
pub(super) fn words(
    pattern: &str,
    is_plain: bool,
    table: &FilledTable<'_>,
    context: &Context<'_>,
) -> Option<Vec<Inline>> {
    let ranked = Ranked::new(table, RankedBy::Total, "", context)?;
    if ranked.is_close {
        return None;
    }
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
    let plain = |(row, _): &Row<'_, '_>| {
        let (dimension, code) = row.plan.value?;
        context.project.taxonomy.list(dimension)?.plain_name(code).map(str::to_owned)
    };
    let label = |row: &Row<'_, '_>| {
        plain(row).filter(|_| is_plain).unwrap_or_else(|| row.0.plan.label.clone())
    };
    Some(ranked.said(pattern, label, behind))
}

/// How large the first part of a whole is, beside the year before, above a chart of what it is made of: with [`ROWS`] for its name
/// and [`SHARE`] for its share. `None` where it is none or all, or rests on few cases.
pub(in crate::report) fn first_part(
    headline: &Headline,
    table: &FilledTable<'_>,
    context: &Context<'_>,
) -> Option<Vec<Inline>> {
    let row = table.rows.first().filter(|row| row.is_value())?;
    let now = (*row.cells.get(table.column(CellKind::Total)?)?)?;
    let PublishedValue::Share { part, base } = now.value() else { return None };
    if part == 0 || part == base || base < smallest_base(context) {
        return None;
    }
    let text_of = headline.text.replacen(ROWS, &row.plan.label, 1);
    let (start, end) = text_of.split_once(SHARE)?;
    let printed = |figure| Inline::Figure(context.printer().prose(figure, None));
    let mut words = vec![text(start), printed(now), text(end)];
    let period = context.project.settings.period;
    let earlier = period.in_year(period.year() - 1)?;
    let before = Comparison::new(ComparisonKind::Earlier, earlier.year(), now.figure().clone());
    let before = before.map(Figure::Compared);
    let way = before.as_ref().and_then(|it| way(now.figure(), it, &[], earlier.year(), context));
    if let (Some(before), Some(way)) = (before.and_then(|it| context.published(&it)), way) {
        let likewise = if way == Way::Same { "ebenfalls " } else { "" };
        words.push(text(format!(", {} waren es {likewise}", PeriodWords::new(earlier).within)));
        words.push(printed(before));
    }
    Some(words)
}

/// How many of the cases that were done were so within the target, above a chart of how many were done by when; `None` where the
/// bands of processing time have no limit at the target, or too few were.
pub(in crate::report) fn within_target(
    table: &FilledTable<'_>,
    context: &Context<'_>,
) -> Option<Vec<Inline>> {
    let rules = &context.project.durations;
    let target = rules.target_days?;
    let band = rules.bands.iter().position(|limit| *limit == target)?;
    let column = table.column(CellKind::Cumulative)?;
    let rows: Vec<&FilledRow<'_>> = table.rows.iter().filter(|row| row.is_value()).collect();
    let (done, all) = ((*rows.get(band)?.cells.get(column)?)?, (*rows.last()?.cells.get(column)?)?);
    let (PublishedValue::Count(part), PublishedValue::Count(whole)) = (done.value(), all.value())
    else {
        return None;
    };
    if part < 2 || whole < smallest_base(context) {
        return None;
    }
    let printed = |figure| Inline::Figure(context.printer().prose(figure, None));
    let within = if target == 1 { "1 Tag" } else { &format!("{target} Tagen") };
    let [of_all, of_some] =
        ["Fälle", "Fällen"].map(|cases| format!("{cases} waren nach {within} erledigt"));
    // Rounded numbers that are printed alike may differ.
    let is_exact = context.project.disclosure.base().is_none();
    Some(match part == whole && is_exact {
        true => vec![text("Alle "), printed(all), text(format!(" {of_all}"))],
        false => vec![printed(done), text(" von "), printed(all), text(format!(" {of_some}"))],
    })
}

/// What a chart shows, said in a line; `None` where its rows have no order to tell.
pub(in crate::report) fn headline(
    headline: &Headline,
    table: &FilledTable<'_>,
    context: &Context<'_>,
) -> Option<Vec<Inline>> {
    let ranked = Ranked::new(table, headline.by, &headline.undecided, context);
    let ranked = ranked.filter(|ranked| !ranked.is_close)?;
    let label = |(row, _): &Row<'_, '_>| row.plan.label.clone();
    let Some((other, number)) = ranked.other else {
        return Some(ranked.said(&headline.text, label, ranked.value(context)));
    };
    // Of two rows one is more than the other, not the most.
    let pattern = headline.of_two.as_deref()?.replacen(Headline::OTHER, &other.plan.label, 1);
    let (_, largest) = ranked.largest.first()?;
    let printed = |figure| Inline::Figure(context.printer().prose(figure, None));
    let numbers = vec![printed(largest), text(" gegenüber "), printed(number)];
    Some(ranked.said(&pattern, label, numbers))
}

type Row<'t, 'a> = (&'t FilledRow<'a>, &'a PublishedFigure);

/// The largest rows of a table, and what keeps them from being the largest of all.
struct Ranked<'t, 'a> {
    /// Those that are equal, in the order of print.
    largest: Vec<Row<'t, 'a>>,
    /// The smaller one of two rows.
    other: Option<Row<'t, 'a>>,
    /// Whether two rows, or the two largest shares, differ by too little, or count too few, to be compared.
    is_close: bool,
    /// What could make a row larger.
    limits: Limits,
    /// The smallest base, where rows were left out for theirs.
    smallest: Option<u64>,
    /// What is said of rows that stand for groups.
    of_groups: Option<&'static str>,
}

impl<'t, 'a> Ranked<'t, 'a> {
    /// `None` where fewer than two rows above zero can be compared, all are equal, too many lead, the largest is one, a group is
    /// compared with values of others, or what the exports do not record could change the order.
    fn new(
        table: &'t FilledTable<'a>,
        by: RankedBy,
        undecided: &str,
        context: &Context<'_>,
    ) -> Option<Self> {
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
        let has_joined = known.iter().any(|(row, figure)| {
            table.is_joined(&row.plan.label) && compare(figure, largest) == Ordering::Equal
        });
        // What has all has no other to be more than.
        let is_alone = known.iter().filter(|(_, figure)| !figure.is_zero()).count() < 2
            && !table.has_masked_totals();
        if is_alone || has_joined && table.has_unequal_levels(context) {
            return None;
        }
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
            let count = |(_, figure): &Row<'t, 'a>| count_of(figure);
            let mut numbers: Vec<u64> = known.iter().filter_map(count).collect();
            numbers.sort_unstable_by_key(|count| Reverse(*count));
            table.could_be_reordered(column, numbers.get(..2).unwrap_or_default())
        };
        let total = table.rows.iter().find(|row| row.plan.kind == RowKind::Total);
        let total = total.and_then(|row| *row.cells.get(column)?);
        limits.undecided = could_be_passed((largest, total), &known, undecided, context);
        let other = match known.as_slice() {
            [_, _] if table.rows.iter().filter(|row| row.is_value()).count() == 2 => {
                known.iter().copied().find(|row| compare(row.1, largest) != Ordering::Equal)
            }
            _ => None,
        };
        let next = match by {
            RankedBy::Total => other.map(|(_, figure)| figure),
            RankedBy::Share => {
                let figures = known.iter().map(|(_, figure)| *figure);
                let smaller = figures.filter(|it| compare(it, largest) == Ordering::Less);
                smaller.max_by(|a, b| compare(a, b))
            }
        };
        let is_close = next.is_some_and(|next| is_close(largest, next));
        known.retain(|(_, figure)| compare(figure, largest) == Ordering::Equal);
        // A single case is no more than chance.
        let is_one = largest.value() == PublishedValue::Count(1);
        let is_many = !largest.is_zero() && !is_one;
        let tells = compared > known.len() && known.len() <= MAX_TIED && is_many;
        let smallest = has_small.then(|| smallest_base(context));
        let of_groups = as_groups(table, known.iter().map(|(row, _)| row.plan.label.as_str()));
        tells.then_some(Self { largest: known, other, is_close, limits, smallest, of_groups })
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

    /// The pattern with the rows' names in it, each in the quotation marks around their place, and the value behind.
    fn said(
        &self,
        pattern: &str,
        label: impl Fn(&Row<'t, 'a>) -> String,
        value: Vec<Inline>,
    ) -> Vec<Inline> {
        let names: Vec<String> = self.largest.iter().map(label).collect();
        let quoted = format!("„{ROWS}“");
        let names: Vec<String> = match pattern.contains(&quoted) {
            true => names.into_iter().map(|name| format!("„{name}“")).collect(),
            false => names,
        };
        let names = enumeration(&names);
        let pattern = pattern.replace(&quoted, ROWS);
        let mut words = vec![text(pattern.replacen(ROWS, &names, 1)), text(" (")];
        words.extend(value);
        if let Some(smallest) = self.smallest {
            words.push(text(format!(", unter Zeilen mit mindestens {smallest} Fällen")));
        }
        words.extend(self.of_groups.map(text));
        words.extend(self.limits.words().map(text));
        words.push(text(")"));
        words
    }
}

/// Whether two numbers differ by less than a twentieth or a percentage point, or are together too few to compare.
fn is_close(larger: &PublishedFigure, smaller: &PublishedFigure) -> bool {
    let wide = |a: u64, b: u64| u128::from(a) * u128::from(b);
    match (larger.value(), smaller.value()) {
        (PublishedValue::Count(more), PublishedValue::Count(less)) => {
            more + less < SMALL_BASE || more.abs_diff(less) * 20 < more
        }
        (
            PublishedValue::Share { part, base },
            PublishedValue::Share { part: other, base: of_other },
        ) => wide(part, of_other).abs_diff(wide(other, base)) * 100 < wide(base, of_other),
        _ => true,
    }
}

/// Whether a smaller share could be as large as the largest one, once all cases are decided. How many of a row's are not, is at
/// most as many as of all rows together, where it is not published.
fn could_be_passed(
    (largest, total): (&PublishedFigure, Option<&PublishedFigure>),
    known: &[Row<'_, '_>],
    undecided: &str,
    context: &Context<'_>,
) -> bool {
    let PublishedValue::Share { part: most, base: of_most } = largest.value() else { return false };
    let open = |figure: &PublishedFigure| match figure.figure() {
        Figure::Share(share) => {
            number_of(&share.undecided(undecided, &context.project.taxonomy), context)
        }
        _ => None,
    };
    let of_all = total.and_then(open).unwrap_or(u64::MAX);
    known.iter().filter(|(_, figure)| compare(figure, largest) == Ordering::Less).any(|(_, it)| {
        let PublishedValue::Share { part, base } = it.value() else { return false };
        let open = open(it).unwrap_or(of_all).min(base - part);
        let wide = |a: u64, b: u64| u128::from(a) * u128::from(b);
        open > 0 && wide(part + open, of_most) >= wide(most, base)
    })
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
