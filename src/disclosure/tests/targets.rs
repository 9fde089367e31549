//! Which numbers must be protected.

use super::super::derived::Knowledge;
use super::super::measure::Measure;
use super::super::pool::Pool;
use super::super::targets::targets;
use super::*;
use crate::disclosure::PublishedValue;

/// The targets of a report on these figures.
pub(super) fn found(printed: &[Figure], cases: &[Case]) -> Vec<Target> {
    found_in(printed, cases, &PROJECT)
}

fn found_in(printed: &[Figure], cases: &[Case], project: &Project) -> Vec<Target> {
    found_planned(printed, &[], cases, project)
}

/// The targets where some planned figures are not printed.
fn found_planned(
    printed: &[Figure],
    withheld: &[Figure],
    cases: &[Case],
    project: &Project,
) -> Vec<Target> {
    let planned: BTreeSet<Figure> = printed.iter().chain(withheld).cloned().collect();
    let printed: BTreeSet<Figure> = printed.iter().cloned().collect();
    let exact = exact_of(&planned, cases, project);
    let worth = Worth::default().after(&earlier_of(&exact, project));
    let mut registry = Registry::new(&printed, &worth, &exact, &project.disclosure);
    let small = small_rows(&registry, &exact, &project.disclosure);
    let asked = Asked { planned: &planned, given_up: &BTreeSet::new() };
    let pool = Pool::new(cases, Measure::Masks, &Default::default(), project);
    let nesting = pool.nesting(project);
    let knowledge = Knowledge { nesting: &nesting, exact: &exact, cases, project };
    targets(&mut registry, &small, &asked, worth.stock(), &knowledge)
}

fn is_named(target: &Target, figure: &Figure) -> bool {
    matches!(&target.name,
        TargetName::Figure(name) | TargetName::Neighbour(name) if name == figure)
}

#[test]
fn the_exempt_figure_in_other_words_is_no_target_but_its_crossings_are() {
    let mut cases: Vec<Case> = (0..9).map(|days| case("complaint", days)).collect();
    cases.push(case("praise", 1));
    let praise = figure("cases:category=praise");
    let unassessed = count("cases:category=praise");
    let unassessed = Figure::Count(unassessed.with(Dimension::Assessment, ValueCode::NOT_STATED));
    let crossing = figure("cases:category=praise,half_year=1");
    let printed = [figure("cases"), praise.clone(), unassessed.clone(), crossing.clone()];
    let found = found(&printed, &cases);
    assert!(!found.iter().any(|target| is_named(target, &praise)));
    assert!(!found.iter().any(|target| is_named(target, &unassessed)));
    let crossing = found.iter().find(|target| is_named(target, &crossing)).unwrap();
    assert!(crossing.within_exempt && crossing.safe == Safe::Wide && crossing.value == 1);
}

#[test]
fn what_is_left_of_a_printed_count_is_a_target_from_1_up_to_the_threshold() {
    for (half_years, is_target) in [(0, false), (1, true), (2, true), (3, false)] {
        let mut cases: Vec<Case> = (0..9).map(|days| case("complaint", days)).collect();
        for case in &mut cases[..half_years] {
            case.received_on = day(date(2017, 9, 1));
        }
        let (all, first) =
            (count("cases:category=complaint"), count("cases:category=complaint,half_year=1"));
        let found = found(
            &[figure("cases"), Figure::Count(all.clone()), Figure::Count(first.clone())],
            &cases,
        );
        let difference = TargetName::Difference(all, vec![first]);
        let target = found.iter().find(|target| target.name == difference);
        assert_eq!(target.is_some(), is_target, "{half_years}");
        assert!(target.is_none_or(|target| target.safe == Safe::ZeroOrMany));
    }
}

#[test]
fn what_follows_from_a_looser_edition_is_known_from_its_threshold_on() {
    let (all, first) = (figure("cases"), figure("cases:half_year=1"));
    let is_target = |rest: usize, printed: &[(&str, ArchivedValue)]| {
        let mut cases: Vec<Case> = (0..9).map(|days| case("complaint", days)).collect();
        for case in &mut cases[..rest] {
            case.received_on = day(date(2017, 9, 1));
        }
        let mut project = bare();
        let mut looser = edition(2017, printed);
        looser.content.threshold = 2;
        project.archive = vec![looser];
        let found = found_in(&[all.clone(), first.clone()], &cases, &project);
        let difference = TargetName::Difference(count("cases"), vec![count("cases:half_year=1")]);
        found.iter().any(|target| target.name == difference)
    };
    let both = |first| [("cases", ArchivedValue::Count(9)), ("cases:half_year=1", first)];
    assert!(!is_target(2, &both(ArchivedValue::Count(7))), "2 was open to the other readers");
    assert!(is_target(1, &both(ArchivedValue::Count(8))), "1 was not");
    assert!(is_target(2, &both(ArchivedValue::Masked)), "nor was it where one had a sign");
    assert!(is_target(2, &both(ArchivedValue::Count(6))), "nor where it was another number");
}

