//! One finding, and the list of them.

use super::{FindingCode, Severity};
use crate::domain::is_unreadable;
use std::collections::BTreeMap;

/// Something the officer should know, with its place and a remedy.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// Where it is; findings sort by place.
    pub place: Option<Place>,
    /// What kind of finding it is.
    pub code: FindingCode,
    /// What is wrong, lower case, no full stop, names in backticks. It holds no value of an export.
    pub message: String,
    /// The same with the value that was found, where it can be no person's text. Annotations on code hosts never show it.
    pub told: Option<String>,
    /// What was expected instead.
    pub expected: Option<String>,
    /// What to do.
    pub help: Option<String>,
    /// The lines around the place, where they may be shown.
    pub snippet: Option<Snippet>,
    /// Further places that belong to it, each with what is there.
    pub related: Vec<(Place, String)>,
    /// What must not be shown unless asked for: a case id, a value of a free column.
    pub secret: Option<Secret>,
    /// All it stands for, where equal findings were gathered; empty for a single one.
    pub occurrences: Vec<Occurrence>,
    /// How many more there are that are counted only.
    pub further: usize,
}

/// One of the findings that a gathered one stands for.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Occurrence {
    /// Physical line from 1, in the file of the finding or in that of `elsewhere`.
    pub line: u32,
    /// The value found there.
    pub value: Option<Box<str>>,
    /// Whether the value can be no person's text, and is shown to everyone.
    pub is_shown: bool,
    /// What it has besides, where findings of several files were gathered.
    pub elsewhere: Option<Box<Elsewhere>>,
}

/// Where a finding stands that was gathered with those of other files.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Elsewhere {
    /// Its file.
    pub file: String,
    /// Its further places.
    pub related: Vec<Place>,
    /// Its case id, shown on request only.
    pub case_id: Option<String>,
}

/// A place in a file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The file, relative to the project folder, with `/`.
    pub file: String,
    /// Physical line from 1; 0 when the finding is about the whole file.
    pub line: u32,
    /// Column from 1: of a record the number of its field, of other texts the character; 0 when
    /// the finding is about the whole line.
    pub column: u32,
    /// Name of the column in a record, as the file writes it.
    pub column_name: Option<String>,
    /// Canonical name of the field the column was taken for.
    pub field: Option<&'static str>,
}

/// The source line a finding is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Snippet {
    /// The line's text.
    pub line: String,
    /// First marked character, from 0.
    pub start: usize,
    /// Number of marked characters, at least 1.
    pub length: usize,
}

/// Text that is shown only with `--show-values`.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Secret {
    /// The case id.
    pub case_id: Option<String>,
    /// The value found.
    pub value: Option<String>,
}

/// Findings in the order they were made.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Findings(Vec<Finding>);

impl Finding {
    /// A finding with its message.
    pub fn new(code: FindingCode, message: impl Into<String>) -> Self {
        Self {
            place: None,
            code,
            message: message.into(),
            told: None,
            expected: None,
            help: None,
            snippet: None,
            related: Vec::new(),
            secret: None,
            occurrences: Vec::new(),
            further: 0,
        }
    }

    /// With the message that shows the value.
    #[must_use]
    pub fn told(mut self, told: impl Into<String>) -> Self {
        self.told = Some(told.into());
        self
    }

    /// The message for people in the office, with the value where that may be shown.
    pub fn text(&self) -> &str {
        self.told.as_deref().unwrap_or(&self.message)
    }

    /// The values of all it stands for that may be shown, or all values; each with its lines.
    pub fn values(&self, all: bool) -> BTreeMap<&str, Vec<u32>> {
        let mut values: BTreeMap<&str, Vec<u32>> = BTreeMap::new();
        for occurrence in &self.occurrences {
            if let Some(value) = occurrence.value.as_deref().filter(|_| all || occurrence.is_shown)
            {
                values.entry(value).or_default().push(occurrence.line);
            }
        }
        values
    }

    /// At a place.
    #[must_use]
    pub fn at(mut self, place: Place) -> Self {
        self.place = Some(place);
        self
    }

    /// With what was expected.
    #[must_use]
    pub fn expected(mut self, expected: impl Into<String>) -> Self {
        self.expected = Some(expected.into());
        self
    }

    /// With what to do.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// With the source line.
    #[must_use]
    pub fn snippet(mut self, snippet: Snippet) -> Self {
        self.snippet = Some(snippet);
        self
    }

    /// With a further place.
    #[must_use]
    pub fn related(mut self, place: Place, what: impl Into<String>) -> Self {
        self.related.push((place, what.into()));
        self
    }

    /// With what is shown only when asked for.
    #[must_use]
    pub fn secret(mut self, secret: Secret) -> Self {
        self.secret = Some(secret);
        self
    }

    /// The severity.
    pub fn severity(&self) -> Severity {
        self.code.severity()
    }
}

