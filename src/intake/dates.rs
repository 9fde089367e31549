//! Dates as exports write them, from a fixed list of forms. A form that could mean two days (two-digit years,
//! slashes, a spreadsheet's day number) is a defect with a name, never a guess.

use jiff::civil::Date;

/// The first day a date of a case can mean; earlier ones are typing errors.
const FIRST_YEAR: i16 = 1990;

/// Why a text is no date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum DateDefect {
    /// The year has two digits.
    TwoDigitYear,
    /// Day and month are separated by slashes: their order is open.
    Slashes,
    /// A spreadsheet's day number.
    SerialNumber,
    /// Not in the calendar, or long before any case can have been received.
    Impossible,
    /// No known form at all.
    NoDate,
}

impl DateDefect {
    /// The identifier, for telling kinds apart.
    pub(super) fn id(self) -> &'static str {
        match self {
            Self::TwoDigitYear => "two_digit_year",
            Self::Slashes => "slashes",
            Self::SerialNumber => "serial_number",
            Self::Impossible => "impossible",
            Self::NoDate => "no_date",
        }
    }
}

/// The day a text means. A time of day after the date is taken and ignored.
pub(super) fn parse(text: &str) -> Result<Date, DateDefect> {
    if let Some(date) = usual_form(text) {
        return date;
    }
    let (day, rest) = day_and_rest(super::clean(text));
    let serial = (5..=6).contains(&day.len()) && is_digits(day);
    let fraction = rest.strip_prefix(',').is_some_and(is_digits);
    if serial && (rest.is_empty() || fraction) {
        return Err(DateDefect::SerialNumber);
    }
    let date = day_of(day)?;
    if is_time(rest) { Ok(date) } else { Err(DateDefect::NoDate) }
}

/// The day a text means, and the time of day in milliseconds where it is told. `None` for what is no date, and
/// for a time that is impossible or has an offset: such times cannot be compared with others.
pub(super) fn moment(text: &str) -> Option<(Date, Option<u32>)> {
    let day = parse(text).ok()?;
    let (_, rest) = day_and_rest(super::clean(text));
    let time = rest.trim_start_matches(|c: char| c.is_whitespace() || c == 'T' || c == ',');
    let time = time.trim_end_matches("Uhr").trim_end().trim_end_matches('Z');
    if time.is_empty() {
        return Some((day, None));
    }
    let mut parts = time.split(':');
    let mut part = || parts.next().unwrap_or("0");
    let (hours, minutes, seconds) = (part(), part(), part());
    let (seconds, fraction) = seconds.split_once(['.', ',']).unwrap_or((seconds, ""));
    let number = |text: &str, below| text.parse().ok().filter(|number: &u32| *number < below);
    let thousandths: String = fraction.chars().chain("000".chars()).take(3).collect();
    let seconds = (number(hours, 24)? * 60 + number(minutes, 60)?) * 60 + number(seconds, 60)?;
    Some((day, Some(seconds * 1000 + number(&thousandths, 1000)?)))
}

/// The day, and what follows it.
fn day_and_rest(text: &str) -> (&str, &str) {
    let end = text
        .char_indices()
        .find(|(_, c)| c.is_whitespace() || *c == 'T' || *c == ',')
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
    Some(date().filter(|date| date.year() >= FIRST_YEAR).ok_or(DateDefect::Impossible))
}

/// Whether a text is a date or was meant as one.
pub(super) fn is_like_a_date(text: &str) -> bool {
    let text = super::clean(text);
    text.starts_with(|c: char| c.is_ascii_digit()) && parse(text) != Err(DateDefect::NoDate)
}

fn day_of(text: &str) -> Result<Date, DateDefect> {
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
    if parts('/').is_some() {
        return Err(DateDefect::Slashes);
    }
    if let Some((day, month, year)) = parts('.') {
        return match (day.len(), month.len(), year.len()) {
            (1..=2, 1..=2, 4) => calendar(year, month, day),
            (1..=2, 1..=2, 2) => Err(DateDefect::TwoDigitYear),
            _ => Err(DateDefect::NoDate),
        };
    }
    match parts('-') {
        Some((year, month, day)) if (year.len(), month.len(), day.len()) == (4, 2, 2) => {
            calendar(year, month, day)
        }
        _ => Err(DateDefect::NoDate),
    }
}

fn calendar(year: &str, month: &str, day: &str) -> Result<Date, DateDefect> {
    let date = || Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok();
    date().filter(|date| date.year() >= FIRST_YEAR).ok_or(DateDefect::Impossible)
}

/// `10:15`, `10:15:00`, `10:15:00.000`, with `Z`, an offset or `Uhr`; or nothing.
fn is_time(rest: &str) -> bool {
    let time = rest.trim_start_matches(|c: char| c.is_whitespace() || c == 'T' || c == ',');
    let time = time.trim_end_matches("Uhr").trim_end().trim_end_matches('Z');
    let time = time.split_once('+').map_or(time, |(time, _)| time);
    if time.is_empty() {
        return rest.trim().is_empty();
    }
    let mut parts = time.split(':');
    let short = |part: Option<&str>| part.is_some_and(|p| p.len() <= 2 && is_digits(p));
    let seconds = |part: Option<&str>| {
        part.is_none_or(|p| is_digits(p.split_once(['.', ',']).map_or(p, |(whole, _)| whole)))
    };
    short(parts.next()) && short(parts.next()) && seconds(parts.next()) && parts.next().is_none()
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn the_known_forms_mean_one_day() {
        for text in [
            "01.02.2017",
            "1.2.2017",
            "2017-02-01",
            "\u{a0}01.02.2017 ",
            "01.02.2017 00:00",
            "01.02.2017 10:15:00",
            "01.02.2017, 10:15 Uhr",
            "2017-02-01T10:15:00.000Z",
            "2017-02-01T10:15:00+01:00",
            "2017-02-01 10:15:00",
        ] {
            assert_eq!(parse(text), Ok(date(2017, 2, 1)), "{text}");
        }
    }

    #[test]
    fn a_form_that_could_mean_two_days_has_a_name() {
        for (text, defect) in [
            ("01.02.17", DateDefect::TwoDigitYear),
            ("01/02/2017", DateDefect::Slashes),
            ("42767", DateDefect::SerialNumber),
            ("42767,4375", DateDefect::SerialNumber),
            ("31.02.2017", DateDefect::Impossible),
            ("29.02.2017", DateDefect::Impossible),
            ("00.01.2017", DateDefect::Impossible),
            ("01.02.1017", DateDefect::Impossible),
            ("Februar 2017", DateDefect::NoDate),
            ("01-02-2017", DateDefect::NoDate),
            ("20170201", DateDefect::NoDate),
            ("01.02.2017 abends", DateDefect::NoDate),
            ("01.02.2017T", DateDefect::NoDate),
            ("01.02.", DateDefect::NoDate),
            ("", DateDefect::NoDate),
        ] {
            assert_eq!(parse(text), Err(defect), "{text}");
        }
    }

    #[test]
    fn only_what_was_meant_as_a_date_looks_like_one() {
        assert!(is_like_a_date("1.2.17"));
        assert!(!is_like_a_date("42 Euro"));
        assert!(!is_like_a_date(""));
    }
}
