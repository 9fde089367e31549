//! What the exports do not record, in words: for page one, for the method chapter, and in place of a table that rests
//! on it.

use super::Context;
use super::document::{Block, Inline};
use crate::domain::{Dimension, Field, Figure, Missing, Population, ValueCode};
use crate::locale::{Words, date_long, enumeration, months_label};
use crate::plan::{Piece, PlannedChapter, Request, pieces};
use crate::project::DEFAULT_CHAPTERS;
use jiff::civil::Date;
use std::collections::BTreeSet;

/// What is entered when a case is completed.
const ENTERED_LATER: [Field; 4] =
    [Field::Assessment, Field::JustifiedReason, Field::Outcome, Field::ClarifiedWith];

/// Runs of days by their months: `Juli bis Dezember 2017`; `None` without any.
fn months<'d>(days: impl IntoIterator<Item = &'d (Date, Date)>) -> Option<String> {
    let labels = enumeration(days.into_iter().map(|(from, to)| months_label(*from, *to)));
    (!labels.is_empty()).then_some(labels)
}

/// The days no export covers; `None` where all are covered.
pub(super) fn days(context: &Context<'_>) -> Option<String> {
    months(&context.plan.recording.days.gaps)
}

/// The days over which not all exports with cases of the office reach.
pub(super) fn days_in_part(context: &Context<'_>) -> Option<String> {
    months(&context.plan.recording.days.in_part)
}

/// The days over which not all others do; `None` where it is as the office in that.
fn days_in_part_of_house(context: &Context<'_>) -> Option<String> {
    let days = &context.plan.recording.days;
    months(days.in_part_of_house.iter().filter(|run| !days.in_part.contains(run)))
}

/// What no export has of these days: receipts at all, or only cases of the office.
pub(super) fn receipts(context: &Context<'_>) -> String {
    let recording = &context.plan.recording;
    let is_of_house = |gap: &(Date, Date)| {
        recording.days.gaps_of_house.iter().any(|(from, to)| *from <= gap.0 && gap.1 <= *to)
    };
    match recording.days.gaps.iter().all(is_of_house) {
        true => "Eingänge".to_owned(),
        false => format!("Fälle {}", context.project.words.office.genitive),
    }
}

/// The days of which no export has a case of the house beside those of the office, by their months; `None` where it is as
/// the office in that, or where they hold the office's cases alone.
pub(super) fn days_of_house(context: &Context<'_>) -> Option<String> {
    let recording = &context.plan.recording;
    if !recording.has_receipts(Population::Krm) {
        return None;
    }
    months(recording.days.gaps_of_house.iter().filter(|gap| !recording.days.gaps.contains(gap)))
}

/// That fields are recorded, of cases some of which lack them: `„Bewertung“ erfasst ist`.
pub(super) fn recorded(fields: &BTreeSet<Field>, words: &Words) -> String {
    let verb = if fields.len() == 1 { "ist" } else { "sind" };
    format!("{} erfasst {verb}", quoted(fields, words))
}

/// The same as a limit of what was said: `soweit „Bewertung“ erfasst ist`.
pub(super) fn as_far_as(fields: &BTreeSet<Field>, words: &Words) -> String {
    format!("soweit {}", recorded(fields, words))
}

/// The names of fields: `„Thema“ und „Bewertung“`.
pub(super) fn quoted<'f>(fields: impl IntoIterator<Item = &'f Field>, words: &Words) -> String {
    enumeration(fields.into_iter().map(|field| format!("„{}“", words.field(*field))))
}

/// Said where a file ends early, begins late or has a gap beside others; without its full stop.
pub(super) fn files_in_part(context: &Context<'_>) -> Option<String> {
    let Words { office, period, .. } = &context.project.words;
    let office = &office.genitive;
    let period = format!("{} {}", period.definite, period.noun);
    let sites = context.project.taxonomy.list(Dimension::Site);
    let has_sites = context.plan.recording.fields.has(Field::Site)
        && sites.is_some_and(|list| list.entries().len() > 1);
    let or_sites = if has_sites { " oder Standorte" } else { "" };
    let incomplete = format!(
        "Es können Fälle fehlen, und Zahlen für {period} und für Teile, zu denen diese Zeit gehört, unvollständig sein. Vergleiche und der Bestand danach entfallen"
    );
    let recorded = &context.plan.recording.days;
    let of_office = days_in_part(context).map(|days| match gone(context) {
        Some(values) => format!("Zu {values} enthalten die Exporte keinen Fall, obwohl es im Jahr davor viele gab: Fehlen sie, sind Summen zu klein. Vergleiche und der Bestand entfallen"),
        None if recorded.lacks_open_cases => format!("Die Exporte enthalten keinen offenen Fall, obwohl es viele sein müssten: Für die Zeit {days} können Eingänge fehlen, und Zahlen für {period} unvollständig sein. Vergleiche und der Bestand danach entfallen"),
        None => format!("Für die Zeit {days} liegen aus einem Teil der Exporte{or_sites} keine oder nur wenige Fälle {office} vor, aus anderen schon: {incomplete}"),
    });
    let of_house = days_in_part_of_house(context).map(|days| format!("Für die Zeit {days} liegen aus einem Teil der Exporte{or_sites} ohne Fälle {office} keine oder nur wenige Fälle vor, aus anderen schon: Es können Fälle des Hauses fehlen, und Zahlen für das ganze Haus unvollständig sein"));
    let said: Vec<String> = of_office.into_iter().chain(of_house).collect();
    (!said.is_empty()).then(|| said.join(". "))
}

