//! Whether cases of earlier years are known: without them nobody can say how many were open when the year began.

use super::fields::Fields;
use super::reach::{self, Stopped};
use super::remedies::below;
use super::verdict::is_of_earlier_years;
use super::year_days::{Days, bounds, gaps};
use crate::diagnostic::{Finding, FindingCode, Findings};
use crate::domain::{Count, Dimension, Field, Figure, Outcome, Period, Population, ValueCode};
use crate::intake::account::FileReading;
use crate::locale::{date_short, enumeration, month_name, period_label};
use crate::project::{ArchivedValue, Project};
use jiff::civil::Date;

/// Where so many cases were to be expected and none is there, an export is missing or ends early.
const EXPECTED: u64 = 10;

/// What is missing of earlier years, if anything is; the office may have said so itself, then there is nothing to say.
/// Their cases are known where the exports hold some, none of their files lacks the days of completion, no months before
/// the report year are empty in which many were to be expected, no site with many in the report year has
/// none in the year before, no file was made before their cases were completed, and those completed in the report year are not left out. Else something must prove that there is none to hold: the office opened in this year or later, its
/// exports are declared complete from before it on, or the report of the year before had no open case at its end.
pub(super) fn missing(
    fields: &Fields,
    files: &[FileReading],
    stopped: &[Stopped],
    project: &Project,
    opened: Option<Date>,
) -> Option<Findings> {
    let mut findings = Findings::default();
    // A column that is there and empty may tell that all its cases are open.
    let (blank, mut without_closings): (Vec<&FileReading>, Vec<&FileReading>) = fields
        .earlier_without_closings(files)
        .into_iter()
        .partition(|file| has_closings(file, project));
    if !without_closings.is_empty() {
        without_closings
            .retain(|file| !project.exports.declares_missing(Field::ClosedOn, &file.path));
        if !without_closings.is_empty() {
            findings.push(no_completions(&without_closings, project));
        }
        return Some(findings);
    }
    let year = project.settings.period;
    let (first, _) = year.bounds(Period::Year);
    let is_new = opened.is_some_and(|day| day >= first);
    let is_declared = project.exports.complete.is_some_and(|(from, _)| from < first);
    if is_new || is_declared || open_before(project) == Some(0) {
        return None;
    }
    let stale = stopped.iter().filter(|it| it.leaves_open).find_map(|it| {
        let file = files
            .get(usize::try_from(it.file).ok()?)
            .filter(|file| is_of_earlier_years(file, project))?;
        Some(
            unknown(&reach::told(it, file), project).help(reach::help(&declaration(project, true))),
        )
    });
    if let Some(stale) = stale {
        findings.push(stale);
        return Some(findings);
    }
    let lacks_completed = fields.closes() && !holds_completed(files, year_before(project), first);
    let has_year = files.iter().any(|file| file.months.keys().any(|month| year.has_month(*month)));
    let of_open = files.iter().filter(|file| has_year && is_of_open_cases(file, project));
    let is_blank = |file: &FileReading| blank.iter().any(|it| it.path == file.path);
    let of_open: Vec<&FileReading> =
        of_open.filter(|file| lacks_completed || is_blank(file)).collect();
    if !of_open.is_empty() {
        findings.push(open_cases_alone(&of_open, project));
        return Some(findings);
    }
    let is_before = |month: &(i16, i8)| year.begins_after(*month);
    let finding = match files.iter().any(|file| file.months.keys().any(is_before)) {
        false => Some(no_case(project)),
        true => empty_months(files, project, opened)
            .map(|months| no_case_of(&months, project))
            .or_else(|| no_case_of_site(files, project))
            .or_else(|| few_cases_without_site(files, project)),
    };
    findings.push(finding?);
    Some(findings)
}

/// Whether a file has a column for the days of completion, and the office does not say that it tells nothing.
fn has_closings(file: &FileReading, project: &Project) -> bool {
    file.column(Field::ClosedOn).is_some()
        && !project.exports.declares_missing(Field::ClosedOn, &file.path)
}

