//! Dates and periods in print.

use crate::domain::{Period, ReportYear};
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

/// So many days of a month are worth to be named as a part of it.
const PART_OF_MONTH: i8 = 10;

/// A run of days of one year by its months, both inclusive: `Juli bis Dezember`, `Teile von Juni sowie Juli bis Dezember`; `None`
/// for a few days of a month. Names no day: the one before the run may be that of a single case.
pub(super) fn months_text(from: Date, to: Date) -> Option<String> {
    // Whole months, parts of the month before them and of the one after them.
    let (mut whole, mut before, mut after) = (Vec::new(), Vec::new(), Vec::new());
    let mut first = from.first_of_month();
    while first <= to {
        let last = first.last_of_month();
        let days = to.min(last).day() - from.max(first).day() + 1;
        if from <= first && last <= to {
            whole.push(first.month());
        } else if days >= PART_OF_MONTH {
            if whole.is_empty() { &mut before } else { &mut after }.push(first.month());
        }
        let Ok(next) = last.tomorrow() else { break };
        first = next;
    }
    let name = |month: &i8| month_name(u8::try_from(*month).unwrap_or_default());
    let whole = match (whole.first(), whole.last()) {
        (Some(first), Some(last)) if first != last => format!("{} bis {}", name(first), name(last)),
        (Some(month), _) => name(month).to_owned(),
        _ => String::new(),
    };
    let parts = |parts: &[i8]| {
        let names = parts.iter().map(name).collect::<Vec<_>>().join(" und ");
        if names.is_empty() { names } else { format!("Teile von {names}") }
    };
    let named = [parts(&before), whole, parts(&after)].into_iter().filter(|part| !part.is_empty());
    let text = named.collect::<Vec<_>>().join(" sowie ");
    (!text.is_empty()).then_some(text)
}

/// The same with the year: `Juli bis Dezember 2017`. A few days of a month are a part of it.
pub fn months_label(from: Date, to: Date) -> String {
    let name = |day: Date| month_name(u8::try_from(day.month()).unwrap_or_default());
    let months = months_text(from, to).unwrap_or_else(|| match from.month() == to.month() {
        true => format!("Teile von {}", name(from)),
        false => format!("Teile von {} und {}", name(from), name(to)),
    });
    format!("{months}\u{a0}{}", to.year())
}

/// `2018-05-02`, for data files and file names.
pub fn date_iso(day: Date) -> String {
    format!("{:04}-{:02}-{:02}", day.year(), day.month(), day.day())
}

/// `2017`, `1. Halbjahr 2017`, `3. Quartal 2017`, `März 2017`.
pub fn period_label(year: ReportYear, period: Period) -> String {
    let year = year.get();
    match period {
        Period::Year => year.to_string(),
        Period::HalfYear(number) => format!("{number}.\u{a0}Halbjahr\u{a0}{year}"),
        Period::Quarter(number) => format!("{number}.\u{a0}Quartal\u{a0}{year}"),
        Period::Month(number) => format!("{}\u{a0}{year}", month_name(number)),
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
        let year = ReportYear::new(2017).unwrap();
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
            (day(6, 15), day(8, 31), "Teile von Juni sowie Juli bis August\u{a0}2017"),
            (day(5, 1), day(5, 31), "Mai\u{a0}2017"),
            (day(12, 9), day(12, 31), "Teile von Dezember\u{a0}2017"),
            (day(3, 25), day(4, 9), "Teile von März und April\u{a0}2017"),
            (day(3, 20), day(4, 12), "Teile von März und April\u{a0}2017"),
        ] {
            assert_eq!(months_label(from, to), label);
        }
    }
}
