//! Disclosure control against an attacker who tries every year there could be, on small random
//! reports; and what must not depend on the order of cases.

use crate::small_reports::{Policy, Random, Report};
use std::collections::BTreeSet;

/// Years on the way beyond which a report is left to other seeds.
const MOST_YEARS: usize = 20_000;

/// Small reports that were printed, by seed.
fn reports(policy: Policy, seeds: std::ops::Range<u64>) -> impl Iterator<Item = (u64, Report)> {
    let reports = seeds.map(move |seed| (seed, Report::random(seed, policy)));
    reports.filter(|(_, report)| !report.refused)
}

/// Tries every year of some reports; how many were tried, and how many have masks.
fn nothing_leaks(policy: Policy, seeds: std::ops::Range<u64>) -> (usize, usize) {
    let (mut tried, mut with_masks) = (0, 0);
    for (seed, report) in reports(policy, seeds) {
        let Some(leaks) = report.leaks(MOST_YEARS, &BTreeSet::new()) else { continue };
        let tables: Vec<&str> = report.plan.tables.iter().map(|it| it.id.as_str()).collect();
        assert!(leaks.is_empty(), "seed {seed}, tables {tables:?}: {leaks:?}\n{:?}", report.cases);
        tried += 1;
        with_masks += usize::from(!report.masked_because("small").is_empty());
    }
    (tried, with_masks)
}

#[test]
fn no_small_number_can_be_computed_by_trying_every_year() {
    let (tried, with_masks) = nothing_leaks(Policy::Masking, 0..240);
    assert!(tried >= 80 && with_masks >= 55, "{tried} reports tried, {with_masks} with masks");
}

#[test]
fn no_small_number_can_be_computed_from_coarser_tables() {
    let (tried, with_masks) = nothing_leaks(Policy::Coarser, 0..240);
    assert!(tried >= 80 && with_masks >= 30, "{tried} reports tried, {with_masks} with masks");
    let is_coarser = |(_, report): &(u64, Report)| {
        report.plan.tables.iter().any(krm_report::plan::TablePlan::is_coarser)
    };
    let coarser = reports(Policy::Coarser, 0..60).filter(is_coarser).count();
    assert!(coarser >= 30, "{coarser} of 60 have a coarser table");
}

#[test]
fn no_small_number_can_be_computed_from_properties_the_office_has_added() {
    let (tried, with_masks) = nothing_leaks(Policy::Own, 0..240);
    assert!(tried >= 60 && with_masks >= 30, "{tried} reports tried, {with_masks} with masks");
}

#[test]
fn where_a_property_is_protected_no_small_row_tells_it() {
    let (tried, with_masks) = nothing_leaks(Policy::Protecting, 0..240);
    assert!(tried >= 60 && with_masks >= 45, "{tried} reports tried, {with_masks} with masks");
    // The same reports without that protection tell it in many rows.
    let (mut tried, mut telling) = (0, 0);
    for (_, mut report) in reports(Policy::Masking, 0..100) {
        report.policy = Policy::Protecting;
        if let Some(leaks) = report.leaks(MOST_YEARS, &BTreeSet::new()) {
            tried += 1;
            telling += usize::from(!leaks.is_empty());
        }
    }
    assert!(tried >= 25 && telling * 4 >= tried, "{telling} of {tried}");
}

#[test]
fn no_small_number_can_be_computed_from_rounded_ones() {
    let (tried, _) = nothing_leaks(Policy::Rounding, 0..240);
    assert!(tried >= 60, "{tried} reports tried");
    // The tables that are withheld would give some away: rounding alone does not protect.
    let (mut tried, mut leaking) = (0, 0);
    for (_, mut report) in reports(Policy::Rounding, 0..240) {
        if report.show_all()
            && let Some(leaks) = report.leaks(MOST_YEARS, &BTreeSet::new())
        {
            tried += 1;
            leaking += usize::from(!leaks.is_empty());
        }
    }
    assert!(tried >= 10 && leaking * 2 >= tried, "{leaking} of {tried}");
}

#[test]
fn a_rounded_table_that_pins_a_small_number_needs_more_than_rounding() {
    // 7 + 1 = 8 prints 5 + 0 = 10: the zero would be one or two, were it known that there is no third category.
    let report = Report::of_categories(Policy::Rounding, &[7, 1]);
    assert!(!report.refused && report.measure() != "masks");
    assert_eq!(report.leaks(MOST_YEARS, &BTreeSet::new()), Some(vec![]));
    // 6 + 1 = 7 prints 5 + 0 = 5, as 7 + 0 and 5 + 2 do.
    let report = Report::of_categories(Policy::Rounding, &[6, 1]);
    assert!(!report.refused && !report.published.is_withheld("own_0"));
    assert_eq!(report.leaks(MOST_YEARS, &BTreeSet::new()), Some(vec![]));
}

#[test]
fn no_small_report_is_refused() {
    for policy in
        [Policy::Masking, Policy::Coarser, Policy::Protecting, Policy::Rounding, Policy::Own]
    {
        let refused = (0..120).find(|seed| Report::random(*seed, policy).refused);
        assert_eq!(refused, None, "{policy:?}");
    }
}

