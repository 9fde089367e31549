//! What the cases of a year come from: files, series of files (with the same columns, in one folder, named alike), sites. A gap in
//! one of them while others go on is seen where its cases are looked at by themselves.

use super::days::dates;
use super::file_days::FileDays;
use super::verdict::is_of_office;
use super::year_days::{Days, EXPECTED, Run, rest};
use crate::diagnostic::Place;
use crate::domain::{Case, Day, Dimension, Field, ReportPeriod, ValueCode};
use crate::intake::account::FileReading;
use crate::locale::{days_label, enumeration};
use crate::project::Project;
use std::collections::BTreeMap;

/// One of several that cases come from.
#[derive(Clone, Debug)]
pub(super) struct Source<'f> {
    pub(super) kind: Kind<'f>,
    pub(super) cases: FileDays,
    /// Whether it has cases of the ombuds office, or none has.
    pub(super) is_of_office: bool,
    /// Its files; none of a site.
    pub(super) files: Vec<&'f FileReading>,
}

/// What it is.
#[derive(Clone, Debug)]
pub(super) enum Kind<'f> {
    /// A file, by its position and name.
    File(u32, &'f str),
    /// Several files that have something in common: how many, the name of the first, and what (`mit diesen Spalten`).
    Series(usize, &'f str, &'static str),
    /// A site, by its value and name.
    Site(ValueCode, &'f str),
    /// Cases that tell no site.
    NoSite,
}

/// The sources of settled cases by kind: files; series of files, where there are several; sites.
pub(super) fn sources<'f>(
    cases: &[Case],
    files: &'f [FileReading],
    project: &'f Project,
) -> Vec<Vec<Source<'f>>> {
    let period = project.settings.period;
    let of_files = FileDays::of_files(cases, files.len(), period);
    let by_file: Vec<Source<'f>> = (0_u32..)
        .zip(files.iter().zip(of_files))
        .map(|(number, (file, cases))| Source {
            kind: Kind::File(number, &file.path),
            cases,
            is_of_office: is_of_office(file, files),
            files: vec![file],
        })
        .collect();
    let columns = by_series(files, &by_file, "mit diesen Spalten", |file| {
        file.columns.iter().flat_map(|column| [column.name.as_str(), "\n"]).collect()
    });
    let folders = by_series(files, &by_file, "in diesem Ordner", |file| {
        file.path.rsplit_once('/').map_or("", |(folder, _)| folder).to_owned()
    });
    let names = by_series(files, &by_file, "mit ähnlichen Namen", |file| {
        file.path.chars().filter(|c| !c.is_ascii_digit()).collect()
    });
    vec![by_file, columns, folders, names, by_site(cases, period, project)]
}

/// The series of files with a common key: an office may have an export a month of each branch.
fn by_series<'f>(
    files: &[FileReading],
    sources: &[Source<'f>],
    what: &'static str,
    key: impl Fn(&FileReading) -> String,
) -> Vec<Source<'f>> {
    let mut series: BTreeMap<String, Vec<&Source<'f>>> = BTreeMap::new();
    for (file, source) in files.iter().zip(sources) {
        series.entry(key(file)).or_default().push(source);
    }
    let is_several = series.len() < files.len();
    series.into_values().filter_map(|of| joined(&of, what)).filter(|_| is_several).collect()
}

/// Several files as one.
fn joined<'f>(files: &[&Source<'f>], what: &'static str) -> Option<Source<'f>> {
    let (first, others) = files.split_first()?;
    let mut one = (*first).clone();
    for other in others {
        one.cases.join(&other.cases);
        one.is_of_office |= other.is_of_office;
        one.files.extend(&other.files);
    }
    if let Kind::File(_, name) = first.kind {
        one.kind = Kind::Series(files.len(), name, what);
    }
    Some(one)
}

/// The sites of a list with several of them; cases without one may be of any.
fn by_site<'f>(cases: &[Case], period: ReportPeriod, project: &'f Project) -> Vec<Source<'f>> {
    let Some(list) = project.taxonomy.list(Dimension::Site).filter(|it| it.entries().len() > 1)
    else {
        return Vec::new();
    };
    let mut of_sites: BTreeMap<Option<ValueCode>, FileDays> = BTreeMap::new();
    for case in cases {
        let code = case.code(Field::Site);
        let code = Some(code).filter(|code| list.get(*code).is_some());
        of_sites.entry(code).or_insert_with(|| FileDays::none(period)).add(case);
    }
    let has_office = |days: &FileDays| days.office.count(days.office.year) > 0;
    let any_office = of_sites.values().any(has_office);
    let source = |(code, cases): (Option<ValueCode>, FileDays)| {
        let site = code.and_then(|code| Some((code, list.get(code)?.label.as_str())));
        let is_of_office = !any_office || has_office(&cases);
        let kind = site.map_or(Kind::NoSite, |(code, label)| Kind::Site(code, label));
        Source { kind, cases, is_of_office, files: Vec::new() }
    };
    of_sites.into_iter().map(source).collect()
}

