//! What stands behind the day in a date: the time of day, and the zone it is told in.

/// A time of day as it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct TimeOfDay {
    /// Milliseconds since midnight; `None` where no clock shows the time.
    pub(crate) milliseconds: Option<u32>,
    pub(crate) zone: Zone,
}

/// The zone a time is told in; offsets in seconds east of UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Zone {
    /// None is named: the time is the office's.
    Local,
    /// `Z`, `UTC`, `+01:00`.
    Offset(i32),
    /// `MEZ`, `CEST`: an offset that many write without looking whether it is summer.
    CentralEuropean(i32),
}

const HOUR: i32 = 3600;
const DAY: u32 = 24 * 60 * 60 * 1000;

/// The words for zones; of others (`EST`, `IST`) nobody can tell which is meant.
const WORDS: [(&str, Zone); 11] = [
    ("Z", Zone::Offset(0)),
    ("UTC", Zone::Offset(0)),
    ("UT", Zone::Offset(0)),
    ("GMT", Zone::Offset(0)),
    ("WEZ", Zone::Offset(0)),
    ("MEZ", Zone::CentralEuropean(HOUR)),
    ("CET", Zone::CentralEuropean(HOUR)),
    ("MET", Zone::CentralEuropean(HOUR)),
    ("MESZ", Zone::CentralEuropean(2 * HOUR)),
    ("CEST", Zone::CentralEuropean(2 * HOUR)),
    ("MEST", Zone::CentralEuropean(2 * HOUR)),
];

/// The time in what follows a day: `T10:15:00.000Z`, `, 10:15 Uhr`, ` 2:05 PM`, ` 10:15 +0100`. `Some(None)` where
/// nothing follows, `None` where it is no time.
pub(crate) fn read(rest: &str) -> Option<Option<TimeOfDay>> {
    if rest.trim().is_empty() {
        return Some(None);
    }
    let time = rest.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, 'T' | 't' | ','));
    let end = time
        .find(|c: char| !c.is_ascii_digit() && !matches!(c, ':' | '.' | ','))
        .unwrap_or(time.len());
    let (digits, behind) = time.split_at_checked(end)?;
    let (half, behind) = half_of_day(behind.trim());
    let behind = behind.strip_prefix("Uhr").unwrap_or(behind).trim();
    // `08:00-10:00` are the hours of a day, not a time west of Greenwich.
    let is_exact = rest.starts_with(['T', 't']) || digits.matches(':').count() > 1;
    let zone = match behind {
        "" => Zone::Local,
        hours if hours.starts_with(['-', '\u{2212}']) && !is_exact => return None,
        behind => zone(behind)?,
    };
    Some(Some(TimeOfDay { milliseconds: milliseconds(digits, half)?, zone }))
}

/// Hours that a clock of twelve hours adds, and what stands behind.
fn half_of_day(text: &str) -> (Option<u32>, &str) {
    let signs = [("a.m.", 0), ("p.m.", 12), ("am", 0), ("pm", 12)];
    for (sign, hours) in signs {
        if let Some((start, rest)) = text.split_at_checked(sign.len())
            && start.eq_ignore_ascii_case(sign)
        {
            return (Some(hours), rest.trim_start());
        }
    }
    (None, text)
}

/// `10:15`, `10:15:00`, `10:15:00.000` in milliseconds; `Some(None)` where no clock shows that.
fn milliseconds(text: &str, half: Option<u32>) -> Option<Option<u32>> {
    let mut parts = text.split(':');
    let (hours, minutes) = (parts.next()?, parts.next()?);
    let seconds = parts.next().unwrap_or("0");
    let (seconds, fraction) = seconds.split_once(['.', ',']).unwrap_or((seconds, ""));
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let is_form = [hours, minutes].iter().all(|part| part.len() <= 2 && is_number(part))
        && is_number(seconds)
        && parts.next().is_none();
    if !is_form {
        return None;
    }
    let number = |text: &str, below| text.parse().ok().filter(|number: &u32| *number < below);
    let hours = match half {
        None => number(hours, 25),
        Some(half) => number(hours, 13).filter(|h| *h > 0).map(|h| h % 12 + half),
    };
    let thousandths: String = fraction.chars().chain("000".chars()).take(3).collect();
    let of_day = || {
        let minutes = hours? * 60 + number(minutes, 60)?;
        // A second that is put in at the end of a minute is its last one.
        let seconds = minutes * 60 + number(seconds, 61)?.min(59);
        Some(seconds * 1000 + number(&thousandths, 1000)?).filter(|time| *time <= DAY)
    };
    Some(of_day())
}

