//! What is printed of an exact value, and how long a mark for it is.

use super::super::published::{PublishedFigure, PublishedValue};
use super::*;
use crate::project::DisclosurePolicy;

fn decide(id: &str, value: ExactValue) -> PublishedFigure {
    PublishedFigure::decide(&figure(id), value, false, &DisclosurePolicy::default())
}

#[test]
fn counts_shares_and_days_are_drawn_in_their_units() {
    let length = |figure: PublishedFigure| figure.magnitude().map(|length| length.get());
    assert_eq!(length(decide("cases", ExactValue::Count(7))), Some(7.0));
    let share = ExactValue::Share { part: 3, base: 8 };
    assert_eq!(length(decide("share:category=complaint/total", share)), Some(37.5));
    let days = ExactValue::HalfDays { half_days: Some(5), cases: 5 };
    assert_eq!(length(decide("median_days.closed", days)), Some(2.5));
    let masked = PublishedFigure::decide(
        &figure("cases"),
        ExactValue::Count(7),
        true,
        &DisclosurePolicy::default(),
    );
    assert_eq!((length(masked.clone()), masked.is_zero()), (None, false));
    assert!(decide("cases", ExactValue::Count(0)).is_zero());
    assert!(!decide("cases", ExactValue::Count(1)).is_zero());
}

#[test]
fn a_share_of_nothing_and_a_statistic_of_too_few_have_signs_of_their_own() {
    let share = ExactValue::Share { part: 0, base: 0 };
    let value = decide("share:category=complaint/total", share).value();
    assert_eq!(value, PublishedValue::NoBase);
    for (id, enough) in [("median_days.closed", 5), ("p90_days.closed", 30)] {
        let days = |cases| ExactValue::HalfDays { half_days: Some(8), cases };
        assert_eq!(decide(id, days(enough)).value(), PublishedValue::HalfDays(8));
        assert_eq!(decide(id, days(enough - 1)).value(), PublishedValue::TooFewCases);
    }
}

#[test]
fn where_numbers_are_rounded_every_part_of_a_figure_is() {
    let method = Method::Rounding { base: 5 };
    let policy = DisclosurePolicy { method, ..DisclosurePolicy::default() };
    let decide =
        |id: &str, value| PublishedFigure::decide(&figure(id), value, false, &policy).value();
    assert_eq!(decide("cases", ExactValue::Count(13)), PublishedValue::Count(15));
    assert_eq!(decide("activities", ExactValue::Count(13)), PublishedValue::Count(13));
    let share = |part, base| ExactValue::Share { part, base };
    let id = "share:category=complaint/total";
    assert_eq!(decide(id, share(3, 26)), PublishedValue::Share { part: 5, base: 25 });
    let few = "three of eleven are 5 of 10, which is no 50 %";
    assert_eq!(decide(id, share(3, 11)), PublishedValue::TooFewCases, "{few}");
    assert_eq!(decide(id, share(1, 2)), PublishedValue::NoBase, "its base is printed as zero");
    // A sign for the days of one or two cases would say that there are any.
    let days = |cases| ExactValue::HalfDays { half_days: Some(8), cases };
    assert_eq!(decide("median_days.closed", days(2)), PublishedValue::TooFewCases);
    assert_eq!(decide("median_days.closed", days(5)), PublishedValue::HalfDays(8));
    let strict = DisclosurePolicy { threshold: 10, ..policy.clone() };
    let median = figure("median_days.closed");
    let of_few = |cases| PublishedFigure::decide(&median, days(cases), false, &strict).value();
    assert_eq!(of_few(9), PublishedValue::TooFewCases);
    assert_eq!(of_few(10), PublishedValue::HalfDays(8));
}

#[test]
fn the_record_counts_the_figures_of_the_report_and_its_masks() {
    let cases = [complaints(9, |_| {}), vec![case("suggestion", 2); 2]].concat();
    let plan =
        plan(Vec::new(), &["cases", "cases:category=complaint", "cases:category=suggestion"]);
    let (published, record, _) = publish(&plan, &cases, &bare());
    assert_eq!((record.figure_count(), record.masked_count()), (3, 2));
    assert_eq!(published.iter().count(), 3);
    let value = |id: &str| published.get(&figure(id)).map(PublishedFigure::value);
    assert_eq!(value("cases"), Some(PublishedValue::Count(11)));
    assert_eq!(value("cases:category=suggestion"), Some(PublishedValue::Masked));
    assert_eq!(value("cases:category=praise"), None);
}
