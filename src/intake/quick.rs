//! The hot loop from cells to records: nearly all rows of an export are ordinary, and are read here without a second
//! look. What a row must be for that is narrow: full width, dates as `TT.MM.JJJJ` in their order and not in the
//! future, a plain case number, values of the lists without a repeat, a remark. Any other row is left to
//! [`RecordReader`], which reads all rows and says what is wrong with them; so nothing is decided here that would be
//! decided otherwise there.

use super::columns::Columns;
use super::fingerprint::Fingerprint;
use super::folded::{fold_plain, text_key_into};
use super::memo::{MOST_CODES, Memo};
use super::record::RecordReader;
use super::records::{Meaning, Records};
use super::row::{Cell, Row};
use super::scope::Scope;
use super::state_mark::StateMark;
use super::values;
use crate::domain::{Case, Code, Day, Field, Several, Source};
use crate::project::Project;

/// Reads ordinary rows.
pub(super) struct Quick {
    /// By column.
    columns: Vec<Column>,
    as_of: i32,
    most_topics: usize,
    /// The case number, normalised.
    id: Vec<u8>,
    /// The text key of the remark.
    key: Vec<u8>,
    /// The same where it takes a second look.
    slow_key: String,
    bodies: Vec<Code>,
}

/// What is read from a column.
enum Column {
    Unread,
    CaseId,
    Received,
    Acknowledged,
    Closed,
    /// One value of a list, for this place among [`Codes`].
    One(usize, Memo),
    Topics(Memo),
    Bodies(Memo),
    State,
    Remark,
}

/// The fields of one value, in the order of [`CODES`].
type Codes = [Code; CODES.len()];

const CODES: [Field; 8] = [
    Field::Category,
    Field::Assessment,
    Field::JustifiedReason,
    Field::Channel,
    Field::SubmitterGroup,
    Field::SupportingBody,
    Field::Outcome,
    Field::Site,
];

impl Quick {
    /// For a file with these columns; `None` where it has no remark.
    pub(super) fn new(project: &Project, columns: &Columns) -> Option<Self> {
        columns.position(Field::Remark)?;
        if columns.position(Field::ScopeAnswer).is_some() {
            return None;
        }
        let column = |(position, field): (usize, &Option<Field>)| {
            let Some(field) = *field else { return Column::Unread };
            let list = values::dimension(field).and_then(|d| project.taxonomy.list(d));
            let has_list = list.is_some_and(|list| !list.entries().is_empty());
            match field {
                Field::Topics if has_list => Column::Topics(Memo::new()),
                Field::ClarifiedWith if has_list => Column::Bodies(Memo::new()),
                _ if columns.position(field) != Some(position) => Column::Unread,
                Field::CaseId => Column::CaseId,
                Field::ReceivedOn => Column::Received,
                Field::AcknowledgedOn => Column::Acknowledged,
                Field::ClosedOn => Column::Closed,
                Field::State => Column::State,
                Field::Remark => Column::Remark,
                _ => match CODES.iter().position(|known| *known == field).filter(|_| has_list) {
                    Some(place) => Column::One(place, Memo::new()),
                    None => Column::Unread,
                },
            }
        };
        Some(Self {
            columns: columns.fields.iter().enumerate().map(column).collect(),
            as_of: Day::number_of(project.settings.as_of),
            most_topics: project.exports.topics_per_case,
            id: Vec::new(),
            key: Vec::new(),
            slow_key: String::new(),
            bodies: Vec::new(),
        })
    }

