//! The cases other years are made of.
//!
//! Those of the exports come first. In a small year hardly any value occurs, so that hardly any other year could be made of
//! them alone; then there are *examples* besides, from which a changed case takes one aspect: each listed value by itself,
//! and receipts and completions in each month. Where the number of records is not published either, there are *spare*
//! cases, too: they lie outside the year until they are changed.

use super::measure::Measure;
use super::nesting::Nesting;
use crate::domain::{
    Case, Count, Day, Dimension, Field, Limit, Period, Population, Recording, ValueCode,
};
use crate::plan::Plan;
use crate::project::Project;
use crate::statistics::Matcher;
use jiff::civil::Date;
use std::collections::BTreeSet;

/// The fields of which there is an example of each value by itself; those of the category belong together.
const EXAMPLES: [Field; 6] = [
    Field::Topics,
    Field::SubmitterGroup,
    Field::Channel,
    Field::Outcome,
    Field::ClarifiedWith,
    Field::Site,
];

/// The most cases that have a spare one like them.
const MOST_SPARE: usize = 100;

/// The cases of the exports, the spare ones, and the examples, in this order.
pub(super) struct Pool {
    cases: Vec<Case>,
    own: usize,
    spare: usize,
    /// Cases with times that could have been.
    possible: Vec<Case>,
}

impl Pool {
    /// What a measure allows other years to be made of.
    pub(super) fn new(own: &[Case], measure: Measure, plan: &Plan, project: &Project) -> Self {
        let recording = &plan.recording;
        let days = if plan.asks_for(Field::ReceivedOn) { 7 } else { 1 };
        let middles = |first: Date, last: Date| middles(first, last, days);
        let edges = |first: Date, last: Date| {
            [vec![Day::new(first)], middles(first, last), vec![Day::new(last)]].concat()
        };
        // Where nothing is carried forward, readers may know that there are no cases of earlier years.
        let from_before =
            Matcher::new(&Count::cases(Population::CarriedForward), project).count(own) > 0;
        let like = own.first();
        let possible = like.map(|first| times(first, edges, from_before, recording, project));
        let possible = possible.unwrap_or_default();
        let mut pool = Self { cases: own.to_vec(), own: own.len(), spare: 0, possible };
        let Some(first) = own.first().filter(|_| measure.has_examples()) else { return pool };
        for (like, day) in own.iter().take(MOST_SPARE).zip(outside(project).iter().cycle()) {
            let (received_on, closed_on) = (*day, Some(*day));
            pool.cases.push(Case { received_on, closed_on, in_scope: false, ..like.clone() });
            pool.spare += 1;
        }
        pool.cases.extend(times(first, middles, true, recording, project));
        pool.cases.extend(categories(first, own, project));
        let codes = |dimension: Dimension| -> Vec<ValueCode> {
            let list = project.taxonomy.list(dimension).into_iter().flat_map(|list| list.codes());
            list.chain([ValueCode::NOT_STATED]).collect()
        };
        let own = project.taxonomy.schema().own();
        let fields = EXAMPLES.into_iter().chain(own.iter().map(|own| Field::Own(own)));
        for field in fields {
            // Who has another submitter has none of its supporting bodies.
            let like = match field {
                Field::SubmitterGroup => {
                    first.clone().with(Field::SupportingBody, ValueCode::NOT_STATED)
                }
                _ => first.clone(),
            };
            let codes = field.dimension().map(codes).unwrap_or_default();
            pool.cases.extend(codes.into_iter().map(|code| like.clone().with(field, code)));
        }
        pool
    }

    /// What lies in what: values come together as in these cases, but times as they could.
    pub(super) fn nesting<'a>(&'a self, project: &'a Project) -> Nesting<'a> {
        Nesting::new(&self.cases, &self.possible, project)
    }

    /// All of them.
    pub(super) fn cases(&self) -> &[Case] {
        &self.cases
    }

    /// Those of the exports: the first ones.
    pub(super) fn own(&self) -> &[Case] {
        self.cases.get(..self.own).unwrap_or_default()
    }

    /// How many can be changed: those of the exports and the spare ones.
    pub(super) fn changeable(&self) -> usize {
        self.own + self.spare
    }
}

/// Whether a case counts in no year that a report could be about.
pub(super) fn is_outside(case: &Case, project: &Project) -> bool {
    outside(project) == Some(case.received_on) && case.closed_on == Some(case.received_on)
}

/// A day of the year before the one that the stock of the report's period begins with.
fn outside(project: &Project) -> Option<Day> {
    Day::new(jiff::civil::date(project.settings.period.year() - 2, 1, 1))
}

