//! What earlier editions of the year have printed.

use super::super::earlier::{Earlier, corrections};
use super::*;

fn after(printed: &[(&str, ArchivedValue)]) -> Project {
    let mut project = bare();
    project.archive = vec![edition(2017, printed)];
    project
}

/// The figures a correction is refused for.
fn refused(printed: &[(&str, ArchivedValue)], cases: &[Case]) -> Vec<String> {
    let project = after(printed);
    let ledger = ["ledger.records:outside_scope", "ledger.records:rejected"].map(figure);
    let exact = exact_of(&ledger.into(), cases, &project);
    let found = corrections(&exact, &project);
    let named = found.iter().flat_map(|finding| finding.message.split('`').skip(1).step_by(2));
    named.map(str::to_owned).collect()
}

fn in_second_half(case: &mut Case) {
    case.received_on = day(date(2017, 9, 1));
    case.closed_on = None;
}

#[test]
fn a_correction_by_one_or_two_persons_is_refused_and_no_other() {
    let count = |number| [("cases", ArchivedValue::Count(number))];
    for (before, is_refused) in
        [(6, false), (7, true), (8, true), (9, false), (10, true), (11, true), (12, false)]
    {
        let named = refused(&count(before), &complaints(9, |_| {}));
        assert_eq!(named, if is_refused { vec!["cases"] } else { vec![] }, "{before}");
    }
}

#[test]
fn the_parts_of_shares_and_the_entries_of_the_ledger_are_corrected_too() {
    let share =
        |part, base| [("share:category=complaint/total", ArchivedValue::Share { part, base })];
    let nine = complaints(9, |_| {});
    let both = ["cases", "cases:category=complaint"];
    assert!(refused(&share(9, 9), &nine).is_empty());
    assert_eq!(refused(&share(9, 8), &nine), both);
    assert_eq!(refused(&share(8, 9), &nine), both);
    assert_eq!(refused(&share(8, 8), &nine), both);
    let mut cases = nine.clone();
    cases[0].in_scope = false;
    let entry = |number| [("ledger.records:outside_scope", ArchivedValue::Count(number))];
    assert_eq!(refused(&entry(3), &cases), ["ledger.records:outside_scope"]);
    assert!(refused(&entry(1), &cases).is_empty() && refused(&entry(4), &cases).is_empty());
    assert!(refused(&[("cases", ArchivedValue::Masked)], &nine).is_empty());
    assert!(refused(&[("activities", ArchivedValue::Count(1))], &nine).is_empty());
}

#[test]
fn the_rest_of_a_number_without_its_part_is_corrected_as_well() {
    // Five more in the year, of which four in its first half: one person in the second.
    let printed =
        [("cases", ArchivedValue::Count(15)), ("cases:half_year=1", ArchivedValue::Count(6))];
    let mut cases = complaints(20, |_| {});
    cases.iter_mut().take(10).for_each(in_second_half);
    assert_eq!(refused(&printed, &cases), ["cases", "cases:half_year=1"]);
    // All five in its first half: none in the second.
    cases.iter_mut().take(1).for_each(|it| it.received_on = day(date(2017, 3, 1)));
    assert!(refused(&printed, &cases).is_empty());
}

#[test]
fn at_most_ten_figures_are_named() {
    let ids: Vec<String> = (1..=12).map(|month| format!("cases:month={month}")).collect();
    let printed: Vec<(&str, ArchivedValue)> =
        ids.iter().map(|id| (id.as_str(), ArchivedValue::Count(1))).collect();
    let project = after(&printed);
    let exact = exact_of(&BTreeSet::new(), &[], &project);
    let [finding] = corrections(&exact, &project).try_into().unwrap();
    assert!(finding.message.ends_with("` und 2 weitere"), "{}", finding.message);
    assert_eq!(finding.message.matches("`cases:month=").count(), 10);
    let project = after(&printed[..10]);
    let exact = exact_of(&BTreeSet::new(), &[], &project);
    let [finding] = corrections(&exact, &project).try_into().unwrap();
    assert!(!finding.message.contains("weitere"), "{}", finding.message);
}

