//! How many cases came in, and how they spread over the half-years.

use super::{number, text};
use crate::domain::{Figure, Period};
use crate::locale::{capital, date_long};
use crate::report::document::Inline;
use crate::report::printed::count_of;
use crate::report::{Context, missing};

pub(super) fn words(
    all: &Figure,
    halves: Option<&[Figure; 2]>,
    context: &Context<'_>,
) -> Option<Vec<Inline>> {
    let count = |figure: &Figure| count_of(context.published(figure)?);
    let words_of = &context.project.words;
    let in_all = count(all)?;
    // None of a feminine noun takes the singular: „keine Kundenreaktion“, but „keine Hinweise“.
    let is_rounded = context.project.disclosure.base().is_some();
    let is_none = in_all == 0 && !is_rounded;
    let is_single = in_all == 1 || is_none && context.project.words.reaction.is_feminine();
    let verb = if is_single { "ging" } else { "gingen" };
    let since =
        context.plan.recording.days.opened_on.map(|day| format!("seit dem {}", date_long(day)));
    let without = missing::days(context).map(|days| format!("ohne {days}: nicht erfasst"));
    let in_part = missing::days_in_part(context);
    let whole = context.project.settings.period.bounds(Period::Year);
    let in_part = in_part.map(|days| match context.plan.recording.days.in_part == [whole] {
        true => "vielleicht unvollständig".to_owned(),
        false => format!("{days} vielleicht unvollständig"),
    });
    let limits: Vec<String> = since.into_iter().chain(without).chain(in_part).collect();
    let period = capital(&words_of.period.within);
    let begin = match limits.is_empty() {
        true => period,
        false => format!("{period} ({})", limits.join("; ")),
    };
    let mut words = vec![text(format!("{begin} {verb} {} ", words_of.office.at))];
    words.push(Inline::Figure(context.printer().prose(
        context.published(all)?,
        Some(&crate::plan::Noun {
            one: words_of.reaction.bare.clone(),
            many: match is_single {
                true => words_of.reaction.bare.clone(),
                false => words_of.reaction.plural.clone(),
            },
        }),
    )));
    words.push(text(" ein"));
    let Some([first, second]) = halves else { return Some(words) };
    // Without the half-years the sentence still says how many came in.
    let is_whole = context.plan.recording.covers_year(all);
    if let (Some(in_first), Some(in_second), true) = (count(first), count(second), is_whole) {
        let figure = |half| number(half, context).map(Inline::Figure);
        // Rounded numbers may be printed alike, or as zero, and be neither.
        match (in_first, in_second) {
            (0, 0) => {}
            (0, _) | (_, 0) if is_rounded => {}
            (1, 0) => words.push(text(", und zwar im ersten Halbjahr")),
            (0, 1) => words.push(text(", und zwar im zweiten Halbjahr")),
            (2, 0) => words.push(text(", beide im ersten Halbjahr")),
            (0, 2) => words.push(text(", beide im zweiten Halbjahr")),
            (_, 0) => words.push(text(", alle im ersten Halbjahr")),
            (0, _) => words.push(text(", alle im zweiten Halbjahr")),
            (one, other) if one == other && !is_rounded => {
                words.push(text(", in beiden Halbjahren gleich viele: je "));
                words.extend(figure(first));
            }
            _ => {
                words.push(text(", "));
                words.extend(figure(first));
                words.push(text(" im ersten und "));
                words.extend(figure(second));
                words.push(text(" im zweiten Halbjahr"));
                if is_rounded && in_first + in_second != in_all {
                    words.push(text(" (jede Zahl ist für sich gerundet)"));
                }
            }
        }
    }
    Some(words)
}
