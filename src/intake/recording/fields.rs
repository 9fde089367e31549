//! Which optional fields the files record: by their columns, by what the office declares, and by whether a column
//! holds anything at all.

use super::remedies::{below, candidates, declaration, leaving};
use super::values::FileValues;
use crate::diagnostic::{Code, Finding, Findings, Place};
use crate::domain::{Case, Code as ValueCode, Day, Field, Period, Population};
use crate::intake::file_reading::FileReading;
use crate::intake::record::Record;
use crate::locale::{NOT_RECORDED, enumeration, field_name};
use crate::project::Project;
use std::collections::BTreeSet;

/// From so many records on, a column without a single value says that nothing is entered there.
const RECORDS_THAT_TELL: u64 = 10;

/// So many values in other files say that it is entered elsewhere.
const VALUES_THAT_TELL: u64 = 3;

/// In so many days some of a file's cases are completed, where the office records it.
const DAYS_THAT_TELL: i32 = 60;

/// The fields of an office's configuration, by what the files hold of them.
#[derive(Clone, Debug, Default)]
pub(in crate::intake) struct Fields {
    absent: BTreeSet<Field>,
    /// Whether completions are in a part of the files.
    closes_in_part: bool,
    verdicts: Vec<Verdict>,
}

/// What the files hold of one field; positions of files.
#[derive(Clone, Debug)]
struct Verdict {
    field: Field,
    /// They have the column.
    present: Vec<usize>,
    /// They lack it, and nothing says so.
    missing: Vec<usize>,
    /// The office says that they do not record it.
    declared: Vec<usize>,
    /// They have the column, and many records without a value in it.
    empty: Vec<usize>,
    /// Those of them that must have values, were the list recorded there: they count as if they lacked the column.
    silent: Vec<usize>,
    /// They lack completions and have no case of the ombuds office, whose completions alone are counted.
    beside: Vec<usize>,
    /// They lack completions and have receipts of earlier years only.
    earlier: Vec<usize>,
    /// Whether no file has a value, though there are records enough.
    is_blank: bool,
    /// The value for cases from files without the column, where others have it.
    not_recorded: Option<ValueCode>,
}

impl Fields {
    /// Of the files of a project. Only fields that its lists ask for count, and days.
    pub(in crate::intake) fn new(files: &[FileReading], project: &Project) -> Self {
        let wanted = Field::ALL.into_iter().filter(|field| is_wanted(*field, project));
        let verdicts: Vec<Verdict> =
            wanted.filter_map(|field| Verdict::new(field, files, project)).collect();
        let mut fields = Self { verdicts, ..Self::default() };
        let closings = fields.verdicts.iter().find(|verdict| verdict.field == Field::ClosedOn);
        let closings = closings.cloned();
        for verdict in fields.verdicts.iter_mut().filter(|verdict| verdict.is_counted()) {
            verdict.find_silent(files, closings.as_ref());
            let silent = verdict.silent.iter();
            let lacks = silent.chain(&verdict.missing).chain(&verdict.declared).next().is_some();
            let closes_in_part =
                verdict.field == Field::ClosedOn && (lacks || verdict.is_empty_for_long(files));
            let is_nowhere = verdict.present.is_empty() || verdict.is_blank;
            fields.closes_in_part |= closes_in_part && !is_nowhere;
            if is_nowhere || closes_in_part {
                fields.absent.insert(verdict.field);
            } else if lacks {
                let field = BTreeSet::from([verdict.field]);
                let taxonomy = project.taxonomy.with_not_recorded(&field, NOT_RECORDED);
                let list = verdict.field.dimension();
                verdict.not_recorded = list.and_then(|list| taxonomy.not_recorded(list));
            }
        }
        fields
    }

    /// The fields no file records; also the day of completion where only some do.
    pub(in crate::intake) fn absent(&self) -> &BTreeSet<Field> {
        &self.absent
    }

    /// The fields only some files record, with the value of cases from the others.
    pub(super) fn in_some_files(&self) -> impl Iterator<Item = (Field, ValueCode)> {
        let verdicts = self.verdicts.iter();
        verdicts.filter_map(|verdict| Some((verdict.field, verdict.not_recorded?)))
    }