/// The sites and kinds of which the year before had cases: `„Lob“ und „Standort Nord“`; `None` without any.
fn gone(context: &Context<'_>) -> Option<String> {
    let gone = context.plan.recording.days.gone.iter();
    let name = |(dimension, code): &(Dimension, ValueCode)| {
        let list = context.project.taxonomy.list(*dimension)?;
        Some(format!("„{}“", list.name(*code)?))
    };
    let names = enumeration(gone.filter_map(name));
    (!names.is_empty()).then_some(names)
}

/// What is entered when a case is completed, where exports were made before that; without its full stop.
pub(super) fn entered_later(context: &Context<'_>) -> Option<String> {
    let (recorded, words) = (&context.plan.recording.fields, &context.project.words);
    let is_used = |field: &Field| {
        let list = field.dimension().and_then(|list| context.project.taxonomy.list(list));
        recorded.has(*field) && list.is_some_and(|list| !list.entries().is_empty())
    };
    let names = quoted(ENTERED_LATER.iter().filter(|field| is_used(field)), words);
    (recorded.closes_later && !names.is_empty()).then(|| {
        format!("Von Fällen, die erst nach dem Export erledigt wurden, fehlt auch, was dabei eingetragen wird: {names}")
    })
}

/// The same below a table that rests on some of it.
pub(super) fn entered_later_of(fields: &BTreeSet<Field>, context: &Context<'_>) -> Option<String> {
    let entered = ENTERED_LATER.iter().filter(|field| fields.contains(field));
    let names = quoted(entered, &context.project.words);
    (context.plan.recording.fields.closes_later && !names.is_empty())
        .then(|| format!("Von Fällen, die erst nach dem Export erledigt wurden, fehlt {names}."))
}

/// Something the exports do not hold, by its name.
fn name(missing: Missing, context: &Context<'_>) -> String {
    let words = &context.project.words;
    match missing {
        Missing::Field(field) => quoted([&field], words),
        Missing::Completions => {
            format!("{} (nur zum Teil enthalten)", quoted([&Field::ClosedOn], words))
        }
        Missing::EarlierCases => format!("Fälle {} und damit der Bestand", words.period.before),
    }
}

/// All that is missing, in one sentence without its full stop; `None` where nothing is.
pub(super) fn sentence(context: &Context<'_>) -> Option<Vec<Inline>> {
    let (recording, words) = (&context.plan.recording, &context.project.words);
    let office = &words.office.genitive;
    let missing = recording.missing().into_iter().map(|missing| name(missing, context));
    let what = receipts(context);
    let days = days(context).map(|days| format!("{what} für die Zeit {days}"));
    let of_house = days_of_house(context);
    let of_house = of_house.map(|days| format!("übrige Eingänge des Hauses für die Zeit {days}"));
    let missing = enumeration(missing.chain(days).chain(of_house));
    let of_year = recording.fields.partial_of(Population::Received);
    let of_stock = recording.fields.partial_of(Population::Open);
    let of_house = recording.fields.partial_of(Population::Krm);
    let in_some = quoted(of_year, words);
    // Only the files of earlier years lack the field: what concerns the year's cases is whole.
    let of_earlier = quoted(of_stock.difference(of_year), words);
    // Only cases that are not the ombuds office's lack it.
    let of_others = quoted(of_house.difference(of_year), words);
    let said = |names: String, before: &str, behind: &str| {
        (!names.is_empty()).then(|| format!("{before}: {names}{behind}"))
    };
    let sentences = [
        said(
            missing,
            "Nicht oder nicht vollständig in den Exporten enthalten und deshalb nicht ausgewertet",
            "",
        ),
        said(
            in_some,
            "Nur in einem Teil der Exporte enthalten",
            "; Anteile dazu beziehen sich auf die Fälle aus diesen Exporten",
        ),
        said(
            of_earlier,
            "In den Exporten früherer Jahre nur zum Teil enthalten",
            "; das betrifft Bestand und Erledigungen",
        ),
        said(
            of_others,
            "Bei anderen Fällen des Hauses nur zum Teil erfasst",
            &format!("; die Fälle {office} betrifft das nicht"),
        ),
        files_in_part(context),
        entered_later(context),
    ];
    let text = sentences.into_iter().flatten().collect::<Vec<_>>().join(". ");
    (!text.is_empty()).then(|| vec![Inline::Text(text)])
}

