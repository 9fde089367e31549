//! Requests that are blocks of their own: key figures, tables, charts, lists.

use super::chart_spec::ChartSpec;
use super::document::{Block, Chart, ChartData, Inline, KeyFigure};
use super::printed_table::{print, subtitle};
use super::sentences::{Decided, Way};
use super::table::FilledTable;
use super::{Context, Exhibits, charts, lists, missing, sentences};
use crate::disclosure::{GivenUp, PublishedValue};
use crate::domain::{Figure, Period, Unit};
use crate::locale::period_label;
use crate::plan::Request;
use crate::project::{ChartForm, LEDGER_TABLE};
use std::collections::BTreeSet;

/// Makes blocks, and knows which tables and charts already stand in the report.
pub(super) struct Blocks<'a> {
    pub(super) context: &'a Context<'a>,
    pub(super) exhibits: &'a Exhibits<'a>,
    /// Anchors of the tables and charts that already stand in the report.
    pub(super) printed: &'a mut BTreeSet<String>,
}

impl<'a> Blocks<'a> {
    /// The block a request stands for; `None` for a request within a sentence.
    pub(super) fn requested(&mut self, request: &Request) -> Option<Block> {
        let context = self.context;
        if context.is_withheld(request) {
            // Of a table and its chart one sentence is enough, and of all of them the one that little more than totals is published.
            let is_exhibit = matches!(request, Request::Table(_) | Request::Chart(_));
            let has_totals_alone = context.figures.given_up() == GivenUp::AllButTotals;
            let is_said = self.is_shown_as_table(request) || is_exhibit && has_totals_alone;
            return withheld(request, context).filter(|_| !is_said);
        }
        if let Some(block) = missing::block(request, context) {
            return Some(block);
        }
        if let Some((table, twin)) = self.twin(request) {
            let is_said = self.is_shown_as_table(request) || !self.printed.insert(anchor(table));
            return self.same_as(table, twin).filter(|_| !is_said);
        }
        if let Some(reference) = self.repeated(request) {
            return Some(reference);
        }
        match request {
            Request::KeyFigure { figure, before, label, one, within, undecided } => {
                let figure = context.published(figure)?;
                let within = within.as_ref().and_then(|whole| context.published(whole));
                if !is_telling(figure.value(), context)
                    || !is_decided(figure.value(), undecided, context)
                    || within.is_some_and(|whole| whole.value() == figure.value())
                {
                    return None;
                }
                let label = one
                    .as_ref()
                    .filter(|_| figure.value() == PublishedValue::Count(1))
                    .unwrap_or(label);
                let recording = &context.plan.recording;
                let partial = recording.fields.partial_for(figure.figure());
                let label = match (partial.is_empty(), recording.holds_all(figure.figure())) {
                    (false, _) => {
                        format!("{label}, {}", missing::as_far_as(&partial, &context.project.words))
                    }
                    (true, false) => format!("{label}, soweit erfasst"),
                    (true, true) => label.clone(),
                };
                let before = before
                    .as_ref()
                    .and_then(|before| year_before(figure.figure(), before, undecided, context));
                let figure = context.printer().headline(figure);
                Some(Block::KeyFigures(vec![KeyFigure { figure, label, before }]))
            }
            Request::Table(id) => {
                let table = self.exhibits.tables.get(id.as_str())?;
                let number = *self.exhibits.table_numbers.get(id.as_str())?;
                Some(Block::Table(Box::new(print(table, number, context))))
            }
            Request::Chart(id) => self.chart(id).map(Box::new).map(Block::Chart),
            Request::ActivityList => Some(lists::activities(context)),
            Request::PartnerList => Some(lists::partners(context)),
            Request::FeedbackList => Some(lists::feedback(context)),
            Request::Exemptions => Some(lists::exemptions(context)),
            Request::Abbreviations => Some(lists::abbreviations(context)),
            Request::Corrections => Some(lists::corrections(context)),
            Request::SignLegend => Some(lists::sign_legend(context)),
            Request::Ledger => {
                let number = *self.exhibits.table_numbers.get(LEDGER_TABLE)?;
                Some(Block::Table(Box::new(lists::ledger(number, context))))
            }
            Request::Figure { .. }
            | Request::Ranking { .. }
            | Request::Sentence(_)
            | Request::Reference(_)
            | Request::Typed(_) => None,
        }
    }

