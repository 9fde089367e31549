//! What the office did in its network (Netzwerkarbeit), from `network.toml`.

use super::{Period, ReportPeriod, ValueCode};
use jiff::civil::Date;

/// One network activity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Activity {
    /// When it was.
    pub date: ActivityDate,
    /// Kind of activity.
    pub kind: ValueCode,
    /// What it was.
    pub title: String,
    /// Partners by position in the project's list of partners.
    pub partners: Vec<usize>,
    /// Whether the office was invited; `None` when not stated.
    pub by_invitation: Option<bool>,
    /// Rough number of bodies or people that took part, as the officer noted it.
    pub participants: Option<u32>,
    /// Topics it was about, in list order.
    pub topics: Vec<ValueCode>,
    /// What was heard there, in the officer's words.
    pub feedback: Option<String>,
}

/// A body the office works with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Partner {
    /// Full name.
    pub name: String,
    /// Its group.
    pub group: ValueCode,
}

/// A date as exactly as it is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ActivityDate {
    /// A day.
    Day(Date),
    /// A part of a year, or a whole year.
    Vague(ReportPeriod, Period),
}

impl ActivityDate {
    /// First and last possible day, both inclusive.
    pub fn bounds(self) -> (Date, Date) {
        match self {
            Self::Day(day) => (day, day),
            Self::Vague(year, period) => year.bounds(period),
        }
    }

    /// Whether the activity certainly falls into a period.
    pub fn is_in(self, year: ReportPeriod, period: Period) -> bool {
        let (from, to) = self.bounds();
        year.contains(period, from) && year.contains(period, to)
    }
}