/// Whether a file with cases of the office holds a completed one that was received in this time before the report year.
fn holds_completed(files: &[FileReading], from: Date, first: Date) -> bool {
    let of_office = files.iter().filter(|file| file.values.has_office());
    let mut receipts = of_office.flat_map(|file| file.values.receipts());
    receipts.any(|(day, (all, open))| (from..first).contains(&day.date()) && all > open)
}

/// Whether a file of earlier years holds nothing but open cases, some of the office: those that were completed in the report year are
/// not among them.
fn is_of_open_cases(file: &FileReading, project: &Project) -> bool {
    is_of_earlier_years(file, project)
        && has_closings(file, project)
        && file.values.has_office()
        && file.values.last_closed().is_none()
}

/// The months at the end of the twelve before the report's period, or the last but one, that have no case although by the
/// number of the period many were to be expected in them.
fn empty_months(
    files: &[FileReading],
    project: &Project,
    opened: Option<Date>,
) -> Option<Vec<(i16, i8)>> {
    let period = project.settings.period;
    let (first, last) = period.months(Period::Year);
    let length = u64::from((last - first + 1).unsigned_abs());
    let months = || files.iter().flat_map(|file| &file.months);
    let of_period = months().filter(|(month, _)| period.has_month(**month));
    let of_period: u64 = of_period.map(|(_, count)| *count).sum();
    let before = |back: i8| period.month_at(first - back);
    let was_open = |month: (i16, i8)| opened.is_none_or(|day| (day.year(), day.month()) < month);
    let is_empty = |month: &(i16, i8)| was_open(*month) && !months().any(|(held, _)| held == month);
    let mut at_the_end: Vec<(i16, i8)> = (1..=12).map(before).take_while(is_empty).collect();
    at_the_end.reverse();
    // Cases of the last month alone may be a few that came early.
    let before_it = Some(before(2)).filter(is_empty).into_iter().collect();
    let mut runs = [at_the_end, before_it].into_iter();
    let usual = empty_months_within(files, project);
    runs.find(|empty| of_period * empty.len() as u64 >= length * EXPECTED && empty.len() > usual)
}

/// The longest run of months in the report's period that have no case as it happens: where events are recorded, one before it
/// says nothing. Months in which many were to be expected are a gap.
fn empty_months_within(files: &[FileReading], project: &Project) -> usize {
    let period = project.settings.period;
    let days = files.iter().flat_map(|file| file.values.receipts().keys().copied());
    let days = Days::new(days, period);
    let gaps = gaps(&days);
    let is_empty = |month: i8| {
        let run = Period::month(month.unsigned_abs()).map(|month| bounds(period, month));
        run.is_some_and(|run| {
            days.count(run) == 0 && !gaps.iter().any(|gap| gap.0 <= run.1 && run.0 <= gap.1)
        })
    };
    let (first, last) = period.months(Period::Year);
    let months: Vec<bool> = (first..=last).map(is_empty).collect();
    months.split(|is_empty| !is_empty).map(<[bool]>::len).max().unwrap_or_default()
}

/// A site that has many cases in the report year and none in the year before, in which by the other sites many were to be
/// expected: a few cases that were still open say nothing of it.
fn no_case_of_site(files: &[FileReading], project: &Project) -> Option<Finding> {
    let year = calendar_year(project)?;
    let list = project.taxonomy.list(Dimension::Site)?;
    let count = |site: ValueCode, of: i16| -> u64 {
        files.iter().filter_map(|file| file.values.sites().get(&(site, of))).sum()
    };
    let all = |of: i16| -> u64 { list.codes().map(|site| count(site, of)).sum() };
    let (before, now) = (all(year - 1), all(year));
    let site = list.codes().find(|site| {
        let own = count(*site, year);
        count(*site, year - 1) == 0
            && own >= EXPECTED
            && before > 0
            && before * own >= EXPECTED * (now - own)
    })?;
    let label = list.get(site).map_or("", |entry| entry.label.as_str());
    let what = format!(
        "kein Export enthält einen Fall des Standorts „{label}“, der {} eingegangen ist",
        year - 1
    );
    Some(stock_unknown(&what, project))
}

