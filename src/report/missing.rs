//! What the exports do not record, in words: for page one, for the method chapter, and in place of a table that rests
//! on it.

use super::Context;
use super::document::{Block, Inline};
use crate::domain::{Field, Figure, Missing, Population};
use crate::locale::{enumeration, field_name, months_label};
use crate::plan::{Piece, PlannedChapter, Request, pieces};
use crate::project::DEFAULT_CHAPTERS;
use jiff::civil::Date;
use std::collections::BTreeSet;

/// Runs of days by their months: `Juli bis Dezember 2017`; `None` without any.
fn months<'d>(days: impl IntoIterator<Item = &'d (Date, Date)>) -> Option<String> {
    let labels = days.into_iter().map(|(from, to)| months_label(*from, *to));
    let labels = enumeration(labels.collect::<Vec<_>>().iter().map(String::as_str));
    (!labels.is_empty()).then_some(labels)
}

/// The days no export covers; `None` where all are covered.
pub(super) fn days(context: &Context<'_>) -> Option<String> {
    months(&context.plan.recording.days.gaps)
}

/// The days over which not all exports reach.
pub(super) fn days_in_part(context: &Context<'_>) -> Option<String> {
    months(&context.plan.recording.days.in_part)
}

/// What no export has of these days: receipts at all, or only cases of the office.
pub(super) fn receipts(context: &Context<'_>) -> &'static str {
    let recording = &context.plan.recording;
    let is_of_house = |gap: &(Date, Date)| {
        recording.days.gaps_of_house.iter().any(|(from, to)| *from <= gap.0 && gap.1 <= *to)
    };
    match recording.days.gaps.iter().all(is_of_house) {
        true => "Eingänge",
        false => "Fälle der Ombudsstelle",
    }
}

/// The days of which no export has a case of the house beside those of the office, by their months; `None` where it is as
/// the office in that.
pub(super) fn days_of_house(context: &Context<'_>) -> Option<String> {
    let recording = &context.plan.recording;
    months(recording.days.gaps_of_house.iter().filter(|gap| !recording.days.gaps.contains(gap)))
}

/// That fields are recorded, of cases some of which lack them: `„Bewertung“ erfasst ist`.
pub(super) fn recorded(fields: &BTreeSet<Field>) -> String {
    let verb = if fields.len() == 1 { "ist" } else { "sind" };
    format!("{} erfasst {verb}", quoted(fields))
}

/// The same as a limit of what was said: `soweit „Bewertung“ erfasst ist`.
pub(super) fn as_far_as(fields: &BTreeSet<Field>) -> String {
    format!("soweit {}", recorded(fields))
}

/// The names of fields: `„Thema“ und „Bewertung“`.
pub(super) fn quoted<'f>(fields: impl IntoIterator<Item = &'f Field>) -> String {
    let names = fields.into_iter().map(|field| format!("„{}“", field_name(*field)));
    enumeration(names.collect::<Vec<_>>().iter().map(String::as_str))
}

/// Said where a file ends early or begins late beside others; without its full stop.
pub(super) fn files_in_part(context: &Context<'_>) -> Option<String> {
    days_in_part(context).map(|days| format!("Ein Teil der Exporte endet früher oder beginnt später als die anderen: Für die Zeit {days} können Fälle fehlen, und Zahlen für das Jahr und für Teile, zu denen sie gehört, unvollständig sein. Vergleiche und der Bestand danach entfallen"))
}

