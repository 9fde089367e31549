//! Dates as exports write them, from a fixed list of forms. A form that could mean two days (two-digit years,
//! slashes without a declared order, a spreadsheet's day number) is a defect with a name, never a guess. A time with a
//! zone means the day it is in the office's zone.

use super::times::{self, TimeOfDay, Zone};
use crate::intake::text::clean;
use crate::project::{DEFAULT_TIME_ZONE, DateOrder, DateRules, time_zone};
use jiff::civil::Date;
use jiff::tz::{Offset, TimeZone};
use jiff::{SignedDuration, Timestamp};

/// The first day a date of a case can mean; earlier ones are typing errors.
const FIRST_YEAR: i16 = 1990;

/// Why a text is no date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum DateDefect {
    /// The year has two digits.
    TwoDigitYear,
    /// Day and month are separated by slashes: their order is open.
    Slashes,
    /// A spreadsheet's day number.
    SerialNumber,
    /// Not in the calendar, or long before any case can have been received.
    Impossible,
    /// Told in a winter's time in summer or the other way round, and the day depends on which is true.
    DoubtfulZone,
    /// No known form at all.
    NoDate,
}

impl DateDefect {
    /// The identifier, for telling kinds apart.
    pub(crate) fn id(self) -> &'static str {
        match self {
            Self::TwoDigitYear => "two_digit_year",
            Self::Slashes => "slashes",
            Self::SerialNumber => "serial_number",
            Self::Impossible => "impossible",
            Self::DoubtfulZone => "doubtful_zone",
            Self::NoDate => "no_date",
        }
    }
}

/// What a date means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Meaning {
    /// A day; a time of day without a zone is taken and ignored.
    Day(Date),
    /// The day a time with a zone is in the office's zone.
    DayOfZone(Date),
    /// A day the office has declared to mean "not yet".
    Never,
}

impl Meaning {
    /// The day, if it is one.
    pub(crate) fn day(self) -> Option<Date> {
        match self {
            Self::Day(day) | Self::DayOfZone(day) => Some(day),
            Self::Never => None,
        }
    }
}

/// What a text means by an office's rules.
pub(crate) fn parse(text: &str, rules: &DateRules) -> Result<Meaning, DateDefect> {
    let (date, time) = written(text, declared(rules))?;
    if rules.never.binary_search(&date).is_ok() {
        return Ok(Meaning::Never);
    }
    let meaning = match time {
        Some(time) if time.zone != Zone::Local => {
            Meaning::DayOfZone(in_zone(date, time, &rules.time_zone)?.date())
        }
        _ => Meaning::Day(date),
    };
    match meaning.day().is_some_and(|day| day.year() >= FIRST_YEAR) {
        true => Ok(meaning),
        false => Err(DateDefect::Impossible),
    }
}

/// The day a text means by an office's rules; `None` for what is no date, and for a day that means "not yet".
pub fn day_meant(text: &str, rules: &DateRules) -> Option<Date> {
    parse(text, rules).ok()?.day()
}

/// The day a text means, and the time of day in milliseconds where it is told. `None` for what is no date, and for a
/// time that is impossible. A time with a zone is the office's; in the hour that its clocks show twice only the day is
/// told, since the other time would not compare with it.
pub(crate) fn moment(text: &str, rules: &DateRules) -> Option<(Date, Option<u32>)> {
    let day = parse(text, rules).ok()?.day()?;
    let (date, time) = written(text, declared(rules)).ok()?;
    let Some(time) = time else { return Some((day, None)) };
    let milliseconds = time.milliseconds.filter(|time| *time < 24 * 60 * 60 * 1000)?;
    if time.zone == Zone::Local {
        return Some((day, Some(milliseconds)));
    }
    let moment = in_zone(date, time, &rules.time_zone).ok()?;
    if rules.time_zone.to_ambiguous_timestamp(moment).is_ambiguous() {
        return Some((day, None));
    }
    let since = moment.duration_since(moment.date().to_datetime(jiff::civil::Time::midnight()));
    Some((day, u32::try_from(since.as_millis()).ok()))
}