#[test]
fn a_small_entry_of_the_ledger_is_a_target_if_it_counts_persons() {
    let mut cases: Vec<Case> = (0..9).map(|days| case("complaint", days)).collect();
    cases[0].in_scope = false;
    let outside = figure("ledger.records:outside_scope");
    let printed = [figure("cases"), outside.clone()];
    let found = found_in(&printed, &cases, &bare());
    let target = found.iter().find(|target| is_named(target, &outside)).unwrap();
    assert_eq!((target.value, target.safe), (1, Safe::Wide));
    for case in &mut cases[1..3] {
        case.in_scope = false;
    }
    let found = found_in(&printed, &cases, &bare());
    assert!(!found.iter().any(|target| is_named(target, &outside)), "three are not few");
}

#[test]
fn mentions_and_masked_shares_are_targets_by_the_cases_behind_them() {
    let mut cases = complaints(9, |_| {});
    cases.iter_mut().take(2).for_each(about(&["income", "placement"]));
    let mentions = figure("mentions:topic=income");
    let found = found_in(&[figure("cases"), mentions.clone()], &cases, &bare());
    let target = found.iter().find(|target| is_named(target, &mentions)).unwrap();
    assert_eq!((target.value, target.safe), (2, Safe::Wide));
    let share = figure("share:topic=income/total");
    let found = found_in(&[figure("cases"), share], &cases, &bare());
    let part = figure("cases:topic=income");
    let target = found.iter().find(|target| is_named(target, &part)).unwrap();
    assert_eq!((target.value, target.safe), (2, Safe::Wide), "the sign says that it is not zero");
}

#[test]
fn a_stock_that_was_masked_before_is_a_target_whatever_its_size_unless_there_is_none() {
    let open = || {
        let mut cases = complaints(9, |_| {});
        for case in &mut cases[..5] {
            case.received_on = day(date(2016, 12, 1));
        }
        cases
    };
    let mut project = bare();
    project.archive = vec![edition(2016, &[("cases.open", ArchivedValue::Masked)])];
    let carried = figure("cases.carried_forward");
    let named = |cases: &[Case]| {
        let found = found_in(&[figure("cases"), carried.clone()], cases, &project);
        found.into_iter().find(|target| is_named(target, &carried))
    };
    let target = named(&open()).unwrap();
    assert_eq!((target.value, target.safe), (5, Safe::Wide));
    assert!(named(&complaints(9, |_| {})).is_none());
}

#[test]
fn where_a_property_is_protected_a_small_row_in_one_column_is_a_target() {
    let mut project = bare();
    project.disclosure.protect = vec![Dimension::Assessment];
    let justified = code(Dimension::Assessment, "justified");
    let printed = [
        figure("cases:category=complaint"),
        figure("cases:category=complaint,assessment=justified"),
    ];
    let difference = TargetName::Difference(
        count("cases:category=complaint"),
        vec![count("cases:category=complaint,assessment=justified")],
    );
    for (number, others, is_target) in [(10, 0, true), (11, 0, false), (9, 1, false)] {
        let mut cases = complaints(number, |case| case.set(Field::Assessment, justified));
        cases.extend(complaints(others, |_| {}));
        let found = found_in(&printed, &cases, &project);
        let target = found.iter().find(|it| it.name == difference && it.safe == Safe::NotZero);
        assert_eq!(target.is_some(), is_target, "{number} {others}");
        assert!(target.is_none_or(|target| target.value == 0));
    }
    let cases = complaints(10, |case| case.set(Field::Assessment, justified));
    let found = found_in(&printed, &cases, &bare());
    assert!(found.iter().all(|target| target.safe != Safe::NotZero), "it is not protected");
}

#[test]
fn nothing_that_is_rounded_is_masked_but_small_numbers_stay_targets() {
    let mut project = bare();
    project.disclosure.method = Method::Rounding { base: 5 };
    let cases = [complaints(9, |_| {}), vec![case("suggestion", 2); 2]].concat();
    let suggestions = figure("cases:category=suggestion");
    let printed = [figure("cases"), suggestions.clone()];
    let found = found_in(&printed, &cases, &project);
    let target = found.iter().find(|target| is_named(target, &suggestions)).unwrap();
    assert_eq!((target.value, target.safe), (2, Safe::Rounded));
    let (_, record, _) =
        publish(&plan(Vec::new(), &["cases", "cases:category=suggestion"]), &cases, &project);
    assert_eq!(record.masked_count(), 0);
}