    /// Whether the exports record the completions of a part of the files, which is not used.
    pub(super) fn closes_in_part(&self) -> bool {
        self.closes_in_part
    }

    /// Whether files without a case of the ombuds office lack completions that others have.
    pub(super) fn house_closes_in_part(&self) -> bool {
        self.verdicts.iter().any(|verdict| !verdict.beside.is_empty())
    }

    /// The files of earlier years that lack completions, so that nobody knows which of their cases were open.
    pub(super) fn earlier_without_closings(&self) -> impl Iterator<Item = usize> {
        self.verdicts.iter().flat_map(|verdict| verdict.earlier.iter().copied())
    }

    /// Whether the exports record completions.
    pub(in crate::intake) fn closes(&self) -> bool {
        !self.absent.contains(&Field::ClosedOn)
    }

    /// Gives a case from a file without a field that others have the value that says so.
    pub(in crate::intake) fn mark(&self, case: &mut Case) {
        self.verdicts.iter().for_each(|verdict| verdict.mark(case));
    }

    /// Lets the rows of one case from files without a field say what its rows from other files say of it: a missing
    /// column is no contradiction. Of rows that differ those count that were completed on the same day; where these
    /// differ too, or there are none, the rows are marked as by [`Self::mark`].
    pub(in crate::intake) fn complete(&self, rows: &mut [Record]) {
        for verdict in &self.verdicts {
            let field = verdict.field;
            let telling = rows.iter().map(|row| &row.case).filter(|case| !verdict.lacks(case));
            let telling: Vec<Case> = telling.cloned().collect();
            for row in rows.iter_mut().filter(|row| verdict.lacks(&row.case)) {
                let same_day = telling.iter().filter(|case| case.closed_on == row.case.closed_on);
                let agreed = agreed(field, telling.iter()).or_else(|| agreed(field, same_day));
                match agreed {
                    Some(case) => row.case.take(field, case),
                    None => verdict.mark(&mut row.case),
                }
            }
        }
    }

    /// What is to be said: columns that are missing everywhere or in some files, and empty ones.
    /// A field that no case of the report misses is none of them, where only files of other years lack it;
    /// `is_missed` tells the others.
    pub(super) fn findings(
        &self,
        files: &[FileReading],
        project: &Project,
        is_missed: impl Fn(Field) -> bool,
    ) -> Findings {
        let mut findings = Findings::default();
        for verdict in self.verdicts.iter().filter(|verdict| verdict.is_counted()) {
            let is_whole = verdict.not_recorded.is_some()
                && !is_missed(verdict.field)
                && !verdict.is_missing_in_year(files, project);
            let told = match (verdict.missing.as_slice(), verdict.present.is_empty()) {
                ([first, ..], true) => Some(nowhere(verdict, *first, files, project)),
                ([_, ..], false) if is_whole => None,
                ([_, ..], false) => Some(in_some(verdict, files)),
                ([], _) if verdict.is_blank => {
                    verdict.present.first().map(|first| blank(verdict, *first, files, project))
                }
                ([], _) => None,
            };
            let is_told = told.is_some();
            told.into_iter().for_each(|finding| findings.push(finding));
            let of_empty = empty(verdict, files).filter(|_| !is_told || !verdict.silent.is_empty());
            of_empty.for_each(|finding| findings.push(finding));
            for position in &verdict.present {
                let file = files.get(*position);
                let declared =
                    file.filter(|file| project.exports.declares_missing(verdict.field, &file.path));
                declared
                    .into_iter()
                    .for_each(|file| findings.push(declared_yet_there(verdict, file)));
            }
        }
        findings
    }
}

/// One of some cases, where all say the same of a field.
fn agreed<'c>(field: Field, mut cases: impl Iterator<Item = &'c Case>) -> Option<&'c Case> {
    let first = cases.next()?;
    let agrees = |other: &Case| {
        let mut taken = other.clone();
        taken.take(field, first);
        taken == *other
    };
    cases.all(agrees).then_some(first)
}

