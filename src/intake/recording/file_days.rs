//! The cases of each file by days of receipt, each in one file alone: overlapping exports share them out.

use super::year_days::{Days, bounds};
use crate::domain::{Case, Period, ReportPeriod};

/// The cases of one file that were received in the report year.
#[derive(Clone, Debug)]
pub(super) struct FileDays {
    /// All of them.
    pub(super) all: Days,
    /// Those of the ombuds office.
    pub(super) office: Days,
}

impl FileDays {
    /// Of so many files, when repeats are settled.
    pub(super) fn of_files(cases: &[Case], files: usize, period: ReportPeriod) -> Vec<Self> {
        let mut of_files = vec![Self::none(period); files];
        for case in cases {
            let number = usize::try_from(case.source.file).ok();
            if let Some(file) = number.and_then(|at| of_files.get_mut(at)) {
                file.add(case);
            }
        }
        of_files
    }

    /// No cases of a year.
    pub(super) fn none(period: ReportPeriod) -> Self {
        let none = Days::new(std::iter::empty(), period);
        Self { all: none.clone(), office: none }
    }

    /// One more case.
    pub(super) fn add(&mut self, case: &Case) {
        self.all.add(case.received_on);
        if case.in_scope {
            self.office.add(case.received_on);
        }
    }

    /// The cases of another, too.
    pub(super) fn join(&mut self, other: &Self) {
        self.all.join(&other.all);
        self.office.join(&other.office);
    }

    /// The first and the last month in which there is a fair number of cases: a quarter of the fullest month, which has at least
    /// so many. A few cases before or after come from other exports' overlaps.
    pub(super) fn bulk(&self, period: ReportPeriod, full: i64) -> Option<(u8, u8)> {
        let (first, last) = months_of(period);
        let count = |month: u8| self.in_month(period, month);
        let most = (first..=last).map(count).max().filter(|most| *most >= full)?;
        let mut fair = (first..=last).filter(|month| count(*month) * 4 >= most);
        let start = fair.next()?;
        Some((start, fair.next_back().unwrap_or(start)))
    }

    /// The month beside the first or the last one of a bulk, where there is a case in it; else that one itself.
    pub(super) fn beside(&self, period: ReportPeriod, month: u8, step: i8) -> u8 {
        let (first, last) = months_of(period);
        let next = month.checked_add_signed(step).filter(|next| (first..=last).contains(next));
        next.filter(|next| self.in_month(period, *next) > 0).unwrap_or(month)
    }

    /// How many cases some months have.
    pub(super) fn in_months(&self, period: ReportPeriod, (from, to): (u8, u8)) -> i64 {
        (from..=to).map(|month| self.in_month(period, month)).sum()
    }

    fn in_month(&self, period: ReportPeriod, month: u8) -> i64 {
        Period::month(month).map_or(0, |month| self.all.count(bounds(period, month)))
    }
}

/// First and last month of a period by their positions, 1 to 12.
pub(super) fn months_of(period: ReportPeriod) -> (u8, u8) {
    let (first, last) = period.months(Period::Year);
    (first.unsigned_abs(), last.unsigned_abs())
}
