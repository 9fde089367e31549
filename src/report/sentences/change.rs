//! How a number differs from that of the year before.

use super::{number, number_of, smallest_base, text};
use crate::disclosure::PublishedValue;
use crate::domain::{Figure, Population};
use crate::locale::{PeriodWords, capital};
use crate::plan::Change;
use crate::report::document::Inline;
use crate::report::{Context, earlier};
use std::cmp::Ordering;

/// Which way a number went since the year before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::report) enum Way {
    /// It has risen.
    Up,
    /// It has fallen.
    Down,
    /// Both are the same.
    Same,
    /// It has hardly changed, or rounding could have turned it.
    Untold,
}

impl Way {
    /// In a word behind the number's noun, or before the earlier number.
    pub(in crate::report) fn word(self) -> Option<&'static str> {
        match self {
            Self::Up => Some("gestiegen"),
            Self::Down => Some("gesunken"),
            Self::Same | Self::Untold => None,
        }
    }
}

/// Which way a number went; `None` where one of both is not published, rests on few cases or was counted in another way, and for
/// what is rounded to zero. A share has to move by a percentage point and a duration by a day before it is said to have moved, and
/// has not fallen as long as cases are undecided with which it might reach what it was.
pub(in crate::report) fn way(
    now: &Figure,
    before: &Figure,
    undecided: &[Figure],
    year: i16,
    context: &Context<'_>,
) -> Option<Way> {
    let value = |figure: &Figure| Some(context.published(figure)?.value());
    if !earlier::is_comparable(now, year, context) {
        return None;
    }
    let smallest = smallest_base(context);
    let is_rounded = context.project.disclosure.base().is_some();
    let (order, has_moved) = match (value(before)?, value(now)?) {
        (_, PublishedValue::Count(0)) if is_rounded => return None,
        (PublishedValue::Count(before), PublishedValue::Count(now)) => (now.cmp(&before), true),
        (PublishedValue::HalfDays(before), PublishedValue::HalfDays(now)) => {
            (now.cmp(&before), now.abs_diff(before) >= 2)
        }
        (
            PublishedValue::Share { part: then, base: of_then },
            PublishedValue::Share { part, base },
        ) if of_then >= smallest && base >= smallest && part > 0 => {
            let wide = |a: u64, b: u64| u128::from(a) * u128::from(b);
            let (then, now) = (wide(then, base), wide(part, of_then));
            (now.cmp(&then), now.abs_diff(then) * 100 >= wide(base, of_then))
        }
        _ => return None,
    };
    // Rounded numbers that are printed alike may differ, and near ones may be in another order.
    Some(match order {
        Ordering::Equal if is_rounded => return None,
        Ordering::Equal => Way::Same,
        _ if !has_moved || is_rounded && !matches!(now, Figure::Count(_)) => Way::Untold,
        Ordering::Greater => Way::Up,
        Ordering::Less if may_still_rise(now, before, undecided, context) => Way::Untold,
        Ordering::Less => Way::Down,
    })
}

/// Whether a share may still reach what it was before, once all cases are decided.
fn may_still_rise(
    now: &Figure,
    before: &Figure,
    undecided: &[Figure],
    context: &Context<'_>,
) -> bool {
    let value = |figure: &Figure| context.published(figure).map(|figure| figure.value());
    match (value(now), value(before), number_of(undecided, context)) {
        (
            Some(PublishedValue::Share { part, base }),
            Some(PublishedValue::Share { part: then, base: of_then }),
            Some(open),
        ) => u128::from(part + open) * u128::from(of_then) >= u128::from(then) * u128::from(base),
        (Some(PublishedValue::Share { .. }), ..) => true,
        _ => false,
    }
}

/// The earlier number, and which way it went; of counts by how much.
pub(super) fn words(change: &Change, context: &Context<'_>) -> Option<Vec<Inline>> {
    let Change { year, now, before, undecided, difference } = change;
    let way = way(now, before, undecided, *year, context)?;
    let period = context.project.settings.period.in_year(*year)?;
    let is_stock = matches!(now, Figure::Count(count) if count.population == Population::Open);
    let when = match is_stock {
        true => "Ein Jahr zuvor".to_owned(),
        false => capital(&PeriodWords::new(period).within),
    };
    let value = context.published(before)?.value();
    let (noun, unit) = match (now, value) {
        (Figure::Share(_), _) => ("der Anteil", ""),
        (Figure::Days(_), PublishedValue::HalfDays(2)) => ("die Dauer", " Tag"),
        (Figure::Days(_), _) => ("die Dauer", " Tage"),
        _ => ("die Zahl", ""),
    };
    let is_one = value == PublishedValue::Count(1) || unit == " Tag";
    let figure = |figure: &Figure| number(figure, context).map(Inline::Figure);
    let mut words = match (way, now) {
        (Way::Same, Figure::Count(_)) if value == PublishedValue::Count(0) => {
            return Some(vec![text(format!("{when} war es ebenso"))]);
        }
        (Way::Same, Figure::Count(_)) => {
            return Some(vec![text(format!("{when} waren es ebenso viele"))]);
        }
        (Way::Same, _) => vec![text(format!("{when} waren es ebenfalls "))],
        _ if is_one => vec![text(format!("{when} war es "))],
        _ => vec![text(format!("{when} waren es "))],
    };
    words.push(figure(before)?);
    words.push(text(unit));
    if let Some(word) = way.word() {
        words.push(text(format!("; {noun} ist {word}")));
        if let Some([by, percent]) = difference {
            words.push(text(" ("));
            words.push(figure(by)?);
            if matches!(value, PublishedValue::Count(before) if before >= smallest_base(context)) {
                words.push(text("; "));
                words.push(figure(percent)?);
            }
            words.push(text(")"));
        }
    }
    words.retain(|part| !matches!(part, Inline::Text(words) if words.is_empty()));
    Some(words)
}
