//! Which numbers of a corrected edition are printed anew, and which stay as they were released.

use super::*;

/// What becomes of the figures of an edition with other cases: those that stay with what is printed, and those that are
/// revised, by id.
fn corrected(
    printed: &[(&str, ArchivedValue)],
    cases: &[Case],
) -> (Vec<(String, ArchivedValue)>, Vec<String>) {
    let project = after(printed);
    let ids =
        ["ledger.records:outside_scope", "ledger.records:carried_in", "ledger.records:counted"];
    let mut figures: BTreeSet<Figure> = printed.iter().map(|(id, _)| figure(id)).collect();
    let exact = exact_of(&ids.map(figure).into(), cases, &project);
    figures.retain(|figure| exact.get(figure).is_some());
    let revision = Revision::new(
        &figures,
        &BTreeSet::new(),
        &exact,
        &Nesting::new(cases, &[], &project),
        &project,
    );
    let id = |figure: &Figure| figure.id(&PROJECT.taxonomy);
    let kept = revision.kept.iter().map(|(figure, value)| (id(figure), *value));
    (kept.collect(), revision.revised.iter().map(id).collect())
}

/// The ids of those that stay, and of those that are revised.
fn ids(printed: &[(&str, ArchivedValue)], cases: &[Case]) -> (Vec<String>, Vec<String>) {
    let (kept, revised) = corrected(printed, cases);
    (kept.into_iter().map(|(id, _)| id).collect(), revised)
}

fn in_second_half(case: &mut Case) {
    case.received_on = day(date(2017, 9, 1));
    case.closed_on = None;
}

const COMPLAINTS: &str = "cases:category=complaint";

#[test]
fn a_number_that_changed_by_one_or_two_stays_as_it_was_and_one_that_changed_by_more_is_revised() {
    for (before, stays, is_revised) in [
        (6, false, true),
        (7, true, false),
        (8, true, false),
        (9, false, false),
        (10, true, false),
        (11, true, false),
        (12, false, true),
    ] {
        let printed = [(COMPLAINTS, ArchivedValue::Count(before))];
        let (kept, revised) = corrected(&printed, &complaints(9, |_| {}));
        let was = (COMPLAINTS.to_owned(), ArchivedValue::Count(before));
        assert_eq!(kept, if stays { vec![was] } else { vec![] }, "{before}");
        assert_eq!(revised, if is_revised { vec![COMPLAINTS] } else { vec![] }, "{before}");
    }
}

#[test]
fn how_many_cases_were_received_is_revised_by_one_case_too() {
    let printed = [("cases", ArchivedValue::Count(8)), (COMPLAINTS, ArchivedValue::Count(8))];
    let (kept, revised) = ids(&printed, &complaints(9, |_| {}));
    assert_eq!((kept, revised), (vec![COMPLAINTS.to_owned()], vec!["cases".to_owned()]));
    let (kept, revised) = ids(&[("activities", ArchivedValue::Count(1))], &[]);
    assert_eq!((kept.len(), revised), (0, vec!["activities".to_owned()]));
}

#[test]
fn a_change_is_kept_back_where_a_small_number_is_left_of_a_larger_one() {
    // Five more in the year, of which four in its first half: one person in the second.
    let printed = [
        (COMPLAINTS, ArchivedValue::Count(15)),
        ("cases:category=complaint,half_year=1", ArchivedValue::Count(6)),
    ];
    let first = "cases:category=complaint,half_year=1".to_owned();
    let mut cases = complaints(20, |_| {});
    cases.iter_mut().take(10).for_each(in_second_half);
    assert_eq!(ids(&printed, &cases), (vec![first.clone()], vec![COMPLAINTS.to_owned()]));
    // All five in its first half: none in the second.
    cases.iter_mut().take(1).for_each(|it| it.received_on = day(date(2017, 3, 1)));
    assert_eq!(ids(&printed, &cases), (vec![], vec![COMPLAINTS.to_owned(), first]));
}

