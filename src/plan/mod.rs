//! Project and chapters → what the report will ask for: figures, tables, charts.
//!
//! The chapters' templates run here, once, and see no data: every figure they ask for becomes an
//! opaque token that `report` replaces after the Markdown has been parsed. What a chapter asks
//! for, and how it is laid out, can therefore never depend on the numbers. It may depend on what the exports record at
//! all (their columns, the months they cover), which the report itself says.

mod bounded;
mod chapter_text;
mod chapters;
mod coarser;
mod functions;
mod names_of_parts;
mod number_words;
mod other_years;
mod parts_of_year;
mod recorded_table;
mod request;
mod sentence;
mod table;
mod table_columns;
mod token;
mod typed_numbers;

pub use bounded::render_within;
pub use chapter_text::markdown_events;
pub use chapters::template_findings;
pub use coarser::Regrouped;
pub use request::{Noun, Request, TableOrChart};
pub use sentence::{
    BASE, COUNT, Change, DAYS, Forms, PART, RECORDED, ROWS, SHARE, Sentence, Shown,
};
pub use table::{JoinedRows, RowKind, RowPlan, TablePlan};
pub use table_columns::{CellKind, ColumnPlan};
pub use token::{Piece, pieces, without_tokens};

use crate::diagnostic::Findings;
use crate::domain::{Comparison, Field, Figure, Recording};
use crate::project::{ChartRequest, LEDGER_TABLE, Project};
use std::collections::BTreeSet;

/// All that a report will ask for.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    /// The chapters in order, with tokens in place of figures and blocks.
    pub chapters: Vec<PlannedChapter>,
    /// What each token stands for, by its number.
    pub requests: Vec<Request>,
    /// The tables that are shown or stand behind a chart, in order of first mention.
    pub tables: Vec<TablePlan>,
    /// The charts that are shown, in order of first mention.
    pub charts: Vec<ChartRequest>,
    /// What all editions under the same protection ask for together; `None` where this one asks for all of it.
    pub together: Option<Box<Plan>>,
    /// What the exports record. Tables, rows and columns that rest on anything else are not in the plan.
    pub recording: Recording,
}

/// A chapter after its template has run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlannedChapter {
    /// File name, the source of the chapter's id.
    pub name: String,
    /// Where it comes from, for findings.
    pub file: String,
    /// The text as written, for findings that point into it.
    pub source: String,
    /// Markdown with tokens.
    pub markdown: String,
}

impl Plan {
    /// What all editions under the same protection ask for.
    pub fn together(&self) -> &Self {
        self.together.as_deref().unwrap_or(self)
    }

    /// Every figure of this year's cases that will be printed or drawn, apart from the ledgers'.
    pub fn figures(&self) -> BTreeSet<Figure> {
        self.figures_without(&BTreeSet::new())
    }

    /// The same when some tables are left out, by id. What is compared is among them: whoever knows
    /// a change and the year before knows it.
    pub fn figures_without(&self, tables: &BTreeSet<String>) -> BTreeSet<Figure> {
        self.of_this_year(tables).filter(|figure| self.recording.has(figure)).collect()
    }

    /// What is asked for and no export records, when some tables are left out.
    pub fn not_recorded_without(&self, tables: &BTreeSet<String>) -> BTreeSet<Figure> {
        self.of_this_year(tables).filter(|figure| !self.recording.has(figure)).collect()
    }

    /// What is asked for of this year's cases, and the bases of tables, when some tables are left out.
    fn of_this_year(&self, without: &BTreeSet<String>) -> impl Iterator<Item = Figure> {
        let shown = self.tables.iter().filter(|table| !without.contains(&table.id));
        let bases = shown.map(|table| Figure::Count(table.base.clone()));
        self.requested(without).map(Figure::of_this_year).cloned().chain(bases)
    }

    /// What will be told of earlier years when some tables are left out.
    pub fn comparisons_without(&self, tables: &BTreeSet<String>) -> BTreeSet<&Comparison> {
        let requested = self.requested(tables);
        requested
            .filter_map(|figure| match figure {
                Figure::Compared(comparison) => Some(comparison),
                _ => None,
            })
            .collect()
    }