    /// Puts the record of an ordinary row to the others; the day of receipt, or `None` where the row takes a closer
    /// look.
    pub(super) fn read(
        &mut self,
        cells: &[Cell<'_>],
        row: &Row,
        reader: &mut RecordReader<'_>,
        records: &mut Records,
    ) -> Option<Day> {
        if cells.len() != self.columns.len() {
            return None;
        }
        let mut codes: Codes = [Code::NOT_STATED; CODES.len()];
        let mut topics = [Code::NOT_STATED; MOST_CODES];
        let mut number_of_topics = 0;
        let (mut received_on, mut acknowledged_on, mut closed_on) = (None, None, None);
        let mut mark = StateMark::Unknown;
        let mut scope = None;
        self.bodies.clear();
        for (position, (cell, column)) in cells.iter().zip(&mut self.columns).enumerate() {
            let text = cell.raw;
            match column {
                Column::Unread => {}
                _ if !cell.is_verbatim() && !matches!(column, Column::Remark) => return None,
                Column::CaseId => plain_id(text, &mut self.id)?,
                Column::Received => received_on = day(text, self.as_of)?,
                Column::Acknowledged => acknowledged_on = day(text, self.as_of)?,
                Column::Closed => closed_on = day(text, self.as_of)?,
                Column::One(place, memo) => {
                    if let ([code, ..], Some(slot)) =
                        (memo.read(text, position, reader)?, codes.get_mut(*place))
                    {
                        *slot = *code;
                    }
                }
                Column::Topics(memo) => {
                    for code in memo.read(text, position, reader)? {
                        *topics.get_mut(number_of_topics)? = *code;
                        number_of_topics += 1;
                    }
                }
                Column::Bodies(memo) => {
                    self.bodies.extend_from_slice(memo.read(text, position, reader)?);
                }
                Column::State => mark = StateMark::parse(text),
                Column::Remark => {
                    let text = cell.text();
                    if fold_plain(&text, &mut self.key) {
                        scope = Some(match reader.may_be_inside(&mut self.key) {
                            false => Scope::Outside,
                            true => reader.judge(std::str::from_utf8(&self.key).ok()?),
                        });
                    } else {
                        text_key_into(&text, &mut self.slow_key);
                        self.key.clear();
                        self.key.extend_from_slice(self.slow_key.as_bytes());
                        scope = Some(reader.judge(&self.slow_key));
                    }
                }
            }
        }
        let (received_on, scope) = (received_on?, scope?);
        let in_order = |day: Option<Day>| day.is_none_or(|day| received_on <= day);
        // Behind the last topic stands "not stated", which is greater than all.
        topics.sort_unstable();
        let [first, second, third] = topics;
        let repeats =
            (first == second && number_of_topics > 1) || (second == third && number_of_topics > 2);
        let [category, assessment, justified_reason, channel, submitter_group, body, outcome, site] =
            codes;
        let is_ordinary = in_order(acknowledged_on)
            && in_order(closed_on)
            && category != Code::NOT_STATED
            && !repeats
            && number_of_topics <= self.most_topics;
        if !is_ordinary {
            return None;
        }
        let several = match self.bodies.as_slice() {
            [] => Several::few(topics, Code::NOT_STATED),
            [body] => Several::few(topics, *body),
            _ => {
                self.bodies.sort_unstable();
                self.bodies.dedup();
                Several::new(topics.get(..number_of_topics)?, &self.bodies)
            }
        };
        let case = Case {
            received_on,
            acknowledged_on,
            closed_on,
            in_scope: scope == Scope::Inside,
            category,
            several,
            assessment,
            justified_reason,
            channel,
            submitter_group,
            supporting_body: body,
            outcome,
            site,
            source: Source { file: 0, line: row.line },
        };
        let meaning = Meaning {
            remark: Fingerprint::of(&self.key),
            doubtful: scope == Scope::Doubtful,
            mark,
            last_line: row.last_line(),
        };
        records.push(&self.id, case, meaning);
        Some(received_on)
    }
}

/// The day of a cell, none where it is empty; `None` where it takes a closer look.
fn day(text: &str, as_of: i32) -> Option<Option<Day>> {
    if text.is_empty() {
        return Some(None);
    }
    let [d1, d2, b'.', m1, m2, b'.', y1, y2, y3, y4] = text.as_bytes() else { return None };
    let [d1, d2, m1, m2, y1, y2, y3, y4] =
        [d1, d2, m1, m2, y1, y2, y3, y4].map(|digit| digit.wrapping_sub(b'0'));
    if [d1, d2, m1, m2, y1, y2, y3, y4].iter().fold(false, |any, digit| any | (*digit > 9)) {
        return None;
    }
    let year = [y1, y2, y3, y4].iter().fold(0, |year, digit| year * 10 + u16::from(*digit));
    let day = Day::of_calendar(year, m1 * 10 + m2, d1 * 10 + d2)?;
    (day.number() <= as_of).then_some(Some(day))
}

/// Normalises a case number of letters and digits, which no spreadsheet can have ruined: nothing stands for `=`, `'`
/// or `#`, and nothing is like a number with an exponent. It has a digit, as no spelling of an empty value has.
fn plain_id(text: &str, id: &mut Vec<u8>) -> Option<()> {
    let bytes = text.as_bytes();
    let starts_with_letter = bytes.first()?.is_ascii_alphabetic();
    let mut is_plain = true;
    let mut has_digit = false;
    let mut has_exponent = false;
    id.clear();
    id.extend(bytes.iter().map(|byte| {
        is_plain &= byte.is_ascii_alphanumeric() | matches!(byte, b'-' | b'.' | b'/' | b'_');
        has_digit |= byte.is_ascii_digit();
        has_exponent |= matches!(byte, b'e' | b'E');
        byte.to_ascii_lowercase()
    }));
    (is_plain && has_digit && (starts_with_letter || !has_exponent)).then_some(())
}

#[cfg(test)]
mod tests {
    use super::super::file_reading::FileReading;
    use super::super::gather::Gathered;
    use super::super::rows::Rows;
    use super::super::{case_id, dates, dialect};
    use super::*;
    use crate::domain::text_key;
    use proptest::prelude::*;
    use std::sync::LazyLock;

