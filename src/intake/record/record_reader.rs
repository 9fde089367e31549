//! One row of cells → one record: case number, dates, values of closed lists, scope. What cannot be
//! read for certain is a finding, and the record is rejected.
//!
//! Remark and submitter's name are not kept: of the remark a fingerprint remains, to tell whether two
//! states of a case differ in it, and only until that is decided.

use super::open_row::OpenRow;
use super::read_record::Record;
use super::record_findings::{
    case_id_damaged, case_id_is_nothing, case_id_is_word, date_form, date_impossible, date_order,
    date_with_zone, german, in_future, list_is_empty, remark_damaged, too_many_topics, topic_twice,
    unknown_value, value_missing,
};
use crate::diagnostic::{Finding, FindingCode};
use crate::domain::{Case, Day, Field, OwnProperty, Several, Source, ValueCode, text_key};
use crate::intake::account::Gathered;
use crate::intake::csv::Cell;
use crate::intake::layout::{Columns, scope_column};
use crate::intake::text::{clean, text_key_into};
use crate::intake::value::{
    CaseIdDefect, CompactId, DateDefect, Fingerprint, Likeness, Lookup, Matcher, Meaning, Scope,
    StateMark, case_id, dates, presentable::is_day, scope_answer, spreadsheet_words, values,
};
use crate::project::{CaseKey, Project};

/// Reads the records of one file.
pub(crate) struct RecordReader<'p> {
    project: &'p Project,
    columns: &'p Columns,
    matcher: Matcher<'p>,
    /// By position of the column.
    lookups: Vec<Option<Lookup<'p>>>,
    /// Text keys are written here.
    key: String,
}