/// What page one says of it; `None` where nothing is missing that is not told there already: days, and completions that
/// are recorded in part. Nor is a list that the office never records, as it says itself, or that the report has no use for.
pub(super) fn notice(context: &Context<'_>) -> Option<String> {
    let recording = &context.plan.recording;
    let is_used = |field: Field| {
        let mut figures = context.plan.requests.iter().flat_map(Request::figures);
        context.project.tables.iter().any(|table| table.rests_on().contains(&field))
            || figures.any(|it| it.counts().iter().any(|count| count.rests_on().contains(&field)))
    };
    let is_told = |missing: &Missing| match missing {
        Missing::Field(field) if field.dimension().is_some() => {
            is_used(*field) && !context.project.exports.never_records(*field)
        }
        Missing::Field(_) | Missing::EarlierCases => true,
        Missing::Completions => false,
    };
    let missing = recording.missing();
    // Some cases of earlier years may be there.
    let in_part = missing.contains(&Missing::EarlierCases);
    let not = if in_part { "nicht oder nicht vollständig" } else { "nicht" };
    let absent = missing.into_iter().filter(is_told).map(|it| name(it, context));
    let absent = enumeration(absent);
    let absent = (!absent.is_empty()).then(|| {
        format!("In den Exporten {not} enthalten und deshalb nicht ausgewertet: {absent}.")
    });
    let in_part = recording.fields.partial_of(Population::Received).iter();
    let in_part = quoted(in_part.filter(|field| is_used(**field)), &context.project.words);
    let in_part = (!in_part.is_empty()).then(|| format!("Nur zum Teil erfasst: {in_part}; Anteile dazu beziehen sich auf die Fälle, zu denen die Angabe erfasst ist."));
    let sentences: Vec<String> = absent.into_iter().chain(in_part).collect();
    (!sentences.is_empty()).then(|| sentences.join(" "))
}

/// What stands at the head of a chapter of the office's own with numbers in its sentences that lack days of the year, or are of one
/// that is not over: such sentences were written for a whole one.
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
    let year = context.project.settings.period;
    let lacks_days = |of_house: bool| {
        figures.iter().any(|figure| {
            let lack = context.plan.recording.lack(figure, year);
            let mut counts = figure.counts().into_iter();
            lack.is_some_and(|lack| !(lack.days.is_empty() && lack.in_part.is_empty()))
                && counts.any(|count| (count.population == Population::Krm) == of_house)
        })
    };
    let (office, house) = (lacks_days(false), lacks_days(true));
    let days = days(context).filter(|_| office || house && days_of_house(context).is_none());
    let of_house = days_of_house(context).filter(|_| house);
    let of_house_in_part = || days_in_part_of_house(context).filter(|_| house);
    let in_part = days_in_part(context).filter(|_| office || house).or_else(of_house_in_part);
    let of_office = &context.project.words.office.genitive;
    let missing = [
        days.map(|days| format!("{days} keine {}", receipts(context))),
        of_house.map(|it| format!("{it} neben den Fällen {of_office} keine des Hauses")),
        in_part.map(|days| format!("{days} vielleicht nicht alle Fälle")),
    ];
    let missing = missing.into_iter().flatten();
    let missing = enumeration(missing.map(|it| format!("für die Zeit {it}")));
    let until = year.until().filter(|_| !figures.is_empty());
    let until =
        until.map(|day| format!("Die Zahlen dieses Kapitels reichen bis zum {}.", date_long(day)));
    let missing = (!missing.is_empty())
        .then(|| format!("Zu den Zahlen dieses Kapitels liegen {missing} vor."));
    let text = until.into_iter().chain(missing).collect::<Vec<_>>().join(" ");
    (!text.is_empty()).then(|| Block::Paragraph(vec![Inline::Emphasis(vec![Inline::Text(text)])]))
}

/// What stands in place of a table that rests on what no export records, or of a chart of it; `None` where the
/// request is for anything else.
pub(super) fn block(request: &Request, context: &Context<'_>) -> Option<Block> {
    let plan = context.plan;
    let table = match request {
        Request::Table(id) => id.as_str(),
        Request::Chart(id) => plan.chart(id)?.table.as_deref()?,
        _ => return None,
    };
    if plan.table(table).is_some() {
        return None;
    }
    let title = match request {
        Request::Chart(id) => &plan.chart(id)?.title,
        _ => &context.project.tables.iter().find(|spec| spec.id == table)?.title,
    };
    let text = format!("„{title}“ entfällt: Die Exporte enthalten die Angaben dafür nicht.");
    Some(Block::Paragraph(vec![Inline::Emphasis(vec![Inline::Text(text)])]))
}
