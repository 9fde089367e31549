//! Processing time: calendar days from receipt to completion, same day = 0.

use super::tally::Durations;
use crate::domain::Case;

/// Calendar days from receipt to completion; `None` while the case is open.
pub fn duration(case: &Case) -> Option<u32> {
    u32::try_from(case.closed_on?.number() - case.received_on.number()).ok()
}

/// The median in half days: of an even number of durations the mean of the middle two.
pub(super) fn median_in_half_days(durations: &Durations) -> Option<u64> {
    let number = number(durations);
    let upper = u64::from(at_rank(durations, number / 2)?);
    if number % 2 == 1 {
        return Some(2 * upper);
    }
    let lower = u64::from(at_rank(durations, number / 2 - 1)?);
    Some(lower + upper)
}

/// The 90th percentile in half days, by nearest rank: the smallest duration that at least 90 % of the cases do
/// not exceed.
pub(super) fn percentile_90_in_half_days(durations: &Durations) -> Option<u64> {
    let rank = (number(durations) * 9).div_ceil(10);
    at_rank(durations, rank.checked_sub(1)?).map(|days| 2 * u64::from(days))
}

/// How many durations there are.
pub(super) fn number(durations: &Durations) -> u64 {
    durations.values().sum()
}

/// The duration at a rank from 0, when they stand in order.
fn at_rank(durations: &Durations, rank: u64) -> Option<u32> {
    let mut before = 0;
    let at = durations.iter().find(|(_, cases)| {
        before += **cases;
        before > rank
    });
    at.map(|(days, _)| *days)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn durations(days: impl IntoIterator<Item = u32>) -> Durations {
        days.into_iter().fold(Durations::new(), |mut durations, days| {
            *durations.entry(days).or_default() += 1;
            durations
        })
    }

    #[test]
    fn the_median_of_an_even_number_is_the_mean_of_the_middle_two() {
        let median = |days: &[u32]| median_in_half_days(&durations(days.iter().copied()));
        assert_eq!(median(&[]), None);
        assert_eq!(median(&[7]), Some(14));
        assert_eq!(median(&[0, 5]), Some(5));
        assert_eq!(median(&[1, 3, 90]), Some(6));
        assert_eq!(median(&[1, 4, 4, 90]), Some(8));
    }

    #[test]
    fn the_percentile_is_a_duration_that_occurs() {
        let percentile =
            |days: std::ops::RangeInclusive<u32>| percentile_90_in_half_days(&durations(days));
        assert_eq!(percentile(1..=10), Some(18));
        assert_eq!(percentile(1..=11), Some(20));
        assert_eq!(percentile_90_in_half_days(&Durations::new()), None);
    }
}