#[test]
fn a_change_is_kept_back_where_several_parts_leave_a_small_number() {
    let of = |category: &str| format!("cases:category={category}");
    let ids_of = [of("complaint"), of("suggestion")];
    // Seven more: four complaints and two suggestions more than the edition printed, and one praise.
    let cases: Vec<Case> = [("complaint", 9), ("suggestion", 9), ("praise", 5)]
        .into_iter()
        .flat_map(|(category, number)| vec![case(category, 5); number])
        .collect();
    let printed = [
        ("cases", ArchivedValue::Count(14)),
        (ids_of[0].as_str(), ArchivedValue::Count(5)),
        (ids_of[1].as_str(), ArchivedValue::Count(5)),
    ];
    // Nine more, four and four of them: one other.
    let (kept, revised) = ids(&printed, &cases);
    assert_eq!((kept.len(), revised.len()), (1, 2), "{kept:?} {revised:?}");
    let twelve = [("cases", ArchivedValue::Count(12)), printed[1], printed[2]];
    assert_eq!(ids(&twelve, &cases).0, Vec::<String>::new(), "three others");
}

#[test]
fn closed_and_received_cases_are_not_both_revised_where_few_are_left_open() {
    let printed = [
        ("cases:category=complaint", ArchivedValue::Count(10)),
        ("cases.closed:category=complaint", ArchivedValue::Count(10)),
    ];
    let mut cases = complaints(20, |_| {});
    cases[0].closed_on = None;
    let (kept, revised) = ids(&printed, &cases);
    assert_eq!((kept.len(), revised.len()), (1, 1), "{kept:?} {revised:?}");
    cases.iter_mut().take(4).for_each(|case| case.closed_on = None);
    assert!(ids(&printed, &cases).0.is_empty());
}

#[test]
fn a_share_follows_its_part_and_base() {
    let share = "share:assessment=justified/category=complaint";
    let printed = |part, base| [(share, ArchivedValue::Share { part, base })];
    let mut cases = complaints(20, |_| {});
    let justified = code(Dimension::Assessment, "justified");
    cases.iter_mut().take(9).for_each(|case| case.set(Field::Assessment, justified));
    assert!(corrected(&printed(9, 20), &cases) == (vec![], vec![]));
    assert_eq!(ids(&printed(8, 20), &cases).0, [share]);
    assert_eq!(ids(&printed(9, 19), &cases).0, [share]);
    assert_eq!(ids(&printed(4, 10), &cases).1, [share]);
    // Both have changed by ten, and nothing is left beside them; one more, and one person is.
    assert_eq!(ids(&printed(5, 15), &cases).0, [share], "one of five is not justified");
}

#[test]
fn what_would_be_larger_than_all_of_it_stays_or_is_left_out() {
    // All complaints are counted now, and fewer of them than were of one half.
    let half = "cases:category=complaint,half_year=1";
    let printed = [(COMPLAINTS, ArchivedValue::Count(9)), (half, ArchivedValue::Count(8))];
    let mut cases = complaints(12, |_| {});
    cases.iter_mut().take(2).for_each(in_second_half);
    let (kept, _) = ids(&printed, &cases);
    assert!(kept.contains(&half.to_owned()), "it changed by two: {kept:?}");
    // Of ten complaints that were released six are left, and no more cases at all.
    let printed =
        [("cases", ArchivedValue::Count(10)), ("cases:half_year=1", ArchivedValue::Count(9))];
    let project = after(&printed);
    let figures: BTreeSet<Figure> = printed.iter().map(|(id, _)| figure(id)).collect();
    let mut cases = complaints(8, |_| {});
    cases.iter_mut().take(1).for_each(in_second_half);
    let exact = exact_of(&BTreeSet::new(), &cases, &project);
    let revision = Revision::new(
        &figures,
        &BTreeSet::new(),
        &exact,
        &Nesting::new(&cases, &[], &project),
        &project,
    );
    assert_eq!(revision.silent, [figure("cases:half_year=1")].into());
    assert!(!revision.kept.contains_key(&figure("cases:half_year=1")));
}

