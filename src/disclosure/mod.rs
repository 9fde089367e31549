//! Disclosure control: exact figures → published figures.
//!
//! The only way from a computed number to a reader. A [`PublishedFigure`] cannot be made anywhere
//! else, and `report`, `chart` and `render` accept nothing but published figures:
//!
//! ```compile_fail
//! use krm_report::disclosure::{PublishedFigure, PublishedValue};
//! use krm_report::domain::{Count, Figure, Population};
//! let figure = Figure::Count(Count::cases(Population::Received));
//! let smuggled = PublishedFigure { figure, value: PublishedValue::Count(1) };
//! ```
//!
//! ```compile_fail
//! let smuggled = krm_report::disclosure::Magnitude::new(1.0);
//! ```
//!
//! Small numbers of cases are masked, and so much else that they cannot be computed from what
//! stays printed. The proof is another year that prints the same report: `registry` lists what a
//! reader learns, `targets` what must be protected, `pattern` looks for masks and years
//! (`alternative`, `candidates`, `moves`, `profiles`), and `audit` counts every such year anew. What earlier editions
//! of the year have printed is known as well (`earlier`, `revision`, `released`), and so is the stock the year before ended with (`stock`). Changes
//! since earlier years follow from printed numbers alone (`years`).

mod advice;
mod alternative;
mod archived;
mod attribute;
mod audit;
mod candidates;
mod check;
mod coarser;
mod derived;
mod differences;
mod earlier;
mod exchanged;
mod exempt;
mod findings;
mod forms;
mod kept;
mod ladder;
mod magnitude;
mod measure;
mod moves;
mod nesting;
mod overlap;
mod pattern;
mod pool;
mod profiles;
mod protection;
mod published;
mod record;
mod registry;
mod relations;
mod released;
mod revision;
mod small;
mod stock;
mod target;
mod targets;
mod why;
mod withheld;
mod years;

pub use earlier::printed_before;
pub use magnitude::Magnitude;
pub use published::{GivenUp, PublishedFigure, PublishedFigures, PublishedValue};
pub use record::{DisclosureRecord, MaskReason, MaskedFigure, NamedNumber};
pub use relations::needed;

use crate::diagnostic::{Finding, FindingCode, Findings, Place};
use crate::domain::Case;
use crate::plan::Plan;
use crate::project::Project;
use crate::statistics::ExactFigures;
use ladder::Subject;
use protection::Protection;
use std::collections::BTreeSet;

/// Decides for every figure whether it is printed. A table whose small numbers cannot be protected
/// by masking is withheld as a whole; where that is not enough either, there is an error.
pub fn publish(
    exact: &ExactFigures,
    plan: &Plan,
    cases: &[Case],
    project: &Project,
) -> (PublishedFigures, DisclosureRecord, Findings) {
    let mut findings = Findings::default();
    unused_exemptions(exact, project, &mut findings);
    let (earlier, mut protection) = released::protect(exact, plan.together(), cases, project);
    let plan = &plan.clone().with_tables(&protection.plan.tables);
    let subject =
        Subject { exact, plan, cases, hidden: &BTreeSet::new(), earlier: &earlier, project };
    let revision = &earlier.revision;
    let of_tables = std::mem::take(&mut protection.findings).into_values();
    let of_tables = of_tables.chain(findings::silent(&protection.silent));
    let of_tables = of_tables.chain(protection.further.take());
    let Protection { checked, withheld, .. } = &protection;
    let thin = advice::thin_tables(plan, &protection, exact, cases, project);
    let shown = plan.tables.iter().filter(|table| !withheld.contains(&table.id));
    let telling = shown.filter_map(|table| attribute::telling(table, checked, exact, project));
    let disclosed = findings::disclosed(&protection, &earlier, project);
    let given_up = findings::given_up(&protection, project);
    let further = of_tables.chain(given_up).chain(disclosed).chain(thin).chain(telling);
    let further = further.chain(earlier::mixed_methods(project));
    let further = further.chain(stock::contradiction(exact, project));
    further.for_each(|finding| findings.push(finding));
    let own = subject.printed(plan, withheld);
    let figures: Vec<PublishedFigure> = exact
        .iter()
        .filter(|(figure, _)| own.contains(*figure))
        .map(|(figure, value)| {
            let masked = protection.masks(figure);
            // It has been held as the zero that a reader takes it for.
            if !masked && plan.recording.is_open(figure) {
                return PublishedFigure::not_recorded(figure.clone());
            }
            let decided = match revision.kept.get(figure).filter(|_| !masked) {
                Some(value) => PublishedFigure::as_released(figure, *value),
                None => PublishedFigure::decide(figure, value, masked, &project.disclosure),
            };
            if revision.revised.contains(figure) { decided.revised() } else { decided }
        })
        .collect();
    findings::corrected(&figures, revision, project).into_iter().for_each(|it| findings.push(it));
    let record = DisclosureRecord::new(&protection, &own, plan, revision, exact, project);
    let comparisons = plan.comparisons_without(withheld);
    let missing = plan.not_recorded_without(withheld).into_iter();
    let missing = missing.map(PublishedFigure::not_recorded).collect();
    let published =
        PublishedFigures::new(figures, withheld.clone(), protection.given_up()).with(missing);
    let coarser = plan.tables.iter().filter(|table| table.is_coarser());
    let published = published.in_form(coarser.cloned().collect());
    // A rounded zero is not none.
    let published = match project.disclosure.base() {
        None => published.without_case(),
        Some(_) => published,
    };
    let exchanged = exchanged::questions(&published, &plan.recording, project);
    exchanged.into_iter().for_each(|finding| findings.push(finding));
    let compared = comparisons
        .into_iter()
        .map(|it| years::compare(it, &published, &plan.recording, project))
        .collect();
    (published.with(compared), record, findings)
}

fn unused_exemptions(exact: &ExactFigures, project: &Project, findings: &mut Findings) {
    for exemption in &project.disclosure.exemptions {
        if exact.get(&exemption.figure).is_none() {
            let id = exemption.figure.id(&project.taxonomy);
            findings.push(
                Finding::new(
                    FindingCode::ExemptionUnused,
                    format!("die ausgenommene Kennzahl `{id}` kommt im Bericht nicht vor"),
                )
                .at(Place::file("report.toml"))
                .help("prüfen Sie die Schreibweise, oder streichen Sie die Ausnahme"),
            );
        }
    }
}

#[cfg(test)]
mod tests;