/// The middle of a month and, where a report tells days of the week apart, those before it. An interim report may end before the
/// middle of its last one.
fn middles(first: Date, last: Date, days: i32) -> Vec<Option<Day>> {
    let middle = first.with().day(15).build().ok().and_then(|middle| Day::new(middle.min(last)));
    let number = middle.map_or(0, Day::number);
    let week = (0..days).map(|back| Day::from_number(number - back));
    week.filter(|day| day.is_some_and(|day| first <= day.date())).collect()
}

/// Receipts on some days of each month that the exports cover, of the office and of others, and, if the exports hold any, those of the
/// year before that were closed in this one or are open; completions after each number of days that a report tells apart.
fn times(
    first: &Case,
    days_of: impl Fn(Date, Date) -> Vec<Option<Day>>,
    from_before: bool,
    recording: &Recording,
    project: &Project,
) -> Vec<Case> {
    let as_of = project.settings.as_of;
    let is_covered = |day: &Day| {
        let date = day.date();
        recording.days.gaps.iter().all(|(from, to)| date < *from || *to < date)
    };
    let limits = project.durations.bands.iter().chain(&project.durations.target_days);
    let days: BTreeSet<u32> =
        limits.flat_map(|limit| [*limit, limit.saturating_add(1)]).chain([0]).collect();
    let targets = project.taxonomy.schema().targets();
    // The last day that keeps a deadline and the one behind it, where they have come.
    let sides = |limit: Limit, received_on: Day| {
        let last = limit.last_day(received_on);
        let days = [last, last.saturating_add(1)].into_iter().filter_map(Day::from_number);
        days.filter(|day| day.date() <= as_of)
    };
    let period = project.settings.period;
    // Nobody came to an office that did not exist.
    let opened_on = recording.days.opened_on;
    let is_open = |day: &Day| opened_on.is_none_or(|opened| opened <= day.date());
    let months = period.parts(Period::Month(1)).into_iter().map(|month| period.bounds(month));
    let received = months.flat_map(|(first, last)| days_of(first, last)).flatten();
    let received = received.filter(|day| is_covered(day) && is_open(day));
    // In the month before; where no export holds a case of an earlier year readers know that there was none.
    let before = period.bounds(Period::Year).0.yesterday().ok();
    let before = before.filter(|_| from_before && !recording.lacks_earlier).into_iter();
    let before = before.flat_map(|last| days_of(last.first_of_month(), last)).flatten();
    let before = before.filter(is_open);
    // Where every case is the office's, nobody else has any.
    let has_others = !project.scope.is_all() || project.scope.condition.is_some();
    let mut times = Vec::new();
    for received_on in received.chain(before) {
        for in_scope in [true, false].into_iter().filter(|in_scope| *in_scope || has_others) {
            times.push(Case { received_on, closed_on: None, in_scope, ..first.clone() });
        }
        let closed = days.iter().filter_map(|days| {
            let number = received_on.number().checked_add(i32::try_from(*days).ok()?)?;
            Day::from_number(number).filter(|day| day.date() <= as_of)
        });
        times.extend(closed.map(|closed_on| Case {
            received_on,
            closed_on: Some(closed_on),
            in_scope: true,
            ..first.clone()
        }));
        for target in targets {
            times.extend(sides(target.limit, received_on).map(|day| {
                let mut case =
                    Case { received_on, closed_on: None, in_scope: true, ..first.clone() };
                match target.until {
                    Field::AcknowledgedOn => case.acknowledged_on = Some(day),
                    _ => case.closed_on = Some(day),
                }
                case
            }));
        }
    }
    times
}

/// Each category by itself, and with each assessment and reason where cases of it have any.
fn categories(first: &Case, own: &[Case], project: &Project) -> Vec<Case> {
    let not_stated = ValueCode::NOT_STATED;
    let codes = |dimension: Dimension| {
        project.taxonomy.list(dimension).into_iter().flat_map(|list| list.codes())
    };
    let mut found: BTreeSet<(ValueCode, ValueCode, ValueCode)> = BTreeSet::new();
    for category in codes(Dimension::Category) {
        found.insert((category, not_stated, not_stated));
        let of_category = own.iter().filter(|case| case.code(Field::Category) == category);
        let assessed = of_category.into_iter().any(|case| case.has(Field::Assessment));
        if assessed {
            found.extend(
                codes(Dimension::Assessment).map(|assessment| (category, assessment, not_stated)),
            );
        }
    }
    for case in own.iter().filter(|case| case.has(Field::JustifiedReason)) {
        let (category, assessment) = (case.code(Field::Category), case.code(Field::Assessment));
        found
            .extend(codes(Dimension::JustifiedReason).map(|reason| (category, assessment, reason)));
    }
    let made = found.into_iter().map(|(category, assessment, reason)| {
        let case = first.clone().with(Field::Category, category);
        case.with(Field::Assessment, assessment).with(Field::JustifiedReason, reason)
    });
    made.collect()
}
