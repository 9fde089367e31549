//! What tells which of several states of a case is the later one: a column with the time of the last
//! change or a running number, or the day of the export.

use super::dates;
use crate::intake::text::clean;
use crate::project::DateRules;
use jiff::civil::Date;

/// How late a state of a case is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum StateMark {
    /// Not told, or not in a form that can be compared.
    Unknown,
    /// A running number.
    Number(u64),
    /// A day, and milliseconds since midnight where they are told.
    Moment(Date, Option<u32>),
}

impl StateMark {
    /// The mark a cell holds, with times as the clocks of the office show them.
    pub(crate) fn parse(text: &str, rules: &DateRules) -> Self {
        let text = clean(text);
        if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
            return text.parse().map_or(Self::Unknown, Self::Number);
        }
        dates::moment(text, rules).map_or(Self::Unknown, |(day, time)| Self::Moment(day, time))
    }

    /// The mark of what was exported on a day.
    pub(crate) fn of_day(day: Option<Date>) -> Self {
        day.map_or(Self::Unknown, |day| Self::Moment(day, None))
    }

    /// The latest of two, as far as it is known: of two times on one day only the day is, if one has no
    /// time. The same whatever the order in which many are put together.
    pub(crate) fn latest(self, other: Self) -> Self {
        match (self, other) {
            (Self::Number(a), Self::Number(b)) => Self::Number(a.max(b)),
            (Self::Moment(a, time), Self::Moment(b, other)) => match a.cmp(&b) {
                std::cmp::Ordering::Less => Self::Moment(b, other),
                std::cmp::Ordering::Greater => Self::Moment(a, time),
                std::cmp::Ordering::Equal => {
                    Self::Moment(a, time.zip(other).map(|(time, other)| time.max(other)))
                }
            },
            _ => Self::Unknown,
        }
    }

    /// Whether it can be the latest of those that `latest` was put together from.
    pub(crate) fn may_be(self, latest: Self) -> bool {
        match (self, latest) {
            (Self::Moment(day, _), Self::Moment(last, None)) => day == last,
            _ => latest == Self::Unknown || self == latest,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    #[test]
    fn numbers_days_and_times_are_marks_and_nothing_else_is() {
        let day = date(2017, 2, 1);
        for (text, mark) in [
            ("17", StateMark::Number(17)),
            (" 20170201101500\u{a0}", StateMark::Number(20_170_201_101_500)),
            ("01.02.2017", StateMark::Moment(day, None)),
            ("01.02.2017 10:15", StateMark::Moment(day, Some(36_900_000))),
            ("2017-02-01T09:15:00.250Z", StateMark::Moment(day, Some(36_900_250))),
            ("2017-02-01T10:15:00+01:00", StateMark::Moment(day, Some(36_900_000))),
            ("01.02.2017 25:00", StateMark::Unknown),
            ("01.02.17", StateMark::Unknown),
            ("99999999999999999999999", StateMark::Unknown),
            ("neu", StateMark::Unknown),
            ("", StateMark::Unknown),
        ] {
            assert_eq!(StateMark::parse(text, &DateRules::default()), mark, "{text}");
        }
    }

    #[test]
    fn a_day_without_a_time_leaves_open_which_of_its_day_is_the_latest() {
        let [morning, evening, day, day_before] =
            ["01.02.2017 08:00", "01.02.2017 18:00", "01.02.2017", "31.01.2017"]
                .map(|text| StateMark::parse(text, &DateRules::default()));
        assert_eq!(morning.latest(evening).latest(day_before), evening);
        assert!(!morning.may_be(morning.latest(evening)));
        assert!(morning.may_be(morning.latest(day)) && day.may_be(day.latest(morning)));
        assert!(!day_before.may_be(day.latest(day_before)));
        assert_eq!(day.latest(StateMark::Number(3)), StateMark::Unknown);
    }

    fn mark() -> impl Strategy<Value = StateMark> {
        (0_u8..5, 1_i8..4, 0_u32..3).prop_map(|(kind, day, time)| match kind {
            0 => StateMark::Unknown,
            1 => StateMark::Number(u64::from(time)),
            2 => StateMark::Moment(date(2017, 2, day), None),
            _ => StateMark::Moment(date(2017, 2, day), Some(time)),
        })
    }

    proptest! {
        #[test]
        fn the_order_of_putting_together_changes_nothing(a in mark(), b in mark(), c in mark()) {
            prop_assert_eq!(a.latest(b), b.latest(a));
            prop_assert_eq!(a.latest(b).latest(c), a.latest(b.latest(c)));
            prop_assert!([a, b, c].iter().any(|mark| mark.may_be(a.latest(b).latest(c))));
        }
    }
}
