//! `[lists]`, the kinds and groups of `network.toml`, and the lists that follow from rules: all
//! closed lists as one taxonomy.

use super::raw;
use super::settings::DurationRules;
use super::toml_file::TomlFile;
use crate::diagnostic::{Code as FindingCode, Findings};
use crate::domain::{Code, Dimension, ListEntry, Taxonomy, ValueList};
use crate::locale::duration_band;
use std::collections::BTreeMap;

/// The most values of a list. Each is a row of tables, and small numbers are protected against all others.
const MOST_VALUES: usize = 500;

/// Checks all lists. Groups are checked before what belongs to them.
pub(super) fn check(
    report: &TomlFile<raw::Report>,
    network: &TomlFile<raw::NetworkFile>,
    durations: &DurationRules,
    findings: &mut Findings,
) -> Taxonomy {
    let lists = &report.lists;
    let mut checked = BTreeMap::new();
    for (dimension, entries) in [
        (Dimension::CategoryGroup, &lists.category_group),
        (Dimension::Category, &lists.category),
        (Dimension::ResponsibleBody, &lists.responsible_body),
        (Dimension::TopicGroup, &lists.topic_group),
        (Dimension::Topic, &lists.topic),
        (Dimension::Support, &lists.support),
        (Dimension::SubmitterGroup, &lists.submitter_group),
        (Dimension::Assessment, &lists.assessment),
        (Dimension::JustifiedReason, &lists.justified_reason),
        (Dimension::Channel, &lists.channel),
        (Dimension::Outcome, &lists.outcome),
        (Dimension::ClarifiedWith, &lists.clarified_with),
        (Dimension::SupportingBody, &lists.supporting_body),
        (Dimension::Site, &lists.site),
    ] {
        let list = check_list(report, dimension, entries, &checked, findings);
        checked.insert(dimension, list);
    }
    for (dimension, entries) in [
        (Dimension::ActivityKind, &network.activity_kind),
        (Dimension::PartnerGroup, &network.partner_group),
    ] {
        let list = check_list(network, dimension, entries, &checked, findings);
        checked.insert(dimension, list);
    }
    for (dimension, entries) in derived(durations) {
        checked.insert(dimension, ValueList::new(entries).unwrap_or_default());
    }
    Taxonomy::new(checked)
}

/// Lists nobody types: bands of processing time, target kept or not, invited or not.
fn derived(durations: &DurationRules) -> [(Dimension, Vec<ListEntry>); 3] {
    let entry = |id: &str, label: &str| ListEntry {
        id: id.to_owned(),
        label: label.to_owned(),
        plural: label.to_owned(),
        synonyms: Vec::new(),
        group: None,
    };
    let mut bands = Vec::new();
    let mut from = 0;
    for upper in &durations.bands {
        bands.push(entry(&format!("to_{upper}"), &duration_band(from, Some(*upper))));
        from = upper + 1;
    }
    bands.push(entry("longer", &duration_band(from, None)));
    let target = vec![
        entry("met", "Zielfrist eingehalten"),
        entry("missed", "Zielfrist überschritten"),
        entry("pending", "noch offen innerhalb der Zielfrist"),
    ];
    let invitation = vec![entry("yes", "auf Einladung"), entry("no", "ohne Einladung")];
    [
        (Dimension::DurationBand, bands),
        (Dimension::Target, target),
        (Dimension::Invitation, invitation),
    ]
}

fn check_list<T>(
    file: &TomlFile<T>,
    dimension: Dimension,
    raw: &[raw::Entry],
    checked: &BTreeMap<Dimension, ValueList>,
    findings: &mut Findings,
) -> ValueList {
    let mut entries: Vec<ListEntry> = Vec::new();
    if let Some(entry) = raw.get(MOST_VALUES) {
        let message = format!("die Liste `{}` hat mehr als {MOST_VALUES} Werte", dimension.id());
        findings.push(
            file.finding(FindingCode::ConfigValue, entry.id.span(), message)
                .help("fassen Sie Werte zusammen: Mehrere Schreibweisen können zu einem Wert gehören (`synonyms`)"),
        );
    }
    for entry in raw {
        let id = entry.id.get_ref();
        let is_taken = [Code::NOT_STATED_ID, Code::NOT_RECORDED_ID].contains(&id.as_str());
        if !is_identifier(id) || is_taken {
            findings.push(
                file.finding(
                    FindingCode::ConfigValue,
                    entry.id.span(),
                    format!("`{id}` kann keine Kennung sein"),
                )
                .expected(format!("{IDENTIFIER}, `not_stated`, `not_recorded`")),
            );
        }
        if entries.iter().any(|other| other.id == *id) {
            findings.push(file.finding(
                FindingCode::ConfigValue,
                entry.id.span(),
                format!("die Kennung `{id}` steht zweimal in der Liste `{}`", dimension.id()),
            ));
        }
        entries.push(ListEntry {
            id: id.clone(),
            label: entry.label.clone(),
            plural: entry.plural.clone().unwrap_or_else(|| entry.label.clone()),
            synonyms: entry.synonyms.clone(),
            group: check_group(file, dimension, entry, checked, findings),
        });
    }
    without_double_spellings(file, dimension, raw, entries, findings)
}

