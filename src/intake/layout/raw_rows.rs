//! The rows of one export as the file has them, for looking at a file and for writing it anew. What
//! leaves here holds personal text: it is for `inspect` and `strip`, and has no way into a report.

use super::above_header;
use super::columns::Columns;
use super::dialect::{self, Dialect};
use super::header;
use super::row_kind::{self, RowKind};
use crate::diagnostic::Finding;
use crate::domain::{Field, LineKind, ValueList, text_key};
use crate::intake::account::ColumnReading;
use crate::intake::csv::Scanner;
use crate::intake::text::{Encoding, clean};
use crate::intake::value::{FreeTexts, Matcher, Scope, case_id, scope_answer};
use crate::project::Project;
use std::borrow::Cow;

/// An export whose way of writing and whose columns are known.
pub struct RawExport<'a> {
    pub(crate) project: &'a Project,
    pub(crate) columns: Columns,
    dialect: Dialect<'a>,
    matcher: Matcher<'a>,
}

/// A row below the header. Not printable: it holds personal text.
pub struct RawRow<'t> {
    /// First physical line.
    pub line: u32,
    /// Number of physical lines.
    pub lines: u32,
    /// What it is; `None` when it cannot be read.
    pub kind: Option<RowKind>,
    /// Its fields, as many as the header has in a record.
    pub cells: Vec<Cow<'t, str>>,
}

impl<'a> RawExport<'a> {
    /// Recognises an export; `name` is its name in findings.
    ///
    /// # Errors
    /// When the file is not written in a known way, or has no header.
    pub fn new(name: &str, bytes: &'a [u8], project: &'a Project) -> Result<Self, Box<Finding>> {
        let dialect = dialect::recognise(name, bytes, project)?;
        let columns = Columns::new(&dialect.header, &project.exports);
        Ok(Self { project, columns, dialect, matcher: Matcher::new(&project.scope) })
    }

    /// The encoding and why it was taken for that.
    pub fn encoding(&self) -> (Encoding, &'static str) {
        (self.dialect.encoding, self.dialect.reason)
    }

    /// The delimiter.
    pub fn delimiter(&self) -> char {
        self.dialect.delimiter
    }

    /// The sign that quotes fields: `"` or `'`.
    pub fn quote(&self) -> char {
        self.dialect.quotes.sign()
    }

    /// Physical line of the header.
    pub fn header_line(&self) -> u32 {
        self.dialect.header.line
    }

    /// The cells of the header as written, also nameless ones at the end.
    pub fn header(&self) -> &[String] {
        &self.dialect.header.cells
    }

    /// The columns in order.
    pub fn columns(&self) -> Vec<ColumnReading> {
        self.columns.readings()
    }

    /// Whether each line above the header holds text; a declared delimiter is left out.
    pub(crate) fn lines_above(&self) -> Vec<bool> {
        let kinds = above_header::kinds(&self.dialect, &self.columns).into_iter();
        let others = kinds.filter(|kind| *kind != Some(LineKind::Dialect));
        others.map(|kind| kind != Some(LineKind::Blank)).collect()
    }

    /// Hands every row below the header to `take`.
    pub fn for_each(&self, mut take: impl FnMut(&RawRow<'_>)) {
        let header = &self.dialect.header;
        let rules = &self.project.exports;
        let width = self.columns.width();
        let first = header.line + header.lines;
        let mut scanner =
            Scanner::new(&self.dialect.text, self.dialect.delimiter, header.end, first)
                .quotes(self.dialect.quotes)
                .watching(self.columns.shape());
        let mut cells = Vec::new();
        while let Some(row) = scanner.next_row(&mut cells) {
            let mut texts: Vec<Cow<'_, str>> = cells.iter().map(|cell| cell.text()).collect();
            let kind = row.defect.is_none().then(|| {
                let owned: Vec<String> = texts.iter().map(|text| text.to_string()).collect();
                row_kind::classify(&owned, &self.columns, |cells| {
                    header::is_complete(&header::fields(cells, rules), rules)
                })
            });
            let surplus = texts.get(width..).unwrap_or_default();
            let fits = texts.len() >= width && surplus.iter().all(|c| clean(c).is_empty());
            let kind = match kind {
                Some(RowKind::Record) if !fits => None,
                Some(RowKind::Stray | RowKind::ForeignHeader) => None,
                kind => kind,
            };
            if kind == Some(RowKind::Record) {
                texts.truncate(width);
            }
            take(&RawRow { line: row.line, lines: row.lines, kind, cells: texts });
        }
    }

    /// The texts of its columns of names, remarks and case numbers.
    pub(crate) fn free_texts(&self) -> FreeTexts {
        let mut found = FreeTexts::default();
        self.for_each(|row| {
            let text = |at: usize| row.cells.get(at).map(|cell| Cow::Borrowed(cell.as_ref()));
            found.add(text, &self.columns.fields);
        });
        found
    }

    /// The text of the first column of a field; `None` also where it means "empty".
    pub fn text<'r>(&self, field: Field, row: &'r RawRow<'_>) -> Option<&'r str> {
        let text = row.cells.get(self.columns.position(field)?).map(AsRef::as_ref);
        text.filter(|text| !self.project.exports.empty.hold(field, text))
    }

    /// All fields of the project, in the order of the canonical table.
    pub fn fields(&self) -> impl Iterator<Item = Field> {
        self.project.taxonomy.schema().fields()
    }

    /// The case number without a spreadsheet's protection; of several columns one behind the other.
    pub fn case_id(&self, row: &RawRow<'_>) -> Option<String> {
        let mut id = String::new();
        for (number, position) in self.columns.case_key.iter().enumerate() {
            let part = case_id::parse(row.cells.get(*position)?).ok()?;
            case_id::add_part(&mut id, number == 0, part);
        }
        (!id.is_empty()).then_some(id)
    }

    /// Whether a record belongs to the ombuds office: `ja`, `nein`, `prüfen`; `None` when the file
    /// does not say it.
    pub fn scope_answer(&self, row: &RawRow<'_>) -> Option<&'static str> {
        if self.project.scope.is_all() {
            return Some(scope_answer::word(Scope::Inside));
        }
        if let Some(answer) = self.text(Field::ScopeAnswer, row) {
            return scope_answer::parse(&text_key(answer)).map(scope_answer::word);
        }
        let remark = self.text(Field::Remark, row)?;
        (!self.project.scope.markers.is_empty())
            .then(|| scope_answer::word(self.matcher.judge(&text_key(remark))))
    }

    /// The closed list of a column; `None` when it has no list, or an empty one.
    pub(crate) fn list(&self, position: usize) -> Option<&'a ValueList> {
        let field = self.columns.fields.get(position).copied().flatten()?;
        let list = self.project.taxonomy.list(field.dimension()?)?;
        (!list.entries().is_empty()).then_some(list)
    }

    /// What separates several values in a column that can hold several.
    pub(crate) fn separator(&self, position: usize) -> Option<char> {
        let field = self.columns.fields.get(position).copied().flatten()?;
        field.has_several().then_some(self.project.exports.value_separator)
    }
}
