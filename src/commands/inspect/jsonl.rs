//! `--to jsonl`: the accepted records, one JSON object a line: canonical field names, ISO dates, labels
//! of the closed lists, file and line.

use super::Subject;
use crate::domain::Field;
use crate::intake::{CanonicalValue, RowKind};
use crate::locale::date_iso;
use serde::ser::{Serialize, SerializeMap, Serializer};

/// Several labels where a record can have several, even if it has one.
const LISTS: [Field; 2] = [Field::Topics, Field::ClarifiedWith];

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
                CanonicalValue::Labels(labels) => match labels.as_slice() {
                    [label] if !LISTS.contains(field) => map.serialize_entry(field.id(), label)?,
                    labels => map.serialize_entry(field.id(), labels)?,
                },
            }
        }
        map.serialize_entry("source", &self.source)?;
        map.end()
    }
}

/// Writes the records of a file that were not rejected; none of a file that was refused.
pub(super) fn write(output: &mut String, subject: &Subject<'_>, with_remark: bool) {
    let (Ok(export), Some(reading)) = (&subject.raw, &subject.reading) else { return };
    // Rising ranges; rows come in the same order.
    let mut rejected = reading.rejected_lines.iter().peekable();
    export.for_each(|row| {
        while rejected.next_if(|(_, last)| *last < row.line).is_some() {}
        let is_rejected = rejected.peek().is_some_and(|(first, _)| *first <= row.line);
        if row.kind != Some(RowKind::Record) || is_rejected {
            return;
        }
        let line = Line {
            fields: &export.canonical(row, with_remark),
            source: Source { file: subject.name, line: row.line },
        };
        output.push_str(&serde_json::to_string(&line).unwrap_or_default());
        output.push('\n');
    });
}