/// A time as the clocks of a zone show it.
fn in_zone(
    date: Date,
    time: TimeOfDay,
    zone: &TimeZone,
) -> Result<jiff::civil::DateTime, DateDefect> {
    let milliseconds = time.milliseconds.ok_or(DateDefect::Impossible)?;
    let instant = |offset: i32| {
        let midnight = date.to_datetime(jiff::civil::Time::midnight());
        let midnight = Offset::from_seconds(offset).ok()?.to_timestamp(midnight).ok()?;
        midnight.checked_add(SignedDuration::from_millis(milliseconds.into())).ok()
    };
    let instant = |offset| instant(offset).ok_or(DateDefect::Impossible);
    match time.zone {
        Zone::Local => Ok(date.to_datetime(jiff::civil::Time::midnight())),
        Zone::Offset(offset) => Ok(zone.to_datetime(instant(offset)?)),
        Zone::CentralEuropean(offset) => {
            let meant = instant(offset)?;
            let shown = zone.to_datetime(meant);
            let other = zone.to_datetime(instant(3 * 3600 - offset)?);
            match shown.date() == other.date() || is_central_european(meant, offset) {
                true => Ok(shown),
                false => Err(DateDefect::DoubtfulZone),
            }
        }
    }
}

/// Whether the clocks of Central Europe had this offset then.
fn is_central_european(instant: Timestamp, offset: i32) -> bool {
    let zone = time_zone(DEFAULT_TIME_ZONE);
    zone.is_some_and(|zone| zone.to_offset(instant).seconds() == offset)
}

/// The order of day and month, and whether years may have two digits.
type Declared = (Option<DateOrder>, bool);

fn declared(rules: &DateRules) -> Declared {
    (rules.order, rules.two_digit_years)
}

/// The day and the time as they are written.
fn written(text: &str, declared: Declared) -> Result<(Date, Option<TimeOfDay>), DateDefect> {
    if let Some(date) = usual_form(text) {
        return date.map(|date| (date, None));
    }
    let (day, rest) = day_and_rest(clean(text));
    let serial = (5..=6).contains(&day.len()) && is_digits(day);
    let fraction = rest.strip_prefix(',').is_some_and(is_digits);
    if serial && (rest.is_empty() || fraction) {
        return Err(DateDefect::SerialNumber);
    }
    let date = day_of(day, declared)?;
    times::read(rest).map(|time| (date, time)).ok_or(DateDefect::NoDate)
}

/// The day, and what follows it.
fn day_and_rest(text: &str) -> (&str, &str) {
    let end = text
        .char_indices()
        .find(|(_, c)| c.is_whitespace() || matches!(c, 'T' | 't' | ','))
        .map_or(text.len(), |(position, _)| position);
    text.split_at_checked(end).unwrap_or((text, ""))
}

/// `TT.MM.JJJJ` and nothing else: nearly all dates, so it is read without a detour.
fn usual_form(text: &str) -> Option<Result<Date, DateDefect>> {
    let [d1, d2, b'.', m1, m2, b'.', y1, y2, y3, y4] = text.as_bytes() else { return None };
    let number = |digits: &[&u8]| {
        digits.iter().try_fold(0_i16, |number, digit| {
            digit.is_ascii_digit().then(|| number * 10 + i16::from(**digit - b'0'))
        })
    };
    let (day, month, year) = (number(&[d1, d2])?, number(&[m1, m2])?, number(&[y1, y2, y3, y4])?);
    let date = || Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok();
    Some(date().ok_or(DateDefect::Impossible))
}

/// Whether a text is a date or was meant as one, by whatever rules.
pub(crate) fn is_like_a_date(text: &str) -> bool {
    let text = clean(text);
    text.starts_with(|c: char| c.is_ascii_digit())
        && written(text, Declared::default()) != Err(DateDefect::NoDate)
}

/// Whether a text is a day, in the calendar or near to it; a number without separators is none.
pub(crate) fn is_a_day(text: &str) -> bool {
    is_like_a_date(text) && written(text, Declared::default()) != Err(DateDefect::SerialNumber)
}