/// Cases of the year before that name no site, where those of the report year name several, and are far fewer: an export of one
/// site looks like this. One of nothing but open cases is small for another reason.
fn few_cases_without_site(files: &[FileReading], project: &Project) -> Option<Finding> {
    let year = calendar_year(project)?;
    let list = project.taxonomy.list(Dimension::Site)?;
    let sites = files.iter().flat_map(|file| file.values.sites());
    let names_site =
        sites.clone().any(|((site, of), _)| *of == year - 1 && *site != ValueCode::NOT_STATED);
    let of_site = |site: ValueCode| -> u64 {
        sites.clone().filter(|((it, of), _)| (*it, *of) == (site, year)).map(|it| it.1).sum()
    };
    let large = list.codes().filter(|site| of_site(*site) >= EXPECTED).count();
    let of = |year: i16| -> u64 {
        let months = files.iter().flat_map(|file| &file.months);
        months.filter(|((of, _), _)| *of == year).map(|(_, count)| *count).sum()
    };
    let open: u64 = files.iter().map(|file| file.records.get(Outcome::CarriedIn)).sum();
    let (before, now) = (of(year - 1), of(year));
    let is_of_one_site =
        !names_site && large > 1 && before * 2 < now && before.saturating_sub(open) >= EXPECTED;
    let what = format!(
        "die Fälle, die {} eingegangen sind, nennen keinen Standort und sind viel weniger als die des Jahres {year} aus mehreren Standorten; sie könnten von einem allein sein",
        year - 1
    );
    is_of_one_site.then(|| stock_unknown(&what, project))
}

/// The calendar year of the report's period; sites are counted by it, and by no other year.
fn calendar_year(project: &Project) -> Option<i16> {
    let period = project.settings.period;
    let is_one = period.is_of_calendar() && period.bounds(Period::Year).1.year() == period.year();
    is_one.then(|| period.year())
}

/// How many cases the report of the time before says were open at its end.
fn open_before(project: &Project) -> Option<u64> {
    let edition = project.edition_before()?;
    let open = Figure::Count(Count::cases(Population::Open)).id(&project.taxonomy);
    match edition.content.figures.get(&open)? {
        ArchivedValue::Count(count) => Some(*count),
        _ => None,
    }
}

/// What the office is to write where nothing is missing: one period that answers all warnings.
pub(super) fn declaration(project: &Project, lacks_earlier: bool) -> String {
    let (first, last) = project.settings.period.bounds(Period::Year);
    let (with_earlier, from) = match lacks_earlier {
        true => (", auch mit allen früheren Fällen", year_before(project)),
        false => ("", first),
    };
    format!(
        "sind die Exporte vollständig{with_earlier}, sagen Sie es in report.toml unter [exports]: complete = {{ from = {from}, to = {last} }}"
    )
}

/// The first day of the calendar year before that of the report's period.
fn year_before(project: &Project) -> Date {
    let year = project.settings.period.year();
    Date::new(year - 1, 1, 1).unwrap_or(Date::MIN)
}

/// No export holds a case of an earlier time.
fn no_case(project: &Project) -> Finding {
    let period = project.settings.period;
    let of_before = match project.edition_before().filter(|_| open_before(project).is_some()) {
        Some(before) => {
            let before = period_label(before.period(), Period::Year);
            format!("; nach dem Bericht {before} gab es offene Fälle")
        }
        None => String::new(),
    };
    let start = match period.part() {
        Some(Period::Year) if period.is_of_calendar() => period.year().to_string(),
        _ => format!("dem {}", date_short(period.bounds(Period::Year).0)),
    };
    let what =
        format!("kein Export enthält einen Fall, der vor {start} eingegangen ist{of_before}");
    stock_unknown(&what, project)
}

