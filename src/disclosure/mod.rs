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
//! This step masks small numbers (primary suppression). Whether a masked number can be computed
//! from what stays printed is not examined yet, and every report says so on page one.

mod density;
mod magnitude;
mod primary;
mod published;
mod record;

pub use magnitude::Magnitude;
pub use published::{PublishedFigure, PublishedFigures, PublishedValue};
pub use record::{DisclosureRecord, MaskReason};

use crate::diagnostic::{Code, Finding, Findings, Place};
use crate::plan::Plan;
use crate::project::Project;
use crate::statistics::ExactFigures;

/// Decides for every figure whether it is printed.
pub fn publish(
    exact: &ExactFigures,
    plan: &Plan,
    project: &Project,
) -> (PublishedFigures, DisclosureRecord, Findings) {
    let policy = &project.disclosure;
    let mut findings = Findings::default();
    for exemption in &policy.exemptions {
        if exact.get(&exemption.figure).is_none() {
            let id = exemption.figure.id(&project.taxonomy);
            findings.push(
                Finding::new(
                    Code::ExemptionUnused,
                    format!("die ausgenommene Kennzahl `{id}` kommt im Bericht nicht vor"),
                )
                .at(Place::file("report.toml"))
                .help("prüfen Sie die Schreibweise, oder streichen Sie die Ausnahme"),
            );
        }
    }
    let masks = primary::masks(exact, policy);
    for table in &plan.tables {
        if let Some((masked, counts)) = density::mostly_masked(table, exact, &masks) {
            findings.push(
                Finding::new(
                    Code::TableMostlyMasked,
                    format!(
                        "in der Tabelle `{}` sind {masked} von {counts} Zahlen über null nicht veröffentlicht",
                        table.id
                    ),
                )
                .help("fassen Sie Zeilen oder Spalten zu Gruppen zusammen, oder lassen Sie die Tabelle weg"),
            );
        }
    }
    let figures = exact
        .iter()
        .map(|(figure, value)| PublishedFigure::decide(figure, value, masks.contains_key(figure)))
        .collect();
    let record = DisclosureRecord::new(masks, exact, policy, &project.taxonomy);
    (PublishedFigures::new(figures), record, findings)
}
