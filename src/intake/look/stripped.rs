//! An export without personal data: what the figures need, and nothing else. Kept are the columns
//! that are read and hold dates or values of closed lists; the case number is replaced, the remark by the
//! answer of the scope rule. All other text of the file is left behind, also titles and footers, of which
//! only the number of lines stays.

use crate::diagnostic::Finding;
use crate::domain::{Field, in_one_line};
use crate::intake::layout::{Columns, RawExport, RawRow, RowKind};
use crate::intake::text::clean;
use crate::intake::value::{StateMark, case_id, scope_answer};
use crate::project::{Project, with_mark};
use csv::{Terminator, Writer, WriterBuilder};

/// What stands for a title line and for a footer; a footer is known by its first word and a number.
const TITLE: &str = "Titel";
const FOOTER: &str = "Ende 1";

/// An export written anew.
pub struct StrippedExport {
    /// The file's bytes.
    pub bytes: Vec<u8>,
    /// Names of the columns left out.
    pub dropped: Vec<String>,
    /// Number of records.
    pub records: u64,
}

/// What a column of the new file is made of.
enum Source {
    /// The cell at this position.
    Cell(usize),
    /// The pseudonym of the case number at this position.
    CaseId(usize),
    /// The scope answer.
    Scope,
    /// How late the state is, at this position.
    State(usize),
    /// Nothing: of the column at this position only the header stays.
    Nothing(usize),
}

/// Writes an export anew; `pseudonym` replaces a case number.
///
/// # Errors
/// When the file cannot be recognised.
pub fn stripped(
    name: &str,
    bytes: &[u8],
    project: &Project,
    pseudonym: &dyn Fn(&str) -> String,
) -> Result<StrippedExport, Box<Finding>> {
    let export = RawExport::new(name, bytes, project)?;
    let (sources, dropped) = sources(&export);
    let rules = &project.exports;
    let delimiter = rules.delimiter.and_then(|c| u8::try_from(c).ok()).unwrap_or(b';');
    // A mark goes before what the configuration says of the encoding.
    let mark = rules.encoding.as_deref().is_some_and(|encoding| encoding != "utf-8");
    let mut file = File {
        writer: WriterBuilder::new()
            .delimiter(delimiter)
            .quote(if rules.quote == Some('\'') { b'\'' } else { b'"' })
            .terminator(Terminator::Any(b'\n'))
            .flexible(true)
            .from_writer(if mark { "\u{feff}".into() } else { Vec::new() }),
        header: header(&export, &sources, pseudonym),
        records: 0,
    };
    for text in export.lines_above() {
        if text { file.row(&[TITLE]) } else { file.blank() }
    }
    file.header();
    export.for_each(|row| file.add(row, &export, &sources, pseudonym));
    let records = file.records;
    let bytes = file.writer.into_inner().unwrap_or_default();
    Ok(StrippedExport { bytes, dropped, records })
}

/// The columns of the new file, and the names of those it has not.
fn sources(export: &RawExport<'_>) -> (Vec<Source>, Vec<String>) {
    let mut sources = Vec::new();
    let mut dropped = Vec::new();
    let columns: &Columns = &export.columns;
    let mut scope = false;
    for (position, field) in columns.fields.iter().enumerate().take(columns.named()) {
        match field {
            Some(Field::CaseId) => sources.push(Source::CaseId(position)),
            Some(Field::ReceivedOn | Field::AcknowledgedOn | Field::ClosedOn) => {
                sources.push(Source::Cell(position));
            }
            Some(Field::State) => sources.push(Source::State(position)),
            Some(Field::ScopeAnswer) if !scope => {
                scope = true;
                sources.push(match export.project.scope.is_all() {
                    true => Source::Scope,
                    false => Source::Cell(position),
                });
            }
            Some(field) if field.dimension().is_some() && export.list(position).is_some() => {
                sources.push(Source::Cell(position));
            }
            _ => {
                // Others may be told from it by their number.
                if columns.is_one_of_several(position) {
                    sources.push(Source::Nothing(position));
                }
                dropped.push(match columns.name(position) {
                    "" => format!("Spalte {}", position + 1),
                    name => name.to_owned(),
                });
            }
        }
    }
    if !scope {
        sources.push(Source::Scope);
    }
    (sources, dropped)
}

fn header(
    export: &RawExport<'_>,
    sources: &[Source],
    pseudonym: &dyn Fn(&str) -> String,
) -> Vec<String> {
    let answer = export.columns.position(Field::ScopeAnswer);
    let name = |source: &Source| match source {
        Source::Cell(position) if Some(*position) == answer => {
            with_mark(export.columns.name(*position), pseudonym)
        }
        Source::Cell(position)
        | Source::CaseId(position)
        | Source::State(position)
        | Source::Nothing(position) => export.columns.name(*position).to_owned(),
        Source::Scope => {
            let usual = Field::ScopeAnswer.default_headers().first().copied();
            with_mark(usual.unwrap_or_default(), pseudonym)
        }
    };
    sources.iter().map(name).collect()
}

/// The new file while it is written. Writing into memory does not fail.
struct File {
    writer: Writer<Vec<u8>>,
    header: Vec<String>,
    records: u64,
}

impl File {
    fn row(&mut self, cells: &[impl AsRef<[u8]>]) {
        let _ = self.writer.write_record(cells);
    }

    fn blank(&mut self) {
        let empty = vec![""; self.header.len()];
        self.row(&empty);
    }

    fn header(&mut self) {
        let _ = self.writer.write_record(&self.header);
    }

    fn add(
        &mut self,
        row: &RawRow<'_>,
        export: &RawExport<'_>,
        sources: &[Source],
        pseudonym: &dyn Fn(&str) -> String,
    ) {
        match &row.kind {
            None | Some(RowKind::Stray | RowKind::ForeignHeader) => {}
            Some(RowKind::Blank) => (0..row.lines).for_each(|_| self.blank()),
            Some(RowKind::RepeatedHeader) => self.header(),
            Some(RowKind::Footer) => (0..row.lines).for_each(|_| self.row(&[FOOTER])),
            Some(RowKind::Total(numbers)) => {
                let cells: Vec<String> = numbers.iter().map(|n| format!("Summe: {n}")).collect();
                self.row(&cells);
            }
            Some(RowKind::Record) => {
                self.records += 1;
                let cell = |source: &Source| cell(source, row, export, pseudonym);
                let cells: Vec<String> = sources.iter().map(cell).collect();
                self.row(&cells);
            }
        }
    }
}

fn cell(
    source: &Source,
    row: &RawRow<'_>,
    export: &RawExport<'_>,
    pseudonym: &dyn Fn(&str) -> String,
) -> String {
    let text = |position: &usize| row.cells.get(*position).map_or("", AsRef::as_ref);
    match source {
        Source::Nothing(_) => String::new(),
        // On one line: blanks of all kinds are equal in dates and values.
        Source::Cell(at) => in_one_line(text(at)),
        // Beside a time or a number somebody's name may stand.
        Source::State(at) => match StateMark::parse(text(at), &export.project.exports.dates) {
            StateMark::Unknown => String::new(),
            _ => clean(text(at)).to_owned(),
        },
        Source::CaseId(at) => case_id::parse(text(at))
            .map_or_else(|_| String::new(), |id| pseudonym(&case_id::key(id))),
        Source::Scope => export
            .scope_answer(row)
            .unwrap_or_else(|| scope_answer::word(crate::intake::value::scope::Scope::Outside))
            .to_owned(),
    }
}
