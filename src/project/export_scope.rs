//! `exports.not_recorded` and `exports.complete`: what the office says its exports do not hold, and from when to when
//! they are complete. A statement of the office outranks what intake concludes from the cases.

use super::raw;
use super::settings::local_date;
use super::toml_file::TomlFile;
use crate::diagnostic::Findings;
use crate::domain::{Field, Schema};
use jiff::civil::Date;
use std::collections::BTreeMap;

/// In which exports a field is declared to be missing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotRecorded {
    /// In all.
    Everywhere,
    /// In these files or folders below `exports`, with `/` between folders and none at the ends.
    In(Vec<String>),
}

impl NotRecorded {
    /// Whether it holds for a file, named below `exports`.
    pub(super) fn holds_for(&self, file: &str) -> bool {
        match self {
            Self::Everywhere => true,
            Self::In(names) => names.iter().any(|name| is_or_holds(name, file)),
        }
    }

    /// The files and folders it names.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        let names = match self {
            Self::Everywhere => &[],
            Self::In(names) => names.as_slice(),
        };
        names.iter().map(String::as_str)
    }
}

/// Whether a name is that of a file, or of a folder above it.
pub(super) fn is_or_holds(name: &str, file: &str) -> bool {
    file.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// A name below `exports` as it is compared.
pub(super) fn file_key(name: &str) -> String {
    let name = name.replace('\\', "/");
    let name = name.trim_matches('/');
    name.strip_prefix("exports/").unwrap_or(name).to_owned()
}

pub(super) fn not_recorded(
    report: &TomlFile<raw::Report>,
    schema: &Schema,
    findings: &mut Findings,
) -> BTreeMap<Field, NotRecorded> {
    let mut declared = BTreeMap::new();
    for (name, files) in &report.exports.not_recorded {
        let Some(field) = schema.field(name.get_ref()).filter(|field| field.may_be_missing())
        else {
            let known = schema.fields().filter(|field| field.may_be_missing());
            let known: Vec<&str> = known.map(|field| field.id()).collect();
            findings.push(
                report
                    .unknown(name, format!("`{}` ist kein Feld, das fehlen darf", name.get_ref()))
                    .expected(known.join(", ")),
            );
            continue;
        };
        let files = match files.get_ref() {
            raw::NotRecorded::Everywhere(true) => NotRecorded::Everywhere,
            raw::NotRecorded::Everywhere(false) => continue,
            raw::NotRecorded::In(names) => {
                NotRecorded::In(names.iter().map(|name| file_key(name)).collect())
            }
        };
        declared.insert(field, files);
    }
    declared
}

pub(super) fn complete(
    report: &TomlFile<raw::Report>,
    findings: &mut Findings,
) -> Option<(Date, Date)> {
    let read = |complete: &raw::Complete| {
        let (from, to) = (local_date(&complete.from)?, local_date(&complete.to)?);
        (from <= to).then_some((from, to))
    };
    let expected = "zwei Tage wie { from = 2017-01-01, to = 2017-12-31 }";
    let told = ["`complete` nennt keinen Zeitraum", expected];
    report.checked(report.exports.complete.as_ref()?, read, told, findings)
}