#[test]
fn small_numbers_that_nobody_printed_are_targets_unless_a_looser_edition_gave_them_away() {
    let cases = [complaints(9, |_| {}), vec![case("suggestion", 2); 2]].concat();
    let (all, complaints) = (figure("cases"), figure("cases:category=complaint"));
    let suggestions = figure("cases:category=suggestion");
    let neighbour = |archive: Vec<ArchivedEdition>, cases: &[Case]| {
        let mut project = bare();
        project.archive = archive;
        let found = found_in(&[all.clone(), complaints.clone()], cases, &project);
        let name = TargetName::Neighbour(suggestions.clone());
        found.into_iter().find(|target| target.name == name)
    };
    let target = neighbour(Vec::new(), &cases).unwrap();
    assert_eq!((target.value, target.safe), (2, Safe::ZeroOrMany));
    let looser = |all: u64, complaints: ArchivedValue| {
        let printed =
            [("cases", ArchivedValue::Count(all)), ("cases:category=complaint", complaints)];
        let mut looser = edition(2017, &printed);
        looser.content.threshold = 2;
        vec![looser]
    };
    assert!(neighbour(looser(11, ArchivedValue::Count(9)), &cases).is_none(), "2 was open");
    assert!(neighbour(looser(11, ArchivedValue::Masked), &cases).is_some());
    assert!(neighbour(looser(10, ArchivedValue::Count(9)), &cases[..10]).is_some(), "1 was not");
    let three = [cases.clone(), vec![case("suggestion", 2)]].concat();
    assert!(neighbour(Vec::new(), &three).is_none(), "three are not few");
}

#[test]
fn what_is_beside_two_printed_counts_is_known_only_if_both_are() {
    let mut cases = [complaints(9, |_| {}), vec![case("suggestion", 2); 2]].concat();
    cases.extend(vec![case("praise", 2); 4]);
    let ids = ["cases", "cases:category=complaint", "cases:category=praise"];
    let values = [15, 9, 4].map(ArchivedValue::Count);
    let neighbour = |known: usize| {
        let printed: Vec<(&str, ArchivedValue)> = ids.into_iter().zip(values).take(known).collect();
        let mut looser = edition(2017, &printed);
        looser.content.threshold = 2;
        let mut project = bare();
        project.archive = vec![looser];
        let found = found_in(&ids.map(figure), &cases, &project);
        let name = TargetName::Neighbour(figure("cases:category=suggestion"));
        found.iter().any(|target| target.name == name)
    };
    assert_eq!([1, 2, 3].map(neighbour), [true, true, false]);
}

#[test]
fn what_is_withheld_must_not_be_computed_either() {
    let mut cases = complaints(9, |_| {});
    cases[0].set(Field::Channel, code(Dimension::Channel, "online"));
    let online = figure("cases:channel=online");
    let is_target = |withheld: &[Figure]| {
        let found = found_planned(&[figure("cases")], withheld, &cases, &bare());
        found.iter().any(|target| is_named(target, &online))
    };
    assert!(is_target(std::slice::from_ref(&online)) && !is_target(&[]));
    assert!(!is_target(&[figure("mentions:topic=income")]));
}

#[test]
fn what_was_released_is_not_masked_again_also_in_the_ledger() {
    let mut cases = [complaints(9, |_| {}), vec![case("suggestion", 2); 2]].concat();
    cases.push(Case { in_scope: false, ..case("complaint", 3) });
    let ids = ["cases:category=suggestion", "ledger.records:outside_scope"];
    let values = |project: &Project| {
        let (published, _, _) = publish(&plan(Vec::new(), &ids), &cases, project);
        ids.map(|id| published.get(&figure(id)).unwrap().value())
    };
    assert_eq!(values(&bare()), [PublishedValue::Masked; 2]);
    let mut project = bare();
    let mut looser =
        edition(2017, &[(ids[0], ArchivedValue::Count(2)), (ids[1], ArchivedValue::Count(1))]);
    looser.content.threshold = 1;
    project.archive = vec![looser];
    assert_eq!(values(&project), [PublishedValue::Count(2), PublishedValue::Count(1)]);
}

