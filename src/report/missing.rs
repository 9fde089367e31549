//! What the exports do not record, in words: for page one, for the method chapter, and in place of a table that rests
//! on it.

use super::Context;
use super::document::{Block, Inline};
use crate::domain::{Field, Missing, Population};
use crate::locale::{enumeration, field_name, months_label};
use crate::plan::Request;
use jiff::civil::Date;

/// The days no export covers, by their months: `Juli bis Dezember 2017`; `None` where all are covered.
pub(super) fn days(context: &Context<'_>) -> Option<String> {
    let gaps = context.plan.recording.gaps();
    let labels: Vec<String> = gaps.iter().map(|(from, to)| months_label(*from, *to)).collect();
    (!labels.is_empty()).then(|| enumeration(labels.iter().map(String::as_str)))
}

/// What no export has of these days: receipts at all, or only cases of the office.
pub(super) fn receipts(context: &Context<'_>) -> &'static str {
    let recording = &context.plan.recording;
    let is_of_house = |gap: &(Date, Date)| {
        recording.gaps_of_house().iter().any(|(from, to)| *from <= gap.0 && gap.1 <= *to)
    };
    match recording.gaps().iter().all(is_of_house) {
        true => "Eingänge",
        false => "Fälle der Ombudsstelle",
    }
}

/// The days of which no export has a case of the house beside those of the office, by their months; `None` where it is as
/// the office in that.
pub(super) fn days_of_house(context: &Context<'_>) -> Option<String> {
    let recording = &context.plan.recording;
    let of_house = recording.gaps_of_house().iter().filter(|gap| !recording.gaps().contains(gap));
    let labels: Vec<String> = of_house.map(|(from, to)| months_label(*from, *to)).collect();
    (!labels.is_empty()).then(|| enumeration(labels.iter().map(String::as_str)))
}

/// Said where a file ends early or begins late beside others.
pub(super) const FILES_IN_PART: &str = "Ein Teil der Exporte endet früher oder beginnt später als die anderen. Ob Fälle fehlen, ist nicht bekannt; Zahlen für das Jahr und seine Teile können unvollständig sein";

/// Days by their months behind a preposition: `für die Zeit Juli 2017`, `für Teile von Juni 2017`.
pub(super) fn time(days: &str) -> String {
    match days.starts_with("Teile von") {
        true => format!("für {days}"),
        false => format!("für die Zeit {days}"),
    }
}

/// All that is missing, in one sentence without its full stop; `None` where nothing is.
pub(super) fn sentence(context: &Context<'_>) -> Option<Vec<Inline>> {
    let recording = &context.plan.recording;
    let name = |field: Field| format!("„{}“", field_name(field));
    let missing = recording.missing().into_iter().map(|missing| match missing {
        Missing::Field(field) => name(field),
        Missing::Completions => format!("{} (nur zum Teil enthalten)", name(Field::ClosedOn)),
        Missing::EarlierCases if recording.has_field(Field::ClosedOn) => {
            "Fälle aus früheren Jahren und damit der Bestand".to_owned()
        }
        Missing::EarlierCases => "Fälle aus früheren Jahren".to_owned(),
    });
    let mut missing: Vec<String> = missing.collect();
    let what = receipts(context);
    missing.extend(days(context).map(|days| format!("{what} {}", time(&days))));
    missing.extend(
        days_of_house(context).map(|days| format!("übrige Eingänge des Hauses {}", time(&days))),
    );
    let quoted = |fields: &mut dyn Iterator<Item = &Field>| {
        let names: Vec<String> = fields.map(|field| name(*field)).collect();
        enumeration(names.iter().map(String::as_str))
    };
    let of_year = recording.partial_of(Population::Received);
    let of_stock = recording.partial_of(Population::Open);
    let of_house = recording.partial_of(Population::Krm);
    let in_some = quoted(&mut of_year.iter());
    // Only the files of earlier years lack the field: what concerns the year's cases is whole.
    let of_earlier = quoted(&mut of_stock.iter().filter(|field| !of_year.contains(field)));
    // Only cases that are not the ombuds office's lack it.
    let of_others = quoted(&mut of_house.iter().filter(|field| !of_year.contains(field)));
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
    if recording.has_files_in_part() {
        let lead = if text.is_empty() { "" } else { ". " };
        text.push_str(&format!("{lead}{FILES_IN_PART}"));
    }
    (!text.is_empty()).then(|| vec![Inline::Text(text)])
}

/// What page one says of it; `None` where nothing is missing that is not told there already: days, and completions that
/// are recorded in part. Nor is a list that the office never records, as it says itself.
pub(super) fn notice(context: &Context<'_>) -> Option<String> {
    let recording = &context.plan.recording;
    let exports = &context.project.exports;
    let is_meant = |field: Field| field.dimension().is_some() && exports.never_records(field);
    let name = |field: &Field| format!("„{}“", field_name(*field));
    let absent = recording.missing().into_iter().filter_map(|missing| match missing {
        Missing::Field(field) => (!is_meant(field)).then(|| name(&field)),
        Missing::Completions => None,
        Missing::EarlierCases if recording.has_field(Field::ClosedOn) => {
            Some("Fälle aus früheren Jahren und damit der Bestand".to_owned())
        }
        Missing::EarlierCases => Some("Fälle aus früheren Jahren".to_owned()),
    });
    let absent: Vec<String> = absent.collect();
    let in_part: Vec<String> =
        recording.partial_of(Population::Received).iter().map(name).collect();
    let listed = |names: &[String]| enumeration(names.iter().map(String::as_str));
    let mut sentences = Vec::new();
    if !absent.is_empty() {
        let absent = listed(&absent);
        sentences.push(format!(
            "In den Exporten nicht enthalten und deshalb nicht ausgewertet: {absent}."
        ));
    }
    if !in_part.is_empty() {
        let in_part = listed(&in_part);
        sentences.push(format!("Nur zum Teil erfasst: {in_part}; Anteile dazu beziehen sich auf die Fälle, zu denen die Angabe erfasst ist."));
    }
    (!sentences.is_empty()).then(|| sentences.join(" "))
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
