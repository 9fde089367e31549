//! Dates and periods in print.

use crate::domain::{Period, ReportPeriod};
use jiff::civil::Date;

const MONTHS: [&str; 12] = [
    "Januar",
    "Februar",
    "März",
    "April",
    "Mai",
    "Juni",
    "Juli",
    "August",
    "September",
    "Oktober",
    "November",
    "Dezember",
];
const SHORT_MONTHS: [&str; 12] =
    ["Jan.", "Feb.", "März", "Apr.", "Mai", "Juni", "Juli", "Aug.", "Sep.", "Okt.", "Nov.", "Dez."];

/// Name of a month, 1 to 12; empty outside.
pub fn month_name(month: u8) -> &'static str {
    usize::from(month).checked_sub(1).and_then(|index| MONTHS.get(index)).copied().unwrap_or("")
}

/// Name of the month at a position of a report's year, 1 to 12.
pub fn month_at(of: ReportPeriod, position: u8) -> &'static str {
    month_name(of.month_at(position.cast_signed()).1.unsigned_abs())
}

/// Short name of a month, 1 to 12; empty outside.
pub fn month_short(month: u8) -> &'static str {
    let index = usize::from(month).checked_sub(1);
    index.and_then(|index| SHORT_MONTHS.get(index)).copied().unwrap_or("")
}

/// `2. Mai 2018`, with no-break spaces.
pub fn date_long(day: Date) -> String {
    let month = month_name(u8::try_from(day.month()).unwrap_or_default());
    format!("{}.\u{a0}{month}\u{a0}{}", day.day(), day.year())
}

/// Two days with words between them: `1. Januar bis 15. August 2017`.
pub(super) fn days_between(from: Date, between: &str, to: Date) -> String {
    if from.year() != to.year() {
        return format!("{} {between} {}", date_long(from), date_long(to));
    }
    let month = month_name(u8::try_from(from.month()).unwrap_or_default());
    format!("{}.\u{a0}{month} {between} {}", from.day(), date_long(to))
}

/// `02.05.2018`.
pub fn date_short(day: Date) -> String {
    format!("{:02}.{:02}.{:04}", day.day(), day.month(), day.year())
}

/// A run of days of one year, both inclusive: `Juli bis Dezember 2017`, `März 2017`, `11.11.2017 bis 31.12.2017`.
pub fn days_label(from: Date, to: Date) -> String {
    let name = |day: Date| month_name(u8::try_from(day.month()).unwrap_or_default());
    let is_whole = from == from.first_of_month() && to == to.last_of_month();
    match (is_whole && from.year() == to.year(), from == to, from.month() == to.month()) {
        (true, _, true) => format!("{}\u{a0}{}", name(to), to.year()),
        (true, ..) => format!("{} bis {}\u{a0}{}", name(from), name(to), to.year()),
        (_, true, _) => date_short(from),
        _ => format!("{} bis {}", date_short(from), date_short(to)),
    }
}

/// So many days of a month are worth to be named as a part of it; fewer may have no case by chance.
const PART_OF_MONTH: i8 = 7;

/// A run of days of one year by its months, both inclusive: `Juli bis Dezember`, `Januar bis Anfang März`, `Ende Mai bis Mitte Juni`;
/// `None` for a few days of a month. Names no day, which may be that of a single case, but a third of its month.
pub(super) fn months_text(from: Date, to: Date) -> Option<String> {
    let mut start = from;
    while start <= to && !is_part(start, to.min(start.last_of_month())) {
        start = start.last_of_month().tomorrow().ok()?;
    }
    let mut end = to;
    while start <= end && !is_part(start.max(end.first_of_month()), end) {
        end = end.first_of_month().yesterday().ok()?;
    }
    (start <= end).then(|| thirds(start, end))
}

/// Whether days of one month are enough to be named.
fn is_part(from: Date, to: Date) -> bool {
    to.day() - from.day() + 1 >= PART_OF_MONTH
}

/// From and to a month or a third of one.
fn thirds(from: Date, to: Date) -> String {
    let name = |day: Date| month_name(u8::try_from(day.month()).unwrap_or_default());
    let third = |day: Date| match day.day() {
        ..=10 => "Anfang ",
        11..=20 => "Mitte ",
        21.. => "Ende ",
    };
    let starts = if from == from.first_of_month() { "" } else { third(from) };
    let ends = if to == to.last_of_month() { "" } else { third(to) };
    match from.first_of_month() == to.first_of_month() {
        true if starts.is_empty() && ends.is_empty() => name(to).to_owned(),
        true if third(from) == third(to) => format!("{}{}", third(from), name(to)),
        true => format!("{}bis {}{}", third(from), third(to), name(to)),
        false => format!("{starts}{} bis {ends}{}", name(from), name(to)),
    }
}

