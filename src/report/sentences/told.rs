//! A number in the words around it, which stand only with it.

use super::{smallest_base, text};
use crate::disclosure::{PublishedFigure, PublishedValue};
use crate::domain::Figure;
use crate::plan::{DAYS, SHARE};
use crate::report::document::Inline;
use crate::report::{Context, missing};

/// Nothing where there is no number, of a share of none, and of one with a small base.
pub(super) fn words(figure: &Figure, pattern: &str, context: &Context<'_>) -> Option<Vec<Inline>> {
    let published = context.published(figure)?;
    let place = match published.value() {
        PublishedValue::Share { part, base } if part > 0 && base >= smallest_base(context) => SHARE,
        PublishedValue::HalfDays(_) => DAYS,
        _ => return None,
    };
    let (before, after) = pattern.split_once(place)?;
    let number = Inline::Figure(context.printer().prose(published, None));
    let limits = limits(published, context);
    let words = [text(before), number].into_iter().chain(limits).chain([text(after)]);
    Some(words.collect())
}

/// What is said behind a number that only some of its cases tell.
pub(in crate::report) fn limits(
    published: &PublishedFigure,
    context: &Context<'_>,
) -> Option<Inline> {
    let figure = published.figure();
    let partial = context.plan.recording.fields.partial_for(figure);
    let is_recorded = published.value() != PublishedValue::NotRecorded;
    (is_recorded && !partial.is_empty()).then(|| {
        let limits = match figure {
            Figure::Share(_) => missing::as_far_as(&partial, &context.project.words),
            _ => "soweit erfasst".to_owned(),
        };
        text(format!(", {limits}"))
    })
}