#[test]
fn a_number_is_known_when_it_is_as_it_was_printed_and_a_sign_stays_a_sign() {
    let printed = [
        ("cases", ArchivedValue::Count(9)),
        ("cases:half_year=1", ArchivedValue::Count(5)),
        ("cases:half_year=2", ArchivedValue::Masked),
        ("median_days.closed", ArchivedValue::HalfDays(10)),
        ("share:category=complaint/total", ArchivedValue::Share { part: 9, base: 9 }),
    ];
    let project = after(&printed);
    let exact = exact_of(&BTreeSet::new(), &complaints(9, |_| {}), &project);
    let earlier = Earlier::new(&exact, &project);
    let known = ["cases", "median_days.closed", "share:category=complaint/total"].map(figure);
    assert_eq!(earlier.known, known.into());
    let signs = BTreeSet::from([figure("cases:half_year=2")]);
    assert_eq!((&earlier.masked, &earlier.starred), (&signs, &signs));
}

#[test]
fn what_one_edition_masked_and_another_printed_is_known() {
    let mut project = after(&[("cases", ArchivedValue::Masked)]);
    let printed = [("cases", ArchivedValue::Count(9)), ("cases.open", ArchivedValue::Count(0))];
    project.archive.push(edition(2017, &printed));
    project.archive.push(edition(2018, &[("cases.open", ArchivedValue::Masked)]));
    let exact = exact_of(&BTreeSet::new(), &complaints(9, |_| {}), &project);
    let earlier = Earlier::new(&exact, &project);
    assert_eq!(earlier.known, ["cases", "cases.open"].map(figure).into());
    assert!(earlier.masked.is_empty() && earlier.starred.is_empty());
}

#[test]
fn the_stock_of_the_year_before_is_known_hidden_or_protected() {
    let cases = complaints(9, |case| case.received_on = day(date(2016, 12, 1)));
    let of = |value: ArchivedValue, exempt: bool| {
        let mut project = bare();
        project.archive = vec![edition(2016, &[("cases.open", value)])];
        if exempt {
            let figure = figure("cases.carried_forward");
            project.disclosure.exemptions.push(Exemption { figure, reason: String::new() });
        }
        let exact = exact_of(&BTreeSet::new(), &cases, &project);
        Earlier::new(&exact, &project)
    };
    let carried = BTreeSet::from([figure("cases.carried_forward")]);
    let same = of(ArchivedValue::Count(9), false);
    assert_eq!((same.known, same.masked.len(), same.stock.len()), (carried, 0, 0));
    for hidden in [ArchivedValue::Masked, ArchivedValue::Count(8)] {
        let earlier = of(hidden, false);
        assert!(earlier.known.is_empty() && earlier.starred.is_empty());
        assert_eq!(earlier.masked.len(), 4, "in all parts that begin with the year");
        assert_eq!(earlier.stock, [count("cases.carried_forward")].into());
        assert!(of(hidden, true).masked.is_empty(), "exempt");
    }
    let corrected = of(ArchivedValue::Count(30), false);
    assert!(corrected.known.is_empty() && corrected.masked.is_empty());
}

#[test]
fn rounded_and_exact_editions_of_a_year_do_not_mix() {
    let mut project = after(&[("cases", ArchivedValue::Count(10))]);
    project.archive[0].content.rounded_to = Some(5);
    let exact = exact_of(&BTreeSet::new(), &complaints(9, |_| {}), &project);
    let [finding] = corrections(&exact, &project).try_into().unwrap();
    let said = "diese Ausgabe ist auf Vielfache von 5 gerundet, der Bericht wäre nicht gerundet";
    assert_eq!((finding.code.id(), finding.message.as_str()), ("K408", said));
}