/// The same with the year: `Juli bis Dezember 2017`, `Oktober 2016 bis Januar 2017`. A few days of a month are a part of it.
pub fn months_label(from: Date, to: Date) -> String {
    let end_of_year = from.last_of_year();
    if let (true, Ok(next)) = (from.year() < to.year(), end_of_year.tomorrow()) {
        return match (months_text(from, end_of_year), months_text(next, to)) {
            (Some(_), None) => months_label(from, end_of_year),
            (None, Some(_)) => months_label(next, to),
            _ => {
                let (first, last) =
                    (thirds(from, from.last_of_month()), thirds(to.first_of_month(), to));
                format!("{first}\u{a0}{} bis {last}\u{a0}{}", from.year(), to.year())
            }
        };
    }
    let months = months_text(from, to).unwrap_or_else(|| thirds(from, to));
    format!("{months}\u{a0}{}", to.year())
}

/// `2018-05-02`, for data files and file names.
pub fn date_iso(day: Date) -> String {
    format!("{:04}-{:02}-{:02}", day.year(), day.month(), day.day())
}

/// A year as the report's is named: `2017`; where it ends in a later one `2016/17`.
pub fn year_label(of: ReportPeriod, year: i16) -> String {
    let (last, _) = of.month_at(of.calendar_months(Period::Year).1.max(12));
    match last - of.year() {
        0 => year.to_string(),
        years => format!("{year}/{:02}", (year + years) % 100),
    }
}

/// Months from that of a day to that of another: `März bis Oktober 2017`, `September 2017 bis April 2018`, `März 2017`.
fn months_between(from: Date, to: Date) -> String {
    let name = |day: Date| month_name(day.month().unsigned_abs());
    let start = match (from.year() == to.year(), from.month() == to.month()) {
        (true, true) => String::new(),
        (true, false) => format!("{} bis ", name(from)),
        (false, _) => format!("{}\u{a0}{} bis ", name(from), from.year()),
    };
    format!("{start}{}\u{a0}{}", name(to), to.year())
}

/// `2017`, `1. Halbjahr 2017`, `3. Quartal 2017`, `März 2017`, `2016/17`, `März bis Oktober 2017`; of the whole period of an interim report `1. Januar bis 15. August 2017`.
pub fn period_label(of: ReportPeriod, period: Period) -> String {
    let year = year_label(of, of.year());
    if period == Period::Year && of.is_interim() {
        let (from, to) = of.bounds(period);
        return if from == to { date_long(to) } else { days_between(from, "bis", to) };
    }
    let part = if period == Period::Year { of.part() } else { Some(period) };
    let within = |number: u8, many: u8| {
        let year = of.year() + i16::from(number.saturating_sub(1) / many);
        (number.saturating_sub(1) % many + 1, year_label(of.one_year(), year))
    };
    let Some(part) = part else {
        let (from, to) = of.bounds(Period::Year);
        return months_between(from, to);
    };
    match part {
        Period::Year => year,
        Period::OneYear(number) => within(number, 1).1,
        Period::HalfYear(number) => {
            let (number, year) = within(number, 2);
            format!("{number}.\u{a0}Halbjahr\u{a0}{year}")
        }
        Period::Quarter(number) => {
            let (number, year) = within(number, 4);
            format!("{number}.\u{a0}Quartal\u{a0}{year}")
        }
        Period::Month(number) => {
            let (year, _) = of.month_at(number.cast_signed());
            format!("{}\u{a0}{year}", month_at(of, number))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn dates_and_periods_are_written_in_german() {
        let day = date(2018, 5, 2);
        assert_eq!(date_long(day), "2.\u{a0}Mai\u{a0}2018");
        assert_eq!(date_short(day), "02.05.2018");
        assert_eq!(date_iso(day), "2018-05-02");
        let year = ReportPeriod::new(2017).unwrap();
        assert_eq!(period_label(year, Period::HalfYear(1)), "1.\u{a0}Halbjahr\u{a0}2017");
        assert_eq!(period_label(year, Period::Month(3)), "März\u{a0}2017");
        assert_eq!(month_name(13), "");
    }

    #[test]
    fn days_that_are_missing_are_told_by_their_months() {
        let day = |month, day| Date::new(2017, month, day).unwrap();
        for (from, to, label) in [
            (day(7, 1), day(12, 31), "Juli bis Dezember\u{a0}2017"),
            (day(6, 25), day(12, 31), "Juli bis Dezember\u{a0}2017"),
            (day(6, 15), day(8, 31), "Mitte Juni bis August\u{a0}2017"),
            (day(5, 1), day(5, 31), "Mai\u{a0}2017"),
            (day(1, 1), day(3, 9), "Januar bis Anfang März\u{a0}2017"),
            (day(3, 10), day(12, 31), "Anfang März bis Dezember\u{a0}2017"),
            (day(12, 9), day(12, 31), "Anfang bis Ende Dezember\u{a0}2017"),
            (day(12, 22), day(12, 31), "Ende Dezember\u{a0}2017"),
            (day(3, 25), day(4, 9), "Ende März bis Anfang April\u{a0}2017"),
            (day(3, 25), day(5, 3), "Ende März bis April\u{a0}2017"),
            (day(3, 27), day(4, 2), "Ende März bis Anfang April\u{a0}2017"),
            (day(1, 1), day(1, 2), "Anfang Januar\u{a0}2017"),
        ] {
            assert_eq!(months_label(from, to), label);
        }
    }
}
