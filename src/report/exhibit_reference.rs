//! `Tabelle 6`: a table or chart that a text refers to, as a link to it. Where the report does not have it, its title stands there with the
//! reason, and no link.

use super::document::Inline;
use super::lists::LEDGER_TITLE;
use super::{Context, Exhibits};
use crate::plan::{Request, TableOrChart};
use crate::project::LEDGER_TABLE;

/// The words for a reference.
pub(super) fn words(to: &TableOrChart, context: &Context<'_>, exhibits: &Exhibits<'_>) -> Inline {
    if let Some((anchor, name)) = goal(to, exhibits) {
        return Inline::Link { href: format!("#{anchor}"), content: vec![Inline::Text(name)] };
    }
    let project = context.project;
    let title = match to {
        TableOrChart::Table(id) if id == LEDGER_TABLE => Some(LEDGER_TITLE),
        TableOrChart::Table(id) => {
            project.tables.iter().find(|spec| spec.id == *id).map(|spec| spec.title.as_str())
        }
        TableOrChart::Chart(id) => {
            project.charts.iter().find(|spec| spec.id == *id).map(|spec| spec.title.as_str())
        }
    };
    let why = match request(to, context) {
        Some(request) if context.is_withheld(request) => "nicht veröffentlicht",
        Some(_) => "nicht erfasst",
        None => "nicht in diesem Bericht",
    };
    Inline::Text(format!("„{}“ ({why})", title.unwrap_or_default()))
}

/// Whether no chapter of the edition asks for what a text refers to.
pub(super) fn is_unplaced(to: &TableOrChart, context: &Context<'_>) -> bool {
    request(to, context).is_none()
}

fn goal(to: &TableOrChart, exhibits: &Exhibits<'_>) -> Option<(String, String)> {
    match to {
        TableOrChart::Table(id) => {
            let id = exhibits.twins.get(id.as_str()).copied().unwrap_or(id);
            let number = exhibits.table_numbers.get(id)?;
            Some((format!("table-{id}"), format!("Tabelle\u{a0}{number}")))
        }
        TableOrChart::Chart(id) => {
            let number = exhibits.chart_numbers.get(id.as_str())?;
            Some((format!("chart-{id}"), format!("Abbildung\u{a0}{number}")))
        }
    }
}

/// What a chapter asks for that shows it.
fn request<'a>(to: &TableOrChart, context: &Context<'a>) -> Option<&'a Request> {
    let plan = context.plan;
    plan.requests.iter().find(|request| match (to, request) {
        (TableOrChart::Chart(id), Request::Chart(known)) => known == id,
        (TableOrChart::Table(id), request) => plan.shown_table(request) == Some(id),
        _ => false,
    })
}
