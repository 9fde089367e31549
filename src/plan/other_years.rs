//! Text kept from another report: a year beside „Berichtsjahr“ or in a heading that is not the report's, unless it is compared with,
//! and a date beside „Stand“ that is not the report's.
//!
//! Years in running text are history („seit 2005“, „Beschluss vom 12.03.2014“) and are not looked at.

use super::chapter_text::{ChapterText, Written, texts};
use super::request::Request;
use super::token::without_tokens;
use crate::diagnostic::{Finding, FindingCode, Findings};
use crate::domain::{Period, ReportPeriod, is_invisible, text_key};
use crate::locale::{date_long, month_name, period_label};
use crate::project::Project;
use jiff::civil::Date;
use std::collections::BTreeSet;

/// The times a chapter may name as the report's own.
pub(super) struct Times {
    /// The calendar years of the report.
    years: BTreeSet<i16>,
    /// Those of the earlier ones it is compared with.
    compared: BTreeSet<i16>,
    period: ReportPeriod,
    as_of: Date,
}

/// Words before such a word that compare: the year may be an earlier one then.
const COMPARING: [&str; 10] =
    ["gegenueber", "vergleich", "zum", "zu", "als", "wie", "seit", "ab", "nach", "vor"];
/// Words that a year may belong to, by their beginning.
const OF_PERIOD: [&str; 5] =
    ["berichtsjahr", "berichtszeitraum", "berichtshalbjahr", "berichtsquartal", "berichtsperiode"];
/// Words that a date may belong to.
const OF_DATA: [&str; 2] = ["stand", "datenstand"];
/// Words that stand between those and the time itself.
#[rustfmt::skip]
const BETWEEN: [&str; 28] = [
    "", "der", "die", "das", "dem", "den", "des", "daten", "auswertung", "datenbank", "berichts", "vom", "von", "am", "zum", "bis",
    "im", "ist", "war", "umfasst", "jahr", "jahres", "schuljahr", "halbjahr", "quartal", "also", "und", "also",
];
/// Words of headings that tell of other times.
#[rustfmt::skip]
const OF_OTHER_TIMES: [&str; 17] = [
    "seit", "ab", "von", "vom", "bis", "vor", "gegenueber", "ausblick", "rueckblick", "planung", "vorhaben", "entwicklung",
    "vergleich", "geschichte", "chronik", "beschluss", "gesetz",
];

