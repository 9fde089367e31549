//! One row of cells → one record: case number, dates, values of closed lists, scope. What cannot be
//! read for certain is a finding, and the record is rejected.
//!
//! Remark and submitter's name are not kept: of the remark a fingerprint remains, to tell whether two
//! states of a case differ in it, and only until that is decided.

use super::case_id::{self, CaseIdDefect};
use super::columns::Columns;
use super::compact_id::CompactId;
use super::dates::{self, DateDefect};
use super::fingerprint::Fingerprint;
use super::folded::text_key_into;
use super::gather::Gathered;
use super::record_findings::{
    date_form, german, in_future, list_is_empty, shown, too_many_topics, unknown_value,
};
use super::row::Cell;
use super::scope::{Matcher, Scope};
use super::scope_answer;
use super::state_mark::StateMark;
use super::values::{self, Lookup};
use crate::diagnostic::{Code as FindingCode, Finding, Place, Secret};
use crate::domain::{Case, Code, Day, Field, Several, Source, text_key};
use crate::project::Project;

/// A record with what is needed to recognise repeats. Not printable: it holds the case number.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Record {
    pub(super) case_id: CompactId,
    pub(super) case: Case,
    pub(super) remark: Fingerprint,
    pub(super) doubtful: bool,
    /// Where the office has named a column for it.
    pub(super) mark: StateMark,
    /// Last physical line of the record.
    pub(super) last_line: u32,
    /// Whether the file has one column for topics, so that a case may take several lines.
    pub(super) one_topic_column: bool,
}

/// Reads the records of one file.
pub(super) struct RecordReader<'p> {
    project: &'p Project,
    columns: &'p Columns,
    matcher: Matcher<'p>,
    /// By position of the column.
    lookups: Vec<Option<Lookup<'p>>>,
    /// Text keys are written here.
    key: String,
}

/// A row while it is read.
struct RowReader<'r, 't> {
    cells: &'r [Cell<'t>],
    line: u32,
    sound: bool,
    case_id: Option<CompactId>,
}

impl<'p> RecordReader<'p> {
    pub(super) fn new(
        project: &'p Project,
        columns: &'p Columns,
        header_line: u32,
        gathered: &mut Gathered,
    ) -> Self {
        let mut lookups = Vec::new();
        for (position, field) in columns.fields.iter().enumerate() {
            let dimension = field.and_then(values::dimension);
            let list = dimension.and_then(|dimension| project.taxonomy.list(dimension));
            let list = list.filter(|list| !list.entries().is_empty());
            if let (Some(dimension), None) = (dimension, list) {
                let place = columns.place(gathered.place(header_line), position);
                gathered.single(list_is_empty(columns.name(position), dimension).at(place));
            }
            let several = matches!(field, Some(Field::Topics | Field::ClarifiedWith));
            let separator = several.then_some(project.exports.value_separator);
            lookups.push(list.map(|list| Lookup::new(list, separator)));
        }
        Self {
            project,
            columns,
            matcher: Matcher::new(&project.scope),
            lookups,
            key: String::new(),
        }
    }

