//! The record of what was masked and why, and of the proof. Internal: it stays in the office.

use super::measure::Measure;
use super::protection::Protection;
use super::revision::Revision;
use super::target::{Target, TargetName};
use super::why;
use crate::domain::{Figure, Taxonomy};
use crate::plan::{Plan, TablePlan};
use crate::project::{ArchivedValue, Project};
use crate::statistics::{ExactFigures, ExactValue};
use serde::Serialize;
use std::collections::BTreeSet;

/// Why a figure is masked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum MaskReason {
    /// It is a count of 1 up to the threshold, or follows from one (primary).
    Small,
    /// A small count could be computed with it (secondary).
    Complementary,
    /// It is not published: masks alone do not protect the year.
    Withheld,
}

/// What was masked, for the internal folder.
#[derive(Clone, Debug, Serialize)]
pub struct DisclosureRecord {
    format_version: u32,
    internal: &'static str,
    threshold: u64,
    /// What numbers of persons are rounded to; nothing where they are masked instead.
    #[serde(skip_serializing_if = "Option::is_none")]
    rounded_to: Option<u64>,
    /// How far protection goes.
    measure: &'static str,
    /// The properties that no small row may tell.
    protected_properties: Vec<&'static str>,
    figures: usize,
    masked: Vec<MaskedFigure>,
    withheld_tables: Vec<String>,
    /// The tables that are shown in a coarser form than the office asked for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    coarser_tables: Vec<String>,
    /// Printed as an earlier edition printed them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    as_released: Vec<FigureAsReleased>,
    /// Printed with another number than an earlier edition printed.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    revised: Vec<String>,
    exempt: Vec<ExemptFigure>,
    /// Every small number, and the values it takes in years that print the same report.
    proofs: Vec<ProvedNumber>,
    search_steps: u64,
}

/// A figure in whose place a sign stands, and why.
#[derive(Clone, Debug, Serialize)]
pub struct MaskedFigure {
    /// Its id.
    pub figure: String,
    /// Why it is masked.
    pub reason: MaskReason,
    /// What it is.
    pub exact: String,
    /// Whether an earlier edition of the year has masked it, so that it stays masked.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub earlier: bool,
    /// The tables it stands in.
    pub tables: Vec<String>,
    /// The other numbers it is masked for.
    #[serde(rename = "for")]
    pub protects: Vec<NamedNumber>,
    /// What its count, or the numerator of a share, is in years that print the same report.
    pub possible: Vec<u64>,
    /// What would free it, one way after the other: for the officer, in German.
    pub help: Vec<String>,
}

/// A number nobody may compute.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NamedNumber {
    /// The printed figure, the count beside printed ones, or the larger of two printed figures.
    pub figure: String,
    /// The figures that are subtracted from it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub without: Vec<String>,
    /// The figure that is added again: what two of those subtracted have in common.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub again: Option<String>,
    /// The property of which its cases have two or more values, where only those are meant.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub several_of: Option<String>,
    /// Whether it is a figure of the report.
    pub printed: bool,
    /// What it is.
    pub exact: u64,
    /// The tables it stands in or follows from.
    pub tables: Vec<String>,
}

#[derive(Clone, Debug, Serialize)]
struct FigureAsReleased {
    figure: String,
    printed: ArchivedValue,
    exact: String,
}

#[derive(Clone, Debug, Serialize)]
struct ExemptFigure {
    figure: String,
    reason: String,
    exact: String,
}

#[derive(Clone, Debug, Serialize)]
struct ProvedNumber {
    #[serde(flatten)]
    number: NamedNumber,
    lowest_possible: u64,
    highest_possible: u64,
    protected: bool,
    other_years: usize,
    changed_cases: usize,
}

