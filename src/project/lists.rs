//! `[lists]`, the kinds and groups of `network.toml`, and the lists that follow from rules: all
//! closed lists as one taxonomy.

use super::settings::DurationRules;
use super::toml_file::TomlFile;
use super::{dimensions, raw};
use crate::diagnostic::{FindingCode, Findings};
use crate::domain::{Dimension, Field, ListEntry, Schema, Taxonomy, ValueCode, ValueList, nearest};
use crate::locale::{WEEKDAYS, duration_band};
use std::collections::BTreeMap;
use toml::Spanned;

/// The most values of a list. Each is a row of tables, and small numbers are protected against all others.
const MOST_VALUES: usize = 500;

/// Checks all lists.
pub(super) fn check(
    schema: Schema,
    report: &TomlFile<raw::Report>,
    network: &TomlFile<raw::NetworkFile>,
    durations: &DurationRules,
    findings: &mut Findings,
) -> Taxonomy {
    let mut checked = BTreeMap::new();
    let lists = report.lists.get_ref();
    let is_of_report =
        |of: &Dimension| Field::of(*of).is_some_and(|field| field.dimension().is_some());
    let known: Vec<Dimension> = schema.dimensions().filter(is_of_report).collect();
    unknown_lists(report, &known, findings);
    // Groups are checked before what belongs to them.
    let fields = schema.fields().filter_map(Field::dimension);
    let levels = fields.flat_map(|finest| {
        let levels: Vec<Dimension> = finest.with_groups().collect();
        levels.into_iter().rev()
    });
    for dimension in levels {
        let entries = lists.iter().find(|(name, _)| name.get_ref() == dimension.id());
        let entries = entries.map(|(_, entries)| entries.as_slice()).unwrap_or_default();
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
    for (dimension, entries) in derived(durations, &schema) {
        checked.insert(dimension, ValueList::new(entries).unwrap_or_default());
    }
    Taxonomy::new(schema, checked)
}

/// Findings for lists of no property, for the one that every office has, and for properties of the office without one.
fn unknown_lists(report: &TomlFile<raw::Report>, known: &[Dimension], findings: &mut Findings) {
    let lists = report.lists.get_ref();
    let ids: Vec<&str> = known.iter().map(|dimension| dimension.id()).collect();
    for name in lists.keys().filter(|name| !ids.contains(&name.get_ref().as_str())) {
        let message = format!("`{}` ist hier kein bekannter Schlüssel", name.get_ref());
        let nearest = nearest(name.get_ref(), ids.iter().copied());
        let meant = nearest.map(|id| format!("meinten Sie `{id}`? ")).unwrap_or_default();
        findings.push(
            report
                .finding(FindingCode::ConfigSyntax, name.span(), message)
                .expected(format!("einer der Schlüssel {}", ids.join(", ")))
                .help(format!("{meant}Eine eigene Eigenschaft wird vorher mit `[[dimension]]` angemeldet: id, label und die Überschriften ihrer Spalte (`columns`)")),
        );
    }
    let is_filled =
        |id: &str| lists.iter().any(|(name, entries)| name.get_ref() == id && !entries.is_empty());
    if !lists.keys().any(|name| name.get_ref() == Dimension::Category.id()) {
        let message = format!("der Schlüssel `{}` fehlt", Dimension::Category.id());
        findings.push(report.finding(FindingCode::ConfigSyntax, report.lists.span(), message));
    }
    let empty = lists
        .iter()
        .find(|(name, entries)| name.get_ref() == Dimension::Category.id() && entries.is_empty());
    if let Some((name, _)) = empty {
        let message = "die Liste `category` hat keine Werte";
        let finding = report.finding(FindingCode::ConfigReference, name.span(), message);
        findings.push(finding.expected("category = [{ id = \"…\", label = \"…\" }, …]").help(
            "welche Werte in den Exporten stehen, zeigt `krm-report inspect --suggest --show-values EXPORT`",
        ));
    }
    for dimension in &report.dimensions {
        let names = [&dimension.id].into_iter().chain(dimension.groups.iter().map(|it| &it.id));
        for id in names.filter(|id| !is_filled(id.get_ref())) {
            findings.push(dimensions::without_values(report, id.get_ref(), id.span()));
        }
    }
}

/// Lists nobody types: bands of processing time, targets kept or not, days of the week, invited or not.
fn derived(durations: &DurationRules, schema: &Schema) -> Vec<(Dimension, Vec<ListEntry>)> {
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
    let target = |name: &str| {
        vec![
            entry("met", &format!("{name} eingehalten")),
            entry("missed", &format!("{name} überschritten")),
            entry("pending", &format!("noch offen innerhalb der {name}")),
        ]
    };
    let own = schema.targets().iter();
    let own = own.map(|of| (Dimension::OwnTarget(of), target("Frist")));
    let general = durations.target_days.map(|_| target("Zielfrist")).unwrap_or_default();
    let invitation = vec![entry("yes", "auf Einladung"), entry("no", "ohne Einladung")];
    let weekday = |(at, (id, label)): (u16, &(&str, &str))| ListEntry {
        group: Some(ValueCode::new(u16::from(at > 4))),
        ..entry(id, label)
    };
    let weekdays = (0..).zip(&WEEKDAYS).map(weekday).collect();
    let of_week = vec![entry("workdays", "Montag bis Freitag"), entry("weekend", "Wochenende")];
    let standard = [
        (Dimension::DurationBand, bands),
        (Dimension::Target, general),
        (Dimension::Weekday, weekdays),
        (Dimension::WeekdayGroup, of_week),
        (Dimension::Invitation, invitation),
    ];
    standard.into_iter().chain(own).collect()
}

fn check_list<T>(
    file: &TomlFile<T>,
    dimension: Dimension,
    raw: &[raw::Entry],
    checked: &BTreeMap<Dimension, ValueList>,
    findings: &mut Findings,
) -> ValueList {
    let mut entries: Vec<ListEntry> = Vec::new();
    // The last entry may say what an empty value means.
    let (not_stated, raw) = match raw.split_last() {
        Some((last, values)) if last.id.get_ref() == ValueCode::NOT_STATED_ID => {
            let is_value =
                last.plural.is_some() || last.group.is_some() || !last.synonyms.is_empty();
            if is_value || values.is_empty() {
                let message =
                    "`not_stated` benennt, was ein leeres Feld heißt, und hat nur ein `label`";
                findings.push(file.wrong(&last.id, message));
            }
            (Some(last.label.clone()), values)
        }
        _ => (None, raw),
    };
    if let Some(entry) = raw.get(MOST_VALUES) {
        let message = format!("die Liste `{}` hat mehr als {MOST_VALUES} Werte", dimension.id());
        findings.push(
            file.wrong(&entry.id, message)
                .help("fassen Sie Werte zusammen: Mehrere Schreibweisen können zu einem Wert gehören (`synonyms`)"),
        );
    }
    for entry in raw {
        let id = entry.id.get_ref();
        let is_taken =
            [ValueCode::NOT_STATED_ID, ValueCode::NOT_RECORDED_ID].contains(&id.as_str());
        if !is_identifier(id) || is_taken {
            findings.push(
                file.wrong(&entry.id, format!("`{id}` kann keine Kennung sein"))
                    .expected(format!("{IDENTIFIER}, `not_stated`, `not_recorded`")),
            );
        }
        if entries.iter().any(|other| other.id == *id) {
            findings.push(file.wrong(
                &entry.id,
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
    let list = without_double_spellings(file, dimension, raw, entries, findings);
    let plain =
        list.codes().zip(raw).filter_map(|(code, entry)| Some((code, entry.plain.clone()?)));
    let plain = plain.collect();
    list.with_names(not_stated, plain)
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
) -> Option<ValueCode> {
    let parent = dimension.parent().and_then(|parent| Some((parent, checked.get(&parent)?)));
    match (&entry.group, parent) {
        (None, Some((parent, list))) if !list.entries().is_empty() => {
            findings.push(
                file.unknown(
                    &entry.id,
                    format!("`{}` gehört zu keiner Gruppe", entry.id.get_ref()),
                )
                .expected(format!("group = eine Kennung aus `{}`", parent.id())),
            );
            None
        }
        (None, _) => None,
        (Some(group), None) => {
            findings.push(
                file.wrong(group, format!("die Liste `{}` hat keine Gruppen", dimension.id())),
            );
            None
        }
        (Some(group), Some((parent, list))) => {
            let code = list.find_id(group.get_ref()).filter(|code| *code != ValueCode::NOT_STATED);
            if code.is_none() {
                let ids: Vec<&str> = list.entries().iter().map(|entry| entry.id.as_str()).collect();
                findings.push(
                    file.unknown(group,
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

/// Whether a value is an identifier; one that is none is told.
pub(super) fn has_identifier<T>(
    file: &TomlFile<T>,
    id: &Spanned<String>,
    findings: &mut Findings,
) -> bool {
    let is_one = is_identifier(id.get_ref());
    if !is_one {
        let message = format!("`{}` kann keine Kennung sein", id.get_ref());
        findings.push(file.wrong(id, message).expected(IDENTIFIER));
    }
    is_one
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
