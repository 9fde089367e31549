//! Sentences in the chapter's own words, which depend on the number they are about.

use super::{Decided, decided, filled, number, smallest_base, text};
use crate::disclosure::PublishedValue;
use crate::domain::Figure;
use crate::plan::{BASE, COUNT, DAYS, Forms, PART, RECORDED};
use crate::report::document::Inline;
use crate::report::printed::count_of;
use crate::report::{Context, missing};

/// How many of a whole are of a kind; the percentage behind where the words name its base. Where only some cases have what
/// it rests on, the base says so, or else what stands behind the words. Nothing of a whole of one or none, where a number is
/// masked, or where of no case it is decided.
pub(super) fn share(
    share: &Figure,
    (part, base): (&Figure, &Figure),
    undecided: &[Figure],
    forms: &Forms,
    context: &Context<'_>,
) -> Option<Vec<Inline>> {
    let count = |figure: &Figure| count_of(context.published(figure)?);
    if context.published(share)?.value() == PublishedValue::NotRecorded {
        return None;
    }
    let (of_kind, all) = (count(part)?, count(base)?);
    // A rounded zero is not none, nor is one of a time of which the exports do not hold everything.
    let rounded = context.project.disclosure.base().is_some();
    if of_kind == 0 && !context.plan.recording.holds_all(part) {
        return None;
    }
    let decided = decided(undecided, Some(all), context);
    if all < 2 || rounded && of_kind == 0 || decided == Decided::None {
        return None;
    }
    let (printed_part, printed_base) = (number(part, context)?, number(base, context)?);
    let figures = [(PART, &printed_part), (BASE, &printed_base)];
    // Rounded numbers that are printed alike may differ.
    let whole = forms.all.as_deref().filter(|_| of_kind == all && !rounded);
    let form = match decided {
        Decided::Some if of_kind == 0 => forms.none_yet.as_deref()?,
        _ => whole.or_else(|| form(forms, of_kind == 0, of_kind == 1))?,
    };
    let partial = context.plan.recording.fields.partial_for(share);
    let (before, after) = form.split_once(RECORDED).unwrap_or((form, ""));
    let is_base_told = partial.is_empty() || before.contains(BASE) && form.contains(RECORDED);
    let of_base = match is_base_told && !partial.is_empty() {
        true => {
            let end = if after.starts_with(' ') { "," } else { "" };
            format!(", zu denen {}{end}", missing::recorded(&partial, &context.project.words))
        }
        false => String::new(),
    };
    let mut words = filled(&format!("{before}{of_base}{after}"), &figures);
    let has_percentage =
        of_kind > 0 && whole.is_none() && all >= smallest_base(context) && form.contains(BASE);
    let percentage = has_percentage.then(|| number(share, context).map(Inline::Figure)).flatten();
    let limits = (!is_base_told).then(|| missing::as_far_as(&partial, &context.project.words));
    words.extend(in_brackets(percentage, limits));
    Some(words)
}

/// How long it took. Nothing where there is no such number.
pub(super) fn days(days: &Figure, forms: &Forms, context: &Context<'_>) -> Option<Vec<Inline>> {
    let PublishedValue::HalfDays(half_days) = context.published(days)?.value() else {
        return None;
    };
    said(days, DAYS, form(forms, half_days == 0, half_days == 2)?, context)
}

/// How many there are. Nothing where there is no such number, or where it may be zero or not.
pub(super) fn count(count: &Figure, forms: &Forms, context: &Context<'_>) -> Option<Vec<Inline>> {
    let PublishedValue::Count(number) = context.published(count)?.value() else { return None };
    let is_exact = context.project.disclosure.base().is_none();
    if number == 0 && !(is_exact && context.plan.recording.holds_all(count)) {
        return None;
    }
    said(count, COUNT, form(forms, number == 0, number == 1)?, context)
}

/// Words with their number, and how far it reaches.
fn said(figure: &Figure, place: &str, form: &str, context: &Context<'_>) -> Option<Vec<Inline>> {
    let mut words = filled(form, &[(place, &number(figure, context)?)]);
    let partial = context.plan.recording.fields.partial_for(figure);
    words.extend(in_brackets(
        None,
        (!partial.is_empty()).then(|| missing::as_far_as(&partial, &context.project.words)),
    ));
    Some(words)
}

/// What stands behind the words: a number, and its limits.
fn in_brackets(number: Option<Inline>, limits: Option<String>) -> Vec<Inline> {
    let comma = if number.is_some() { ", " } else { "" };
    let limits = limits.map(|limits| text(format!("{comma}{limits}")));
    let inside: Vec<Inline> = number.into_iter().chain(limits).collect();
    match inside.is_empty() {
        true => Vec::new(),
        false => [vec![text(" (")], inside, vec![text(")")]].concat(),
    }
}

/// The words for a number.
fn form(forms: &Forms, is_zero: bool, is_one: bool) -> Option<&str> {
    match (is_zero, is_one) {
        (true, _) => forms.none.as_deref(),
        (_, true) => Some(forms.one.as_deref().unwrap_or(&forms.many)),
        _ => Some(&forms.many),
    }
}
