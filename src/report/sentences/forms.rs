//! Sentences in the chapter's own words, which depend on the number they are about.

use super::{SMALL_BASE, filled, number, text};
use crate::disclosure::PublishedValue;
use crate::domain::Figure;
use crate::plan::{BASE, DAYS, Forms, PART};
use crate::report::Context;
use crate::report::document::Inline;

/// How many of a whole are of a kind; the percentage behind where the words name its base. Nothing of a whole of one or none, or
/// where a number is masked.
pub(super) fn share(
    share: &Figure,
    part: &Figure,
    base: &Figure,
    forms: &Forms,
    context: &Context<'_>,
) -> Option<Vec<Inline>> {
    let count = |figure: &Figure| match context.published(figure)?.value() {
        PublishedValue::Count(count) => Some(count),
        _ => None,
    };
    let (of_kind, all) = (count(part)?, count(base)?);
    // A rounded zero is not none.
    let rounded = context.project.disclosure.base().is_some();
    if all < 2 || rounded && of_kind == 0 {
        return None;
    }
    let (printed_part, printed_base) = (number(part, context)?, number(base, context)?);
    let figures = [(PART, &printed_part), (BASE, &printed_base)];
    let form = form(forms, of_kind == 0, of_kind == 1)?;
    let mut words = filled(form, &figures);
    let in_part = context.plan.recording.is_partial(share);
    if of_kind > 0 && all >= SMALL_BASE && form.contains(BASE) {
        words.push(text(" ("));
        words.push(Inline::Figure(number(share, context)?));
        words.push(text(if in_part { ", soweit erfasst)" } else { ")" }));
    } else if in_part {
        words.push(text(" (soweit erfasst)"));
    }
    Some(words)
}

/// How long it took. Nothing where there is no such number.
pub(super) fn days(days: &Figure, forms: &Forms, context: &Context<'_>) -> Option<Vec<Inline>> {
    let PublishedValue::HalfDays(half_days) = context.published(days)?.value() else {
        return None;
    };
    let printed = number(days, context)?;
    Some(filled(form(forms, half_days == 0, half_days == 2)?, &[(DAYS, &printed)]))
}

/// The words for a number.
fn form(forms: &Forms, is_zero: bool, is_one: bool) -> Option<&str> {
    match (is_zero, is_one) {
        (true, _) => forms.none.as_deref(),
        (_, true) => Some(forms.one.as_deref().unwrap_or(&forms.many)),
        _ => Some(&forms.many),
    }
}