/// What is wrong with a text: the word that shows it, and the time as written.
#[derive(Debug, PartialEq)]
enum Other<'t> {
    Year(&'t str),
    AsOf(&'t str, String),
}

impl Times {
    pub(super) fn new(project: &Project) -> Self {
        let period = project.settings.period;
        let earlier = project.earlier_years();
        let earlier = earlier.iter().filter_map(|edition| period.in_year(edition.content.year));
        let years_of = |period: ReportPeriod| {
            let (from, to) = period.calendar_bounds(Period::Year);
            from.year()..=to.year()
        };
        Self {
            years: years_of(period).collect(),
            compared: earlier.flat_map(years_of).collect(),
            period,
            as_of: project.settings.as_of,
        }
    }

    fn others<'t>(&self, text: &'t str, is_heading: bool) -> Vec<Other<'t>> {
        let words: Vec<&str> = text.split_whitespace().collect();
        let mut found: Vec<Other<'_>> = Vec::new();
        for at in 0..words.len() {
            let key = key(words.get(at));
            if OF_PERIOD.iter().any(|word| key.starts_with(word)) {
                let before = at.checked_sub(1).and_then(|at| words.get(at)).copied();
                let named = named(&words, at + 1).into_iter().chain(before);
                let compares = (1..=3)
                    .filter_map(|back| at.checked_sub(back))
                    .any(|at| COMPARING.contains(&self::key(words.get(at)).as_str()));
                found.extend(named.filter(|word| self.is_other(word, compares)).map(Other::Year));
            } else if OF_DATA.contains(&key.as_str()) {
                found.extend(self.other_date(&named(&words, at + 1)));
            }
        }
        let is_told =
            |word: &str| found.iter().any(|other| matches!(other, Other::Year(it) if *it == word));
        if is_heading && found.iter().all(|other| matches!(other, Other::Year(_))) {
            let keys = words.iter().map(|word| text_key(bare(word)));
            let of_others = keys.into_iter().any(|key| OF_OTHER_TIMES.contains(&key.as_str()));
            // „2017 und 2016“ compares.
            let is_own = |word: &&str| {
                let years = Time::read(word).years();
                !years.is_empty() && years.iter().all(|year| self.years.contains(year))
            };
            let compares = words.iter().any(is_own);
            let years = words
                .iter()
                .filter(|word| Time::read(word).is_years() && self.is_other(word, compares));
            let years: Vec<Other<'_>> = years
                .filter(|word| !of_others && !is_told(word))
                .map(|word| Other::Year(word))
                .collect();
            found.extend(years);
        }
        found
    }

    /// Whether a word names a year that is not the report's, nor one that a comparison may name.
    fn is_other(&self, word: &str, compares: bool) -> bool {
        let is_known = |year| self.years.contains(year) || compares && self.compared.contains(year);
        !Time::read(word).years().iter().all(is_known)
    }

    /// The date that these words are, where it is not that of the report.
    fn other_date<'t>(&self, words: &[&'t str]) -> Option<Other<'t>> {
        let (mut day, mut month) = (None, None);
        let words = words.iter().filter(|word| !bare(word).is_empty());
        let mut written: Vec<String> = Vec::new();
        for word in words {
            let time = Time::read(word);
            match time {
                Time::None => {}
                Time::Day(_) => written.push(format!("{}.", bare(word))),
                _ => written.push(bare(word).to_owned()),
            }
            let is_other = match time {
                // `2. 5. 2018`
                Time::Day(number) if day.is_some() => {
                    month = Some(number);
                    continue;
                }
                Time::Day(number) => {
                    day = Some(number);
                    continue;
                }
                Time::Month(number) => {
                    month = Some(number);
                    continue;
                }
                Time::None => continue,
                Time::Date(date) => date != self.as_of,
                Time::Years(year, last) => {
                    let is_month = month.is_none_or(|month| month == self.as_of.month());
                    let is_day = day.is_none_or(|day| day == self.as_of.day());
                    let is_year = [year, last].contains(&self.as_of.year())
                        || month.is_none() && self.years.contains(&year);
                    !(is_month && is_day && is_year)
                }
            };
            return is_other.then(|| Other::AsOf(bare(word), written.join(" ")));
        }
        None
    }
}

/// What a word says of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Time {
    None,
    /// `3.`
    Day(i8),
    /// `Mai`
    Month(i8),
    /// `2016`, `2016/17`, `2015–2017`: the first and the last.
    Years(i16, i16),
    /// `03.05.2017`, `2017-05-03`
    Date(Date),
}

impl Time {
    fn read(word: &str) -> Self {
        let bare = bare(word);
        let year = |text: &str| {
            let year = text.parse::<i16>().ok().filter(|year| (1900..=2100).contains(year));
            year.filter(|_| text.len() == 4)
        };
        let number = |text: &str| text.parse::<i8>().ok();
        let parts: Vec<&str> = bare.split(['.', '-', '/', '–']).collect();
        let date = |year, month, day| Date::new(year, month, day).map_or(Self::None, Self::Date);
        match parts.as_slice() {
            [one] => {
                if let Some(year) = year(one).or_else(|| one.strip_suffix("er").and_then(year)) {
                    return Self::Years(year, year);
                }
                let month = (1..=12).find(|month| month_name(*month) == *one);
                let month = month.and_then(|month| i8::try_from(month).ok());
                let day = number(one).filter(|_| word.contains(&format!("{one}.")));
                month.map(Self::Month).or(day.map(Self::Day)).unwrap_or(Self::None)
            }
            [first, last] => match (year(first), year(last), number(last)) {
                (Some(first), Some(last), _) => Self::Years(first, last),
                // `2016/17`: of the same century, or the next.
                (Some(first), None, Some(short)) if last.len() == 2 => {
                    let last = first - first % 100 + i16::from(short);
                    Self::Years(first, if last < first { last + 100 } else { last })
                }
                _ => Self::None,
            },
            [one, two, three] => {
                match (year(one), number(two), year(three), number(one), number(three)) {
                    (Some(year), Some(month), _, _, Some(day)) => date(year, month, day),
                    (_, Some(month), Some(year), Some(day), _) => date(year, month, day),
                    (_, Some(month), None, Some(day), Some(short)) if three.len() == 2 => {
                        date(2000 + i16::from(short), month, day)
                    }
                    _ => Self::None,
                }
            }
            _ => Self::None,
        }
    }