    /// Whether a request is for a chart whose table a chapter shows, too.
    fn is_shown_as_table(&self, request: &Request) -> bool {
        matches!(request, Request::Chart(_))
            && (self.context.plan.shown_table(request))
                .is_some_and(|table| self.exhibits.shown.contains(&table))
    }

    /// The table of a request that has the numbers of another one before it, and that one.
    fn twin(&self, request: &Request) -> Option<(&'a str, &'a str)> {
        let table = self.context.plan.shown_table(request)?;
        self.exhibits.twins.get_key_value(table).map(|(table, twin)| (*table, *twin))
    }

    /// What stands in place of a table that has the numbers of another one.
    fn same_as(&self, table: &str, twin: &str) -> Option<Block> {
        let number = self.exhibits.table_numbers.get(twin)?;
        let title = &self.context.plan.table(table)?.title;
        let content = vec![Inline::Text(format!("Tabelle {number}"))];
        Some(Block::Paragraph(vec![
            Inline::Text(format!(
                "„{title}“: Zum Schutz einzelner Personen ist nur die Gliederung möglich, die schon "
            )),
            Inline::Link { href: format!("#{}", anchor(twin)), content },
            Inline::Text(" zeigt.".to_owned()),
        ]))
    }

    /// A table or chart stands once; where it is asked for again a reference to it does.
    fn repeated(&mut self, request: &Request) -> Option<Block> {
        let (anchor, text) = match request {
            Request::Table(id) => {
                let number = self.exhibits.table_numbers.get(id.as_str())?;
                (anchor(id), format!("siehe Tabelle {number}"))
            }
            Request::Chart(id) => {
                let number = self.exhibits.chart_numbers.get(id.as_str())?;
                (format!("chart-{id}"), format!("siehe Abbildung {number}"))
            }
            Request::Ledger => {
                let number = self.exhibits.table_numbers.get(LEDGER_TABLE)?;
                (anchor(LEDGER_TABLE), format!("siehe Tabelle {number}"))
            }
            _ => return None,
        };
        if self.printed.insert(anchor.clone()) {
            return None;
        }
        let content = vec![Inline::Text(text)];
        Some(Block::Paragraph(vec![Inline::Link { href: format!("#{anchor}"), content }]))
    }

    fn chart(&mut self, id: &str) -> Option<Chart> {
        let context = self.context;
        let request = context.plan.chart(id)?;
        let table: Option<&FilledTable<'_>> =
            request.table.as_deref().and_then(|table| self.exhibits.tables.get(table));
        let data = match table {
            None => ChartData::List,
            Some(table) => {
                let number = *self.exhibits.table_numbers.get(table.plan.id.as_str())?;
                let is_shown = self.exhibits.shown.contains(&table.plan.id.as_str());
                // Of several charts of one table the first brings it along.
                if is_shown || !self.printed.insert(anchor(&table.plan.id)) {
                    ChartData::Elsewhere(table.plan.id.clone(), number)
                } else {
                    ChartData::Own(Box::new(print(table, number, context)))
                }
            }
        };
        let spec: ChartSpec = charts::spec(request, table, context);
        let unit = table.map_or(Unit::Activities, |table| table.plan.base.unit);
        let subtitle = match table {
            Some(table) => subtitle(table.plan, context),
            None => format!(
                "Aktivitäten {} {}",
                context.project.words.office.genitive,
                period_label(context.project.settings.period, Period::Year)
            ),
        };
        let source = context.source_line(unit);
        Some(Chart {
            id: request.id.clone(),
            number: *self.exhibits.chart_numbers.get(id)?,
            headline: match (request.form, &request.headline) {
                (ChartForm::Cumulative, _) => {
                    table.and_then(|table| sentences::within_target(table, context))
                }
                (ChartForm::Composition, Some(headline)) => {
                    table.and_then(|table| sentences::first_part(headline, table, context))
                }
                (_, Some(headline)) => {
                    table.and_then(|table| sentences::headline(headline, table, context))
                }
                _ => None,
            },
            title: spec.title.clone(),
            subtitle,
            note: table.and_then(|table| charts::note(&spec.kind, table, context)),
            spec,
            data,
            shown_source: source.clone(),
            source,
        })
    }
}

