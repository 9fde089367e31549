//! What the exports record, seen over all files: which fields, which days, whether cases of earlier years. What is
//! missing is neither zero nor "not stated"; it leaves the report, and the officer is told.

mod closings;
mod completions;
mod coverage;
mod days;
mod earlier;
mod field_findings;
mod fields;
mod file_days;
mod files;
mod gone;
mod part;
mod reach;
mod remedies;
mod silent_parts;
mod sources;
mod stated;
mod unread;
mod verdict;
mod year_days;

pub(super) use fields::Fields;
pub(super) use unread::{HEAD, likenesses, says_more};

use crate::diagnostic::Findings;
use crate::domain::{Case, Day, Field, Outcome, Period, RecordedFields, Recording};
use crate::intake::account::FileReading;
use crate::project::Project;

/// What the exports record, and what is to be said about it. `cases` are those that were read, `fields` what the
/// files' columns hold. Cases of earlier years leave where it is not known which of them were open: no figure counts a part of them.
pub(super) fn recording(
    fields: &mut Fields,
    files: &mut [FileReading],
    cases: &mut Vec<Case>,
    project: &Project,
) -> (Recording, Findings) {
    let mut findings = Findings::default();
    let is_older = days::office_is_older(cases, project, &mut findings);
    let opened = project.settings.opened_on.filter(|_| !is_older);
    let has_records =
        files.iter().any(|file| file.records.total() > 0) || days::hold_nothing(files);
    let stopped = reach::stopped(cases, files, project);
    let earlier = earlier::missing(fields, files, &stopped, project, opened);
    let earlier = earlier.filter(|_| has_records);
    let (of_gone, gone) = gone::since_the_year_before(files, project);
    if earlier.is_some() {
        leave_earlier(cases, files, project);
    }
    findings.extend(silent_parts::mark(fields, cases, project));
    let (files, fields) = (&*files, &*fields);
    let coverage = coverage::coverage(fields, cases, project);
    let missed = coverage::Missed::new(fields, cases, &coverage);
    coverage::unmark(cases, fields, &coverage.absent);
    let with_declaration = (project, &*earlier::declaration(project, earlier.is_some()));
    findings.extend(field_findings::findings(fields, files, with_declaration, &missed));
    files.iter().for_each(|file| findings.extend(unread::findings(file, project)));
    let mut days = days::receipts(cases, files, with_declaration, opened, &mut findings);
    let sources = sources::sources(cases, files, project);
    let (of_sources, early) = files::findings(&sources, with_declaration, opened, &mut days);
    findings.extend(of_sources);
    days.known_until = reach::known_until(files, &stopped, &early, &days, project);
    let mut absent = fields.absent().clone();
    absent.extend(coverage.absent);
    let closings = match absent.contains(&Field::ClosedOn) {
        true => closings::Missing::default(),
        false => closings::missing(cases, files, &stopped, with_declaration, &mut findings),
    };
    absent.extend(closings.is_any.then_some(Field::ClosedOn));
    // What is missing of all the year is missing of each of its days.
    if !gone.is_empty() {
        let year = vec![project.settings.period.bounds(Period::Year)];
        (days.in_part, days.in_part_of_house, days.gone) = (year.clone(), year, gone);
    }
    findings.extend(of_gone);
    let closes = !absent.contains(&Field::ClosedOn);
    findings.extend(completions::as_long(cases).filter(|_| closes));
    if closes
        && days.in_part.is_empty()
        && let Some((run, finding)) = completions::none_open(cases, with_declaration)
    {
        findings.push(finding);
        days.in_part.extend(days::dates(vec![run]));
        days.lacks_open_cases = true;
    }
    let lacks_earlier = earlier.is_some();
    // Without days of completion there is no stock to miss.
    findings.extend(earlier.filter(|_| closes).unwrap_or_default());
    let fields = RecordedFields {
        absent,
        closes_in_part: fields.closes_in_part() || closings.in_part,
        closes_later: closings.ends_early && completions::lack_what_is_entered(cases),
        house_closes_in_part: fields.house_closes_in_part(),
        of_house: coverage.of_house,
        of_received: coverage.of_received,
        of_stock: coverage.of_stock,
    };
    let days = days.of_period(project.settings.period, opened);
    (Recording { fields, days, lacks_earlier, ..Recording::default() }, findings)
}

/// Takes the cases of earlier years out, as if they had been completed before the report year.
fn leave_earlier(cases: &mut Vec<Case>, files: &mut [FileReading], project: &Project) {
    let first = Day::number_of(project.settings.period.bounds(Period::Year).0);
    cases.retain(|case| {
        let stays = case.received_on.number() >= first;
        let file = usize::try_from(case.source.file).ok().and_then(|at| files.get_mut(at));
        if let Some(file) = file.filter(|_| !stays) {
            file.records.rebook(Outcome::CarriedIn, Outcome::OutsidePeriod);
        }
        stays
    });
}
