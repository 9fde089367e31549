//! `[[processing.target]]`: deadlines of the office, by condition, in calendar or working days.

use super::identifiers::{Identifiers, not_more_than};
use super::raw;
use super::scope::{self, Condition};
use super::toml_file::TomlFile;
use crate::diagnostic::{FindingCode, Findings};
use crate::domain::{Field, Land, Limit, OwnProperty, OwnTarget, Schema, Taxonomy};
use crate::locale::Words;
use serde::Deserialize;
use serde::de::IntoDeserializer;
use serde::de::value::Error;
use std::ops::Range;
use toml::Spanned;

/// The longest deadline, in days.
const LONGEST: i64 = 3650;

/// `[[processing.target]]`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawTarget {
    pub(super) id: Spanned<String>,
    pub(super) label: Spanned<String>,
    #[serde(default)]
    pub(super) days: Option<Spanned<i64>>,
    #[serde(default)]
    pub(super) working_days: Option<Spanned<i64>>,
    #[serde(default)]
    pub(super) until: Option<Spanned<String>>,
    #[serde(default)]
    pub(super) conditions: Option<Spanned<String>>,
}

/// A deadline, and the cases that are held to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// The deadline.
    pub rule: &'static OwnTarget,
    /// Which cases it is for; all where there is none.
    pub condition: Option<Condition>,
}

impl Target {
    /// The conditions of its base, as figure ids have them.
    pub fn of(&self) -> &str {
        self.condition.as_ref().map_or("total", |condition| &condition.text)
    }

    /// All that its figures rest on, in one line.
    pub(super) fn text(&self) -> String {
        let limit = match self.rule.limit {
            Limit::Days(days) => format!("days={days}"),
            Limit::WorkingDays(days, land) => format!("working_days={days},land={}", land.id()),
        };
        format!("{limit},until={}/{}", self.rule.until.id(), self.of())
    }
}

/// The schema with the deadlines that the office declares.
pub(super) fn declare(
    report: &TomlFile<raw::Report>,
    schema: Schema,
    findings: &mut Findings,
) -> Schema {
    let processing = &report.processing;
    let land = processing.land.as_ref().and_then(|land| {
        let read: Result<Land, Error> =
            Land::deserialize(land.get_ref().as_str().into_deserializer());
        if read.is_err() {
            let message = format!("das Land `{}` gibt es nicht", land.get_ref());
            let finding = report.finding(FindingCode::ConfigValue, land.span(), message);
            findings.push(finding.expected("die amtliche Abkürzung eines Bundeslandes: BW, BY, BE, BB, HB, HH, HE, MV, NI, NW, RP, SL, SN, ST, SH oder TH"));
        }
        read.ok()
    });
    let first_too_many = processing.targets.get(OwnTarget::MOST).map(|it| &it.id);
    not_more_than(OwnTarget::MOST, "Fristen", first_too_many, report, findings);
    let mut identifiers = Identifiers::new(report, &schema, true);
    let mut targets: Vec<&'static OwnTarget> = Vec::new();
    for raw in processing.targets.iter().take(OwnTarget::MOST) {
        identifiers.take(&raw.id, raw.label.get_ref(), findings);
        let id = raw.id.get_ref().as_str();
        let mut refuse = |span: Range<usize>, message: String, expected: &str| {
            let finding = report.finding(FindingCode::ConfigValue, span, message);
            findings.push(finding.expected(expected));
        };
        let until = match raw.until.as_ref().map(|until| until.get_ref().as_str()) {
            None | Some("closed_on") => Field::ClosedOn,
            Some("acknowledged_on") => Field::AcknowledgedOn,
            Some(other) => {
                let span = raw.until.as_ref().map_or(0..0, Spanned::span);
                let expected = "`closed_on` (Tag der Erledigung) oder `acknowledged_on` (Tag der Eingangsbestätigung)";
                refuse(span, format!("bis `{other}` reicht keine Frist"), expected);
                continue;
            }
        };
        let days = raw.days.as_ref().or(raw.working_days.as_ref());
        let number = days.map(Spanned::get_ref).copied().unwrap_or_default();
        let number = u32::try_from(number).ok().filter(|_| (1..=LONGEST).contains(&number));
        let limit = match (&raw.days, &raw.working_days, number, land) {
            (Some(_), None, Some(days), _) => Limit::Days(days),
            (None, Some(_), Some(days), Some(land)) => Limit::WorkingDays(days, land),
            (None, Some(working), Some(_), None) => {
                // A Land that is none is told already.
                if processing.land.is_none() {
                    let message =
                        format!("die Feiertage für die Arbeitstage von `{id}` sind nicht bekannt");
                    refuse(
                        working.span(),
                        message,
                        "unter [processing]: land = \"SN\", die Abkürzung Ihres Bundeslandes",
                    );
                }
                continue;
            }
            (_, _, _, _) => {
                let span = days.map_or_else(|| raw.id.span(), Spanned::span);
                let expected = "entweder `days` (Kalendertage) oder `working_days` (Arbeitstage), eine Zahl zwischen 1 und 3650";
                refuse(
                    span,
                    format!("wie lang die Frist `{id}` ist, steht nicht eindeutig da"),
                    expected,
                );
                continue;
            }
        };
        let kept = OwnProperty::kept_text;
        let label = kept(raw.label.get_ref().trim());
        targets.push(OwnTarget { id: kept(id), label, until, limit }.kept());
    }
    schema.with_targets(targets)
}

/// The deadlines with the cases they are for.
pub(super) fn check(
    report: &TomlFile<raw::Report>,
    taxonomy: &Taxonomy,
    words: &Words,
    findings: &mut Findings,
) -> Vec<Target> {
    let rules = taxonomy.schema().targets().iter();
    let checked = rules.filter_map(|rule| {
        let raw = report.processing.targets.iter().find(|raw| raw.id.get_ref() == rule.id)?;
        let text = raw.conditions.as_ref();
        let condition = text.and_then(|text| {
            match scope::condition("conditions", text.get_ref(), taxonomy, words) {
                Ok(condition) => Some(condition),
                Err(message) => {
                    findings.push(report.finding(FindingCode::ConfigValue, text.span(), message));
                    None
                }
            }
        });
        Some(Target { rule, condition })
    });
    checked.collect()
}

/// A standard table for each deadline, in the form of `templates/tables.toml`.
pub(super) fn tables(targets: &[Target], escape: impl Fn(&str) -> String) -> String {
    let table = |target: &Target| {
        let (id, label) = (target.rule.id, escape(target.rule.label));
        let conditions = target.condition.as_ref();
        let conditions =
            conditions.map(|it| format!("conditions = \"{}\"\n", it.text)).unwrap_or_default();
        format!(
            "\n[[table]]\nid = \"{id}\"\ntitle = \"Eingegangene Fälle nach Einhaltung der Frist: {label}\"\nrow_header = \"Frist\"\nrows = \"{id}\"\n{conditions}columns = [\"total\", \"share\"]\n"
        )
    };
    targets.iter().map(table).collect()
}
