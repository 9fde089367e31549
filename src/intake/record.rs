//! One row of cells → one record: case number, dates, values of closed lists, scope. What cannot be
//! read for certain is a finding, and the record is rejected.
//!
//! Remark and submitter's name are not kept: of the remark a fingerprint remains, to tell whether two
//! states of a case differ in it, and only until that is decided.

use super::case_id::{self, CaseIdDefect};
use super::columns::{Columns, number};
use super::dates::{self, DateDefect};
use super::gather::Gathered;
use super::scanner::Cell;
use super::scope::{Matcher, Scope};
use super::values::{self, Lookup};
use crate::diagnostic::{Code as FindingCode, Finding, Place, Secret};
use crate::domain::{Case, Code, Field, Source, text_key};
use crate::project::Project;
use jiff::civil::Date;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// Longer values are not shown even where the column is a closed list: they are no slip of the pen.
const SHOWN_LENGTH: usize = 60;

/// A record with what is needed to recognise repeats. Not printable: it holds the case number.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Record {
    pub(super) case_id: String,
    pub(super) case: Case,
    pub(super) remark: Fingerprint,
    pub(super) doubtful: bool,
    /// Last physical line of the record.
    pub(super) last_line: u32,
    /// Whether the file has one column for topics, so that a case may take several lines.
    pub(super) one_topic_column: bool,
}

/// Tells whether two remarks are equal, without holding them.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Fingerprint([u8; 16]);

impl Fingerprint {
    fn of(key: &str) -> Self {
        let mut print = [0; 16];
        print.iter_mut().zip(Sha256::digest(key.as_bytes())).for_each(|(to, from)| *to = from);
        Self(print)
    }
}

/// Reads the records of one file.
pub(super) struct RecordReader<'p> {
    project: &'p Project,
    columns: &'p Columns,
    matcher: Matcher<'p>,
    lookups: BTreeMap<Field, Lookup<'p>>,
    file: u32,
}

/// A row while it is read.
struct RowReader<'r, 't> {
    cells: &'r [Cell<'t>],
    line: u32,
    sound: bool,
    case_id: Option<String>,
}