#[test]
fn masks_of_the_small_numbers_alone_would_give_them_away() {
    // The same reports with every further mask taken off: the attacker is no paper tiger.
    let (mut tried, mut leaking) = (0, 0);
    for (_, report) in reports(Policy::Masking, 0..260) {
        let further = report.masked_because("complementary");
        if !further.is_empty()
            && report.measure() == "masks"
            && let Some(leaks) = report.leaks(MOST_YEARS, &further)
        {
            tried += 1;
            leaking += usize::from(!leaks.is_empty());
        }
    }
    assert!(tried >= 45 && leaking * 10 >= tried * 9, "{leaking} of {tried}");
}

#[test]
fn almost_every_further_mask_is_needed_for_itself() {
    // One mask taken off, all others left: the attacker finds a small number again.
    let (mut tried, mut needed) = (0, 0);
    let masked = reports(Policy::Masking, 0..180);
    for (_, report) in masked.filter(|(_, report)| report.measure() == "masks") {
        for mask in report.masked_because("complementary") {
            if let Some(leaks) = report.leaks(MOST_YEARS, &BTreeSet::from([mask])) {
                tried += 1;
                needed += usize::from(!leaks.is_empty());
            }
        }
    }
    assert!(tried >= 90 && needed * 10 >= tried * 9, "{needed} of {tried}");
}

#[test]
fn a_reader_who_trusts_that_masks_have_a_reason_finds_few_small_numbers() {
    let (mut tried, mut small, mut found) = (0, 0, 0);
    for (_, report) in reports(Policy::Masking, 0..240) {
        if report.measure() == "masks"
            && let Some((all, of_them)) = report.found_by_trust(MOST_YEARS)
        {
            tried += 1;
            (small, found) = (small + all, found + of_them);
        }
    }
    let seen = format!("{found} of {small} small numbers in {tried} reports");
    assert!(tried >= 50 && small >= 150 && found * 20 <= small, "{seen}");
}

#[test]
fn two_editions_together_give_away_no_small_number() {
    let together = |policy: Policy, after: bool| {
        let (mut tried, mut leaking) = (0, Vec::new());
        for (seed, first) in reports(policy, 0..520) {
            let both = first.other_edition(seed + 5000, after);
            // What a withheld table would have said is not recorded.
            if both.refused || first.withholds() {
                continue;
            }
            if let Some(leaks) = both.leaks(MOST_YEARS, &BTreeSet::new()) {
                tried += 1;
                if !leaks.is_empty() {
                    leaking.push((seed, leaks));
                }
            }
        }
        (tried, leaking)
    };
    for policy in [Policy::Masking, Policy::Coarser, Policy::Rounding] {
        let (tried, leaking) = together(policy, true);
        assert!(tried >= 20 && leaking.is_empty(), "{policy:?}: {tried} tried, {leaking:?}");
    }
    // Editions that know nothing of each other do.
    let (tried, leaking) = together(Policy::Masking, false);
    assert!(tried >= 20 && leaking.len() * 5 >= tried, "{} of {tried}", leaking.len());
}

#[test]
fn a_corrected_edition_gives_away_no_small_number_and_no_late_case() {
    let [of_year, of_late, revised, without] = corrected(Policy::Masking);
    assert!(of_year >= 30 && of_late >= 100 && revised >= 200, "{of_year} {of_late} {revised}");
    // Where all numbers are printed as they are now, late cases are given away.
    assert!(without >= 40, "{without}");
}

#[test]
fn neither_does_one_that_takes_other_forms_of_its_tables() {
    let [of_year, of_late, ..] = corrected(Policy::Coarser);
    assert!(of_year >= 40 && of_late >= 100, "{of_year} {of_late}");
}

/// Tries every year and every set of late cases of corrected editions: how many years and sets were tried, how many numbers
/// revised, and how many sets something would follow of were every number printed as it is now.
fn corrected(policy: Policy) -> [usize; 4] {
    let (mut of_year, mut of_late, mut revised, mut leaking, mut without) =
        (0, 0, 0, Vec::new(), 0);
    for (seed, first) in reports(policy, 0..260) {
        let corrected = first.corrected(seed + 9000, 1 + usize::try_from(seed % 8).unwrap());
        assert!(!corrected.refused, "seed {seed}");
        revised += corrected.published.iter().filter(|figure| figure.is_revised()).count();
        if let Some(leaks) = corrected.leaks(MOST_YEARS, &BTreeSet::new()) {
            of_year += 1;
            leaking.extend(leaks.into_iter().map(|leak| format!("{seed}: {leak}")));
        }
        if let Some(leaks) = corrected.leaks_of_late_cases(&first, MOST_YEARS, false) {
            of_late += 1;
            leaking.extend(leaks.into_iter().map(|leak| format!("{seed}, late: {leak}")));
        }
        let all = corrected.leaks_of_late_cases(&first, MOST_YEARS, true);
        without += usize::from(all.is_some_and(|leaks| !leaks.is_empty()));
    }
    assert!(leaking.is_empty(), "{leaking:#?}");
    [of_year, of_late, revised, without]
}

#[test]
fn the_order_of_cases_changes_no_mask_and_no_proof() {
    for (seed, report) in reports(Policy::Masking, 0..40) {
        let mut cases = report.cases.clone();
        Random::new(seed + 1000).shuffle(&mut cases);
        let again = Report::of(Policy::Masking, report.plan.clone(), cases);
        assert_eq!(report.published, again.published, "seed {seed}");
        assert_eq!(report.record, again.record, "seed {seed}");
    }
}