impl Place {
    /// A whole file.
    pub fn file(file: impl Into<String>) -> Self {
        Self { file: file.into(), line: 0, column: 0, column_name: None, field: None }
    }

    /// An option of the run, by its name with its dashes.
    pub fn option(name: &str) -> Self {
        Self::file(name)
    }

    /// Whether it is in a file, and no option of the run.
    pub fn is_in_file(&self) -> bool {
        !self.file.starts_with("--")
    }

    /// A line of a file.
    pub fn line(file: impl Into<String>, line: u32) -> Self {
        Self { line, ..Self::file(file) }
    }

    /// A column of this line.
    #[must_use]
    pub fn column(mut self, column: u32) -> Self {
        self.column = column;
        self
    }

    /// A named column of this record.
    #[must_use]
    pub fn named_column(mut self, column: u32, name: impl Into<String>) -> Self {
        self.column = column;
        self.column_name = Some(name.into());
        self
    }

    /// The column as people find it: by its letters in a workbook, else by its number.
    pub fn column_label(&self) -> String {
        match is_workbook(&self.file) {
            true => column_letters(usize::try_from(self.column).unwrap_or_default()),
            false => self.column.to_string(),
        }
    }

    /// The same place, in the column of this field.
    #[must_use]
    pub fn of_field(mut self, field: &'static str) -> Self {
        self.field = Some(field);
        self
    }

    /// The place of a byte offset in a text, with its line as a snippet of `length` bytes.
    pub fn in_text(file: &str, text: &str, offset: usize, length: usize) -> (Self, Snippet) {
        let before = text.get(..offset).unwrap_or(text);
        let line_start = before.rfind('\n').map_or(0, |position| position + 1);
        // Counted by bytes, many of which are looked at in one step.
        let number = before.bytes().filter(|byte| *byte == b'\n').count() + 1;
        let line = text.get(line_start..).and_then(|rest| rest.lines().next()).unwrap_or_default();
        let start = before.get(line_start..).unwrap_or_default().chars().count();
        let marked = text.get(offset..offset + length).unwrap_or_default();
        let length = marked.lines().next().unwrap_or_default().chars().count().max(1);
        let place = Self::line(file, u32::try_from(number).unwrap_or(u32::MAX))
            .column(u32::try_from(start + 1).unwrap_or(u32::MAX));
        (place, Snippet::of(line, start, length))
    }
}

impl Snippet {
    /// The characters of a longest line that are shown.
    const LONGEST: usize = 240;

    /// The line around the marked characters, with a sign in place of each character that is not to be seen.
    fn of(line: &str, start: usize, length: usize) -> Self {
        let from = if start < Self::LONGEST / 2 { 0 } else { start - Self::LONGEST / 4 };
        let sign = |c| if is_unreadable(c) { '\u{fffd}' } else { c };
        let line = line.chars().skip(from).take(Self::LONGEST).map(sign).collect();
        Self { line, start: start - from, length: length.min(Self::LONGEST - (start - from)) }
    }
}

impl Findings {
    /// Adds one.
    pub fn push(&mut self, finding: Finding) {
        self.0.push(finding);
    }

    /// Takes out those with one of these codes.
    pub fn drop_all(&mut self, codes: &[FindingCode]) {
        self.0.retain(|finding| !codes.contains(&finding.code));
    }

    /// Changes each.
    pub fn change(&mut self, change: impl FnMut(&mut Finding)) {
        self.0.iter_mut().for_each(change);
    }

    /// The findings, by file, line and column; those without a place first.
    pub fn sorted(&self) -> Vec<&Finding> {
        let mut findings: Vec<&Finding> = self.0.iter().collect();
        findings.sort();
        findings
    }

    /// All findings as made.
    pub fn iter(&self) -> impl Iterator<Item = &Finding> {
        self.0.iter()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// How many there are of a severity.
    pub fn count(&self, severity: Severity) -> usize {
        self.0.iter().filter(|finding| finding.severity() == severity).count()
    }

    /// Whether there is an error.
    pub fn has_errors(&self) -> bool {
        self.count(Severity::Error) > 0
    }

    /// Whether there is none at all.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl IntoIterator for Findings {
    type Item = Finding;
    type IntoIter = std::vec::IntoIter<Finding>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl Extend<Finding> for Findings {
    fn extend<I: IntoIterator<Item = Finding>>(&mut self, findings: I) {
        self.0.extend(findings);
    }
}

/// Whether a file is an Excel workbook, by its name.
pub fn is_workbook(file: &str) -> bool {
    let name = file.to_lowercase();
    name.ends_with(".xlsx") || name.ends_with(".xlsm")
}

/// The name of a column from 1 in a workbook: `A`, `AB`.
pub fn column_letters(mut column: usize) -> String {
    let mut letters = String::new();
    while let Some(digit) = column.checked_sub(1) {
        let letter = u8::try_from(digit % 26).map_or('?', |digit| char::from(b'A' + digit));
        letters.insert(0, letter);
        column = digit / 26;
    }
    letters
}
