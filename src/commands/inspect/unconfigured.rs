//! Without a project no closed list is known. For reading, the values a file holds are its lists:
//! so nothing is refused for being unknown, and both ledgers are the file's own.

use crate::domain::{Dimension, ListEntry, Schema, Taxonomy, ValueList, text_key};
use crate::intake::RawExport;
use crate::project::Project;
use std::collections::{BTreeMap, BTreeSet};

/// A project with the lists of some files; `None` when none of them is an export.
pub(super) fn project(files: &[(&str, &[u8])], bare: &Project) -> Option<Project> {
    let exports: Vec<RawExport<'_>> =
        files.iter().filter_map(|(name, bytes)| RawExport::new(name, bytes, bare).ok()).collect();
    if exports.is_empty() {
        return None;
    }
    let mut values: BTreeMap<Dimension, BTreeSet<String>> = BTreeMap::new();
    for column in exports.iter().flat_map(RawExport::value_counts) {
        let Some(dimension) = column.field.dimension() else { continue };
        values.entry(dimension).or_default().extend(column.values.into_keys());
    }
    let mut lists: BTreeMap<Dimension, ValueList> = BTreeMap::new();
    for (dimension, values) in values {
        // A list of its own is what makes an empty column a column that is read.
        let labels = values.iter().map(String::as_str).chain(["ohne Angabe"]);
        let mut seen = BTreeSet::new();
        let entries = labels
            .filter(|label| seen.insert(text_key(label)))
            .enumerate()
            .map(|(number, label)| ListEntry {
                id: format!("v{number}"),
                label: label.to_owned(),
                plural: label.to_owned(),
                synonyms: Vec::new(),
                group: None,
            })
            .collect();
        lists.insert(dimension, ValueList::new(entries).unwrap_or_default());
    }
    Some(Project::unconfigured(Taxonomy::new(Schema::default(), lists)))
}
