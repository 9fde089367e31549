//! The office's calendar: working days and the dates of a case.

use crate::random::Random;
use jiff::ToSpan;
use jiff::civil::{Date, Weekday, date};

/// Days without post between Monday and Friday (public holidays in Saxony).
const HOLIDAYS: [Date; 31] = [
    date(2015, 4, 3),
    date(2015, 4, 6),
    date(2015, 5, 1),
    date(2015, 5, 14),
    date(2015, 5, 25),
    date(2015, 11, 18),
    date(2015, 12, 24),
    date(2015, 12, 25),
    date(2016, 1, 1),
    date(2016, 3, 25),
    date(2016, 3, 28),
    date(2016, 5, 5),
    date(2016, 5, 16),
    date(2016, 10, 3),
    date(2016, 10, 31),
    date(2016, 11, 16),
    date(2016, 12, 26),
    date(2017, 4, 14),
    date(2017, 4, 17),
    date(2017, 5, 1),
    date(2017, 5, 25),
    date(2017, 6, 5),
    date(2017, 10, 3),
    date(2017, 10, 31),
    date(2017, 11, 22),
    date(2017, 12, 25),
    date(2017, 12, 26),
    date(2018, 1, 1),
    date(2018, 3, 30),
    date(2018, 4, 2),
    date(2018, 5, 1),
];

/// Ranges of calendar days from receipt to completion, with their weights: many short, a long tail.
const DURATIONS: [((u64, u64), u64); 8] = [
    ((0, 0), 6),
    ((1, 3), 12),
    ((4, 7), 16),
    ((8, 14), 27),
    ((15, 21), 16),
    ((22, 28), 9),
    ((29, 56), 11),
    ((57, 88), 3),
];

fn is_working_day(day: Date) -> bool {
    !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday) && !HOLIDAYS.contains(&day)
}

fn later(day: Date, days: u64) -> Date {
    day.saturating_add(i64::try_from(days).unwrap_or(0).days())
}

/// The day itself or the next one the office works on.
fn working_day_from(mut day: Date) -> Date {
    while !is_working_day(day) {
        day = later(day, 1);
    }
    day
}

/// All working days from one day to another, both inclusive.
pub(crate) fn working_days(from: Date, to: Date) -> Vec<Date> {
    from.series(1.day()).take_while(|day| *day <= to).filter(|day| is_working_day(*day)).collect()
}

/// All working days of a month.
pub(crate) fn working_days_of(year: i16, month: i8) -> Vec<Date> {
    let first = date(year, month, 1);
    working_days(first, first.last_of_month())
}

/// The day a case received on `received` is completed.
pub(crate) fn completion(received: Date, random: &mut Random) -> Date {
    let (shortest, longest) = random.weighted(&DURATIONS);
    working_day_from(later(received, shortest + random.below(longest - shortest + 1)))
}

/// The day its receipt is acknowledged; now and then nobody noted it.
pub(crate) fn acknowledgement(
    received: Date,
    closed: Option<Date>,
    random: &mut Random,
) -> Option<Date> {
    if random.percent(5) {
        return None;
    }
    let mut day = received;
    for _ in 0..random.weighted(&[(0, 30), (1, 40), (2, 20), (3, 8), (5, 2)]) {
        day = working_day_from(later(day, 1));
    }
    Some(closed.map_or(day, |closed| day.min(closed)))
}