fn day_of(text: &str, (order, has_short_years): Declared) -> Result<Date, DateDefect> {
    let parts = |separator| {
        let mut parts = text.split(separator);
        match (parts.next(), parts.next(), parts.next(), parts.next()) {
            (Some(first), Some(second), Some(third), None)
                if [first, second, third].into_iter().all(is_digits) =>
            {
                Some((first, second, third))
            }
            _ => None,
        }
    };
    let day_first =
        |(day, month, year): (&str, &str, &str)| match (day.len(), month.len(), year.len()) {
            (1..=2, 1..=2, 4) => calendar(year, month, day),
            (1..=2, 1..=2, 2) if has_short_years => calendar(&format!("20{year}"), month, day),
            (1..=2, 1..=2, 2) => Err(DateDefect::TwoDigitYear),
            _ => Err(DateDefect::NoDate),
        };
    let ordered = |(first, second, year)| match order {
        None => Err(DateDefect::Slashes),
        Some(DateOrder::DayFirst) => day_first((first, second, year)),
        Some(DateOrder::MonthFirst) => day_first((second, first, year)),
    };
    let year_first = |(year, month, day): (&str, &str, &str)| {
        (year.len() == 4 && month.len() == 2 && day.len() == 2).then(|| calendar(year, month, day))
    };
    if let Some(parts) = parts('/') {
        return year_first(parts).unwrap_or_else(|| ordered(parts));
    }
    if let Some(parts) = parts('.') {
        return day_first(parts);
    }
    match parts('-') {
        Some(parts) => match (year_first(parts), order) {
            (Some(date), _) => date,
            (None, Some(_)) => ordered(parts),
            (None, None) => Err(DateDefect::NoDate),
        },
        None => Err(DateDefect::NoDate),
    }
}

