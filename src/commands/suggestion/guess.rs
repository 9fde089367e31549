//! Guesses for a file nobody has configured: whether a text is a header, and an identifier for a value.

use super::standard::{self, StandardValue};
use crate::domain::{Dimension, Field, text_key};
use crate::intake::likely_field;
use crate::project::ExportRules;
use std::borrow::Cow;

/// Whether a text may be a header: one that is known, or like one.
pub(in crate::commands) fn is_heading(rules: &ExportRules) -> impl Fn(&str) -> bool + '_ {
    |text| rules.headers.contains_key(&text_key(text)) || likely_field(text, &[]).is_some()
}

/// An identifier made from a label: `Kosten der Unterkunft` gives `kosten_der_unterkunft`.
pub(super) fn identifier(label: &str) -> String {
    let mut id = String::new();
    for c in text_key(label).chars() {
        match c {
            'a'..='z' | '0'..='9' => id.push(c),
            _ if id.is_empty() || id.ends_with('_') => {}
            _ => id.push('_'),
        }
    }
    let id = id.trim_end_matches('_');
    match id.chars().next() {
        None => "wert".to_owned(),
        Some(first) if first.is_ascii_digit() => format!("wert_{id}"),
        Some(_) => id.to_owned(),
    }
}

/// How many cells of each column without a field are words for kinds of reactions: `Beschwerde`, `Lob`.
pub(super) struct Kinds {
    words: Vec<StandardValue>,
    columns: Vec<Option<(u64, u64)>>,
}

impl Kinds {
    /// Of no row yet. Nothing is counted where a column is known to hold them.
    pub(super) fn of(columns: &[Option<Field>]) -> Self {
        let is_known = columns.contains(&Some(Field::Category));
        let is_free = |field: &Option<Field>| !is_known && field.is_none();
        let columns = columns.iter().map(|field| is_free(field).then_some((0, 0)));
        Self { words: standard::values(Dimension::Category), columns: columns.collect() }
    }

    /// Counts the cells of a row.
    pub(super) fn add(&mut self, cells: &[Cow<'_, str>]) {
        for (column, cell) in self.columns.iter_mut().zip(cells) {
            let key = if column.is_some() { text_key(cell) } else { String::new() };
            let Some((filled, meant)) = column.as_mut().filter(|_| !key.is_empty()) else {
                continue;
            };
            *filled += 1;
            *meant += u64::from(self.words.iter().any(|word| word.is_meant_by(&key)));
        }
    }

    /// The column with the most of them, where they are at least a third of its cells.
    pub(super) fn column(&self) -> Option<usize> {
        let columns = self.columns.iter().enumerate().filter_map(|(at, it)| Some((at, (*it)?)));
        let telling = columns.filter(|(_, (filled, meant))| *meant > 0 && meant * 3 >= *filled);
        telling.max_by_key(|(_, (_, meant))| *meant).map(|(at, _)| at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_identifier_is_ascii_and_begins_with_a_letter() {
        assert_eq!(identifier("Kosten der Unterkunft, größere"), "kosten_der_unterkunft_groessere");
        assert_eq!(identifier(" Idee/Anregung (neu) "), "idee_anregung_neu");
        assert_eq!(identifier("2. Instanz"), "wert_2_instanz");
        assert_eq!(identifier("…"), "wert");
    }
}