#[test]
fn what_two_printed_parts_leave_is_a_target_if_they_share_no_case() {
    let assessed = |id: &str| code(Dimension::Assessment, id);
    let mut cases = complaints(20, |case| case.set(Field::Assessment, assessed("justified")));
    for (at, id) in [(0, "partly"), (1, "open")] {
        cases[at].set(Field::Assessment, assessed(id));
    }
    cases[2..9].iter_mut().for_each(|case| case.set(Field::Assessment, assessed("unjustified")));
    let ids = [
        "cases:category=complaint",
        "cases:category=complaint,assessment=justified",
        "cases:category=complaint,assessment=unjustified",
    ];
    let found = found(&ids.map(figure), &cases);
    let rest = TargetName::Difference(count(ids[0]), vec![count(ids[1]), count(ids[2])]);
    let target = found.iter().find(|target| target.name == rest).unwrap();
    assert_eq!((target.value, target.safe), (2, Safe::ZeroOrMany));
}

#[test]
fn what_all_printed_values_leave_is_a_target() {
    let mut cases = complaints(30, |_| {});
    for (at, case) in cases.iter_mut().enumerate().take(28) {
        let id = ["email", "phone", "letter", "in_person"][at % 4];
        case.set(Field::Channel, code(Dimension::Channel, id));
    }
    let ids = ["email", "phone", "letter", "in_person"].map(|id| format!("cases:channel={id}"));
    let printed: Vec<Figure> =
        [figure("cases")].into_iter().chain(ids.iter().map(|id| figure(id))).collect();
    let rest = TargetName::Difference(count("cases"), ids.iter().map(|id| count(id)).collect());
    let found = found(&printed, &cases);
    assert!(found.iter().any(|target| target.name == rest && target.value == 2));
}

#[test]
fn what_of_a_group_is_open_is_a_target_where_received_and_closed_ones_are_printed() {
    let mut cases = complaints(12, |_| {});
    cases[..2].iter_mut().for_each(|case| case.closed_on = None);
    let ids = ["cases:category=complaint", "cases.closed:category=complaint"];
    let open = TargetName::Neighbour(figure("cases.open:category=complaint"));
    let is_target = |ids: &[&str]| {
        let printed: Vec<Figure> = ids.iter().map(|id| figure(id)).collect();
        found_in(&printed, &cases, &bare()).iter().any(|target| target.name == open)
    };
    assert!(is_target(&ids));
    assert!(!is_target(&ids[..1]), "received ones alone tell nothing of it");
}

#[test]
fn what_another_property_means_is_nobody_s_secret() {
    // A table of reasons asks for justified ones: who has a reason is justified.
    let mut project = bare();
    project.disclosure.protect = vec![Dimension::Assessment];
    let mut cases =
        complaints(20, |case| case.set(Field::Assessment, code(Dimension::Assessment, "partly")));
    for case in &mut cases[..8] {
        case.set(Field::Assessment, code(Dimension::Assessment, "justified"));
        case.set(Field::JustifiedReason, code(Dimension::JustifiedReason, "deadline"));
    }
    let rows = [
        "cases:category=complaint,assessment=justified",
        "cases:category=complaint,assessment=justified,justified_reason=deadline",
        "cases:category=complaint,assessment=justified,justified_reason=error",
    ];
    let found = found_in(&rows.map(figure), &cases, &project);
    let secrets: Vec<&TargetName> =
        found.iter().filter(|it| it.safe == Safe::NotZero).map(|it| &it.name).collect();
    assert!(secrets.is_empty(), "{secrets:?}");
    let reasons = table("reasons", &[("a", &rows[1..2]), ("b", &rows[2..])]);
    let plan = plan(vec![reasons], &["cases", "cases:category=complaint"]);
    let (published, _, findings) = publish(&plan, &cases, &project);
    assert!(!published.is_withheld("reasons"), "{:?}", told(&findings));
}

