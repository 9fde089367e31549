//! Requests within a sentence, in words.

use super::document::Inline;
use super::table::FilledTable;
use super::{Context, Exhibits, missing, sentences};
use crate::disclosure::PublishedValue;
use crate::domain::Figure;
use crate::plan::{CellKind, Request};

/// The words for a request within a sentence; `None` for a request that is a block.
pub(super) fn phrase(
    request: &Request,
    context: &Context<'_>,
    exhibits: &Exhibits<'_>,
) -> Option<Vec<Inline>> {
    match request {
        Request::Figure { figure, noun } => {
            let published = context.published(figure)?;
            let is_recorded = published.value() != PublishedValue::NotRecorded;
            let mut words = vec![Inline::Figure(context.printer().prose(published, noun.as_ref()))];
            let partial = context.plan.recording.fields.partial_for(figure);
            if is_recorded && !partial.is_empty() {
                let limits = match figure {
                    Figure::Share(_) => missing::as_far_as(&partial),
                    _ => "soweit erfasst".to_owned(),
                };
                words.push(Inline::Text(format!(", {limits}")));
            }
            Some(words)
        }
        // Nothing to say is an empty phrase.
        Request::Sentence(sentence) => {
            Some(sentences::sentence(sentence, context, exhibits).unwrap_or_default())
        }
        Request::Typed(text) => Some(vec![Inline::Text(text.clone())]),
        Request::Ranking { table, first } => Some(ranking(table, *first, context, exhibits)),
        _ => None,
    }
}

/// The largest published rows: `A (72), B (61) und C (40)`. Of rows that tie for the last place none is named, so that no
/// order is claimed that the numbers do not have; that a masked row could stand among them is said.
fn ranking(
    table: &str,
    first: usize,
    context: &Context<'_>,
    exhibits: &Exhibits<'_>,
) -> Vec<Inline> {
    if context.plan.table(table).is_none() {
        return vec![Inline::Text("in den Exporten nicht erfasst".to_owned())];
    }
    // A withheld table has no rows to name.
    let table = exhibits.tables.get(table);
    let mut rows = table.map(|table| table.ranked(context)).unwrap_or_default();
    let has_masked = table.is_some_and(FilledTable::has_masked_totals);
    let has_unrecorded = table.is_some_and(|table| {
        table.column(CellKind::Total).is_some_and(|total| table.has_unrecorded(total, context))
    });
    let has_all = table.is_some() && !has_masked && !has_unrecorded;
    // A rounded zero is not none.
    let is_exact = context.project.disclosure.base().is_none();
    let all_zero = is_exact && has_all && rows.iter().all(|(count, _, _)| *count == 0);
    rows.retain(|(count, _, _)| *count > 0);
    let last = rows.get(first.saturating_sub(1)).map_or(0, |(count, _, _)| *count);
    rows.retain(|(count, _, _)| *count >= last);
    if rows.is_empty() && all_zero {
        return vec![Inline::Text("entfällt, denn es gab keine".to_owned())];
    }
    if rows.is_empty() {
        return vec![Inline::Text("keine veröffentlichte Angabe".to_owned())];
    }
    // Of equals all are named, or none: those that share the last place are told by their number.
    let mut equals = if rows.len() > first {
        let above = rows.iter().filter(|(count, _, _)| *count > last).count();
        rows.split_off(above)
    } else {
        Vec::new()
    };
    let count = rows.len();
    let mut inlines = Vec::new();
    for (position, (_, label, printed)) in rows.into_iter().enumerate() {
        let joint = match position {
            0 => "",
            last if last + 1 == count && equals.is_empty() => " und ",
            _ => ", ",
        };
        inlines.push(Inline::Text(format!("{joint}{label}\u{a0}(")));
        inlines.push(Inline::Figure(printed));
        inlines.push(Inline::Text(")".to_owned()));
    }
    if let Some((_, _, printed)) = equals.pop() {
        let words = if count == 0 { "mehrere mit je\u{a0}" } else { " und weitere mit je\u{a0}" };
        inlines.extend([Inline::Text(words.to_owned()), Inline::Figure(printed)]);
    }
    // One value alone has no rank.
    let words = match table.is_some_and(FilledTable::has_one_seen_value) {
        true => Some(", als einzige Angabe erfasst"),
        false => sentences::as_far_as(has_masked, has_unrecorded),
    };
    inlines.extend(words.map(|words| Inline::Text(words.to_owned())));
    inlines
}