impl DisclosureRecord {
    pub(super) fn new(
        protection: &Protection,
        own: &BTreeSet<Figure>,
        plan: &Plan,
        revision: &Revision,
        exact: &ExactFigures,
        project: &Project,
    ) -> Self {
        let Protection { checked, withheld, given_up, .. } = protection;
        let taxonomy = &project.taxonomy;
        let exact_text = |figure: &Figure| match exact.get(figure) {
            Some(ExactValue::Count(count)) => count.to_string(),
            Some(ExactValue::Share { part, base }) => format!("{part}/{base}"),
            Some(ExactValue::HalfDays { half_days, cases }) => {
                format!("{} half days of {cases} cases", half_days.unwrap_or(0))
            }
            None => "not computed".to_owned(),
        };
        // Signs of other editions are part of the proof, not of this report.
        let given_up = given_up.iter().map(|figure| (figure, &MaskReason::Withheld));
        let masked = checked.masked.iter().chain(given_up);
        let masked = masked.filter(|(figure, _)| own.contains(*figure));
        let named: Vec<NamedNumber> =
            checked.verdicts.iter().map(|(target, _)| named(target, plan, project)).collect();
        let targets = checked.verdicts.iter().map(|(target, _)| target);
        let ways_out: Vec<Vec<String>> =
            targets.map(|target| why::ways_out(target, plan, project)).collect();
        let masked = masked.map(|(figure, reason)| {
            let why = checked.reasons.get(figure).cloned().unwrap_or_default();
            let id = figure.id(taxonomy);
            let others = why.targets.iter().copied();
            let others: Vec<usize> = others
                .filter(|at| named.get(*at).is_some_and(|it| it.figure != id || !it.printed))
                .collect();
            // A small number is freed by what frees itself.
            let meant = match reason {
                MaskReason::Small => &why.targets,
                _ => &others,
            };
            let meant = meant.iter().filter_map(|at| {
                Some((&checked.verdicts.get(*at)?.0, ways_out.get(*at)?.as_slice()))
            });
            MaskedFigure {
                figure: id,
                reason: *reason,
                exact: exact_text(figure),
                earlier: checked.masked_before.contains(figure),
                tables: ids(why::tables_with(figure, plan)),
                protects: others.iter().filter_map(|at| named.get(*at).cloned()).collect(),
                possible: why.values.into_iter().collect(),
                help: why::remedies(&meant.collect::<Vec<_>>(), project),
            }
        });
        let exempt = project.disclosure.exemptions.iter().map(|exemption| ExemptFigure {
            figure: exemption.figure.id(taxonomy),
            reason: exemption.reason.clone(),
            exact: exact_text(&exemption.figure),
        });
        let as_released = revision.kept.iter().filter(|(figure, _)| own.contains(*figure));
        let as_released = as_released.map(|(figure, value)| FigureAsReleased {
            figure: figure.id(taxonomy),
            printed: *value,
            exact: exact_text(figure),
        });
        let revised = revision.revised.iter().filter(|figure| own.contains(*figure));
        let proofs = checked.verdicts.iter().zip(&named).map(|((_, proof), number)| {
            let (lowest_possible, highest_possible) = proof.verdict.possible;
            ProvedNumber {
                number: number.clone(),
                lowest_possible,
                highest_possible,
                protected: proof.verdict.is_safe,
                other_years: proof.years,
                changed_cases: proof.changed_cases,
            }
        });
        let coarser = plan.tables.iter().filter(|table| table.is_coarser());
        let coarser = coarser.filter(|table| !withheld.contains(&table.id));
        Self {
            format_version: 5,
            internal: "contains exact values; must not leave the office",
            threshold: project.disclosure.threshold,
            measure: protection.measure.name(),
            rounded_to: project.disclosure.base(),
            protected_properties: project.disclosure.protect.iter().map(|it| it.id()).collect(),
            figures: own.len(),
            masked: masked.collect(),
            withheld_tables: withheld.iter().cloned().collect(),
            coarser_tables: coarser.map(|table| table.id.clone()).collect(),
            as_released: as_released.collect(),
            revised: revised.map(|figure| figure.id(taxonomy)).collect(),
            exempt: exempt.collect(),
            proofs: proofs.collect(),
            search_steps: checked.steps,
        }
    }

    /// Why a sign stands in the place of a figure; `None` where none does.
    pub fn of(&self, figure: &Figure, taxonomy: &Taxonomy) -> Option<&MaskedFigure> {
        let id = figure.id(taxonomy);
        self.masked.iter().find(|masked| masked.figure == id)
    }

    /// How far protection went, by name; `None` where masks were enough.
    pub fn measure(&self) -> Option<String> {
        (self.measure != Measure::Masks.name()).then(|| self.measure.to_owned())
    }

    /// How many figures are printed or masked.
    pub fn figure_count(&self) -> usize {
        self.figures
    }

    /// How many figures are masked.
    pub fn masked_count(&self) -> usize {
        self.masked.len()
    }
}

/// A number with its names and tables.
fn named(target: &Target, plan: &Plan, project: &Project) -> NamedNumber {
    let taxonomy = &project.taxonomy;
    let mut number = NamedNumber {
        figure: String::new(),
        without: Vec::new(),
        again: None,
        several_of: None,
        printed: false,
        exact: target.value,
        tables: ids(why::tables_of(target, plan)),
    };
    match &target.name {
        TargetName::Figure(figure) => {
            number.figure = figure.id(taxonomy);
            number.printed = true;
        }
        TargetName::Neighbour(figure) => number.figure = figure.id(taxonomy),
        TargetName::Difference(outer, inner) => {
            number.figure = outer.id(taxonomy);
            number.without = inner.iter().map(|count| count.id(taxonomy)).collect();
        }
        TargetName::Neither(outer, parts, both) => {
            number.figure = outer.id(taxonomy);
            number.without = parts.iter().map(|count| count.id(taxonomy)).collect();
            number.again = Some(both.id(taxonomy));
        }
        TargetName::OfLedger(entry, count) => {
            number.figure = Figure::Ledger(*entry).id(taxonomy);
            number.without = vec![count.id(taxonomy)];
        }
        TargetName::Several(of, by) => {
            number.figure = of.id(taxonomy);
            number.several_of = Some(by.id().to_owned());
        }
    }
    number
}

fn ids(tables: Vec<&TablePlan>) -> Vec<String> {
    tables.into_iter().map(|table| table.id.clone()).collect()
}
