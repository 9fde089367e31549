//! What other years may be made of.

use super::super::measure::Measure;
use super::super::pool::Pool;
use super::*;
use crate::domain::Recording;

#[test]
fn years_are_made_of_the_exports_alone_until_masks_do_not_protect_them() {
    let cases = complaints(3, |_| {});
    let pool = Pool::new(&cases, Measure::Masks, &Plan::default(), &bare());
    assert_eq!((pool.cases(), pool.own(), pool.changeable()), (&*cases, &*cases, 3));
    let pool = Pool::new(&cases, Measure::WithoutLedger, &Plan::default(), &bare());
    assert_eq!((pool.own(), pool.changeable()), (&*cases, 6), "each case has a spare one like it");
    let topics = PROJECT.taxonomy.list(Dimension::Topic).unwrap();
    for topic in topics.codes() {
        assert!(pool.cases().iter().any(|case| case.topics() == [topic]), "{topic:?}");
    }
    assert!(Pool::new(&[], Measure::TotalsOnly, &Plan::default(), &bare()).cases().is_empty());
}

#[test]
fn no_example_lies_in_a_time_that_no_export_covers() {
    let cases = complaints(3, |_| {});
    let mut recording = Recording::default();
    recording.days.gaps = vec![(date(2017, 7, 1), date(2017, 12, 31))];
    let pool =
        Pool::new(&cases, Measure::TotalsOnly, &Plan { recording, ..Plan::default() }, &bare());
    assert!(pool.cases().iter().all(|case| case.received_on < day(date(2017, 7, 1))));
}

#[test]
fn a_band_of_any_length_is_no_day_beyond_the_calendar() {
    let mut project = bare();
    project.durations.bands = vec![3, u32::MAX];
    let cases = complaints(3, |_| {});
    let pool = Pool::new(&cases, Measure::TotalsOnly, &Plan::default(), &project);
    let as_of = project.settings.as_of;
    let closed = pool.cases().iter().filter_map(|case| case.closed_on);
    assert!(closed.into_iter().all(|closed| closed.date() <= as_of));
}