/// The anchor of a table.
fn anchor(table: &str) -> String {
    format!("table-{table}")
}

/// What a number was a year before: `gestiegen von 19,4 % (2016)`.
fn year_before(
    now: &Figure,
    before: &Figure,
    undecided: &[Figure],
    context: &Context<'_>,
) -> Option<Vec<Inline>> {
    let period = context.project.settings.period;
    let earlier = period.in_year(period.year() - 1)?;
    let way = sentences::way(now, before, undecided, earlier.year(), context)?;
    let year = period_label(earlier, Period::Year);
    let words = match way {
        Way::Same => return Some(vec![Inline::Text(format!("wie {year}"))]),
        way => way.word().map_or(format!("{year}: "), |word| format!("{word} von ")),
    };
    let behind = if way.word().is_some() { format!(" ({year})") } else { String::new() };
    let number = context.printer().headline(context.published(before)?);
    Some(vec![Inline::Text(words), Inline::Figure(number), Inline::Text(behind)])
}

/// Whether a number is one to print in large type: there is one, and no share of a small base.
fn is_telling(value: PublishedValue, context: &Context<'_>) -> bool {
    match value {
        PublishedValue::Share { base, .. } => base >= sentences::smallest_base(context),
        // Of persons, what is rounded to zero is not none.
        PublishedValue::Count(0) => context.project.disclosure.base().is_none(),
        value => value.is_number(),
    }
}

/// Whether a share says something although it is not decided of some cases whether they are of its kind: none as long as some are
/// open is no result.
fn is_decided(value: PublishedValue, undecided: &[Figure], context: &Context<'_>) -> bool {
    let PublishedValue::Share { part, base } = value else { return true };
    match sentences::decided(undecided, Some(base), context) {
        Decided::All => true,
        Decided::Some => part > 0,
        Decided::None => false,
    }
}

/// How the sentence ends that stands in place of what must not be shown.
const WITHHELD: &str = " wird aus Gründen der Geheimhaltung nicht veröffentlicht.";

/// Whether a block says that something must not be shown.
pub(super) fn says_withheld(block: &Block) -> bool {
    matches!(block, Block::Paragraph(content) if matches!(content.as_slice(), [Inline::Emphasis(words)]
        if matches!(words.as_slice(), [Inline::Text(text)] if text.ends_with(WITHHELD))))
}

/// What stands in place of a table that must not be shown, or of a chart of it.
fn withheld(request: &Request, context: &Context<'_>) -> Option<Block> {
    let title = match request {
        Request::Table(id) => &context.plan.table(id)?.title,
        Request::Chart(id) => &context.plan.chart(id)?.title,
        Request::Ledger => lists::LEDGER_TITLE,
        _ => return None,
    };
    let text = format!("„{title}“{WITHHELD}");
    Some(Block::Paragraph(vec![Inline::Emphasis(vec![Inline::Text(text)])]))
}

/// Key figures that follow each other form one block.
pub(super) fn merge_key_figures(blocks: Vec<Block>) -> Vec<Block> {
    let mut merged: Vec<Block> = Vec::new();
    for block in blocks {
        match (merged.last_mut(), block) {
            (Some(Block::KeyFigures(figures)), Block::KeyFigures(more)) => figures.extend(more),
            (_, block) => merged.push(block),
        }
    }
    merged
}
