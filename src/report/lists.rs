//! Blocks made of lists: activities, partners, feedback, ledger, exemptions, signs.

use super::document::{Block, Cell, Inline, Note, Table, TableColumn, TableRow};
use super::{Context, Sign};
use crate::disclosure::GivenUp;
use crate::domain::{Activity, ActivityDate, Dimension, Figure, LedgerEntry, Unit, sort_key};
use crate::locale::{date_long, period_label};
use crate::plan::RowKind;
use crate::project::LEDGER_TABLE;

fn text(text: impl Into<String>) -> Inline {
    Inline::Text(text.into())
}

fn date_text(date: ActivityDate) -> String {
    match date {
        ActivityDate::Day(day) => date_long(day),
        ActivityDate::Vague(year, period) => period_label(year, period),
    }
}

/// The partners of an activity, but for those whose whole name stands in its title. A word of it may belong to another one.
fn partner_names(activity: &Activity, context: &Context<'_>) -> String {
    let partners = &context.project.network.partners;
    let names = activity.partners.iter().filter_map(|position| partners.get(*position));
    let names = names.map(|partner| partner.name.as_str());
    names.filter(|name| !activity.title.contains(name)).collect::<Vec<_>>().join(", ")
}

fn topic_names(activity: &Activity, context: &Context<'_>) -> String {
    let list = context.project.taxonomy.list(Dimension::Topic);
    let entries = activity.topics.iter().filter_map(|code| list.and_then(|list| list.get(*code)));
    entries.map(|entry| entry.label.as_str()).collect::<Vec<_>>().join(", ")
}

/// The activities by date.
pub(super) fn activities(context: &Context<'_>) -> Block {
    let item = |activity: &Activity| {
        let mut line = vec![
            Inline::Strong(vec![text(date_text(activity.date))]),
            text(format!(": {}", activity.title)),
        ];
        let partners = partner_names(activity, context);
        if !partners.is_empty() {
            line.push(text(format!(" ({partners})")));
        }
        if let Some(participants) = activity.participants {
            let participants = context.project.settings.numbers.count(u64::from(participants));
            line.push(text(format!("; rund {participants} Beteiligte")));
        }
        let topics = topic_names(activity, context);
        if !topics.is_empty() {
            line.push(text(format!("; Themen: {topics}")));
        }
        vec![Block::Paragraph(line)]
    };
    let items: Vec<Vec<Block>> = context.project.network.activities.iter().map(item).collect();
    if items.is_empty() {
        return Block::Paragraph(vec![text(
            "Für das Berichtsjahr sind keine Aktivitäten erfasst.",
        )]);
    }
    Block::List { start: None, items }
}

/// The partners by group, groups in list order.
pub(super) fn partners(context: &Context<'_>) -> Block {
    let project = context.project;
    let groups = project.taxonomy.list(Dimension::PartnerGroup);
    let mut items = Vec::new();
    for (code, entry) in groups.iter().flat_map(|list| list.codes().zip(list.entries())) {
        let members = project.network.partners.iter().filter(|partner| partner.group == code);
        let group = Inline::Strong(vec![text(format!("{}:", entry.label))]);
        let names: Vec<&str> = members.map(|partner| partner.name.as_str()).collect();
        match names.as_slice() {
            [] => {}
            [name] => items.push(vec![Block::Paragraph(vec![group, text(format!(" {name}"))])]),
            names => {
                let item = |name: &&str| vec![Block::Paragraph(vec![text(*name)])];
                let names = Block::List { start: None, items: names.iter().map(item).collect() };
                items.push(vec![Block::Paragraph(vec![group]), names]);
            }
        }
    }
    if items.is_empty() {
        return Block::Paragraph(vec![text("Es sind keine Partner erfasst.")]);
    }
    Block::List { start: None, items }
}

/// What was heard at activities, in the office's words.
pub(super) fn feedback(context: &Context<'_>) -> Block {
    let heard = context.project.network.activities.iter().filter_map(|activity| {
        let words = activity.feedback.as_ref()?;
        let place = format!("{} ({})", activity.title, date_text(activity.date));
        Some(vec![Block::Paragraph(vec![
            text(format!("{words} ")),
            Inline::Emphasis(vec![text(place)]),
        ])])
    });
    let items: Vec<Vec<Block>> = heard.collect();
    if items.is_empty() {
        return Block::Paragraph(vec![text("Es liegen keine notierten Rückmeldungen vor.")]);
    }
    Block::List { start: None, items }
}

/// The exemptions from masking with their reasons.
pub(super) fn exemptions(context: &Context<'_>) -> Block {
    let exemptions = &context.project.disclosure.exemptions;
    if exemptions.is_empty() {
        return Block::Paragraph(vec![text("Es gibt keine Ausnahmen.")]);
    }
    let entries = exemptions.iter().map(|exemption| {
        let definition =
            super::definition(&exemption.figure, context.project, &context.plan.recording);
        (definition, exemption.reason.clone())
    });
    Block::Definitions(entries.collect())
}