    static PROJECT: LazyLock<Project> = LazyLock::new(|| {
        let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
        crate::project::load(&root.join("tests/cases/intake/_project")).0.unwrap()
    });

    proptest! {
        #[test]
        fn a_day_read_here_is_the_day_that_is_meant(text in "[0-3][0-9]\\.[01][0-9]\\.(19[89][0-9]|20[0-9][0-9]|[0-9]{4})|[0-9./]{10}") {
            let as_of = Day::number_of(jiff::civil::date(2030, 1, 1));
            if let Some(Some(day)) = day(&text, as_of) {
                prop_assert_eq!(dates::parse(&text), Ok(day.date()));
            }
        }

        #[test]
        fn a_case_number_read_here_is_the_one_that_is_meant(text in "[a-eA-E0-9./_#='+ -]{0,12}|[A-Z]{1,3}-[0-9]{4}|-|[kK]\\. ?[aA]\\.|Keine Angabe") {
            let mut id = Vec::new();
            if plain_id(&text, &mut id).is_some() {
                prop_assert_eq!(Ok(text.as_str()), case_id::parse(&text));
                prop_assert_eq!(id, text_key(&text).into_bytes());
            }
        }

        /// What is read here is what the careful reader makes of it, and it says nothing to it.
        #[test]
        fn the_careful_reader_reads_the_same(
            quote in proptest::sample::select(vec![None, Some('"'), Some('\'')]),
            rows in proptest::collection::vec(
                "(0001|0002|KRM-1[0-3]|2E5|=\"0003\"|'0004|'0005'|a b|-|k\\. ?A\\.|)\
                 ;(0[1-4]\\.01\\.2017|1\\.2\\.2017|31\\.02\\.2017|02\\.01\\.2999|'03\\.01\\.2017'|-|)\
                 ;(0[1-4]\\.01\\.2017|2017-01-05|-|k\\. A\\.|)\
                 ;(Lob|Beschwerde|beschwerde |'Lob'|Lobb|)\
                 ;(Umzug|KdU|Kosten der Unterkunft|Umzug, Umzug|x|)\
                 ;(begründet|k\\. A\\.|)\
                 ;(|[1-3]|0[1-3]\\.02\\.2017|0[1-3]\\.02\\.2017 10:1[0-5]|neu|'2'|\"3\")\
                 ;(|Ombudsstelle|Ombustselle|ä  b|Grüße é|\"a;b\"|\"a\nb\"|\"a\"\"b\"|'a;b'|'a\nb'|'it''s'|geht's|und so)\n|;;;;;;;\n|Stand: 2017\n",
                0..12,
            ),
        ) {
            let header = "Fallnummer;Eingang am;Erledigt am;Art;Anliegen;Bewertung;Letzte Änderung;Bemerkung\n";
            let file = format!("{header}{}", rows.concat());
            let mut project = PROJECT.clone();
            project.exports.quote = quote;
            project.exports.headers.insert(text_key("Letzte Änderung"), Field::State);
            let read = |is_quick: bool| {
                let mut gathered = Gathered::new("a.csv");
                let dialect = dialect::recognise("a.csv", file.as_bytes(), &project).ok().unwrap();
                let columns = Columns::new(&dialect.header, &project.exports);
                let reader = RecordReader::new(&project, &columns, 1, &mut gathered);
                let reading = FileReading::new("a.csv", file.as_bytes());
                let mut rows = Rows::new(&project, &columns, reader, &mut gathered, reading);
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

    #[test]
    fn usual_days_and_case_numbers_are_read_here() {
        let as_of = Day::number_of(jiff::civil::date(2018, 1, 1));
        let january = |day| Day::of_calendar(2018, 1, day);
        assert_eq!(day("", as_of), Some(None));
        assert_eq!(day("01.01.2018", as_of), Some(january(1)));
        assert_eq!(day("02.01.2018", as_of), None);
        assert_eq!(day("31.04.2017", as_of), None);
        let mut id = Vec::new();
        for text in ["KRM-2017/0012", "00123", "2017-4711"] {
            assert!(plain_id(text, &mut id).is_some(), "{text}");
        }
        for text in ["", "2E5", "'0012", "=\"0012\"", "####", "12 13", "-", "k.A.", "keine"] {
            assert!(plain_id(text, &mut id).is_none(), "{text}");
        }
    }
}