impl<'p> RecordReader<'p> {
    pub(crate) fn new(
        project: &'p Project,
        columns: &'p Columns,
        header_line: u32,
        gathered: &mut Gathered,
    ) -> Self {
        let mut lookups = Vec::new();
        for (position, field) in columns.fields.iter().enumerate() {
            let dimension = field.and_then(Field::dimension);
            let list = dimension.and_then(|dimension| project.taxonomy.list(dimension));
            let list = list.filter(|list| !list.entries().is_empty());
            if let (Some(dimension), None) = (dimension, list) {
                let place = columns.place(gathered.place(header_line), position);
                gathered.single(list_is_empty(columns.name(position), dimension).at(place));
            }
            let several = field.is_some_and(Field::has_several);
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
    pub(crate) fn read(
        &mut self,
        cells: &[Cell<'_>],
        line: u32,
        gathered: &mut Gathered,
    ) -> Option<Record> {
        let empty = &self.project.exports.empty;
        let mut row = OpenRow::new(cells, line, (self.columns, empty), gathered);
        let case_id = self.case_id(&mut row);
        row.case_id.clone_from(&case_id);
        let received_on = self.date(Field::ReceivedOn, &mut row);
        if received_on == Some(None) {
            self.missing(Field::ReceivedOn, &mut row);
        }
        let acknowledged_on = self.date(Field::AcknowledgedOn, &mut row).flatten();
        let closed_on = self.date(Field::ClosedOn, &mut row).flatten();
        let received_on = received_on.flatten();
        for (field, date) in
            [(Field::AcknowledgedOn, acknowledged_on), (Field::ClosedOn, closed_on)]
        {
            self.check_order(field, received_on, date, &mut row);
        }
        let category = self.one(Field::Category, &mut row);
        if category == Some(ValueCode::NOT_STATED) && !self.project.exports.may_lack_category {
            self.missing(Field::Category, &mut row);
        }
        let topics = self.topics(&mut row);
        let (clarified_with, _) = self.several(Field::ClarifiedWith, &mut row);
        let mut several = Several::new(&topics, &clarified_with);
        for own in self.project.taxonomy.schema().own() {
            several = several.with_own(own.position, &self.own(own, &mut row));
        }
        let single = Case::SINGLE.map(|field| match field {
            Field::Category => category.unwrap_or(ValueCode::NOT_STATED),
            field => self.one(field, &mut row).unwrap_or(ValueCode::NOT_STATED),
        });
        let (scope, remark) = self.scope(&mut row);
        // What answered for the remark is no text with markers.
        let is_remark = self.columns.position(Field::ScopeAnswer).is_none();
        let marker = match scope {
            Scope::Inside if is_remark => self.matcher.marker(&self.key),
            _ => Case::NO_MARKER,
        };
        let name = self.name(&row);
        let mark = self.mark(&row);
        let is_sound = row.is_sound;
        row.close(&mut self.lookups);
        if !is_sound {
            return None;
        }
        Some(Record {
            case_id: case_id?,
            case: Case {
                received_on: received_on?,
                acknowledged_on,
                closed_on,
                in_scope: scope == Scope::Inside,
                marker,
                single,
                several,
                // The file is known when all files are put together.
                source: Source { file: 0, line },
            },
            remark,
            name,
            doubtful: scope == Scope::Doubtful,
            mark,
            last_line: line,
            one_topic_column: self.columns.has_one_for_topics(),
        })
    }

    /// The fingerprint of the submitter's name.
    fn name(&mut self, row: &OpenRow<'_, '_>) -> Fingerprint {
        let Some(position) = self.columns.position(Field::SubmitterName) else {
            return Fingerprint::default();
        };
        text_key_into(&row.text(position), &mut self.key);
        values::print_of_name(&self.key)
    }

    /// How late the row's state of the case is.
    fn mark(&self, row: &OpenRow<'_, '_>) -> StateMark {
        let text = self.columns.position(Field::State).map(|at| row.text(at));
        text.map_or(StateMark::Unknown, |text| StateMark::parse(&text, &self.project.exports.dates))
    }

    /// Whether a text on a line of its own says something about the scope of a case.
    pub(crate) fn may_concern_scope(&self, cells: &[Cell<'_>]) -> bool {
        let judge = |cell: &Cell<'_>| self.matcher.judge(&text_key(&cell.text()));
        cells.iter().any(|cell| judge(cell) != Scope::Outside)
    }

    /// Whether the case belongs to the ombuds office, and the fingerprint of what says so: the remark,
    /// or the answer in a column of its own.
    fn scope(&mut self, row: &mut OpenRow<'_, '_>) -> (Scope, Fingerprint) {
        let answered = self.columns.position(Field::ScopeAnswer);
        let position = answered.or_else(|| self.columns.position(Field::Remark));
        let text = position.map(|at| row.text(at)).unwrap_or_default();
        text_key_into(&text, &mut self.key);
        let print = Fingerprint::of(self.key.as_bytes());
        if self.project.scope.is_all() {
            let answer =
                answered.filter(|_| scope_answer::parse(&self.key) == Some(Scope::Outside));
            if let Some(at) = answer {
                row.say(FindingCode::AnswerOverridden, at, "", None, scope_column::overridden);
            }
            return (Scope::Inside, print);
        }
        let Some(position) = answered else {
            if let Some(at) = position.filter(|_| spreadsheet_words::is_error(clean(&text))) {
                row.say(FindingCode::RemarkDamaged, at, "", None, remark_damaged);
            }
            return (self.matcher.judge(&self.key), print);
        };
        if let Some(scope) = scope_answer::parse(&self.key) {
            return (scope, print);
        }
        if self.key.is_empty() {
            self.missing(Field::ScopeAnswer, row);
        } else {
            let make = scope_column::unknown;
            let value = Some((self.key.as_str(), Likeness::Free));
            row.refuse(FindingCode::ValueUnknown, position, "", value, make);
        }
        (Scope::Outside, print)
    }

    fn case_id(&mut self, row: &mut OpenRow<'_, '_>) -> Option<CompactId> {
        if self.project.exports.case_key == CaseKey::Row {
            return Some(CompactId::new(&row.place_as_id()));
        }
        let columns = self.columns;
        let mut id = String::new();
        let mut is_sound = true;
        for (number, position) in columns.case_key.iter().copied().enumerate() {
            let text = row.text(position);
            let (kind, make): (_, fn() -> Finding) = match case_id::parse(&text) {
                // Two spellings of one number are one case, as with every other value.
                Ok(case_id) => {
                    case_id::key_into(case_id, &mut self.key);
                    case_id::add_part(&mut id, number == 0, &self.key);
                    continue;
                }
                Err(CaseIdDefect::Missing) => {
                    self.missing_at(position, row);
                    is_sound = false;
                    continue;
                }
                Err(CaseIdDefect::Damaged) => ("", case_id_damaged),
                Err(CaseIdDefect::Word) => ("word", case_id_is_word),
                Err(CaseIdDefect::Nothing) => ("nothing", case_id_is_nothing),
            };
            let value = Some((text.as_ref(), Likeness::Free));
            row.refuse(FindingCode::CaseIdDamaged, position, kind, value, make);
            is_sound = false;
        }
        is_sound.then(|| CompactId::new(&id))
    }

    fn missing(&self, field: Field, row: &mut OpenRow<'_, '_>) {
        row.is_sound = false;
        let Some(position) = self.columns.position(field) else { return };
        self.missing_at(position, row);
    }

    fn missing_at(&self, position: usize, row: &mut OpenRow<'_, '_>) {
        let field = self.columns.fields.get(position).copied().flatten();
        let make = || value_missing(self.columns.name(position), field);
        row.refuse(FindingCode::ValueMissing, position, "", None, make);
    }

    /// A date: `Some(None)` when the field is empty or there is no column, `None` on a defect.
    fn date(&self, field: Field, row: &mut OpenRow<'_, '_>) -> Option<Option<Day>> {
        let Some(position) = self.columns.position(field) else { return Some(None) };
        let text = row.text(position);
        let text = clean(&text);
        if text.is_empty() || values::is_not_stated(text) {
            return Some(None);
        }
        let as_of = self.project.settings.as_of;
        let rules = &self.project.exports.dates;
        let meaning = dates::parse(text, rules);
        if let Ok(Meaning::DayOfZone(_)) = meaning {
            let make = || date_with_zone(&rules.time_zone);
            row.say(FindingCode::DateWithZone, position, "", None, make);
        }
        let known = meaning.map(|meaning| meaning.day().map(|date| (date, Day::new(date))));
        let (kind, finding) = match known {
            Ok(None) => return Some(None),
            Ok(Some((date, Some(day)))) if date <= as_of => return Some(Some(day)),
            Ok(Some((date, _))) => ("", in_future(text, (date, as_of), field)),
            Err(DateDefect::Impossible) => {
                ("", date_impossible(text, field, rules.order.is_some()))
            }
            // A column in the wrong form is one problem, whatever days it holds.
            Err(defect) => {
                (defect.id(), date_form(text, defect, spreadsheet_words::is_nothing(text)))
            }
        };
        let is_word = spreadsheet_words::is_nothing(text);
        let likeness = if is_word || is_day(text) { Likeness::Like } else { Likeness::Free };
        row.refuse(finding.code, position, kind, Some((text, likeness)), || finding);
        None
    }

    fn check_order(
        &self,
        field: Field,
        received_on: Option<Day>,
        date: Option<Day>,
        row: &mut OpenRow<'_, '_>,
    ) {
        let (Some(received_on), Some(date)) = (received_on, date) else { return };
        let Some(position) = self.columns.position(field).filter(|_| date < received_on) else {
            return;
        };
        let days = format!("{} liegt vor {}", german(date.date()), german(received_on.date()));
        let make = || date_order(field, &days);
        let value = german(date.date());
        let value = Some((value.as_str(), Likeness::Like));
        row.refuse(FindingCode::DateOrder, position, "", value, make);
    }

    fn topics(&mut self, row: &mut OpenRow<'_, '_>) -> Vec<ValueCode> {
        let (topics, named) = self.several(Field::Topics, row);
        let Some(position) = self.columns.position(Field::Topics) else { return topics };
        if topics.len() < named {
            row.say(FindingCode::TopicTwice, position, "", None, topic_twice);
        }
        let limit = self.project.exports.topics_per_case;
        if topics.len() > limit {
            let make = || too_many_topics(topics.len(), limit);
            row.refuse(FindingCode::TooManyTopics, position, "", None, make);
        }
        topics
    }

    /// The one value of a field; `None` on a defect.
    fn one(&mut self, field: Field, row: &mut OpenRow<'_, '_>) -> Option<ValueCode> {
        let Some(position) = self.columns.position(field) else {
            return Some(ValueCode::NOT_STATED);
        };
        let mut code = Some(ValueCode::NOT_STATED);
        let take = |found: &[ValueCode]| code = found.first().copied().or(code);
        if !self.look_up(field, position, row, take) {
            return None;
        }
        code
    }

    /// The values of a property the office has added.
    fn own(&mut self, own: &'static OwnProperty, row: &mut OpenRow<'_, '_>) -> Vec<ValueCode> {
        let field = Field::Own(own);
        let codes = match own.is_several {
            true => self.several(field, row).0,
            false => {
                let code = self.one(field, row).filter(|code| *code != ValueCode::NOT_STATED);
                code.into_iter().collect()
            }
        };
        if own.is_mandatory && codes.is_empty() && row.is_sound {
            self.missing(field, row);
        }
        codes
    }

    /// The different values of a field, from all its columns, in order; and how many are named.
    fn several(&mut self, field: Field, row: &mut OpenRow<'_, '_>) -> (Vec<ValueCode>, usize) {
        let mut codes = Vec::new();
        let columns = self.columns;
        for position in columns.positions(field) {
            self.look_up(field, position, row, |found| codes.extend(found));
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
        row: &mut OpenRow<'_, '_>,
        take: impl FnOnce(&[ValueCode]),
    ) -> bool {
        let Some(Some(lookup)) = self.lookups.get_mut(position) else { return true };
        let text = row.text(position);
        let unknown = match lookup.read(&text) {
            Ok(found) => {
                take(found);
                return true;
            }
            Err(unknown) => unknown.to_owned(),
        };
        let key = text_key(&unknown);
        let is_like = lookup.is_like(&unknown) || spreadsheet_words::is_nothing(&unknown);
        let likeness = if is_like { Likeness::Like } else { Likeness::Unknown };
        let make = || unknown_value(&unknown, field, lookup);
        row.refuse(FindingCode::ValueUnknown, position, &key, Some((&unknown, likeness)), make);
        false
    }
}
