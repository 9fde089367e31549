//! Working days: Monday to Friday without the public holidays of a Land, by rule. The rules are those from 1995 on; holidays
//! of some municipalities alone are none.

use super::Day;
use jiff::ToSpan;
use jiff::civil::{Date, Weekday, date};
use serde::Deserialize;

/// A Land of Germany, by its official abbreviation.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[serde(rename_all = "UPPERCASE")]
pub enum Land {
    /// Baden-Württemberg.
    Bw,
    /// Bayern.
    By,
    /// Berlin.
    Be,
    /// Brandenburg.
    Bb,
    /// Bremen.
    Hb,
    /// Hamburg.
    Hh,
    /// Hessen.
    He,
    /// Mecklenburg-Vorpommern.
    Mv,
    /// Niedersachsen.
    Ni,
    /// Nordrhein-Westfalen.
    Nw,
    /// Rheinland-Pfalz.
    Rp,
    /// Saarland.
    Sl,
    /// Sachsen.
    Sn,
    /// Sachsen-Anhalt.
    St,
    /// Schleswig-Holstein.
    Sh,
    /// Thüringen.
    Th,
}

/// Years in which a day is a public holiday, both inclusive.
type Years = (i16, i16);

const ALWAYS: Years = (i16::MIN, i16::MAX);
const fn since(year: i16) -> Years {
    (year, i16::MAX)
}
const fn only(year: i16) -> Years {
    (year, year)
}

/// Holidays of a fixed day: month, day, years, and where; everywhere where no Land is named.
const FIXED: &[(i8, i8, Years, &[Land])] = {
    use Land::*;
    &[
        (1, 1, ALWAYS, &[]),
        (1, 6, ALWAYS, &[Bw, By, St]),
        (3, 8, since(2019), &[Be]),
        (3, 8, since(2023), &[Mv]),
        (5, 1, ALWAYS, &[]),
        (5, 8, only(2020), &[Be]),
        (5, 8, only(2025), &[Be]),
        (8, 15, ALWAYS, &[Sl]),
        (9, 20, since(2019), &[Th]),
        (10, 3, ALWAYS, &[]),
        (10, 31, ALWAYS, &[Bb, Mv, Sn, St, Th]),
        (10, 31, only(2017), &[]),
        (10, 31, since(2018), &[Hb, Hh, Ni, Sh]),
        (11, 1, ALWAYS, &[Bw, By, Nw, Rp, Sl]),
        (12, 25, ALWAYS, &[]),
        (12, 26, ALWAYS, &[]),
    ]
};

/// Holidays on weekdays that move with Easter Sunday: days behind it, and where.
const MOVING: &[(i32, &[Land])] = {
    use Land::*;
    &[(-2, &[]), (1, &[]), (39, &[]), (50, &[]), (60, &[Bw, By, He, Nw, Rp, Sl])]
};

impl Land {
    /// Its abbreviation: `SN`.
    pub fn id(self) -> String {
        format!("{self:?}").to_uppercase()
    }

    /// Its name behind `in`: `Sachsen`, `im Saarland`.
    pub fn within(self) -> &'static str {
        match self {
            Self::Bw => "in Baden-Württemberg",
            Self::By => "in Bayern",
            Self::Be => "in Berlin",
            Self::Bb => "in Brandenburg",
            Self::Hb => "in Bremen",
            Self::Hh => "in Hamburg",
            Self::He => "in Hessen",
            Self::Mv => "in Mecklenburg-Vorpommern",
            Self::Ni => "in Niedersachsen",
            Self::Nw => "in Nordrhein-Westfalen",
            Self::Rp => "in Rheinland-Pfalz",
            Self::Sl => "im Saarland",
            Self::Sn => "in Sachsen",
            Self::St => "in Sachsen-Anhalt",
            Self::Sh => "in Schleswig-Holstein",
            Self::Th => "in Thüringen",
        }
    }

    /// Whether a day is a public holiday; Sundays are asked for elsewhere.
    pub fn is_holiday(self, day: Date) -> bool {
        let is_here = |of: &[Self]| of.is_empty() || of.contains(&self);
        let is_fixed = FIXED.iter().any(|(month, number, (first, last), of)| {
            (day.month(), day.day()) == (*month, *number)
                && (*first..=*last).contains(&day.year())
                && is_here(of)
        });
        let behind = Day::number_of(day) - Day::number_of(easter(day.year()));
        is_fixed
            || MOVING.iter().any(|(at, of)| behind == *at && is_here(of))
            || self == Self::Sn && is_repentance(day)
    }

    /// Whether one works on a day.
    pub fn is_working(self, day: Date) -> bool {
        !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday) && !self.is_holiday(day)
    }

    /// The last of so many working days behind a day, which does not count itself; `None` outside the calendar.
    pub fn after(self, day: Date, number: u32) -> Option<Date> {
        let (mut day, mut left) = (day, number);
        while left > 0 {
            day = day.checked_add(1.day()).ok()?;
            left -= u32::from(self.is_working(day));
        }
        Some(day)
    }
}