    /// The figures of sentences and cells.
    fn requested(&self, without: &BTreeSet<String>) -> impl Iterator<Item = &Figure> {
        let tables = self.tables.iter().filter(|table| !without.contains(&table.id));
        let rows = tables.flat_map(|table| &table.rows);
        let cells = rows.flat_map(|row| row.cells.iter().flatten());
        self.requests.iter().flat_map(Request::figures).chain(cells)
    }

    /// The same with every table in all of its coarser forms: what may be asked for.
    pub fn figures_of_all_forms(&self) -> BTreeSet<Figure> {
        let mut figures = self.figures();
        let cells = self.tables.iter().flat_map(TablePlan::figures_of_all_forms);
        let cells = cells.map(Figure::of_this_year);
        figures.extend(cells.filter(|figure| self.recording.has(figure)).cloned());
        figures
    }

    /// Whether any of them has a condition on a property that is read from a field.
    pub fn asks_for(&self, field: Field) -> bool {
        let figures = self.figures_of_all_forms();
        let counts = figures.iter().flat_map(Figure::counts);
        let mut asked = counts.flat_map(|count| count.filter.conditions());
        asked.any(|(dimension, _)| Field::of(dimension) == Some(field))
    }

    /// With these tables in place of those of the same ids.
    pub fn with_tables<'t>(mut self, tables: impl IntoIterator<Item = &'t TablePlan>) -> Self {
        for table in tables {
            if let Some(place) = self.tables.iter_mut().find(|known| known.id == table.id) {
                place.clone_from(table);
            }
        }
        self
    }

    /// The plan of a table.
    pub fn table(&self, id: &str) -> Option<&TablePlan> {
        self.tables.iter().find(|table| table.id == id)
    }

    /// The chart with this identifier.
    pub fn chart(&self, id: &str) -> Option<&ChartRequest> {
        self.charts.iter().find(|chart| chart.id == id)
    }

    /// The table that a request shows, or of which it shows a chart.
    pub fn shown_table<'r>(&'r self, request: &'r Request) -> Option<&'r str> {
        match request {
            Request::Table(id) => Some(id),
            Request::Chart(id) => self.chart(id)?.table.as_deref(),
            Request::Ledger => Some(LEDGER_TABLE),
            _ => None,
        }
    }
}

/// Runs the chapters and collects what they ask for, of exports that record so much.
pub fn make(project: &Project, recording: &Recording) -> (Plan, Findings) {
    let (mut plan, findings) = of_chapters(project, recording);
    if project.chapters_together != project.chapters {
        let chapters = project.chapters_together.clone();
        // What is wrong in the chapters of other editions is told when those are made.
        let (together, _) = of_chapters(&Project { chapters, ..project.clone() }, recording);
        plan.together = Some(Box::new(together));
    }
    (plan, findings)
}

fn of_chapters(project: &Project, recording: &Recording) -> (Plan, Findings) {
    let mut findings = Findings::default();
    chapters::check_templates(project, &mut findings);
    let (chapters, requests) = chapters::run(project, recording, &mut findings);
    let mut plan = Plan { chapters, requests, recording: recording.clone(), ..Plan::default() };
    let mut table_ids: Vec<&str> = Vec::new();
    for request in &plan.requests {
        table_ids.extend(request.ranked_table());
        match request {
            Request::Table(id) => table_ids.push(id),
            Request::Chart(id) => {
                let Some(chart) = project.charts.iter().find(|chart| chart.id == *id) else {
                    continue;
                };
                if plan.charts.iter().all(|known| known.id != chart.id) {
                    plan.charts.push(chart.clone());
                }
                table_ids.extend(chart.table.as_deref());
            }
            _ => {}
        }
    }
    for id in table_ids {
        if plan.tables.iter().all(|known| known.id != *id) {
            let spec = project.tables.iter().find(|table| table.id == *id);
            plan.tables.extend(spec.and_then(|spec| coarser::with_forms(spec, project, recording)));
        }
    }
    (plan, findings)
}