    fn is_years(self) -> bool {
        matches!(self, Self::Years(..))
    }

    fn years(self) -> Vec<i16> {
        match self {
            Self::Years(first, last) => vec![first, last],
            Self::Date(date) => vec![date.year()],
            _ => Vec::new(),
        }
    }
}

fn bare(word: &str) -> &str {
    word.trim_matches(|c: char| !c.is_alphanumeric())
}

fn key(word: Option<&&str>) -> String {
    word.map(|word| text_key(bare(word))).unwrap_or_default()
}

/// The times that stand behind a word: up to the end of its sentence, or to a word that goes on with something else.
fn named<'t>(words: &[&'t str], from: usize) -> Vec<&'t str> {
    let mut found = Vec::new();
    let before = from.checked_sub(1).and_then(|at| words.get(at)).copied().unwrap_or_default();
    if before.ends_with(['.', '!', '?', ';']) {
        return found;
    }
    for (at, word) in words.iter().enumerate().skip(from) {
        let time = Time::read(word);
        if time == Time::None && !BETWEEN.contains(&key(words.get(at)).as_str()) {
            break;
        }
        if time != Time::None {
            found.push(*word);
        }
        let ends = word.ends_with(['!', '?', ';', ')'])
            || word.ends_with('.') && !matches!(time, Time::Day(_));
        if ends {
            break;
        }
    }
    found
}

/// Looks through what a chapter has become, and the words it has written for its own requests.
pub(super) fn check(
    markdown: &str,
    own: &[Request],
    times: &Times,
    written: &mut Written<'_>,
    findings: &mut Findings,
) {
    for ChapterText { text, is_heading } in texts(markdown) {
        let text = without_tokens(&text).replace(is_invisible, "");
        for other in times.others(&text, is_heading) {
            let (word, finding) = finding(&other, times);
            findings.push(written.in_text(word, finding));
        }
    }
    for other in own.iter().flat_map(Request::words).flat_map(|words| times.others(words, false)) {
        let (word, finding) = finding(&other, times);
        findings.push(written.in_tag(word, finding));
    }
}