#[test]
fn what_no_edition_has_printed_is_made_of_the_numbers_that_stay() {
    let project = after(&[(COMPLAINTS, ArchivedValue::Count(8))]);
    let share = figure("share:category=complaint/total");
    let median = figure("median_days.closed:category=complaint");
    let closed = "cases.closed:category=complaint";
    let figures: BTreeSet<Figure> = [figure(COMPLAINTS), share.clone(), median.clone()].into();
    let cases = complaints(9, |_| {});
    let exact = exact_of(&figures, &cases, &project);
    let revision = Revision::new(
        &figures,
        &BTreeSet::new(),
        &exact,
        &Nesting::new(&cases, &[], &project),
        &project,
    );
    assert_eq!(revision.kept.get(&share), Some(&ArchivedValue::Share { part: 8, base: 9 }));
    assert!(!revision.revised.contains(&share) && revision.silent.is_empty());
    // Days would tell of how many cases they are.
    let project = after(&[(closed, ArchivedValue::Count(8))]);
    let exact = exact_of(&figures, &cases, &project);
    let revision = Revision::new(
        &figures,
        &BTreeSet::new(),
        &exact,
        &Nesting::new(&cases, &[], &project),
        &project,
    );
    assert_eq!(revision.silent, [median].into());
}

#[test]
fn shares_do_not_tell_what_is_the_same_from_what_has_changed_by_little() {
    let of = |category: &str| format!("share:category={category}/total");
    let (complaints_of, praise_of) = (of("complaint"), of("praise"));
    let cases: Vec<Case> = [("complaint", 10), ("praise", 5)]
        .into_iter()
        .flat_map(|(category, number)| vec![case(category, 5); number])
        .collect();
    // One more complaint in one case, one more praise in the other.
    let corrected = |complaints: u64, praise: u64| {
        let base = 14;
        let printed = [
            ("cases", ArchivedValue::Count(base)),
            (complaints_of.as_str(), ArchivedValue::Share { part: complaints, base }),
            (praise_of.as_str(), ArchivedValue::Share { part: praise, base }),
        ];
        ids(&printed, &cases).1
    };
    let all = vec!["cases".to_owned(), complaints_of.clone(), praise_of.clone()];
    assert_eq!((corrected(9, 5), corrected(10, 4)), (all.clone(), all));
}

#[test]
fn the_ledger_is_revised_or_stays_as_one_sum() {
    let ledger = |carried: u64, counted: u64| {
        [
            ("ledger.records:carried_in", ArchivedValue::Count(carried)),
            ("ledger.records:counted", ArchivedValue::Count(counted)),
            ("ledger.records:outside_scope", ArchivedValue::Count(0)),
        ]
    };
    let mut cases = complaints(20, |_| {});
    cases.iter_mut().take(5).for_each(|case| case.received_on = day(date(2016, 12, 1)));
    assert_eq!(ids(&ledger(5, 15), &cases), (vec![], vec![]));
    let counted = "ledger.records:counted".to_owned();
    assert_eq!(ids(&ledger(5, 14), &cases), (vec![], vec![counted.clone()]));
    let carried = "ledger.records:carried_in".to_owned();
    assert_eq!(ids(&ledger(4, 14), &cases), (vec![carried, counted], vec![]));
}

#[test]
fn a_correction_that_was_released_is_made_again() {
    let mut project = after(&[
        (COMPLAINTS, ArchivedValue::Count(10)),
        ("cases.closed", ArchivedValue::Count(10)),
    ]);
    let second =
        [(COMPLAINTS, ArchivedValue::Count(15)), ("cases.closed", ArchivedValue::Count(10))];
    project.archive.push(ArchivedEdition { number: 2, ..edition(2017, &second) });
    let figures: BTreeSet<Figure> = second.iter().map(|(id, _)| figure(id)).collect();
    let mut cases = complaints(15, |_| {});
    cases.iter_mut().take(4).for_each(|case| case.closed_on = None);
    let exact = exact_of(&figures, &cases, &project);
    let revision = Revision::new(
        &figures,
        &BTreeSet::new(),
        &exact,
        &Nesting::new(&cases, &[], &project),
        &project,
    );
    assert_eq!(revision.revised, [figure(COMPLAINTS)].into(), "beside the first edition");
    let was = [(figure("cases.closed"), ArchivedValue::Count(10))];
    assert_eq!(revision.kept, was.into(), "both print ten");
}
