//! `--to jsonl`: the accepted records, one JSON object a line: canonical field names, ISO dates, labels
//! of the closed lists, file and line.

use super::unconfigured;
use crate::diagnostic::Findings;
use crate::domain::Field;
use crate::intake::{CanonicalValue, FileReading, OtherRow, RawExport, RawRow, RowKind};
use crate::locale::date_iso;
use crate::project::Project;
use serde::ser::{Serialize, SerializeMap, Serializer};
use std::collections::{BTreeMap, BTreeSet};

struct Line<'a> {
    fields: &'a [(Field, CanonicalValue)],
    source: Source<'a>,
}

#[derive(serde::Serialize)]
struct Source<'a> {
    file: &'a str,
    line: u32,
}

impl Serialize for Line<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.fields.len() + 1))?;
        for (field, value) in self.fields {
            match value {
                CanonicalValue::Text(text) => map.serialize_entry(field.id(), text)?,
                CanonicalValue::Day(day) => map.serialize_entry(field.id(), &date_iso(*day))?,
                // A record that can have several has a list, even of one.
                CanonicalValue::Labels(labels) => match labels.as_slice() {
                    [label] if !field.has_several() => map.serialize_entry(field.id(), label)?,
                    labels => map.serialize_entry(field.id(), labels)?,
                },
            }
        }
        map.serialize_entry("source", &self.source)?;
        map.end()
    }
}

/// The cases of some files, read together as `build` reads them: of a case in several rows the one that holds, with the
/// topics of all its lines; none of a file that was refused.
pub(super) fn lines(
    contents: &[(String, Vec<u8>)],
    configured: Option<&Project>,
    bare: &Project,
    with_remark: bool,
    findings: &mut Findings,
) -> String {
    let files: Vec<(&str, &[u8])> =
        contents.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
    let own = if configured.is_none() { unconfigured::project(&files, bare) } else { None };
    let project = configured.or(own.as_ref()).unwrap_or(bare);
    let (readings, said) = super::read(&files, project);
    findings.extend(said);
    let mut output = String::new();
    for ((name, bytes), reading) in files.iter().zip(&readings) {
        if let Ok(export) = RawExport::new(name, bytes, configured.unwrap_or(bare)) {
            write(&mut output, name, &export, reading, with_remark);
        }
    }
    output
}

fn write(
    output: &mut String,
    name: &str,
    export: &RawExport<'_>,
    reading: &FileReading,
    with_remark: bool,
) {
    let further = further_values(export, reading);
    for_each_record(export, reading, |row, other| {
        if other.is_some() {
            return;
        }
        let mut fields = export.canonical(row, with_remark);
        for (field, more) in further.get(&row.line).into_iter().flatten() {
            match fields.iter_mut().find(|(known, _)| known == field) {
                Some((_, CanonicalValue::Labels(labels))) => {
                    labels.extend(more.iter().cloned());
                    let mut seen = BTreeSet::new();
                    labels.retain(|label| seen.insert(label.clone()));
                }
                _ => fields.push((*field, CanonicalValue::Labels(more.clone()))),
            }
        }
        fields.sort_by_key(|(field, _)| *field);
        let line = Line { fields: &fields, source: Source { file: name, line: row.line } };
        output.push_str(&serde_json::to_string(&line).unwrap_or_default());
        output.push('\n');
    });
}

/// By the first line of a case in long form, what its further lines hold of which there can be several.
fn further_values(
    export: &RawExport<'_>,
    reading: &FileReading,
) -> BTreeMap<u32, Vec<(Field, Vec<String>)>> {
    let mut further: BTreeMap<u32, Vec<(Field, Vec<String>)>> = BTreeMap::new();
    if !reading.other_rows.iter().any(|row| matches!(row, OtherRow::FurtherLine { .. })) {
        return further;
    }
    for_each_record(export, reading, |row, other| {
        let Some(OtherRow::FurtherLine { of, .. }) = other else { return };
        for (field, value) in export.canonical(row, false) {
            if let CanonicalValue::Labels(labels) = value
                && field.has_several()
            {
                further.entry(*of).or_default().push((field, labels));
            }
        }
    });
    further
}

/// Hands every record that was not rejected to `take`, and what it is if no case of its own.
fn for_each_record(
    export: &RawExport<'_>,
    reading: &FileReading,
    mut take: impl FnMut(&RawRow<'_>, Option<&OtherRow>),
) {
    // Rising ranges and lines; rows come in the same order.
    let mut rejected = reading.rejected_lines.iter().peekable();
    let mut others = reading.other_rows.iter().peekable();
    export.for_each(|row| {
        while rejected.next_if(|(_, last)| *last < row.line).is_some() {}
        while others.next_if(|other| other.line() < row.line).is_some() {}
        let is_rejected = rejected.peek().is_some_and(|(first, _)| *first <= row.line);
        if row.kind == Some(RowKind::Record) && !is_rejected {
            take(row, others.peek().copied().filter(|other| other.line() == row.line));
        }
    });
}
