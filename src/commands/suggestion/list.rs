//! The values of a column as a list of `report.toml`.

use super::guess;
use super::standard::{self, StandardValue};
use crate::domain::{Dimension, ListEntry, Taxonomy, ValueCode, text_key};
use crate::intake::{FileTally, ValueTally};
use std::collections::BTreeMap;
use std::fmt::Write;

/// A column with more different values than this holds no closed list.
const MOST_VALUES: usize = 100;

/// The values of a field by text key: each spelling with its count.
#[derive(Default)]
pub(super) struct Values {
    pub(super) spellings: BTreeMap<String, BTreeMap<String, u64>>,
    pub(super) tally: ValueTally,
}

/// What decides how they are written down.
pub(super) struct Writing<'w> {
    /// What separates several values of a cell.
    pub(super) separator: char,
    /// All columns of the files.
    pub(super) file: &'w FileTally,
    /// Whether values are written that may be a person's text.
    pub(super) show_values: bool,
    /// The lists that the office has.
    pub(super) taxonomy: Option<&'w Taxonomy>,
}

/// A value to be entered.
struct Entry {
    id: String,
    label: String,
    plural: Option<String>,
    synonyms: Vec<String>,
    group: Option<String>,
    count: u64,
    hint: &'static str,
}

impl Values {
    /// Cells with several values counted as these values, where each of them also stands alone.
    fn divided(&self, separator: char) -> BTreeMap<String, BTreeMap<String, u64>> {
        let mut divided = self.spellings.clone();
        for (key, spellings) in &self.spellings {
            let parts: Vec<String> = key.split(separator).map(text_key).collect();
            let stands_alone = |part: &String| self.spellings.contains_key(part);
            if parts.len() < 2 || !parts.iter().all(stands_alone) {
                continue;
            }
            divided.remove(key);
            let count: u64 = spellings.values().sum();
            for part in parts {
                let of_part = divided.get_mut(&part).and_then(|found| found.values_mut().max());
                if let Some(of_part) = of_part {
                    *of_part += count;
                }
            }
        }
        divided
    }

    /// How many cells a sign would divide into values that also stand alone.
    pub(super) fn divided_by(&self, separator: char) -> u64 {
        let stands_alone = |part: &str| self.spellings.contains_key(&text_key(part));
        let divided = self
            .spellings
            .iter()
            .filter(|(key, _)| key.contains(separator) && key.split(separator).all(stands_alone));
        divided.map(|(_, spellings)| spellings.values().sum::<u64>()).sum()
    }

    /// The list as it stands in `report.toml`; a comment where there are too many values, empty where there is none.
    pub(super) fn list(&self, dimension: Dimension, writing: &Writing<'_>) -> String {
        let several = dimension.is_multiple_response();
        let divided = self.divided(writing.separator);
        let spellings = if several { &divided } else { &self.spellings };
        let mut found: Vec<(u64, &str)> = spellings.values().filter_map(most_frequent).collect();
        found.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(b.1)));
        let id = dimension.id();
        if found.is_empty() {
            return String::new();
        }
        if found.len() > MOST_VALUES {
            return format!("# {id}: {} verschiedene Werte, wohl keine Liste\n", found.len());
        }
        let own = writing.taxonomy.and_then(|taxonomy| taxonomy.list(dimension));
        let is_known = |label: &str| own.is_some_and(|own| own.find(label).is_some());
        if found.iter().all(|(_, label)| is_known(label)) {
            return String::new();
        }
        let mut entries: Vec<Entry> = match writing.taxonomy {
            Some(taxonomy) => own_entries(dimension, taxonomy),
            None => Vec::new(),
        };
        let before = entries.len();
        let standard = if before == 0 { standard::values(dimension) } else { Vec::new() };
        let mut hidden = 0;
        for (count, label) in found.into_iter().filter(|(_, label)| !is_known(label)) {
            let meant = standard.iter().find(|it| it.is_meant_by(&text_key(label)));
            if meant.is_none()
                && !(writing.show_values || self.tally.is_presentable(label, writing.file))
            {
                hidden += 1;
                continue;
            }
            let is_joined = several && label.contains(writing.separator);
            add(&mut entries, (count, label), meant, is_joined);
        }
        // Known ones in their usual order, before the others by their number.
        let order = |entry: &Entry| standard.iter().position(|it| it.id == entry.id);
        let new = entries.get_mut(before..).unwrap_or_default();
        new.sort_by_key(|entry| order(entry).unwrap_or(usize::MAX));
        written(id, &entries, hidden)
    }
}