#[test]
fn cases_with_several_topics_of_a_group_follow_from_its_mentions_and_from_its_topics() {
    let project = bare();
    let several: Vec<Figure> =
        ["cases:topic_group=housing", "mentions:topic_group=housing"].map(figure).into();
    let group = project.taxonomy.list(Dimension::TopicGroup).unwrap().find_id("housing").unwrap();
    let topics = project.taxonomy.list(Dimension::Topic).unwrap();
    let of_group: Vec<ValueCode> = topics
        .codes()
        .filter(|it| project.taxonomy.group_of(Dimension::Topic, *it) == group)
        .collect();
    let by_topic =
        of_group.iter().map(|topic| Figure::Count(count("cases").with(Dimension::Topic, *topic)));
    let by_topic: Vec<Figure> =
        [figure("cases:topic_group=housing")].into_iter().chain(by_topic).collect();
    let name = TargetName::Several(count("cases:topic_group=housing"), Dimension::Topic);
    for (with_several, is_target) in [(0, false), (1, true), (2, true), (3, false)] {
        let mut cases: Vec<Case> = (0..9).map(|days| case("complaint", days)).collect();
        for (at, case) in cases.iter_mut().enumerate() {
            let topics = if at < with_several { 2 } else { 1 };
            case.several = case.several.with_topics(&of_group[..topics]);
        }
        for printed in [&several, &by_topic] {
            let found = found_in(printed, &cases, &project);
            let target = found.iter().find(|target| target.name == name);
            assert_eq!(target.is_some(), is_target, "{with_several}");
            assert!(target.is_none_or(|it| it.value == with_several as u64));
        }
        // Without one of its topics the sum is not known.
        let found = found_in(&by_topic[..by_topic.len() - 1], &cases, &project);
        assert!(!found.iter().any(|target| target.name == name));
    }
}

#[test]
fn a_number_that_follows_from_printed_ones_is_subtracted_like_a_printed_one() {
    let project = bare();
    // Own, municipal, and municipal ones with support: what the last two leave are own ones about municipal matters.
    let printed = [
        "cases",
        "cases:support=own",
        "cases:topic_group=housing",
        "cases:topic_group=housing,support=supported",
    ];
    let printed: Vec<Figure> = printed.into_iter().map(figure).collect();
    let rest = TargetName::Difference(
        count("cases:support=own"),
        vec![count("cases:topic_group=housing,support=own")],
    );
    for (others, is_target) in [(0, false), (1, true), (2, true), (3, false)] {
        let topics = [topic_of("housing", &project), topic_of("work", &project)];
        let mut cases: Vec<Case> = (0..9).map(|days| case("complaint", days)).collect();
        for (at, case) in cases.iter_mut().enumerate() {
            let submitter = if at < 4 + others { "own" } else { "supported" };
            case.set(Field::SubmitterGroup, submitter_of(submitter, &project));
            case.several = case.several.with_topics(&topics[usize::from(at < others)..][..1]);
        }
        let found = found_in(&printed, &cases, &project);
        assert_eq!(found.iter().any(|target| target.name == rest), is_target, "{others}");
    }
}

#[test]
fn groups_that_printed_sums_show_to_share_no_case_are_added_and_subtracted() {
    let project = bare();
    let ids = [
        "cases",
        "cases:category=praise",
        "cases:responsible_body=federal",
        "cases:topic_group=livelihood",
        "cases:topic_group=work",
        "cases:topic_group=livelihood,category=praise",
        "cases:topic_group=work,category=praise",
    ];
    let printed: Vec<Figure> = ids.into_iter().map(figure).collect();
    let rest = TargetName::Difference(
        count("cases:category=praise"),
        vec![count("cases:responsible_body=federal,category=praise")],
    );
    for (with_both, is_target) in [(0, true), (4, false)] {
        let topics = ["livelihood", "work", "housing"].map(|group| topic_of(group, &project));
        let mut cases: Vec<Case> = (0..9).map(|days| case("praise", days)).collect();
        for (at, one) in cases.iter_mut().enumerate() {
            // Eight about federal benefits, one about housing.
            let own = if at == 8 { &topics[2..] } else { &topics[at % 2..][..1] };
            one.several = one.several.with_topics(own);
        }
        cases.extend((0..with_both).map(|days| {
            let one = case("complaint", days);
            Case { several: one.several.with_topics(&topics[..2]), ..one }
        }));
        let found = found_in(&printed, &cases, &project);
        assert_eq!(found.iter().any(|target| target.name == rest), is_target, "{with_both}");
    }
}

/// The first topic of a group.
fn topic_of(group: &str, project: &Project) -> ValueCode {
    let taxonomy = &project.taxonomy;
    let group = taxonomy.list(Dimension::TopicGroup).unwrap().find_id(group).unwrap();
    let topics = taxonomy.list(Dimension::Topic).unwrap().codes();
    topics.into_iter().find(|it| taxonomy.group_of(Dimension::Topic, *it) == group).unwrap()
}

/// The first submitter group with or without support.
fn submitter_of(support: &str, project: &Project) -> ValueCode {
    let taxonomy = &project.taxonomy;
    let support = taxonomy.list(Dimension::Support).unwrap().find_id(support).unwrap();
    let groups = taxonomy.list(Dimension::SubmitterGroup).unwrap().codes();
    groups
        .into_iter()
        .find(|it| taxonomy.group_of(Dimension::SubmitterGroup, *it) == support)
        .unwrap()
}