/// Buß- und Bettag: the Wednesday before 23 November.
fn is_repentance(day: Date) -> bool {
    day.weekday() == Weekday::Wednesday && day.month() == 11 && (16..=22).contains(&day.day())
}

/// Easter Sunday, by the rule of Gauss in the form of Lichtenberg.
fn easter(year: i16) -> Date {
    let year = i32::from(year);
    let century = year / 100;
    let moon = 15 + (3 * century + 3) / 4 - (8 * century + 13) / 25;
    let sun = 2 - (3 * century + 3) / 4;
    let golden = year % 19;
    let seed = (19 * golden + moon) % 30;
    let corrected = (seed + golden / 11) / 29;
    let border = 21 + seed - corrected;
    let first_sunday = 7 - (year + year / 4 + sun) % 7;
    let distance = 7 - (border - first_sunday) % 7;
    // The day of March; from 32 on in April.
    let march = border + distance;
    let first = date(i16::try_from(year).unwrap_or_default(), 3, 1);
    first.checked_add(jiff::Span::new().days(march - 1)).unwrap_or(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn easter_moves_as_in_the_calendar() {
        for (year, month, day) in [
            (1995, 4, 16),
            (2000, 4, 23),
            (2008, 3, 23),
            (2011, 4, 24),
            (2017, 4, 16),
            (2019, 4, 21),
            (2024, 3, 31),
            (2038, 4, 25),
            (2049, 4, 18),
            (2076, 4, 19),
        ] {
            assert_eq!(easter(year), date(year, month, day));
        }
    }

    #[test]
    fn holidays_are_those_of_the_land_and_the_year() {
        let of = |land: Land, year: i16| {
            let days = (1..=365).map(|day| date(year, 1, 1).checked_add((day - 1).days()).unwrap());
            let is_told = |day: &Date| land.is_holiday(*day);
            days.filter(is_told).map(|day| (day.month(), day.day())).collect::<Vec<_>>()
        };
        let of_saxony = [
            (1, 1),
            (4, 14),
            (4, 17),
            (5, 1),
            (5, 25),
            (6, 5),
            (10, 3),
            (10, 31),
            (11, 22),
            (12, 25),
            (12, 26),
        ];
        assert_eq!(of(Land::Sn, 2017), of_saxony);
        let everywhere = [
            (1, 1),
            (4, 14),
            (4, 17),
            (5, 1),
            (5, 25),
            (6, 5),
            (10, 3),
            (10, 31),
            (12, 25),
            (12, 26),
        ];
        assert_eq!(of(Land::Be, 2017), everywhere);
        assert!(
            !Land::Be.is_holiday(date(2018, 10, 31)) && Land::Hh.is_holiday(date(2018, 10, 31))
        );
        assert!(!Land::Hh.is_holiday(date(2016, 10, 31)));
        assert_eq!(of(Land::Nw, 2023).len(), 11);
        assert_eq!(of(Land::By, 2023).len(), 12);
        assert_eq!(of(Land::Th, 2023).len(), 11);
        assert_eq!(of(Land::Be, 2025).len(), 11);
        assert_eq!(of(Land::Sl, 2023).len(), 12);
    }

    #[test]
    fn working_days_begin_behind_the_day_and_pass_over_holidays() {
        // Thursday before Good Friday: Tuesday is the first.
        assert_eq!(Land::Sn.after(date(2017, 4, 13), 3), Some(date(2017, 4, 20)));
        assert_eq!(Land::Sn.after(date(2017, 11, 20), 3), Some(date(2017, 11, 24)));
        assert_eq!(Land::Be.after(date(2017, 11, 20), 3), Some(date(2017, 11, 23)));
        assert_eq!(Land::Sn.after(date(2017, 6, 17), 1), Some(date(2017, 6, 19)));
        assert_eq!(Land::Sn.after(date(2017, 6, 17), 0), Some(date(2017, 6, 17)));
    }
}
