//! Processing time: calendar days from receipt to completion, same day = 0.

use crate::domain::Case;

/// Calendar days from receipt to completion; `None` while the case is open.
pub(super) fn duration(case: &Case) -> Option<u32> {
    let closed = case.closed_on?;
    let span = closed.duration_since(case.received_on);
    u32::try_from(span.as_hours() / 24).ok()
}

/// The durations of all closed cases among these, rising.
pub(super) fn sorted_durations<'a>(cases: impl Iterator<Item = &'a Case>) -> Vec<u32> {
    let mut durations: Vec<u32> = cases.filter_map(duration).collect();
    durations.sort_unstable();
    durations
}

/// The median of rising durations in half days: of an even number the mean of the middle two.
pub(super) fn median_in_half_days(sorted: &[u32]) -> Option<u64> {
    let upper = u64::from(*sorted.get(sorted.len() / 2)?);
    if sorted.len() % 2 == 1 {
        return Some(2 * upper);
    }
    let lower = u64::from(*sorted.get(sorted.len() / 2 - 1)?);
    Some(lower + upper)
}

/// The 90th percentile of rising durations in half days, by nearest rank: the smallest duration
/// that at least 90 % of the cases do not exceed.
pub(super) fn percentile_90_in_half_days(sorted: &[u32]) -> Option<u64> {
    let rank = (sorted.len() * 9).div_ceil(10);
    sorted.get(rank.checked_sub(1)?).map(|days| 2 * u64::from(*days))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_of_an_even_number_is_the_mean_of_the_middle_two() {
        assert_eq!(median_in_half_days(&[]), None);
        assert_eq!(median_in_half_days(&[7]), Some(14));
        assert_eq!(median_in_half_days(&[0, 5]), Some(5));
        assert_eq!(median_in_half_days(&[1, 3, 90]), Some(6));
        assert_eq!(median_in_half_days(&[1, 4, 4, 90]), Some(8));
    }

    #[test]
    fn the_percentile_is_a_duration_that_occurs() {
        let ten: Vec<u32> = (1..=10).collect();
        assert_eq!(percentile_90_in_half_days(&ten), Some(18));
        let eleven: Vec<u32> = (1..=11).collect();
        assert_eq!(percentile_90_in_half_days(&eleven), Some(20));
        assert_eq!(percentile_90_in_half_days(&[]), None);
    }
}