fn calendar(year: &str, month: &str, day: &str) -> Result<Date, DateDefect> {
    let date = || Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok();
    date().ok_or(DateDefect::Impossible)
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn day(text: &str) -> Result<Date, DateDefect> {
        parse(text, &DateRules::default()).map(|meaning| meaning.day().unwrap())
    }

    #[test]
    fn the_known_forms_mean_one_day() {
        for text in [
            "01.02.2017",
            "1.2.2017",
            "2017-02-01",
            "2017/02/01",
            "\u{a0}01.02.2017 ",
            "01.02.2017 00:00",
            "01.02.2017 10:15:00",
            "01.02.2017, 10:15 Uhr",
            "01.02.2017 2:05 PM",
            "2017-02-01T10:15:00.000Z",
            "2017-02-01T10:15:00+01:00",
            "2017-02-01 10:15:00",
        ] {
            assert_eq!(day(text), Ok(date(2017, 2, 1)), "{text}");
        }
    }

    #[test]
    fn a_form_that_could_mean_two_days_has_a_name() {
        for (text, defect) in [
            ("01.02.17", DateDefect::TwoDigitYear),
            ("01/02/2017", DateDefect::Slashes),
            ("3/14/2017 2:05 PM", DateDefect::Slashes),
            ("42767", DateDefect::SerialNumber),
            ("42767,4375", DateDefect::SerialNumber),
            ("31.02.2017", DateDefect::Impossible),
            ("29.02.2017", DateDefect::Impossible),
            ("00.01.2017", DateDefect::Impossible),
            ("01.02.1017", DateDefect::Impossible),
            ("2017-02-01T25:00:00Z", DateDefect::Impossible),
            ("30.06.2017 23:10 MEZ", DateDefect::DoubtfulZone),
            ("01.01.2017 00:10 MESZ", DateDefect::DoubtfulZone),
            ("Februar 2017", DateDefect::NoDate),
            ("01-02-2017", DateDefect::NoDate),
            ("20170201", DateDefect::NoDate),
            ("01.02.2017 abends", DateDefect::NoDate),
            ("01.02.2017T", DateDefect::NoDate),
            ("01.02.2017 10:15 EST", DateDefect::NoDate),
            ("01.02.2017 08:00-10:00", DateDefect::NoDate),
            ("01.02.", DateDefect::NoDate),
            ("", DateDefect::NoDate),
        ] {
            assert_eq!(day(text), Err(defect), "{text}");
        }
    }

    #[test]
    fn a_time_with_a_zone_is_the_day_it_is_in_the_office() {
        for (text, there) in [
            ("2016-12-31T23:30:00Z", date(2017, 1, 1)),
            ("2016-12-31T22:59:59Z", date(2016, 12, 31)),
            ("2016-12-31T24:00:00Z", date(2017, 1, 1)),
            ("30.06.2017 22:00 UTC", date(2017, 7, 1)),
            ("30.06.2017 21:59:59.999 UTC", date(2017, 6, 30)),
            ("2017-01-01T00:30:00+02:00", date(2016, 12, 31)),
            ("2016-12-31 18:30:00 -0500", date(2017, 1, 1)),
            ("31.12.2016 23:30 MEZ", date(2016, 12, 31)),
            ("30.06.2017 23:30 CEST", date(2017, 6, 30)),
            ("01.07.2017 12:00 CET", date(2017, 7, 1)),
            ("31.12.2016, 11:30 PM GMT", date(2017, 1, 1)),
        ] {
            let meaning = parse(text, &DateRules::default());
            assert_eq!(meaning, Ok(Meaning::DayOfZone(there)), "{text}");
        }
        let far =
            DateRules { time_zone: time_zone("America/New_York").unwrap(), ..DateRules::default() };
        assert_eq!(parse("2017-01-01T03:00:00Z", &far), Ok(Meaning::DayOfZone(date(2016, 12, 31))));
        assert_eq!(
            parse("9999-12-31T23:59:59Z", &DateRules::default()),
            Err(DateDefect::Impossible)
        );
    }

    #[test]
    fn a_declared_order_tells_the_day_from_the_month() {
        let by = |order| DateRules { order: Some(order), ..DateRules::default() };
        for (text, day_first, month_first) in [
            ("1/2/2017", Ok(date(2017, 2, 1)), Ok(date(2017, 1, 2))),
            ("01-02-2017 2:05 PM", Ok(date(2017, 2, 1)), Ok(date(2017, 1, 2))),
            ("3/14/2017", Err(DateDefect::Impossible), Ok(date(2017, 3, 14))),
            ("3/14/17", Err(DateDefect::TwoDigitYear), Err(DateDefect::TwoDigitYear)),
            ("01.02.2017", Ok(date(2017, 2, 1)), Ok(date(2017, 2, 1))),
            ("2017-02-01", Ok(date(2017, 2, 1)), Ok(date(2017, 2, 1))),
        ] {
            assert_eq!(
                parse(text, &by(DateOrder::DayFirst)),
                day_first.map(Meaning::Day),
                "{text}"
            );
            assert_eq!(
                parse(text, &by(DateOrder::MonthFirst)),
                month_first.map(Meaning::Day),
                "{text}"
            );
        }
    }

    #[test]
    fn a_declared_year_of_two_digits_is_one_from_2000_on() {
        let rules = DateRules { two_digit_years: true, ..DateRules::default() };
        for (text, meant) in [
            ("1.2.17", Ok(date(2017, 2, 1))),
            ("01.02.17 10:15", Ok(date(2017, 2, 1))),
            ("31.02.17", Err(DateDefect::Impossible)),
            ("1.2.2017", Ok(date(2017, 2, 1))),
            ("1/2/17", Err(DateDefect::Slashes)),
            ("17-02-01", Err(DateDefect::NoDate)),
        ] {
            assert_eq!(parse(text, &rules), meant.map(Meaning::Day), "{text}");
        }
    }

    #[test]
    fn a_day_that_means_never_is_none_whatever_stands_behind_it() {
        let rules =
            DateRules { never: vec![date(1900, 1, 1), date(9999, 12, 31)], ..DateRules::default() };
        for text in ["31.12.9999", "9999-12-31T23:59:59Z", "1.1.1900", "31.12.9999 00:00"] {
            assert_eq!(parse(text, &rules), Ok(Meaning::Never), "{text}");
        }
        assert_eq!(parse("30.12.9999", &rules), Ok(Meaning::Day(date(9999, 12, 30))));
    }

    #[test]
    fn times_of_any_zone_compare_with_those_of_the_office() {
        let moment = |text| moment(text, &DateRules::default());
        let quarter_past_ten = Some((date(2017, 2, 1), Some(36_900_000)));
        for text in ["01.02.2017 10:15", "2017-02-01T09:15:00Z", "01.02.2017 10:15 MEZ"] {
            assert_eq!(moment(text), quarter_past_ten, "{text}");
        }
        assert_eq!(moment("2017-02-01T23:15:00Z"), Some((date(2017, 2, 2), Some(900_000))));
        assert_eq!(moment("2017-10-28T23:30:00Z"), Some((date(2017, 10, 29), Some(5_400_000))));
        assert_eq!(moment("01.02.2017 25:00"), None);
        // The clocks show it twice.
        for text in ["2017-10-29T00:30:00Z", "2017-10-29T01:30:00Z"] {
            assert_eq!(moment(text), Some((date(2017, 10, 29), None)), "{text}");
        }
    }

    #[test]
    fn only_what_was_meant_as_a_date_looks_like_one() {
        assert!(is_like_a_date("1.2.17"));
        assert!(is_like_a_date("3/14/2017 2:05 PM"));
        assert!(!is_like_a_date("42 Euro"));
        assert!(!is_like_a_date(""));
        assert!(is_a_day("01.02.2017") && !is_a_day("42767"));
    }
}