/// No export holds a case of these months, though it has cases of others before the report's period.
fn no_case_of(months: &[(i16, i8)], project: &Project) -> Finding {
    let name = |(year, month): &(i16, i8)| (*year, month_name(month.unsigned_abs()));
    let names = match months {
        [first, .., last] => match (name(first), name(last)) {
            ((year, first), (other, last)) if year == other => {
                format!("von {first} bis {last} {year}")
            }
            ((year, first), (other, last)) => format!("von {first} {year} bis {last} {other}"),
        },
        months => months
            .first()
            .map(name)
            .map(|(year, name)| format!("im {name} {year}"))
            .unwrap_or_default(),
    };
    let what = format!(
        "kein Export enthält einen Fall, der {names} eingegangen ist, obwohl nach dem Berichtszeitraum viele zu erwarten wären"
    );
    stock_unknown(&what, project)
}

/// Files of earlier years without the days of completion: which of their cases were open is not known.
fn no_completions(files: &[&FileReading], project: &Project) -> Finding {
    let names = enumeration(files.iter().map(|file| format!("`{}`", file.path)));
    unknown(&format!("in {names} fehlt der Tag der Erledigung"), project).help(format!(
        "nehmen Sie die Spalte in den Export auf, oder tragen Sie ihre Überschrift unter `exports.columns` ein; ist sie dort nicht erfasst, schreiben Sie in report.toml unter [exports.not_recorded]: {} = [{}]",
        Field::ClosedOn.id(),
        below(files.iter().copied())
    ))
}

/// Files of earlier years with nothing but open cases.
fn open_cases_alone(files: &[&FileReading], project: &Project) -> Finding {
    let year = when(project);
    let names = enumeration(files.iter().map(|file| format!("`{}`", file.path)));
    unknown(&format!("in {names} ist bei keinem Fall ein Tag der Erledigung eingetragen; sind sie alle offen, fehlen frühere Fälle, die erst {year} erledigt wurden"), project).help(format!(
        "exportieren Sie alle Fälle des Vorjahres, auch die erledigten; {}",
        declaration(project, true)
    ))
}

fn unknown(what: &str, project: &Project) -> Finding {
    Finding::new(
        FindingCode::StockNotRecorded,
        format!(
            "{what}; wie viele Fälle zu Beginn und am Ende offen waren, ist deshalb nicht bekannt und entfällt im Bericht, und unter den erledigten Fällen stehen nur solche des {}",
            project.words.period.genitive
        ),
    )
}

/// When the report's period is, within a sentence.
fn when(project: &Project) -> String {
    match project.settings.period {
        period
            if period.part() == Some(Period::Year)
                && period.is_of_calendar()
                && !period.is_interim() =>
        {
            period_label(period, Period::Year)
        }
        period if period.part().is_none() || period.is_interim() => "in diesem Zeitraum".to_owned(),
        _ => project.words.period.within.clone(),
    }
}

fn stock_unknown(what: &str, project: &Project) -> Finding {
    let year = when(project);
    let (first, last) = project.settings.period.bounds(Period::Year);
    let office = &project.words.office.nominative;
    unknown(what, project)
    .help(format!(
        "exportieren Sie auch die Fälle des Vorjahres neu, und legen Sie sie in den Ordner `exports` (der Export von damals weiß nicht, was seither erledigt wurde); hat {office} erst {year} begonnen, schreiben Sie in report.toml unter [report]: opened_on = {first}; enthalten die Exporte auch alle früheren Fälle, die {year} offen waren, nennen Sie unter [exports] einen Beginn davor: complete = {{ from = {}, to = {last} }}",
        year_before(project)
    ))
}
