//! What earlier editions of the year have printed.

use super::super::earlier::mixed_methods;
use super::*;

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
    let earlier = earlier_of(&exact, &project);
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
    let earlier = earlier_of(&exact, &project);
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
        earlier_of(&exact, &project)
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
    let [finding] = mixed_methods(&project).try_into().unwrap();
    let said = "diese Ausgabe ist auf Vielfache von 5 gerundet, der Bericht wäre nicht gerundet";
    assert_eq!((finding.code.id(), finding.message.as_str()), ("K408", said));
}