impl<'p> RecordReader<'p> {
    pub(super) fn new(
        project: &'p Project,
        columns: &'p Columns,
        file: u32,
        header_line: u32,
        gathered: &mut Gathered,
    ) -> Self {
        let mut lookups = BTreeMap::new();
        for field in Field::ALL {
            let Some(position) = columns.position(field) else { continue };
            let Some(dimension) = values::dimension(field) else { continue };
            let list = project.taxonomy.list(dimension).filter(|list| !list.entries().is_empty());
            let Some(list) = list else {
                let place = gathered.place(header_line);
                gathered.single(
                    Finding::new(
                        FindingCode::ColumnUnknown,
                        format!(
                            "die Spalte `{}` wird nicht gelesen, weil die Liste `lists.{}` leer ist",
                            columns.name(position),
                            dimension.id()
                        ),
                    )
                    .at(place.named_column(number(position), columns.name(position)))
                    .help("soll sie gelesen werden, tragen Sie ihre Werte in report.toml ein"),
                );
                continue;
            };
            let several = matches!(field, Field::Topics | Field::ClarifiedWith);
            let separator = several.then_some(project.exports.value_separator);
            lookups.insert(field, Lookup::new(list, separator));
        }
        Self { project, columns, matcher: Matcher::new(&project.scope), lookups, file }
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
        let mut clarified_with = self.several(Field::ClarifiedWith, &mut row, gathered);
        clarified_with.sort_unstable();
        clarified_with.dedup();
        let mut optional = |field| self.one(field, &mut row, gathered).unwrap_or(Code::NOT_STATED);
        let assessment = optional(Field::Assessment);
        let justified_reason = optional(Field::JustifiedReason);
        let channel = optional(Field::Channel);
        let submitter_group = optional(Field::SubmitterGroup);
        let supporting_body = optional(Field::SupportingBody);
        let outcome = optional(Field::Outcome);
        let site = optional(Field::Site);
        let remark = self.columns.position(Field::Remark).and_then(|at| cells.get(at));
        let remark = remark.map_or_else(String::new, |cell| text_key(&cell.text()));
        let scope = self.matcher.judge(&remark);
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
                topics,
                assessment,
                justified_reason,
                channel,
                submitter_group,
                supporting_body,
                outcome,
                clarified_with,
                site,
                source: Source { file: self.file, line },
            },
            remark: Fingerprint::of(&remark),
            doubtful: scope == Scope::Doubtful,
            last_line: line,
            one_topic_column: self.columns.positions(Field::Topics).count() == 1,
        })
    }

    /// Whether a text on a line of its own says something about the scope of a case.
    pub(super) fn may_concern_scope(&self, cells: &[Cell<'_>]) -> bool {
        let judge = |cell: &Cell<'_>| self.matcher.judge(&text_key(&cell.text()));
        cells.iter().any(|cell| judge(cell) != Scope::Outside)
    }

    fn case_id(&self, row: &mut RowReader<'_, '_>, gathered: &mut Gathered) -> Option<String> {
        let position = self.columns.position(Field::CaseId)?;
        let text = row.cells.get(position).map(Cell::text).unwrap_or_default();
        match case_id::parse(&text) {
            // Two spellings of one number are one case, as with every other value.
            Ok(case_id) => Some(text_key(case_id)),
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
    ) -> Option<Option<Date>> {
        let Some(position) = self.columns.position(field) else { return Some(None) };
        let text = row.cells.get(position).map(Cell::text).unwrap_or_default();
        let text = super::clean(&text);
        if text.is_empty() {
            return Some(None);
        }
        let as_of = self.project.settings.as_of;
        let (code, finding) = match dates::parse(text) {
            Ok(date) if date <= as_of => return Some(Some(date)),
            Ok(_) => (FindingCode::DateInFuture, in_future(&shown(text), as_of)),
            Err(DateDefect::Impossible) => (
                FindingCode::DateImpossible,
                Finding::new(
                    FindingCode::DateImpossible,
                    format!("{} ist kein möglicher Tag", shown(text)),
                )
                .expected("ein Tag, den es im Kalender gibt, ab 1990")
                .help("berichtigen Sie das Datum in der Datenbank, und exportieren Sie neu"),
            ),
            Err(defect) => (FindingCode::DateForm, date_form(&shown(text), defect)),
        };
        row.sound = false;
        let place = place(self.columns, position, row, gathered);
        let secret = row.secret(None);
        gathered.repeated(code, place, text, || finding.secret(secret));
        None
    }

    fn check_order(
        &self,
        field: Field,
        received_on: Option<Date>,
        date: Option<Date>,
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
        gathered.single(
            Finding::new(
                FindingCode::DateOrder,
                format!(
                    "der Fall wurde {what}, bevor er einging: {} liegt vor {}",
                    german(date),
                    german(received_on)
                ),
            )
            .at(place)
            .help(
                "berichtigen Sie eines der beiden Daten in der Datenbank, und exportieren Sie neu",
            )
            .secret(row.secret(None)),
        );
    }

    fn topics(&mut self, row: &mut RowReader<'_, '_>, gathered: &mut Gathered) -> Vec<Code> {
        let mut topics = self.several(Field::Topics, row, gathered);
        let named = topics.len();
        topics.sort_unstable();
        topics.dedup();
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

    /// All values of a field, from all its columns.
    fn several(
        &mut self,
        field: Field,
        row: &mut RowReader<'_, '_>,
        gathered: &mut Gathered,
    ) -> Vec<Code> {
        let mut codes = Vec::new();
        let columns = self.columns;
        for position in columns.positions(field) {
            self.look_up(field, position, row, gathered, |found| codes.extend(found));
        }
        codes
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
        let Some(lookup) = self.lookups.get_mut(&field) else { return true };
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
        Secret { case_id: self.case_id.clone(), value: value.map(str::to_owned) }
    }
}

fn place(
    columns: &Columns,
    position: usize,
    row: &RowReader<'_, '_>,
    gathered: &Gathered,
) -> Place {
    let line = row.cells.get(position).map_or(row.line, |cell| cell.line);
    gathered.place(line).named_column(number(position), columns.name(position))
}

/// A value of a closed-list or date column, for print; what is too long to be one is not shown.
fn shown(text: &str) -> String {
    let plain = text.chars().count() <= SHOWN_LENGTH && !text.chars().any(char::is_control);
    if plain { format!("`{text}`") } else { "ein längerer Text".to_owned() }
}

fn unknown_value(text: &str, field: Field, lookup: &Lookup<'_>) -> Finding {
    let list = values::dimension(field).map_or("", |dimension| dimension.id());
    let finding = Finding::new(
        FindingCode::ValueUnknown,
        format!("{} steht nicht in der Liste `lists.{list}`", shown(text)),
    );
    match lookup.nearest(text) {
        Some(near) => finding.help(format!(
            "meinten Sie `{near}`? Berichtigen Sie den Wert, oder tragen Sie ihn dort als Schreibweise (`synonyms`) ein"
        )),
        None => {
            let labels: Vec<&str> = lookup.labels().take(12).collect();
            finding
                .expected(labels.join(", "))
                .help("berichtigen Sie den Wert, oder tragen Sie ihn in report.toml als Schreibweise (`synonyms`) eines Eintrags ein")
        }
    }
}

fn in_future(shown: &str, as_of: Date) -> Finding {
    Finding::new(
        FindingCode::DateInFuture,
        format!("{shown} liegt nach dem Stand des Berichts, dem {}", german(as_of)),
    )
    .help("berichtigen Sie das Datum, oder stellen Sie `as_of` in report.toml auf den Tag des Exports")
}

fn date_form(shown: &str, defect: DateDefect) -> Finding {
    let (message, help) = match defect {
        DateDefect::TwoDigitYear => (
            format!("{shown} hat ein zweistelliges Jahr"),
            "exportieren Sie mit vierstelligem Jahr",
        ),
        DateDefect::Slashes => (
            format!("{shown} hat Schrägstriche; Tag und Monat sind nicht zu unterscheiden"),
            "exportieren Sie in der Form TT.MM.JJJJ",
        ),
        DateDefect::SerialNumber => (
            format!("{shown} ist die Tageszahl eines Tabellenprogramms, kein Datum"),
            "formatieren Sie die Spalte als Datum, oder exportieren Sie aus der Datenbank neu",
        ),
        DateDefect::Impossible | DateDefect::NoDate => (
            format!("{shown} ist kein Datum in einer bekannten Form"),
            "prüfen Sie, ob in dieser Zeile die Spalten verrutscht sind, und berichtigen Sie das Datum",
        ),
    };
    Finding::new(FindingCode::DateForm, message)
        .expected("TT.MM.JJJJ oder JJJJ-MM-TT, auch mit Uhrzeit dahinter")
        .help(help)
}

/// A case with more topics than the configuration allows.
pub(super) fn too_many_topics(found: usize, limit: usize) -> Finding {
    Finding::new(
        FindingCode::TooManyTopics,
        format!("der Fall hat {found} Anliegen, vorgesehen sind höchstens {limit}"),
    )
    .help("berichtigen Sie den Fall, oder erhöhen Sie `exports.topics_per_case` in report.toml")
}

/// A day as the office writes it.
pub(super) fn german(date: Date) -> String {
    format!("{:02}.{:02}.{:04}", date.day(), date.month(), date.year())
}