/// The abbreviations with their meaning, in German order.
pub(super) fn abbreviations(context: &Context<'_>) -> Block {
    let meanings = &context.project.settings.abbreviations;
    if meanings.is_empty() {
        return Block::Paragraph(vec![text("Es sind keine Abkürzungen erklärt.")]);
    }
    let mut entries: Vec<(String, String)> = meanings.clone().into_iter().collect();
    entries.sort_by_key(|(short, _)| sort_key(short));
    Block::Definitions(entries)
}

/// What has been corrected, oldest first.
pub(super) fn corrections(context: &Context<'_>) -> Block {
    let corrections = &context.project.settings.corrections;
    if corrections.is_empty() {
        let what = match context.figures.are_corrected() {
            false => "Bisher gibt es keine Berichtigungen.".to_owned(),
            true => format!(
                "Zahlen einer früheren Ausgabe sind berichtigt; in den Tabellen tragen sie das Zeichen „{}“.",
                context.signs.revised.text
            ),
        };
        return Block::Paragraph(vec![text(&what)]);
    }
    let entries = corrections.iter();
    Block::Definitions(entries.map(|entry| (date_long(entry.date), entry.text.clone())).collect())
}

/// The signs with their meaning.
pub(super) fn sign_legend(context: &Context<'_>) -> Block {
    let zero = match context.project.disclosure.protect.is_empty() {
        _ if context.figures.given_up() != GivenUp::Nothing => "; es kann auch null sein",
        true => "",
        false => "; in geschützten Gliederungen kann es null sein",
    };
    // A rounded zero is a number; what it stands for is said where rounding is.
    let rounded = context.project.disclosure.base().is_some();
    // Without an earlier year nothing can be missing in its report.
    let compares = !context.project.earlier_years().is_empty();
    let plan = context.plan;
    let cells = plan.tables.iter().flat_map(|table| &table.rows).flat_map(|row| &row.cells);
    let has_gaps = cells.flatten().any(|figure| !plan.recording.has(figure));
    let is_used = |sign: &Sign| {
        (compares || *sign != context.signs.not_available)
            && (has_gaps || *sign != context.signs.not_recorded)
            && !(rounded && *sign == context.signs.nothing)
    };
    let signs = context.signs.all().into_iter().filter(|sign| is_used(sign));
    let entries = signs.map(|sign| {
        let zero = if *sign == context.signs.masked { zero } else { "" };
        (sign.text.clone(), format!("{}{zero}", sign.meaning))
    });
    let revised = Some(&context.signs.revised).filter(|_| context.figures.are_corrected());
    let revised = revised.map(|sign| (sign.text.clone(), sign.meaning.clone()));
    Block::Definitions(entries.chain(revised).collect())
}

/// What the table of the ledgers is called.
pub(super) const LEDGER_TITLE: &str = "Verbleib aller eingelesenen Zeilen und Datensätze";

/// The totals of the two ledgers; entries without a line or record are left out.
pub(super) fn ledger(number: usize, context: &Context<'_>) -> Table {
    let mut rows = Vec::new();
    for entry in LedgerEntry::all() {
        let Some(figure) = context.published(&Figure::Ledger(entry)) else { continue };
        if figure.is_zero() && !entry.is_total() {
            continue;
        }
        let what = match entry {
            LedgerEntry::Lines(_) => "Zeilen",
            LedgerEntry::Records(_) => "Datensätze",
        };
        let (colon, kind) = match entry.is_total() {
            true => ("", RowKind::Total),
            false => (":", RowKind::Value),
        };
        rows.push(TableRow {
            label: format!("{what}{colon} {}", context.project.words.ledger(entry)),
            key: entry.id(),
            kind,
            cells: vec![Cell::Figure(context.printer().table_cell(figure))],
        });
    }
    let rounded = context.project.disclosure.base().map(|base| Note {
        text: format!(
            "Anzahlen von Fällen sind auf Vielfache von {base} gerundet, alle anderen sind genau."
        ),
        is_of_signs: false,
    });
    let rounded: Vec<Note> = rounded.into_iter().collect();
    let subtitle = "Alle Exporte, die diesem Bericht zugrunde liegen".to_owned();
    let source = context.source_line(Unit::Cases);
    Table {
        id: LEDGER_TABLE.to_owned(),
        number,
        title: LEDGER_TITLE.to_owned(),
        shown_subtitle: subtitle.clone(),
        subtitle,
        row_header: "Verbleib".to_owned(),
        columns: vec![TableColumn { label: "Anzahl".to_owned(), key: "count".to_owned() }],
        rows,
        shown_notes: rounded.clone(),
        notes: rounded,
        shown_source: source.clone(),
        source,
        is_detail: true,
    }
}
