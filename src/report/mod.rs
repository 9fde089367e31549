//! Published figures and chapters → the document: sections, prose, tables, charts, outline.
//!
//! Sees no case and no exact figure. Decides what stands where and in which words; how it looks is
//! for `render`.

mod abbreviations;
mod blocks;
mod chart_forms;
pub mod chart_spec;
mod charts;
mod corrected;
mod definition;
mod document;
mod earlier;
mod emptied;
mod exhibit_reference;
mod given_up;
mod goals;
mod head;
mod links;
mod lists;
mod markdown;
mod missing;
mod phrases;
mod printed;
mod printed_table;
mod register;
mod said_once;
mod sentences;
mod signs;
mod table;

pub use definition::{conditions, count_definition, definition};
pub use document::{
    Block, Cell, Chapter, ChapterLink, Chart, ChartData, Document, FigureEntry, FigureUnit, Head,
    Inline, KeyFigure, Note, Notice, PlainTable, Table, TableColumn, TableRow, footnotes, visit,
};
pub use links::{is_safe_link, plain_text};
pub use printed::{PrintedFigure, SHARE_DECIMALS, is_small};
pub use signs::{Sign, Signs};

use crate::diagnostic::Findings;
use crate::disclosure::{PublishedFigure, PublishedFigures};
use crate::domain::{Figure, Unit};
use crate::locale::date_long;
use crate::plan::{Plan, Request, TablePlan};
use crate::project::Project;
use printed::Printer;
use std::collections::{BTreeMap, BTreeSet};
use table::FilledTable;

/// What every part of the report needs.
#[derive(Clone, Copy)]
struct Context<'a> {
    project: &'a Project,
    plan: &'a Plan,
    figures: &'a PublishedFigures,
    signs: &'a Signs,
}

impl<'a> Context<'a> {
    fn published(&self, figure: &Figure) -> Option<&'a PublishedFigure> {
        self.figures.get(figure)
    }

    /// Whether a request is for a table that must not be shown, or for a chart of it.
    fn is_withheld(&self, request: &Request) -> bool {
        let table = self.plan.shown_table(request).or(request.ranked_table());
        table.is_some_and(|table| self.figures.is_withheld(table))
    }

    fn printer(&self) -> Printer<'a> {
        Printer {
            numbers: self.project.settings.numbers,
            signs: self.signs,
            taxonomy: &self.project.taxonomy,
            policy: &self.project.disclosure,
        }
    }

    fn source_line(&self, unit: Unit) -> String {
        let settings = &self.project.settings;
        let source = match unit {
            Unit::Cases | Unit::Mentions => settings.source.clone(),
            Unit::Activities => {
                format!("eigene Aufzeichnungen {}", self.project.words.office.genitive)
            }
        };
        format!("Quelle: {source}; Stand: {}", date_long(settings.as_of))
    }
}

/// Anchors of the page itself.
const RESERVED_ANCHORS: [&str; 2] = ["content", "contents-title"];

/// Tables and charts by id, filled and numbered.
struct Exhibits<'a> {
    tables: BTreeMap<&'a str, FilledTable<'a>>,
    table_numbers: BTreeMap<&'a str, usize>,
    chart_numbers: BTreeMap<&'a str, usize>,
    /// Tables that a chapter shows, apart from those that only stand behind a chart.
    shown: Vec<&'a str>,
    /// Tables so much coarser than asked for that one before them has the same numbers, and that one.
    twins: BTreeMap<&'a str, &'a str>,
}

/// Writes the report.
pub fn write(project: &Project, plan: &Plan, figures: &PublishedFigures) -> (Document, Findings) {
    let signs = Signs::new(&project.disclosure);
    let context = Context { project, plan, figures, signs: &signs };
    let exhibits = exhibits(&context);
    let mut findings = Findings::default();
    let mut printed: BTreeSet<String> = RESERVED_ANCHORS.map(str::to_owned).into();
    let mut chapters: Vec<Chapter> = Vec::new();
    let mut links = Vec::new();
    for chapter in &plan.chapters {
        let number = chapters.len() + 1;
        let read =
            markdown::chapter(chapter, number, &context, &exhibits, &mut printed, &mut findings);
        let Some((mut chapter, of_chapter)) = read else { continue };
        abbreviations::mark(&mut chapter, &project.settings.abbreviations);
        chapters.push(chapter);
        links.extend(of_chapter);
    }
    let links = goals::check(&mut chapters, links, &mut findings);
    let figures = register::entries(&context);
    (Document { head: head::head(&context), chapters, figures, signs, links }, findings)
}

/// Fills all tables and numbers tables and charts in the order chapters mention them.
fn exhibits<'a>(context: &Context<'a>) -> Exhibits<'a> {
    let tables: BTreeMap<&str, FilledTable<'_>> = context
        .plan
        .tables
        .iter()
        .filter(|plan| !context.figures.is_withheld(&plan.id))
        .map(|plan| (plan.id.as_str(), table::fill(plan, context)))
        .collect();
    let shown: Vec<&str> = context
        .plan
        .requests
        .iter()
        .filter_map(|request| match request {
            Request::Table(id) => Some(id.as_str()),
            _ => None,
        })
        .collect();
    let (table_numbers, chart_numbers, twins) = <_>::default();
    let mut exhibits = Exhibits { tables, table_numbers, chart_numbers, shown, twins };
    let is_shown = |request: &&Request| {
        !context.is_withheld(request) && missing::block(request, context).is_none()
    };
    let mut before: Vec<&TablePlan> = Vec::new();
    for request in context.plan.requests.iter().filter(is_shown) {
        let table = context.plan.shown_table(request);
        if let Some(plan) = table.and_then(|id| context.plan.table(id)) {
            let is_same = |it: &&&TablePlan| it.id != plan.id && it.figures().eq(plan.figures());
            if let Some(twin) = before.iter().find(is_same).filter(|_| plan.is_coarser()) {
                exhibits.twins.insert(&plan.id, &twin.id);
                continue;
            }
            before.push(plan);
        }
        if let Request::Chart(id) = request {
            let next = exhibits.chart_numbers.len() + 1;
            exhibits.chart_numbers.entry(id).or_insert(next);
        }
        let is_chart = matches!(request, Request::Chart(_));
        if let Some(id) = table.filter(|id| !is_chart || !exhibits.shown.contains(id)) {
            let next = exhibits.table_numbers.len() + 1;
            exhibits.table_numbers.entry(id).or_insert(next);
        }
    }
    exhibits
}