/// Whether the configuration asks for a field: a list with values, or a day.
fn is_wanted(field: Field, project: &Project) -> bool {
    match field.dimension() {
        _ if !field.may_be_missing() => false,
        None => true,
        Some(dimension) => {
            project.taxonomy.list(dimension).is_some_and(|list| !list.entries().is_empty())
        }
    }
}

impl Verdict {
    /// `None` where there is no file with records.
    fn new(field: Field, files: &[FileReading], project: &Project) -> Option<Self> {
        let mut verdict = Self {
            field,
            present: Vec::new(),
            missing: Vec::new(),
            declared: Vec::new(),
            empty: Vec::new(),
            silent: Vec::new(),
            beside: Vec::new(),
            earlier: Vec::new(),
            is_blank: false,
            not_recorded: None,
        };
        let mut records = 0;
        let mut is_filled = false;
        let read = |file: &&FileReading| file.header_line > 0 && file.accepted > 0;
        for (position, file) in files.iter().enumerate().filter(|(_, file)| read(file)) {
            let declared = project.exports.declares_missing(field, &file.path);
            let has_value = file.values.filled(field) > 0;
            // A column without a value is none where the office says that it does not record it.
            let lacks = file.column(field).is_none() || declared && !has_value;
            let is_blank = !has_value && file.accepted >= RECORDS_THAT_TELL;
            let lacks_closings =
                field == Field::ClosedOn && (lacks || is_blank && is_long(Some(file)));
            if lacks_closings && is_of_earlier_years(file, project) {
                verdict.earlier.push(position);
                continue;
            }
            if lacks_closings && !is_of_office(file, files) {
                verdict.beside.push(position);
                continue;
            }
            if lacks {
                let list = if declared { &mut verdict.declared } else { &mut verdict.missing };
                list.push(position);
                continue;
            }
            verdict.present.push(position);
            records += file.accepted;
            is_filled |= has_value;
            if is_blank {
                verdict.empty.push(position);
            }
        }
        verdict.is_blank = !is_filled && records >= RECORDS_THAT_TELL;
        let any = !verdict.present.is_empty()
            || !verdict.missing.is_empty()
            || !verdict.declared.is_empty()
            || !verdict.earlier.is_empty();
        any.then_some(verdict)
    }

    /// Whether figures rest on the field. Of acknowledgements there are none; only its rows are compared.
    fn is_counted(&self) -> bool {
        self.field != Field::AcknowledgedOn
    }

    /// Whether a file without the column holds receipts of the report year; another file may tell the same cases, but
    /// perhaps not their last state.
    fn is_missing_in_year(&self, files: &[FileReading], project: &Project) -> bool {
        let year = project.settings.year.get();
        let is_asked =
            |file: &&FileReading| is_of_office(file, files) || asks_house(self.field, project);
        let missing = self.missing.iter().filter_map(|at| files.get(*at)).filter(is_asked);
        missing.into_iter().any(|file| file.months.keys().any(|(of, _)| *of == year))
    }

    /// Whether a file has receipts of so long a time and no value that something must have been entered by its end.
    fn is_empty_for_long(&self, files: &[FileReading]) -> bool {
        self.empty.iter().any(|at| is_long(files.get(*at)))
    }

    /// Whether a case is from a file without the column.
    fn lacks(&self, case: &Case) -> bool {
        let file = usize::try_from(case.source.file).unwrap_or(usize::MAX);
        let lists = [&self.missing, &self.declared, &self.silent, &self.beside, &self.earlier];
        lists.into_iter().any(|list| list.contains(&file))
    }

    /// Finds the files that have the column of a list and no value in it, although by the other files they must. A list
    /// that applies to few cases may be empty by chance.
    fn find_silent(&mut self, files: &[FileReading], closings: Option<&Self>) {
        if self.field.dimension().is_none() {
            return;
        }
        let others = self.present.iter().filter_map(|at| files.get(*at)).map(|file| &file.values);
        let others: Vec<&FileValues> = others.filter(|it| it.filled(self.field) > 0).collect();
        let values: u64 = others.iter().map(|other| other.filled(self.field)).sum();
        let is_silent = |at: &&usize| {
            let tells_completion = closings.is_some_and(|it| it.tells(**at, files));
            files.get(**at).is_some_and(|file| {
                file.values.expected(self.field, &others, tells_completion) >= RECORDS_THAT_TELL
            })
        };
        if values >= VALUES_THAT_TELL {
            self.silent = self.empty.iter().filter(is_silent).copied().collect();
        }
    }