/// The zone a text names; one in brackets behind an offset says the same once more.
fn zone(text: &str) -> Option<Zone> {
    let (text, place) = text.split_once('[').unwrap_or((text, "]"));
    let text = text.trim_start_matches('(').trim_end().trim_end_matches(')').trim();
    place.ends_with(']').then_some(())?;
    let known = WORDS.into_iter().find(|(word, _)| word.eq_ignore_ascii_case(text));
    if let Some((_, zone)) = known {
        return Some(zone);
    }
    let signed = ["UTC", "GMT"].into_iter().find_map(|word| {
        let (start, rest) = text.split_at_checked(word.len())?;
        start.eq_ignore_ascii_case(word).then(|| rest.trim_start())
    });
    let signed = signed.unwrap_or(text);
    let sign = signed.chars().next()?;
    let factor = match sign {
        '+' => 1,
        '-' | '\u{2212}' => -1,
        _ => return None,
    };
    let digits = signed.get(sign.len_utf8()..)?;
    let (hours, minutes) = match digits.split_once(':') {
        Some(parts) => parts,
        None if digits.len() > 2 => digits.split_at_checked(digits.len() - 2)?,
        None => (digits, "00"),
    };
    let number = |text: &str, most: i32| {
        let is_form = (1..=2).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
        text.parse().ok().filter(|number: &i32| is_form && *number <= most)
    };
    (minutes.len() == 2).then_some(())?;
    Some(Zone::Offset(factor * (number(hours, 14)? * HOUR + number(minutes, 59)? * 60)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn time(rest: &str) -> Option<(Option<u32>, Zone)> {
        read(rest).map(|time| time.map(|time| (time.milliseconds, time.zone)).unwrap())
    }

    #[test]
    fn a_time_may_be_written_in_many_ways() {
        let quarter_past_ten = Some((Some(36_900_000), Zone::Local));
        for rest in [" 10:15", "T10:15:00", ", 10:15 Uhr", " 10:15:00.000", " 10:15 AM", " 10:15am"]
        {
            assert_eq!(time(rest), quarter_past_ten, "{rest}");
        }
        for (rest, hour) in [(" 12:05 AM", 0), (" 12:05 p.m.", 12), (" 2:05 PM", 14)] {
            assert_eq!(time(rest), Some((Some((hour * 60 + 5) * 60_000), Zone::Local)), "{rest}");
        }
        assert_eq!(read(" "), Some(None));
        for rest in [" 25:00", " 24:01", " 10:60", " 13:00 PM", " 0:10 AM"] {
            assert_eq!(time(rest), Some((None, Zone::Local)), "{rest}");
        }
        for rest in [
            " abends",
            "T",
            " 10",
            " 10:15:00:00",
            " 10:15 EST",
            " 10:15 Z Z",
            " Z",
            "+01:00",
            " 8:00-10:00",
            " 8:00 -1000",
        ] {
            assert_eq!(read(rest), None, "{rest}");
        }
    }

    #[test]
    fn a_zone_is_an_offset_however_it_is_written() {
        for (zone, seconds) in [
            ("Z", 0),
            (" utc", 0),
            ("+01:00", 3600),
            (" +0100", 3600),
            ("+01", 3600),
            (" UTC+1", 3600),
            (" GMT +01:00", 3600),
            ("-05:30", -19_800),
            ("\u{2212}0530", -19_800),
            ("+01:00[Europe/Berlin]", 3600),
            (" (UTC)", 0),
        ] {
            let rest = format!("T10:15:00.250{zone}");
            assert_eq!(time(&rest), Some((Some(36_900_250), Zone::Offset(seconds))), "{zone}");
        }
        assert_eq!(time(" 10:15 MESZ").map(|t| t.1), Some(Zone::CentralEuropean(7200)));
        assert_eq!(time(" 10:15 Uhr MEZ").map(|t| t.1), Some(Zone::CentralEuropean(3600)));
        for zone in ["+1:0", "+99:00", "+01:75", "+", "Europe/Berlin", "+01:00[Europe"] {
            assert_eq!(read(&format!(" 10:15 {zone}")), None, "{zone}");
        }
    }
}