fn finding<'t>(other: &Other<'t>, times: &Times) -> (&'t str, Finding) {
    let period = period_label(times.period, Period::Year);
    let (word, message, expected, instead) = match other {
        Other::Year(word) => {
            let word = bare(word);
            let message =
                format!("`{word}` ist kein Jahr dieses Berichts, und verglichen wird hier nicht");
            (word, message, format!("`{period}`"), "{{ words.period.name }} oder {{ report.year }}")
        }
        Other::AsOf(word, date) => {
            let message = format!("`{date}` ist nicht der Stand dieses Berichts");
            (*word, message, format!("`{}`", date_long(times.as_of)), "{{ report.as_of }}")
        }
    };
    let help = format!(
        "schreiben Sie {instead}, dann stimmt es auch im nächsten Bericht; ist die Angabe so gemeint, {{{{ typed(text=\"{word}\") }}}}"
    );
    (word, Finding::new(FindingCode::OtherYear, message).expected(expected).help(help))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn times(name: &str, begins: i8, further: &[i16]) -> Times {
        let period = ReportPeriod::parse_from(name, begins).unwrap();
        let (from, to) = period.calendar_bounds(Period::Year);
        let years = (from.year()..=to.year()).collect();
        let compared = further.iter().copied().collect();
        Times { years, compared, period, as_of: date(2018, 5, 2) }
    }

    fn told(times: &Times, text: &str, is_heading: bool) -> Vec<String> {
        let others = times.others(text, is_heading);
        others
            .iter()
            .map(|other| match other {
                Other::Year(word) => bare(word).to_owned(),
                Other::AsOf(_, date) => date.clone(),
            })
            .collect()
    }

    #[test]
    fn a_year_or_date_of_another_report_is_told() {
        // The year before is compared with, and the text that was kept is the one of its report.
        let times = times("2017", 1, &[2016]);
        for (text, other) in [
            ("Im Berichtsjahr 2016 war vieles neu.", "2016"),
            ("Der Berichtszeitraum umfasst das Jahr 2018.", "2018"),
            ("Berichtszeitraum: 1. Januar bis 31. Dezember 2016", "2016"),
            ("Berichtszeitraum vom 01.01.2017 bis 31.12.2016", "31.12.2016"),
            ("Das 2016er Berichtsjahr", "2016er"),
            ("Stand der Daten: 3. Mai 2017.", "3. Mai 2017"),
            ("(Stand: 03.05.2017)", "03.05.2017"),
            ("Stand 2017-05-03", "2017-05-03"),
            ("Stand: Mai 2017", "Mai 2017"),
            ("Stand: 3. Mai 2018", "3. Mai 2018"),
            ("Der Datenstand ist der 02.05.17", "02.05.17"),
            ("Stand 2016", "2016"),
        ] {
            assert_eq!(told(&times, text, false), [other], "{text}");
        }
        for heading in
            ["Auftrag der Ombudsstelle 2016", "Bericht für das Jahr 2016", "Netzwerk 2016"]
        {
            assert_eq!(told(&times, heading, true), ["2016"], "{heading}");
        }
    }

    #[test]
    fn history_and_the_reports_own_times_are_quiet() {
        let times = times("2017", 1, &[2015]);
        for text in [
            "Im Berichtsjahr 2017; Stand: 2. Mai 2018, Stand: 2. 5. 2018, Stand 02.05.2018, Stand: Mai 2018, Stand 2018-05-02.",
            "Seit 2005 gilt der Beschluss vom 12.03.2014, im Jahr 2016 war es anders.",
            "Im Berichtsjahr gegenüber 2012 und wie schon 2013.",
            "Im Vergleich zum Berichtsjahr 2015 sank die Zahl.",
            "Der Stand der Technik von 2012, der Bestand am 31.12.2016, Rechtsstand 2011.",
            "Der Stand. 2016 war es anders. Das Berichtsjahr. 2016 war es anders.",
        ] {
            assert_eq!(told(&times, text, false), [""; 0], "{text}");
        }
        for heading in [
            "Ergebnisse 2017 und 2015",
            "Seit 2005",
            "Beschluss vom 12.03.2014",
            "Ausblick 2019",
            "Die Stelle bis 2012",
        ] {
            assert_eq!(told(&times, heading, true), [""; 0], "{heading}");
        }
    }

    #[test]
    fn school_years_and_parts_of_years_have_their_calendar_years() {
        let school = times("2016_17", 8, &[]);
        assert!(
            told(&school, "Im Berichtsjahr 2016/17 und im Berichtsjahr 2016/2017", false)
                .is_empty()
        );
        assert_eq!(told(&school, "Im Berichtsjahr 2015/16", false), ["2015/16"]);
        assert_eq!(told(&school, "Bericht 2017/18", true), ["2017/18"]);
        let half = times("2017-H2", 1, &[]);
        assert_eq!(told(&half, "Im Berichtshalbjahr 2016", false), ["2016"]);
        assert!(told(&half, "Im Berichtszeitraum Juli bis Dezember 2017", false).is_empty());
        assert_eq!(told(&half, "Berichtszeitraum: 1. Halbjahr 2016", false), ["2016"]);
    }
}