/// All that is missing, in one sentence without its full stop; `None` where nothing is.
pub(super) fn sentence(context: &Context<'_>) -> Option<Vec<Inline>> {
    let recording = &context.plan.recording;
    let name = |field: Field| format!("„{}“", field_name(field));
    let missing = recording.missing().into_iter().map(|missing| match missing {
        Missing::Field(field) => name(field),
        Missing::Completions => format!("{} (nur zum Teil enthalten)", name(Field::ClosedOn)),
        Missing::EarlierCases if recording.fields.has(Field::ClosedOn) => {
            "Fälle aus früheren Jahren und damit der Bestand".to_owned()
        }
        Missing::EarlierCases => "Fälle aus früheren Jahren".to_owned(),
    });
    let mut missing: Vec<String> = missing.collect();
    let what = receipts(context);
    missing.extend(days(context).map(|days| format!("{what} für die Zeit {days}")));
    let of_house = days_of_house(context);
    missing.extend(of_house.map(|days| format!("übrige Eingänge des Hauses für die Zeit {days}")));
    let of_year = recording.fields.partial_of(Population::Received);
    let of_stock = recording.fields.partial_of(Population::Open);
    let of_house = recording.fields.partial_of(Population::Krm);
    let in_some = quoted(of_year);
    // Only the files of earlier years lack the field: what concerns the year's cases is whole.
    let of_earlier = quoted(of_stock.difference(of_year));
    // Only cases that are not the ombuds office's lack it.
    let of_others = quoted(of_house.difference(of_year));
    let mut text = String::new();
    if !missing.is_empty() {
        text.push_str("Nicht oder nicht vollständig in den Exporten enthalten und deshalb nicht ausgewertet: ");
        text.push_str(&enumeration(missing.iter().map(String::as_str)));
    }
    if !in_some.is_empty() {
        let lead = if text.is_empty() { "" } else { ". " };
        text.push_str(&format!("{lead}Nur in einem Teil der Exporte enthalten: {in_some}; Anteile dazu beziehen sich auf die Fälle aus diesen Exporten"));
    }
    if !of_earlier.is_empty() {
        let lead = if text.is_empty() { "" } else { ". " };
        text.push_str(&format!("{lead}In den Exporten früherer Jahre nur zum Teil enthalten: {of_earlier}; das betrifft Bestand und Erledigungen"));
    }
    if !of_others.is_empty() {
        let lead = if text.is_empty() { "" } else { ". " };
        text.push_str(&format!("{lead}Bei anderen Fällen des Hauses nur zum Teil erfasst: {of_others}; die Fälle der Ombudsstelle betrifft das nicht"));
    }
    if let Some(in_part) = files_in_part(context) {
        let lead = if text.is_empty() { "" } else { ". " };
        text.push_str(&format!("{lead}{in_part}"));
    }
    (!text.is_empty()).then(|| vec![Inline::Text(text)])
}

/// What page one says of it; `None` where nothing is missing that is not told there already: days, and completions that
/// are recorded in part. Nor is a list that the office never records, as it says itself, or that the report has no use for.
pub(super) fn notice(context: &Context<'_>) -> Option<String> {
    let recording = &context.plan.recording;
    let exports = &context.project.exports;
    let is_used = |field: Field| {
        let figures = || context.plan.requests.iter().flat_map(Request::figures);
        context.project.tables.iter().any(|table| table.subject().contains(&field))
            || figures().flat_map(Figure::counts).any(|count| count.rests_on().contains(&field))
    };
    let is_meant = |field: Field| {
        field.dimension().is_some() && (exports.never_records(field) || !is_used(field))
    };
    let name = |field: &Field| format!("„{}“", field_name(*field));
    let absent = recording.missing().into_iter().filter_map(|missing| match missing {
        Missing::Field(field) => (!is_meant(field)).then(|| name(&field)),
        Missing::Completions => None,
        Missing::EarlierCases if recording.fields.has(Field::ClosedOn) => {
            Some("Fälle aus früheren Jahren und damit der Bestand".to_owned())
        }
        Missing::EarlierCases => Some("Fälle aus früheren Jahren".to_owned()),
    });
    let absent: Vec<String> = absent.collect();
    let in_part = recording.fields.partial_of(Population::Received).iter();
    let in_part = quoted(in_part.filter(|field| is_used(**field)));
    let mut sentences = Vec::new();
    if !absent.is_empty() {
        let absent = enumeration(absent.iter().map(String::as_str));
        // Some cases of earlier years may be there.
        let not = match !recording.lacks_earlier {
            true => "nicht",
            false => "nicht oder nicht vollständig",
        };
        sentences.push(format!(
            "In den Exporten {not} enthalten und deshalb nicht ausgewertet: {absent}."
        ));
    }
    if !in_part.is_empty() {
        sentences.push(format!("Nur zum Teil erfasst: {in_part}; Anteile dazu beziehen sich auf die Fälle, zu denen die Angabe erfasst ist."));
    }
    (!sentences.is_empty()).then(|| sentences.join(" "))
}