    /// Whether a file says which of its cases have the field: none may, in a short time.
    fn tells(&self, at: usize, files: &[FileReading]) -> bool {
        self.present.contains(&at) && !(self.empty.contains(&at) && is_long(files.get(at)))
    }

    /// Gives a case from a file without the column the value that says so.
    fn mark(&self, case: &mut Case) {
        if let Some(code) = self.not_recorded.filter(|_| self.lacks(case)) {
            case.set(self.field, code);
        }
    }

    /// How the configuration names what is missing: `Bewertung` (Liste `lists.assessment`).
    fn named(&self) -> String {
        let name = field_name(self.field);
        match self.field.dimension() {
            Some(dimension) => format!("„{name}“ (Liste `lists.{}`)", dimension.id()),
            None => format!("„{name}“"),
        }
    }
}

/// Whether a file has cases of the ombuds office, or no file has.
fn is_of_office(file: &FileReading, files: &[FileReading]) -> bool {
    file.values.has_office() || !files.iter().any(|file| file.values.has_office())
}

/// Whether all records of a file were received before the report year.
fn is_of_earlier_years(file: &FileReading, project: &Project) -> bool {
    let first = project.settings.year.bounds(Period::Year).0;
    file.received.is_some_and(|(_, last)| last < first)
}

/// Whether a table counts the cases of the whole house by a field.
pub(super) fn asks_house(field: Field, project: &Project) -> bool {
    let mut tables = project.tables.iter();
    tables.any(|table| table.base.population == Population::Krm && table.subject().contains(&field))
}

/// Whether the receipts of a file are of so long a time that some of its cases must be completed.
fn is_long(file: Option<&FileReading>) -> bool {
    let received = file.and_then(|file| file.received);
    received.is_some_and(|(from, to)| Day::number_of(to) - Day::number_of(from) >= DAYS_THAT_TELL)
}

fn place(file: Option<&FileReading>) -> Place {
    file.map_or_else(|| Place::file("exports"), |file| Place::line(&file.path, file.header_line))
}

fn nowhere(verdict: &Verdict, first: usize, files: &[FileReading], project: &Project) -> Finding {
    let field = verdict.field;
    let finding = Finding::new(
        Code::FieldNotRecorded,
        format!(
            "kein Export hat eine Spalte für {}; {}",
            verdict.named(),
            leaving(field, project)
        ),
    )
    .at(place(files.get(first)))
    .expected(field.default_headers().join(" oder "))
    .help(format!(
        "nehmen Sie die Spalte in den Export auf, oder tragen Sie ihre Überschrift unter `exports.columns` bei `{}` ein; {}",
        field.id(),
        declaration(field)
    ));
    candidates(field, files)
        .into_iter()
        .fold(finding, |finding, (place, what)| finding.related(place, what))
}

fn in_some(verdict: &Verdict, files: &[FileReading]) -> Finding {
    let names = |positions: &[usize]| {
        let files = positions.iter().filter_map(|at| files.get(*at));
        let names: Vec<String> = files.map(|file| format!("`{}`", file.path)).collect();
        enumeration(names.iter().map(String::as_str))
    };
    let field = verdict.field;
    let what = match field {
        Field::ClosedOn => "gälten alle Fälle daraus als offen",
        _ => "stünden alle Fälle daraus unter „ohne Angabe“",
    };
    let consequence = match field {
        Field::ClosedOn => "dann entfallen Erledigungen, Bestand und Dauern ganz",
        _ => "dann sagen die Zahlen, für welche Fälle sie gelten",
    };
    let missing = verdict.missing.as_slice();
    let finding = Finding::new(
        Code::FieldInSomeFiles,
        format!(
            "die Spalte für {} fehlt in {}, aber nicht in {}; so {what}",
            verdict.named(),
            names(missing),
            names(&verdict.present)
        ),
    )
    .at(place(missing.first().and_then(|at| files.get(*at))))
    .expected(field.default_headers().join(" oder "))
    .help(format!(
        "nehmen Sie die Spalte in den Export auf, oder tragen Sie ihre Überschrift unter `exports.columns` ein; ist sie dort nicht erfasst, schreiben Sie in report.toml unter [exports.not_recorded]: {} = [{}]; {consequence}",
        field.id(),
        below(missing.iter().filter_map(|at| files.get(*at)))
    ));
    let of_missing: Vec<FileReading> =
        missing.iter().filter_map(|at| files.get(*at)).cloned().collect();
    candidates(field, &of_missing)
        .into_iter()
        .fold(finding, |finding, (place, what)| finding.related(place, what))
}

