//! A record in the words of this program: canonical field names, ISO dates, labels of the closed
//! lists. For `inspect --to jsonl`.

use crate::domain::Field;
use crate::intake::layout::{RawExport, RawRow};
use crate::intake::text::clean;
use crate::intake::value::{dates, values};
use jiff::civil::Date;
use std::collections::BTreeSet;

/// What a record holds in one field.
#[derive(Clone, PartialEq, Eq)]
pub enum CanonicalValue {
    /// Text as written, without blanks around it.
    Text(String),
    /// A day.
    Day(Date),
    /// Labels of a closed list; the text as written where the list is not known.
    Labels(Vec<String>),
}

impl RawExport<'_> {
    /// The fields of a record, in the order of the canonical table, without empty ones. The submitter's name is
    /// never among them, the remark only on request.
    pub fn canonical(&self, row: &RawRow<'_>, with_remark: bool) -> Vec<(Field, CanonicalValue)> {
        let mut record = Vec::new();
        for field in self.fields() {
            let value = match field {
                Field::SubmitterName => None,
                Field::Remark if !with_remark => None,
                Field::CaseId => self.case_id(row).map(CanonicalValue::Text),
                Field::ScopeAnswer => {
                    self.scope_answer(row).map(|word| CanonicalValue::Text(word.to_owned()))
                }
                Field::ReceivedOn | Field::AcknowledgedOn | Field::ClosedOn => self
                    .text(field, row)
                    .and_then(|text| {
                        dates::parse(clean(text), &self.project.exports.dates).ok()?.day()
                    })
                    .map(CanonicalValue::Day),
                _ if field.dimension().is_some() => self.labels(field, row),
                _ => self
                    .text(field, row)
                    .map(clean)
                    .filter(|text| !text.is_empty())
                    .map(|text| CanonicalValue::Text(text.to_owned())),
            };
            record.extend(value.map(|value| (field, value)));
        }
        record
    }

    fn labels(&self, field: Field, row: &RawRow<'_>) -> Option<CanonicalValue> {
        let mut labels = Vec::new();
        for position in self.columns.positions(field) {
            let text = row.cells.get(position).map_or("", |cell| clean(cell));
            if self.project.exports.empty.hold(field, text) {
                continue;
            }
            let Some(list) = self.list(position) else {
                labels.extend((!text.is_empty()).then(|| text.to_owned()));
                continue;
            };
            let found = values::look_up_once(list, self.separator(position), text);
            let entries = found.iter().filter_map(|code| list.get(*code));
            labels.extend(entries.map(|entry| entry.label.clone()));
        }
        let mut seen = BTreeSet::new();
        labels.retain(|label| seen.insert(label.clone()));
        (!labels.is_empty()).then_some(CanonicalValue::Labels(labels))
    }
}