/// What stands at the head of a chapter of the office's own with numbers in its sentences that lack days of the year: such
/// sentences were written for a whole one.
pub(super) fn at_head(chapter: &PlannedChapter, context: &Context<'_>) -> Option<Block> {
    if chapter.file.starts_with(DEFAULT_CHAPTERS) {
        return None;
    }
    let requests = pieces(&chapter.markdown).into_iter().filter_map(|piece| match piece {
        Piece::Request(number) => context.plan.requests.get(number),
        Piece::Text(_) => None,
    });
    let in_sentences =
        |request: &&Request| matches!(request, Request::Figure { .. } | Request::Sentence(_));
    let figures: Vec<&Figure> = requests.filter(in_sentences).flat_map(Request::figures).collect();
    let year = context.project.settings.year;
    let lacks_days = |of_house: bool| {
        figures.iter().any(|figure| {
            let lack = context.plan.recording.lack(figure, year);
            let mut counts = figure.counts().into_iter();
            lack.is_some_and(|lack| !(lack.days.is_empty() && lack.in_part.is_empty()))
                && counts.any(|count| (count.population == Population::Krm) == of_house)
        })
    };
    let of_house = days_of_house(context).filter(|_| lacks_days(true));
    let of_house = of_house.map(|days| {
        format!(
            "liegen für die Zeit {days} neben den Fällen der Ombudsstelle keine Eingänge des Hauses"
        )
    });
    let of_office =
        days(context).filter(|_| lacks_days(false) || lacks_days(true) && of_house.is_none());
    let of_office =
        of_office.map(|days| format!("liegen für die Zeit {days} keine {}", receipts(context)));
    let in_part = days_in_part(context).filter(|_| lacks_days(false) || lacks_days(true));
    let in_part = in_part.map(|days| format!("liegen für die Zeit {days} nicht aus allen Exporten Fälle"));
    let missing: Vec<String> = of_office.into_iter().chain(of_house).chain(in_part).collect();
    let missing = enumeration(missing.iter().map(String::as_str));
    (!missing.is_empty()).then(|| {
        let text = format!("Zu den Zahlen dieses Kapitels {missing} vor.");
        Block::Paragraph(vec![Inline::Emphasis(vec![Inline::Text(text)])])
    })
}

/// What stands in place of a table that rests on what no export records, or of a chart of it; `None` where the
/// request is for anything else.
pub(super) fn block(request: &Request, context: &Context<'_>) -> Option<Block> {
    let plan = context.plan;
    let chart = |id: &str| plan.charts.iter().find(|chart| chart.id == id);
    let table = match request {
        Request::Table(id) => id.as_str(),
        Request::Chart(id) => chart(id)?.table.as_deref()?,
        _ => return None,
    };
    if plan.table(table).is_some() {
        return None;
    }
    let title = match request {
        Request::Chart(id) => &chart(id)?.title,
        _ => &context.project.tables.iter().find(|spec| spec.id == table)?.title,
    };
    let text = format!("„{title}“ entfällt: Die Exporte enthalten die Angaben dafür nicht.");
    Some(Block::Paragraph(vec![Inline::Emphasis(vec![Inline::Text(text)])]))
}
