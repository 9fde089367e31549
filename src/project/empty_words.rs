//! `exports.empty`: words that mean "nothing stands here", in all columns or in those of some fields.

use super::raw;
use super::toml_file::TomlFile;
use crate::diagnostic::Findings;
use crate::domain::{Field, Schema, text_key};
use std::collections::BTreeSet;

/// The name of all fields.
const ALL: &str = "all";

/// Words that mean "empty", by [`text_key`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EmptyWords {
    everywhere: BTreeSet<String>,
    of_field: BTreeSet<(Field, String)>,
}

impl EmptyWords {
    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.everywhere.is_empty() && self.of_field.is_empty()
    }

    /// Whether a text means "empty" in the column of a field.
    pub fn hold(&self, field: Field, text: &str) -> bool {
        if self.is_empty() {
            return false;
        }
        let key = text_key(text);
        self.everywhere.contains(&key) || self.of_field.contains(&(field, key))
    }
}

pub(super) fn words(
    report: &TomlFile<raw::Report>,
    schema: &Schema,
    findings: &mut Findings,
) -> EmptyWords {
    let mut words = EmptyWords::default();
    let Some(raw) = &report.exports.empty else { return words };
    let keys = |words: &[String]| {
        words.iter().map(|word| text_key(word)).filter(|key| !key.is_empty()).collect::<Vec<_>>()
    };
    match raw.get_ref() {
        raw::Empty::Everywhere(everywhere) => words.everywhere.extend(keys(everywhere)),
        raw::Empty::OfFields(fields) => {
            for (name, of_field) in fields {
                match schema.field(name) {
                    Some(field) => {
                        words.of_field.extend(keys(of_field).into_iter().map(|key| (field, key)));
                    }
                    None if name == ALL => words.everywhere.extend(keys(of_field)),
                    None => {
                        let fields = schema.fields().map(|field| field.id());
                        let known: Vec<&str> = [ALL].into_iter().chain(fields).collect();
                        findings.push(
                            report
                                .unknown(raw, format!("`{name}` ist kein Feld eines Exports"))
                                .expected(known.join(", ")),
                        );
                    }
                }
            }
        }
    }
    words
}
