//! How a number differs from that of the year before.

use super::{number, smallest_base, text};
use crate::disclosure::PublishedValue;
use crate::domain::Figure;
use crate::locale::{PeriodWords, capital};
use crate::plan::Change;
use crate::report::Context;
use crate::report::document::Inline;
use std::cmp::Ordering;

/// The earlier number, which way it went, and by how much. Nothing where either number is masked or was
/// counted in another way.
pub(super) fn words(change: &Change, context: &Context<'_>) -> Option<Vec<Inline>> {
    let PublishedValue::Change { before, now } = context.published(&change.change)?.value() else {
        return None;
    };
    let figure = |figure: &Figure| number(figure, context).map(Inline::Figure);
    let period = context.project.settings.period.in_year(change.year)?;
    let within = capital(&PeriodWords::new(period).within);
    let way = match now.cmp(&before) {
        // Rounded numbers that are printed alike may differ.
        Ordering::Equal if context.project.disclosure.base().is_some() => return None,
        Ordering::Equal => {
            return Some(vec![text(format!("{within} waren es ebenso viele"))]);
        }
        Ordering::Greater => "gestiegen",
        Ordering::Less => "gesunken",
    };
    let mut words = vec![text(format!("{within} waren es "))];
    words.push(figure(&change.before)?);
    words.push(text(format!("; die Zahl ist {way} (")));
    words.push(figure(&change.change)?);
    if before >= smallest_base(context) {
        words.push(text("; "));
        words.push(figure(&change.percent)?);
    }
    words.push(text(")"));
    Some(words)
}
