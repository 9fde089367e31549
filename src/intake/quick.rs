//! The hot loop from text to records: nearly all rows of an export are ordinary, and are read here without a second
//! look. What a row must be for that is narrow: of the usual kind (`plain_rows`), dates as `TT.MM.JJJJ` in their order
//! and not in the future, a plain case number, values of the lists without a repeat, a remark. Before any other row the
//! loop stops: that one is left to `RecordReader`, which reads all rows and says what is wrong with them. So nothing is
//! decided here that would be decided otherwise there.

use super::calendar::Calendar;
use super::case_id;
use super::columns::Columns;
use super::few_values::FewValues;
use super::fingerprint::Fingerprint;
use super::folded::{fold_plain, text_key_into};
use super::memo::Memo;
use super::plain_rows::{PlainRow, PlainRows, Span};
use super::records::{Meaning, Records};
use super::scope::{Matcher, Scope};
use super::shape::Shape;
use super::spreadsheet_words;
use super::state_mark::StateMark;
use super::values::{self, Lookup};
use crate::domain::{Case, Day, Field, Several, Source, ValueCode};
use crate::project::{CaseKey, DateRules, Project};
use fearless_simd::Level;
use std::borrow::Cow;

/// Wider rows are not ordinary.
const WIDEST: usize = 1024;

/// Reads ordinary rows.
pub(super) struct Quick<'p> {
    rows: PlainRows,
    /// By column.
    columns: Vec<Column<'p>>,
    matcher: Matcher<'p>,
    /// The scope of every case, where no remark decides about it.
    without_remark: Option<Scope>,
    /// The fingerprint of an empty remark.
    no_remark: Fingerprint,
    level: Level,
    calendar: Calendar,
    dates: &'p DateRules,
    most_topics: usize,
    may_lack_category: bool,
    one_topic_column: bool,
    /// The case number, normalised.
    id: Vec<u8>,
    /// The text key of the remark.
    key: Vec<u8>,
    /// The same where it takes a second look.
    slow_key: String,
}