/// The list. A spelling that two values claim is told and stays with the first, so that the rest of
/// the project can be checked against a list that is not empty.
fn without_double_spellings<T>(
    file: &TomlFile<T>,
    dimension: Dimension,
    raw: &[raw::Entry],
    mut entries: Vec<ListEntry>,
    findings: &mut Findings,
) -> ValueList {
    let spellings: usize = entries.iter().map(|entry| entry.synonyms.len() + 1).sum();
    for _ in 0..=spellings {
        let (first, second, spelling) = match ValueList::new(entries.clone()) {
            Ok(list) => return list,
            Err(conflict) => conflict,
        };
        let position = entries.iter().rposition(|entry| {
            entry.id == second && (entry.label == spelling || entry.synonyms.contains(&spelling))
        });
        let span = position.and_then(|position| raw.get(position));
        findings.push(
            file.finding(
                FindingCode::ConfigValue,
                span.map_or(0..0, |entry| entry.id.span()),
                format!("die Schreibweise `{spelling}` steht in der Liste `{}` bei `{first}` und bei `{second}`", dimension.id()),
            )
            .help("jede Schreibweise darf nur zu einem Wert gehören"),
        );
        let Some(entry) = position.and_then(|position| entries.get_mut(position)) else { break };
        entry.synonyms.retain(|synonym| *synonym != spelling);
        if entry.label == spelling {
            entry.label = format!("{spelling} ({second})");
        }
    }
    ValueList::default()
}

fn check_group<T>(
    file: &TomlFile<T>,
    dimension: Dimension,
    entry: &raw::Entry,
    checked: &BTreeMap<Dimension, ValueList>,
    findings: &mut Findings,
) -> Option<Code> {
    let parent = dimension.parent().and_then(|parent| Some((parent, checked.get(&parent)?)));
    match (&entry.group, parent) {
        (None, Some((parent, list))) if !list.entries().is_empty() => {
            findings.push(
                file.finding(
                    FindingCode::ConfigReference,
                    entry.id.span(),
                    format!("`{}` gehört zu keiner Gruppe", entry.id.get_ref()),
                )
                .expected(format!("group = eine Kennung aus `{}`", parent.id())),
            );
            None
        }
        (None, _) => None,
        (Some(group), None) => {
            findings.push(file.finding(
                FindingCode::ConfigValue,
                group.span(),
                format!("die Liste `{}` hat keine Gruppen", dimension.id()),
            ));
            None
        }
        (Some(group), Some((parent, list))) => {
            let code = list.find_id(group.get_ref()).filter(|code| *code != Code::NOT_STATED);
            if code.is_none() {
                let ids: Vec<&str> = list.entries().iter().map(|entry| entry.id.as_str()).collect();
                findings.push(
                    file.finding(
                        FindingCode::ConfigReference,
                        group.span(),
                        format!("die Gruppe `{}` gibt es nicht", group.get_ref()),
                    )
                    .expected(match ids.as_slice() {
                        [] => format!(
                            "kein `group`, solange die Liste `{}` leer ist; oder dort ein Eintrag mit dieser Kennung",
                            parent.id()
                        ),
                        ids => format!("eine Kennung aus `{}`: {}", parent.id(), ids.join(", ")),
                    }),
                );
            }
            code
        }
    }
}

/// What an identifier looks like, for findings; further names that it cannot be may follow.
pub(super) const IDENTIFIER: &str = "höchstens 60 Kleinbuchstaben a bis z, Ziffern und Unterstriche, mit einem Buchstaben am Anfang; nicht `x`, das in Daten anstelle einer Zahl steht, und kein Name, den Windows sich vorbehält: `con`, `prn`, `aux`, `nul`, `com1`, `lpt1` …";

/// The longest identifier: it names files, in folders that have names, too.
const LONGEST_IDENTIFIER: usize = 60;

/// Whether a text can be an identifier: `[a-z][a-z0-9_]*`, a name that files can have on every system, and no sign that stands for a
/// number in data.
pub(super) fn is_identifier(text: &str) -> bool {
    let is_device = matches!(text, "con" | "prn" | "aux" | "nul")
        || ["com", "lpt"].iter().any(|port| {
            text.strip_prefix(port).is_some_and(|number| matches!(number.as_bytes(), [b'0'..=b'9']))
        });
    text.starts_with(|c: char| c.is_ascii_lowercase())
        && text.len() <= LONGEST_IDENTIFIER
        && text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
        && !is_device
        && text != "x"
}