impl Source<'_> {
    /// Whether other files have all that its files have: then it lacks nothing that would count.
    pub(super) fn is_held_again(&self) -> bool {
        !self.files.is_empty() && self.files.iter().all(|file| file.is_held_again)
    }

    /// Whether it holds many records of some days, though they may count in another file.
    pub(super) fn holds_records(&self, (from, to): Run) -> bool {
        let days = Day::from_number(from).zip(Day::from_number(to));
        let of = |file: &&FileReading| days.map_or(0, |(from, to)| file.values.received(from, to));
        i64::try_from(self.files.iter().map(of).sum::<u64>()).is_ok_and(|held| held >= EXPECTED)
    }

    /// Where a finding about it stands.
    pub(super) fn place(&self) -> Place {
        match self.kind {
            Kind::File(_, name) | Kind::Series(_, name, _) => Place::file(name),
            Kind::Site(..) | Kind::NoSite => Place::file("exports"),
        }
    }

    /// That it has no case of some days.
    pub(super) fn without_case(&self, runs: &[Run]) -> String {
        let days = labels(runs);
        let (start, whose, instead) = match &self.kind {
            Kind::File(..) | Kind::Series(1, ..) => (
                format!("die Datei hat aus der Zeit {days} keinen Fall"),
                "ihren",
                "keine hat sie an ihrer Stelle",
            ),
            Kind::Series(count, _, what) => (
                format!("die {count} Dateien {what} haben aus der Zeit {days} keinen Fall"),
                "ihren",
                "keine andere hat sie an ihrer Stelle",
            ),
            Kind::Site(_, label) => (
                format!(
                    "vom Standort „{label}“ enthalten die Exporte aus der Zeit {days} keinen Fall"
                ),
                "seinen",
                "kein anderer hat sie an seiner Stelle",
            ),
            Kind::NoSite => (
                format!("Fälle ohne Standort enthalten die Exporte aus der Zeit {days} nicht"),
                "den",
                "kein Standort hat sie an ihrer Stelle",
            ),
        };
        format!("{start}, obwohl nach {whose} anderen Fällen viele zu erwarten sind, und {instead}")
    }

    /// That none of its cases of some days is the office's (`to`: „zur Ombudsstelle“).
    pub(super) fn without_case_of_office(&self, runs: &[Run], to: &str) -> String {
        let what = match &self.kind {
            Kind::File(..) | Kind::Series(1, ..) => "in der Datei".to_owned(),
            Kind::Series(count, _, what) => format!("in den {count} Dateien {what}"),
            Kind::Site(_, label) => format!("vom Standort „{label}“"),
            Kind::NoSite => "von den Fällen ohne Standort".to_owned(),
        };
        format!(
            "{what} gehört aus der Zeit {} kein Fall {to}, obwohl nach den anderen Zeiten viele zu erwarten sind",
            labels(runs)
        )
    }
}

/// Runs of days in words.
pub(super) fn labels(runs: &[Run]) -> String {
    let labels = dates(runs.to_vec()).into_iter().map(|(from, to)| days_label(from, to));
    enumeration(labels)
}

/// Whether other sources have in a run of days what one has in the rest of the year, so that they take turns. Those that go on
/// all the time do not: they hold other cases.
pub(super) fn take_turns<'d>(
    own: &Days,
    (run, gaps): (Run, &[Run]),
    others: impl Iterator<Item = &'d Days>,
) -> bool {
    let length = |run: &Run| i64::from(run.1 - run.0 + 1);
    let active: Vec<Run> = rest(own.year, gaps).collect();
    let in_active = |days: &Days| active.iter().map(|run| days.count(*run)).sum::<i64>();
    let (in_run, active_days) = (length(&run), active.iter().map(length).sum::<i64>());
    let takes_turn =
        |other: &&Days| in_active(other) * in_run * 4 <= other.count(run) * active_days;
    let taken: i64 = others.filter(takes_turn).map(|other| other.count(run)).sum();
    taken * active_days * 4 >= in_active(own) * in_run
}