    /// Reads one row; `None` when it is rejected.
    pub(super) fn read(
        &mut self,
        cells: &[Cell<'_>],
        line: u32,
        gathered: &mut Gathered,
    ) -> Option<Record> {
        let mut row = RowReader { cells, line, sound: true, case_id: None };
        let case_id = self.case_id(&mut row, gathered);
        row.case_id.clone_from(&case_id);
        let received_on = self.date(Field::ReceivedOn, &mut row, gathered);
        if received_on == Some(None) {
            self.missing(Field::ReceivedOn, &mut row, gathered);
        }
        let acknowledged_on = self.date(Field::AcknowledgedOn, &mut row, gathered).flatten();
        let closed_on = self.date(Field::ClosedOn, &mut row, gathered).flatten();
        let received_on = received_on.flatten();
        for (field, date) in
            [(Field::AcknowledgedOn, acknowledged_on), (Field::ClosedOn, closed_on)]
        {
            self.check_order(field, received_on, date, &mut row, gathered);
        }
        let category = self.one(Field::Category, &mut row, gathered);
        if category == Some(Code::NOT_STATED) {
            self.missing(Field::Category, &mut row, gathered);
        }
        let topics = self.topics(&mut row, gathered);
        let (clarified_with, _) = self.several(Field::ClarifiedWith, &mut row, gathered);
        let several = Several::new(&topics, &clarified_with);
        let mut optional = |field| self.one(field, &mut row, gathered).unwrap_or(Code::NOT_STATED);
        let assessment = optional(Field::Assessment);
        let justified_reason = optional(Field::JustifiedReason);
        let channel = optional(Field::Channel);
        let submitter_group = optional(Field::SubmitterGroup);
        let supporting_body = optional(Field::SupportingBody);
        let outcome = optional(Field::Outcome);
        let site = optional(Field::Site);
        let (scope, remark) = self.scope(&mut row, gathered);
        if !row.sound {
            return None;
        }
        Some(Record {
            case_id: case_id?,
            case: Case {
                received_on: received_on?,
                acknowledged_on,
                closed_on,
                in_scope: scope == Scope::Inside,
                category: category?,
                several,
                assessment,
                justified_reason,
                channel,
                submitter_group,
                supporting_body,
                outcome,
                site,
                // The file is known when all files are put together.
                source: Source { file: 0, line },
            },
            remark,
            doubtful: scope == Scope::Doubtful,
            mark: self.mark(cells),
            last_line: line,
            one_topic_column: self.columns.has_one_for_topics(),
        })
    }

    /// How late the row's state of the case is.
    fn mark(&self, cells: &[Cell<'_>]) -> StateMark {
        let cell = self.columns.position(Field::State).and_then(|at| cells.get(at));
        cell.map_or(StateMark::Unknown, |cell| StateMark::parse(&cell.text()))
    }

    /// Whether a text on a line of its own says something about the scope of a case.
    pub(super) fn may_concern_scope(&self, cells: &[Cell<'_>]) -> bool {
        let judge = |cell: &Cell<'_>| self.matcher.judge(&text_key(&cell.text()));
        cells.iter().any(|cell| judge(cell) != Scope::Outside)
    }

    /// Whether the case belongs to the ombuds office, and the fingerprint of what says so: the remark,
    /// or the answer in a column of its own.
    fn scope(
        &mut self,
        row: &mut RowReader<'_, '_>,
        gathered: &mut Gathered,
    ) -> (Scope, Fingerprint) {
        let answered = self.columns.position(Field::ScopeAnswer);
        let position = answered.or_else(|| self.columns.position(Field::Remark));
        let cell = position.and_then(|at| row.cells.get(at));
        text_key_into(cell.map(Cell::text).as_deref().unwrap_or_default(), &mut self.key);
        let print = Fingerprint::of(self.key.as_bytes());
        let Some(position) = answered else { return (self.matcher.judge(&self.key), print) };
        if let Some(scope) = scope_answer::parse(&self.key) {
            return (scope, print);
        }
        if self.key.is_empty() {
            self.missing(Field::ScopeAnswer, row, gathered);
        } else {
            row.sound = false;
            let place = place(self.columns, position, row, gathered);
            let secret = row.secret(Some(&self.key));
            gathered.repeated(FindingCode::ValueUnknown, place, "", || {
                scope_answer::unknown().secret(secret)
            });
        }
        (Scope::Outside, print)
    }

    fn case_id(
        &mut self,
        row: &mut RowReader<'_, '_>,
        gathered: &mut Gathered,
    ) -> Option<CompactId> {
        let position = self.columns.position(Field::CaseId)?;
        let text = row.cells.get(position).map(Cell::text).unwrap_or_default();
        match case_id::parse(&text) {
            // Two spellings of one number are one case, as with every other value.
            Ok(case_id) => {
                text_key_into(case_id, &mut self.key);
                Some(CompactId::new(&self.key))
            }
            Err(CaseIdDefect::Missing) => {
                self.missing(Field::CaseId, row, gathered);
                None
            }
            Err(CaseIdDefect::Damaged) => {
                row.sound = false;
                let place = place(self.columns, position, row, gathered);
                let secret = row.secret(Some(text.as_ref()));
                gathered.repeated(FindingCode::CaseIdDamaged, place, "", || {
                    Finding::new(
                        FindingCode::CaseIdDamaged,
                        "die Fallnummer ist von einem Tabellenprogramm in eine Zahl umgewandelt und damit zerstört worden",
                    )
                    .expected("die Fallnummer als Text, mit führenden Nullen")
                    .help("exportieren Sie aus der Datenbank neu, und öffnen und speichern Sie die Datei nicht in Excel")
                    .secret(secret)
                });
                None
            }
        }
    }

    fn missing(&self, field: Field, row: &mut RowReader<'_, '_>, gathered: &mut Gathered) {
        row.sound = false;
        let Some(position) = self.columns.position(field) else { return };
        let place = place(self.columns, position, row, gathered);
        let secret = row.secret(None);
        gathered.repeated(FindingCode::ValueMissing, place, "", || {
            Finding::new(
                FindingCode::ValueMissing,
                format!("der Pflichtwert in `{}` fehlt", self.columns.name(position)),
            )
            .help("ergänzen Sie ihn in der Datenbank, und exportieren Sie neu")
            .secret(secret)
        });
    }

    /// A date: `Some(None)` when the field is empty or there is no column, `None` on a defect.
    fn date(
        &self,
        field: Field,
        row: &mut RowReader<'_, '_>,
        gathered: &mut Gathered,
    ) -> Option<Option<Day>> {
        let Some(position) = self.columns.position(field) else { return Some(None) };
        let text = row.cells.get(position).map(Cell::text).unwrap_or_default();
        let text = super::clean(&text);
        if text.is_empty() || values::is_not_stated(text) {
            return Some(None);
        }
        let as_of = self.project.settings.as_of;
        let known = dates::parse(text).map(|date| Day::new(date).filter(|_| date <= as_of));
        let (kind, finding) = match known {
            Ok(Some(day)) => return Some(Some(day)),
            Ok(None) => (text, in_future(&shown(text), as_of)),
            Err(DateDefect::Impossible) => (
                text,
                Finding::new(
                    FindingCode::DateImpossible,
                    format!("{} ist kein möglicher Tag", shown(text)),
                )
                .expected("ein Tag, den es im Kalender gibt, ab 1990")
                .help("berichtigen Sie das Datum in der Datenbank, und exportieren Sie neu"),
            ),
            // A column in the wrong form is one problem, whatever days it holds.
            Err(defect) => (defect.id(), date_form(&shown(text), defect)),
        };
        row.sound = false;
        let place = place(self.columns, position, row, gathered);
        let secret = row.secret(None);
        gathered.alike(finding.code, place, (kind, text), || finding.secret(secret));
        None
    }

    fn check_order(
        &self,
        field: Field,
        received_on: Option<Day>,
        date: Option<Day>,
        row: &mut RowReader<'_, '_>,
        gathered: &mut Gathered,
    ) {
        let (Some(received_on), Some(date)) = (received_on, date) else { return };
        let Some(position) = self.columns.position(field).filter(|_| date < received_on) else {
            return;
        };
        row.sound = false;
        let what = match field {
            Field::ClosedOn => "erledigt",
            _ => "bestätigt",
        };
        let place = place(self.columns, position, row, gathered);
        let days = format!("{} liegt vor {}", german(date.date()), german(received_on.date()));
        let secret = row.secret(None);
        gathered.alike(FindingCode::DateOrder, place, ("", &days), || {
            Finding::new(
                FindingCode::DateOrder,
                format!("der Fall wurde {what}, bevor er einging: {days}"),
            )
            .help(
                "berichtigen Sie eines der beiden Daten in der Datenbank, und exportieren Sie neu",
            )
            .secret(secret)
        });
    }

    fn topics(&mut self, row: &mut RowReader<'_, '_>, gathered: &mut Gathered) -> Vec<Code> {
        let (topics, named) = self.several(Field::Topics, row, gathered);
        let Some(position) = self.columns.position(Field::Topics) else { return topics };
        if topics.len() < named {
            let place = place(self.columns, position, row, gathered);
            let secret = row.secret(None);
            gathered.repeated(FindingCode::TopicTwice, place, "", || {
                Finding::new(
                    FindingCode::TopicTwice,
                    "der Fall nennt ein Anliegen zweimal; es wird einmal gezählt",
                )
                .help("prüfen Sie, ob ein anderes Anliegen gemeint war")
                .secret(secret)
            });
        }
        if topics.len() > self.project.exports.topics_per_case {
            row.sound = false;
            let place = place(self.columns, position, row, gathered);
            let secret = row.secret(None);
            let limit = self.project.exports.topics_per_case;
            gathered.repeated(FindingCode::TooManyTopics, place, "", || {
                too_many_topics(topics.len(), limit).secret(secret)
            });
        }
        topics
    }

    /// The one value of a field; `None` on a defect.
    fn one(
        &mut self,
        field: Field,
        row: &mut RowReader<'_, '_>,
        gathered: &mut Gathered,
    ) -> Option<Code> {
        let Some(position) = self.columns.position(field) else { return Some(Code::NOT_STATED) };
        let mut code = Some(Code::NOT_STATED);
        let take = |found: &[Code]| code = found.first().copied().or(code);
        if !self.look_up(field, position, row, gathered, take) {
            return None;
        }
        code
    }

    /// The different values of a field, from all its columns, in order; and how many are named.
    fn several(
        &mut self,
        field: Field,
        row: &mut RowReader<'_, '_>,
        gathered: &mut Gathered,
    ) -> (Vec<Code>, usize) {
        let mut codes = Vec::new();
        let columns = self.columns;
        for position in columns.positions(field) {
            self.look_up(field, position, row, gathered, |found| codes.extend(found));
        }
        let named = codes.len();
        codes.sort_unstable();
        codes.dedup();
        (codes, named)
    }

    /// Looks up the values of one cell; `false` when one is unknown.
    fn look_up(
        &mut self,
        field: Field,
        position: usize,
        row: &mut RowReader<'_, '_>,
        gathered: &mut Gathered,
        take: impl FnOnce(&[Code]),
    ) -> bool {
        let Some(Some(lookup)) = self.lookups.get_mut(position) else { return true };
        let text = row.cells.get(position).map(Cell::text).unwrap_or_default();
        let unknown = match lookup.read(&text) {
            Ok(found) => {
                take(found);
                return true;
            }
            Err(unknown) => unknown.to_owned(),
        };
        row.sound = false;
        let place = place(self.columns, position, row, gathered);
        let secret = row.secret(Some(&unknown));
        let key = text_key(&unknown);
        gathered.repeated(FindingCode::ValueUnknown, place, &key, || {
            unknown_value(&unknown, field, lookup).secret(secret)
        });
        false
    }
}

impl RowReader<'_, '_> {
    fn secret(&self, value: Option<&str>) -> Secret {
        Secret {
            case_id: self.case_id.as_ref().map(|id| id.as_str().to_owned()),
            value: value.map(str::to_owned),
        }
    }
}

fn place(
    columns: &Columns,
    position: usize,
    row: &RowReader<'_, '_>,
    gathered: &Gathered,
) -> Place {
    let line = row.cells.get(position).map_or(row.line, |cell| cell.line);
    columns.place(gathered.place(line), position)
}