/// A column that is there, and empty in every record of every file.
fn blank(verdict: &Verdict, first: usize, files: &[FileReading], project: &Project) -> Finding {
    let file = files.get(first);
    let place = match file.and_then(|file| file.column(verdict.field)) {
        Some((number, name)) => place(file).named_column(number, name),
        None => place(file),
    };
    Finding::new(
        Code::FieldNotRecorded,
        format!(
            "die Spalte für {} ist in allen Datensätzen leer; {}",
            verdict.named(),
            leaving(verdict.field, project)
        ),
    )
    .at(place)
    .help(format!(
        "prüfen Sie, ob der Export die Angabe enthalten sollte; {}",
        declaration(verdict.field)
    ))
}

/// Files whose column is empty although others have values in it: those whose cases count as not recorded, and others.
fn empty(verdict: &Verdict, files: &[FileReading]) -> impl Iterator<Item = Finding> {
    let (silent, others): (Vec<usize>, Vec<usize>) =
        verdict.empty.iter().partition(|at| verdict.silent.contains(at));
    let of_silent =
        "; ihre Fälle gelten hier als „nicht erfasst“, und Anteile beziehen sich auf die übrigen";
    let of_others = match verdict.field {
        Field::ClosedOn if verdict.is_empty_for_long(files) => {
            "; was auf dem Tag der Erledigung beruht, entfällt deshalb im Bericht"
        }
        _ => "",
    };
    let groups = [(silent, of_silent), (others, of_others)].into_iter();
    groups.filter_map(|(group, consequence)| empty_in(verdict, &group, consequence, files))
}

fn empty_in(
    verdict: &Verdict,
    group: &[usize],
    consequence: &str,
    files: &[FileReading],
) -> Option<Finding> {
    let first = files.get(*group.first()?)?;
    let (number, name) = first.column(verdict.field)?;
    let finding = Finding::new(
        Code::FieldEmptyInFile,
        format!(
            "die Spalte `{name}` ist in allen Datensätzen dieser Datei leer, in anderen Dateien nicht{consequence}"
        ),
    )
    .at(place(Some(first)).named_column(number, name).of_field(verdict.field.id()))
    .help(format!(
        "prüfen Sie, ob dieser Export vollständig ist, und erzeugen Sie ihn neu; wird es dort nicht erfasst, schreiben Sie in report.toml unter [exports.not_recorded]: {} = [{}]",
        verdict.field.id(),
        below(group.iter().filter_map(|at| files.get(*at)))
    ));
    let others = group.iter().skip(1).filter_map(|at| files.get(*at));
    Some(others.fold(finding, |finding, file| finding.related(place(Some(file)), "hier ebenso")))
}

fn declared_yet_there(verdict: &Verdict, file: &FileReading) -> Finding {
    let (number, name) = file.column(verdict.field).unwrap_or((0, ""));
    Finding::new(
        Code::FieldDeclaredYetThere,
        format!(
            "report.toml sagt unter `exports.not_recorded`, dass {} hier nicht erfasst ist, aber die Spalte `{name}` ist da; sie wird gelesen",
            verdict.named()
        ),
    )
    .at(place(Some(file)).named_column(number, name).of_field(verdict.field.id()))
    .help("streichen Sie den Eintrag, oder nennen Sie die Überschrift unter `exports.ignore`")
}