/// What is read from a column.
enum Column<'p> {
    Unread,
    CaseId,
    Received,
    Acknowledged,
    Closed,
    /// One value of a list, for this place in [`Case::SINGLE`].
    One(usize, Memo<'p>),
    Topics(Memo<'p>),
    Bodies(Memo<'p>),
    State,
    Name,
    Remark,
}

/// Rows that were read one after the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Run {
    /// Where reading stopped: offset and physical line.
    pub(super) place: (usize, u32),
    /// How many rows there were.
    pub(super) rows: u64,
    /// Their first and last day of receipt.
    pub(super) received: Option<(Day, Day)>,
}

/// Ordinary rows at the start of a text, read apart from those before.
pub(super) struct ReadApart {
    /// Physical line of the first.
    pub(super) line: u32,
    pub(super) run: Run,
    pub(super) records: Records,
}

impl<'p> Quick<'p> {
    /// For a file with these columns; `None` where none of its rows is ordinary.
    pub(super) fn new(
        project: &'p Project,
        columns: &Columns,
        delimiter: char,
        shape: Shape,
    ) -> Option<Self> {
        let delimiter = u8::try_from(delimiter).ok().filter(u8::is_ascii)?;
        let is_all = project.scope.is_all();
        if !is_all && columns.position(Field::Remark).is_none() {
            return None;
        }
        if project.exports.case_key != CaseKey::Number {
            return None;
        }
        // Of properties an office has added nothing is known here.
        if columns.fields.iter().any(|field| matches!(field, Some(Field::Own(_)))) {
            return None;
        }
        if columns.position(Field::ScopeAnswer).is_some() || shape.width > WIDEST {
            return None;
        }
        // A day that means "never" is none of those that the calendar knows.
        // Nor are words that mean "empty" known here.
        let as_of = project.settings.as_of;
        let rules = &project.exports;
        if !rules.empty.is_empty() || rules.dates.never.iter().any(|day| *day <= as_of) {
            return None;
        }
        let column = |(position, field): (usize, &Option<Field>)| {
            let Some(field) = *field else { return Column::Unread };
            let list = field.dimension().and_then(|d| project.taxonomy.list(d));
            let list = list.filter(|list| !list.entries().is_empty());
            let separator = project.exports.value_separator;
            let several = list.map(|list| Memo::new(Lookup::new(list, Some(separator))));
            let is_first = columns.position(field) == Some(position);
            match (field, several) {
                (Field::Topics, Some(memo)) => Column::Topics(memo),
                (Field::ClarifiedWith, Some(memo)) => Column::Bodies(memo),
                _ if !is_first => Column::Unread,
                (Field::CaseId, _) => Column::CaseId,
                (Field::ReceivedOn, _) => Column::Received,
                (Field::AcknowledgedOn, _) => Column::Acknowledged,
                (Field::ClosedOn, _) => Column::Closed,
                (Field::State, _) => Column::State,
                (Field::SubmitterName, _) => Column::Name,
                (Field::Remark, _) => Column::Remark,
                _ => match (Case::place_of(field), list) {
                    (Some(place), Some(list)) => {
                        Column::One(place, Memo::new(Lookup::new(list, None)))
                    }
                    _ => Column::Unread,
                },
            }
        };
        Some(Self {
            rows: PlainRows::new(delimiter, shape),
            columns: columns.fields.iter().enumerate().map(column).collect(),
            matcher: Matcher::new(&project.scope),
            no_remark: Fingerprint::of(b""),
            without_remark: is_all.then_some(Scope::Inside),
            level: Level::new(),
            calendar: Calendar::new(Day::number_of(project.settings.as_of)),
            dates: &project.exports.dates,
            most_topics: project.exports.topics_per_case,
            may_lack_category: project.exports.may_lack_category,
            one_topic_column: columns.has_one_for_topics(),
            id: Vec::new(),
            key: Vec::new(),
            slow_key: String::new(),
        })
    }

    /// Reads ordinary rows at the start of a text, apart from those before.
    pub(super) fn read_apart(&mut self, text: &str, line: u32) -> ReadApart {
        self.begin();
        let mut records = Records::new(self.one_topic_column);
        let run = self.read(text, (0, line), &mut records);
        ReadApart { line, run, records }
    }

    /// Goes on with another text.
    pub(super) fn begin(&mut self) {
        self.rows.begin();
    }

    /// Reads ordinary rows from a place on and puts their records to the others, up to a row that takes a closer look.
    pub(super) fn read(&mut self, text: &str, place: (usize, u32), records: &mut Records) -> Run {
        let mut run = Run { place, rows: 0, received: None };
        while let Some(row) = self.rows.next(text, run.place.0) {
            let Some(day) = self.record(text, run.place.1, row, records) else { break };
            let (first, last) = run.received.unwrap_or((day, day));
            run.received = Some((first.min(day), last.max(day)));
            run.place = (row.end, run.place.1 + row.lines);
            run.rows += 1;
        }
        run
    }

    /// Puts the record of an ordinary row to the others; the day of receipt, or `None` where the row takes a closer
    /// look.
    fn record(
        &mut self,
        text: &str,
        line: u32,
        row: PlainRow,
        records: &mut Records,
    ) -> Option<Day> {
        let mut single = [ValueCode::NOT_STATED; Case::SINGLE.len()];
        let (mut topics, mut bodies) = (FewValues::default(), FewValues::default());
        let (mut received_on, mut acknowledged_on, mut closed_on) = (None, None, None);
        let mut mark = StateMark::Unknown;
        let (mut scope, mut marker) = (self.without_remark, Case::NO_MARKER);
        // A remark that is not there is an empty one.
        let (mut remark, mut name) = (self.no_remark, Fingerprint::default());
        for (field, column) in self.rows.fields.iter().zip(&mut self.columns) {
            let Span { from, to, escaped } = *field;
            let bytes = || text.as_bytes().get(from..to);
            match column {
                Column::Unread => {}
                _ if escaped && !matches!(column, Column::Remark | Column::Name) => return None,
                Column::CaseId => case_id::plain(bytes()?, &mut self.id)?,
                Column::Received => received_on = self.calendar.day(bytes()?)?,
                Column::Acknowledged => acknowledged_on = self.calendar.day(bytes()?)?,
                Column::Closed => closed_on = self.calendar.day(bytes()?)?,
                Column::One(place, memo) => {
                    let ([code, ..], _) = memo.read(text, from, to)?;
                    *single.get_mut(*place)? = code;
                }
                Column::Topics(memo) => topics.add(memo.read(text, from, to)?)?,
                Column::Bodies(memo) => bodies.add(memo.read(text, from, to)?)?,
                Column::State => mark = StateMark::parse(text.get(from..to)?, self.dates),
                Column::Name if from == to => {}
                Column::Name | Column::Remark => {
                    let mut written = Cow::Borrowed(text.get(from..to)?);
                    if escaped {
                        written = Cow::Owned(written.replace("\"\"", "\""));
                    }
                    if !fold_plain(self.level, &written, &mut self.key) {
                        text_key_into(&written, &mut self.slow_key);
                        self.key.clear();
                        self.key.extend_from_slice(self.slow_key.as_bytes());
                    }
                    let key = std::str::from_utf8(&self.key).ok()?;
                    if matches!(column, Column::Name) {
                        name = values::print_of_name(key);
                        continue;
                    }
                    remark = Fingerprint::of(key.as_bytes());
                    if self.without_remark.is_some() {
                        continue;
                    }
                    if spreadsheet_words::may_be_error(key) {
                        return None;
                    }
                    let judged = self.matcher.judge(key);
                    if judged == Scope::Inside {
                        marker = self.matcher.marker(key);
                    }
                    scope = Some(judged);
                }
            }
        }
        let (received_on, scope) = (received_on?, scope?);
        let in_order = |day: Option<Day>| day.is_none_or(|day| received_on <= day);
        let [category, ..] = single;
        let is_ordinary = in_order(acknowledged_on)
            && in_order(closed_on)
            && (category != ValueCode::NOT_STATED || self.may_lack_category)
            && topics.number <= self.most_topics;
        if !is_ordinary {
            return None;
        }
        let topics = topics.sorted()?;
        let several = match bodies.codes() {
            [] => Several::few(topics, ValueCode::NOT_STATED),
            [body] => Several::few(topics, *body),
            _ => {
                let mut bodies = bodies.codes().to_vec();
                bodies.sort_unstable();
                bodies.dedup();
                let end = topics.iter().position(|code| *code == ValueCode::NOT_STATED);
                Several::new(topics.get(..end.unwrap_or(topics.len()))?, &bodies)
            }
        };
        let case = Case {
            received_on,
            acknowledged_on,
            closed_on,
            in_scope: scope == Scope::Inside,
            marker,
            single,
            several,
            source: Source { file: 0, line },
        };
        let meaning = Meaning {
            remark,
            name,
            doubtful: scope == Scope::Doubtful,
            mark,
            last_line: line + (row.lines - 1),
        };
        records.push(&self.id, case, meaning);
        Some(received_on)
    }
}

#[cfg(test)]
mod tests {
    use super::super::dialect;
    use super::super::file_reading::FileReading;
    use super::super::gather::Gathered;
    use super::super::record_reader::RecordReader;
    use super::super::rows::Rows;
    use super::*;
    use crate::domain::text_key;
    use crate::project::Membership;
    use proptest::prelude::*;
    use std::sync::LazyLock;

    static PROJECT: LazyLock<Project> = LazyLock::new(|| {
        let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
        crate::project::load(&root.join("tests/cases/intake/_project")).0.unwrap()
    });

    proptest! {
        /// What is read here is what the careful reader makes of it, and it says nothing to it.
        #[test]
        fn the_careful_reader_reads_the_same(
            quote in proptest::sample::select(vec![None, Some('"'), Some('\'')]),
            membership in proptest::sample::select(vec![Membership::Marked, Membership::All]),
            has_remark: bool,
            rows in proptest::collection::vec(
                "(0001|0002|KRM-1[0-3]|2E5|=\"0003\"|'0004|'0005'|a b|-|k\\. ?A\\.|)\
                 ;(0[1-4]\\.01\\.2017|1\\.2\\.2017|31\\.02\\.2017|02\\.01\\.2999|'03\\.01\\.2017'|-|)\
                 ;(0[1-4]\\.01\\.2017|2017-01-05|2017-01-04T23:30:00Z|-|k\\. A\\.|)\
                 ;(Lob|Beschwerde|beschwerde |'Lob'|Lobb|)\
                 ;(Umzug|KdU|Kosten der Unterkunft|Umzug, Umzug|x|)\
                 ;(begründet|k\\. A\\.|)\
                 ;(|[1-3]|0[1-3]\\.02\\.2017|0[1-3]\\.02\\.2017 10:1[0-5]|2017-02-0[12]T(09|23):1[0-5]:00Z|neu|'2'|\"3\")\
                 ;(|Beispiel|beispiel |k\\. A\\.|\"B\"\"B\"|ä  b|Müller)\
                 ;(|Ombudsstelle|#NV|Err:5|Ombustselle|ä  b|Grüße é|\"a;b\"|\"a\nb\"|\"a\"\"b\"|'a;b'|'a\nb'|'it''s'|geht's|und so)\n|;;;;;;;;\n|Stand: 2017\n",
                0..12,
            ),
        ) {
            let is_all = membership == Membership::All;
            let last = if is_all && !has_remark { "Notiz" } else { "Bemerkung" };
            let header = format!("Fallnummer;Eingang am;Erledigt am;Art;Anliegen;Bewertung;Letzte Änderung;Name;{last}\n");
            let file = format!("{header}{}", rows.concat());
            let mut project = PROJECT.clone();
            project.exports.quote = quote;
            project.scope.membership = membership;
            project.exports.headers.insert(text_key("Letzte Änderung"), Field::State);
            let read = |is_quick: bool| {
                let mut gathered = Gathered::new("a.csv");
                let dialect = dialect::recognise("a.csv", file.as_bytes(), &project).ok().unwrap();
                let columns = Columns::new(&dialect.header, &project.exports);
                let reader = RecordReader::new(&project, &columns, 1, &mut gathered);
                let reading = FileReading::new("a.csv", file.as_bytes());
                let mut rows = Rows::new(&project, &columns, reader, &mut gathered, reading, &dialect);
                if !is_quick {
                    rows.quick = None;
                }
                let records = rows.read(&dialect);
                (records, gathered.finish())
            };
            let ((quick, said), (careful, also_said)) = (read(true), read(false));
            prop_assert_eq!(quick.reading, careful.reading);
            prop_assert!(quick.records == careful.records);
            prop_assert_eq!(quick.seen, careful.seen);
            prop_assert_eq!(said, also_said);
        }
    }
}