/// Adds a value as an entry of its own, or as another word for one that is there.
fn add(
    entries: &mut Vec<Entry>,
    (count, label): (u64, &str),
    meant: Option<&StandardValue>,
    is_joined: bool,
) {
    if let Some(same) = meant.and_then(|it| entries.iter_mut().find(|entry| entry.id == it.id)) {
        same.synonyms.push(label.to_owned());
        same.count += count;
        return;
    }
    let key = text_key(label);
    let is_name = meant.is_none_or(|it| it.is_name(&key));
    let mut id = meant.map_or_else(|| guess::identifier(label), |it| it.id.clone());
    while entries.iter().any(|entry| entry.id == id) {
        id.push_str("_2");
    }
    entries.push(Entry {
        id,
        label: match meant {
            Some(meant) if !is_name || meant.is_called(&key) => meant.label.clone(),
            _ => label.to_owned(),
        },
        plural: meant.filter(|it| !is_name || it.is_called(&key)).and_then(|it| it.plural.clone()),
        synonyms: (!is_name).then(|| label.to_owned()).into_iter().collect(),
        group: None,
        count,
        hint: if is_joined { ", mehrere Werte in einer Zelle?" } else { "" },
    });
}

/// The entries that an office has.
fn own_entries(dimension: Dimension, taxonomy: &Taxonomy) -> Vec<Entry> {
    let group = |code: ValueCode| Some(taxonomy.id(dimension.parent()?, code).to_owned());
    let entry = |entry: &ListEntry| Entry {
        id: entry.id.clone(),
        label: entry.label.clone(),
        plural: Some(entry.plural.clone()).filter(|plural| *plural != entry.label),
        synonyms: entry.synonyms.clone(),
        group: entry.group.and_then(group),
        count: 0,
        hint: "",
    };
    let list = taxonomy.list(dimension);
    list.into_iter().flat_map(|list| list.entries()).map(entry).collect()
}

fn written(id: &str, entries: &[Entry], hidden: usize) -> String {
    let mut text = format!("{id} = [\n");
    for entry in entries {
        let _ = write!(text, "  {{ id = \"{}\", label = {}", entry.id, quoted(&entry.label));
        if let Some(plural) = &entry.plural {
            let _ = write!(text, ", plural = {}", quoted(plural));
        }
        if let Some(group) = &entry.group {
            let _ = write!(text, ", group = \"{group}\"");
        }
        if !entry.synonyms.is_empty() {
            let synonyms: Vec<String> = entry.synonyms.iter().map(|it| quoted(it)).collect();
            let _ = write!(text, ", synonyms = [{}]", synonyms.join(", "));
        }
        match entry.count {
            0 => text.push_str(" },\n"),
            count => {
                let _ = writeln!(text, " }}, # {count}{}", entry.hint);
            }
        }
    }
    if hidden > 0 {
        let values = match hidden {
            1 => "Ein weiterer Wert steht hier nicht: Es könnte ein Name sein".to_owned(),
            _ => format!("{hidden} weitere Werte stehen hier nicht: Es könnten Namen sein"),
        };
        let _ = writeln!(text, "  # {values} (`inspect --suggest --show-values` zeigt alle)");
    }
    text.push_str("]\n");
    text
}

/// The count of all spellings, and the most frequent one.
fn most_frequent(spellings: &BTreeMap<String, u64>) -> Option<(u64, &str)> {
    let (label, _) = spellings.iter().max_by(|a, b| a.1.cmp(b.1).then_with(|| b.0.cmp(a.0)))?;
    Some((spellings.values().sum(), label))
}

/// A text as a TOML string.
pub(super) fn quoted(text: &str) -> String {
    toml::Value::from(text).to_string()
}
